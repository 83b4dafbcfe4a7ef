import { describe, expect, it } from 'vitest';
import { coin, made, script } from '../../../test/coins/made.ts';
import { inBlockOrder } from './in-block-order.ts';

const spend = (tx: number, place = 0) => ({ coin: coin(tx, place), owner: script(1), amount: 10n });
const pay = { owner: script(1), amount: 9n };

describe('transactions of one block', () => {
  it('come in the order of their places where the source tells them', () => {
    const facts = [made(1, 5, [spend(9)], [pay], 7), made(2, 5, [spend(1)], [pay], 8), made(3, 5, [], [pay], 0)];
    expect(inBlockOrder(facts.toReversed()).map(({ index }) => index)).toEqual([0, 7, 8]);
  });

  it('come after those whose coins they spend where it does not', () => {
    const facts = [
      made(1, 5, [spend(4)], [pay]),
      made(2, 5, [spend(1), spend(3)], [pay]),
      made(3, 5, [], [pay]),
      made(4, 5, [], [pay]),
    ];
    expect(inBlockOrder(facts).map(({ hash }) => Number(hash))).toEqual([4, 1, 3, 2]);
  });

  it('may be a chain longer than calls can nest', () => {
    const facts = Array.from({ length: 20_000 }, (_, n) => made(20_001 - n, 5, [spend(20_000 - n)], [pay]));
    expect(inBlockOrder(facts).map(({ hash }) => Number(hash))).toEqual(facts.map((_, n) => n + 2));
  });
});
