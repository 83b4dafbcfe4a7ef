import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { linksOf } from '../../joined.fixture.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { RAILGUN, SHIELD, UNSHIELD } from './adapter.ts';

const reader = createBridgeReader([], [RAILGUN]);
const POOL = '0xfa7093cdd9ee6932b4eb2c9e1cde7ce00b1fa4b9';
const [ALICE, BOB, TOKEN, OTHER] = [madeAddress('a1'), madeAddress('b2'), madeAddress('70'), madeAddress('71')];
const WORD = `0x${'11'.repeat(32)}`;

describe('Railgun in made logs of its published ABI', () => {
  const cipher = [[WORD, WORD, WORD], WORD];
  const shield = madeTransaction({
    chain: 'eip155:1',
    sender: ALICE,
    logs: [
      {
        from: POOL,
        event: SHIELD,
        args: [
          2,
          40,
          [
            [WORD, [0, TOKEN, 0], 975],
            [WORD, [1, OTHER, 5], 1],
            [WORD, [0, OTHER, 0], 50],
          ],
          [cipher, cipher, cipher],
          [25, 0, 1],
        ],
      },
    ],
    legs: [madeToken('log:1', TOKEN, ALICE, POOL, 975n), madeToken('log:2', OTHER, ALICE, POOL, 50n)],
  });
  const unshield = madeTransaction({
    chain: 'eip155:1',
    logs: [{ from: POOL, event: UNSHIELD, args: [BOB, [0, TOKEN, 0], 900, 3] }],
    legs: [madeToken('log:1', TOKEN, POOL, BOB, 900n)],
  });

  it('reads what is shielded, token by token, and leaves out what has no amount', () => {
    const legs = reader.read(shield);
    expect(legs.map(({ asset, amount, fee, custody, notes }) => [asset, amount, fee, custody, notes])).toEqual([
      [TOKEN, 975n, 25n, [POOL], ['tree 2, leaf 40']],
      [OTHER, 50n, 1n, [POOL], ['tree 2, leaf 42']],
    ]);
    expect(
      legs.every(({ key, toChain, side }) => key === undefined && toChain === undefined && side === 'source'),
    ).toBe(true);
  });

  it('reads what is unshielded, and joins it with nothing', () => {
    const [leg] = reader.read(unshield);
    expect(leg).toMatchObject({
      side: 'destination',
      toAccount: BOB,
      amount: 900n,
      fee: 3n,
      custody: [POOL],
      fault: undefined,
    });
    expect(linksOf(RAILGUN, [shield, unshield])).toEqual([]);
  });
});
