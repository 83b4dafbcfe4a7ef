import { describe, expect, it } from 'vitest';
import { coin, made, script } from '../../../test/coins/made.ts';
import { createTaintAhead } from './taint-ahead.ts';

const SERVICE = script(99);
const open = (floor: bigint | undefined, isMix = false) =>
  createTaintAhead({
    tainted: new Map([[coin(1, 0), 1_000n]]),
    floor,
    isStop: (owner) => owner === SERVICE,
    isMix: () => isMix,
  });
const theft = { coin: coin(1, 0), owner: script(1), amount: 1_000n };
const clean = { coin: coin(2, 0), owner: script(2), amount: 1_000n };

describe('taint looked for ahead', () => {
  it('goes on with every output whose share reaches the floor, hop by hop', () => {
    const ahead = open(100n);
    expect(
      ahead.onward(
        made(
          3,
          5,
          [theft],
          [
            { owner: script(3), amount: 50n },
            { owner: script(4), amount: 940n },
          ],
        ),
      ),
    ).toEqual([coin(3, 1)]);
    const next = { coin: coin(3, 1), owner: script(4), amount: 940n };
    expect(ahead.onward(made(4, 6, [next, clean], [{ owner: script(5), amount: 1_900n }]))).toEqual([coin(4, 0)]);
  });

  it('counts only the share of an output that is stolen', () => {
    const mixed = made(
      3,
      5,
      [theft, clean],
      [
        { owner: script(3), amount: 199n },
        { owner: script(4), amount: 200n },
      ],
    );
    expect(open(100n).onward(mixed)).toEqual([coin(3, 1)]);
  });

  it('ends with services, with what mixes, and where nothing stolen is spent', () => {
    const paid = [{ owner: SERVICE, amount: 990n }];
    expect(open(100n).onward(made(3, 5, [theft], paid))).toEqual([]);
    expect(open(100n, true).onward(made(3, 5, [theft], [{ owner: script(3), amount: 990n }]))).toEqual([]);
    expect(open(0n).onward(made(3, 5, [clean], [{ owner: script(3), amount: 990n }]))).toEqual([]);
  });

  it('looks for nothing while the floor is not known', () => {
    expect(open(undefined).onward(made(3, 5, [theft], [{ owner: script(3), amount: 990n }]))).toEqual([]);
  });
});
