import { describe, expect, it } from 'vitest';
import { coin, made, script } from '../../../test/coins/made.ts';
import { createTaintAhead, type TaintAheadOptions } from './taint-ahead.ts';

const SERVICE = script(99);
const open = (floor: bigint | undefined, isMix = false, limits: Partial<TaintAheadOptions> = {}) =>
  createTaintAhead({
    tainted: new Map([[coin(1, 0), { origin: 1_000n, hops: 2 }]]),
    floor,
    maxHops: 100,
    until: null,
    room: 100,
    isStop: (owner) => owner === SERVICE,
    isMix: () => isMix,
    ...limits,
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

  it('goes no further than hops, time and number of outputs let a case go', () => {
    const two = [
      { owner: script(3), amount: 400n },
      { owner: script(4), amount: 590n },
    ];
    const first = made(3, 5, [theft], two);
    const second = made(
      4,
      6,
      [{ coin: coin(3, 0), owner: script(3), amount: 400n }],
      [{ owner: script(5), amount: 390n }],
    );
    const onward = (limits: Partial<TaintAheadOptions>) => {
      const ahead = open(100n, false, limits);
      return [...ahead.onward(first), ...ahead.onward(second)];
    };
    expect(onward({})).toEqual([coin(3, 0), coin(3, 1), coin(4, 0)]);
    expect(onward({ maxHops: 4 })).toEqual([coin(3, 0), coin(3, 1)]);
    expect(onward({ until: first.time })).toEqual([coin(3, 0), coin(3, 1)]);
    expect(onward({ room: 1 })).toEqual([coin(3, 0)]);
  });

  it('counts nothing twice that is found twice', () => {
    const ahead = open(600n);
    const found = made(
      3,
      5,
      [theft, clean],
      [
        { owner: script(3), amount: 1_000n },
        { owner: script(4), amount: 990n },
      ],
    );
    expect([ahead.onward(found), ahead.onward(found)]).toEqual([[], []]);
    const again = open(400n);
    expect([again.onward(found), again.onward(found)]).toEqual([[coin(3, 0), coin(3, 1)], []]);
  });
});
