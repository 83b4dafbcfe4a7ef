import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decompose } from './decompose.ts';
import type { Edge } from './netting.ts';

type Short = readonly [from: number, to: number, amount: number];

function split(legs: readonly Short[], barriers: readonly number[] = []): readonly (readonly (number | number[])[])[] {
  const edges = legs.map(([from, to, amount], leg): Edge => ({ from, to, amount: BigInt(amount), leg, burn: false }));
  const nodes = legs.reduce((most, [from, to]) => Math.max(most, from + 1, to + 1), 0);
  return decompose(edges, nodes, (node) => barriers.includes(node)).map((push) => [
    push.from,
    push.to,
    Number(push.amount),
    [...push.legs],
  ]);
}

describe('flow decomposition', () => {
  test('pass-through disappears, and the flow cites every leg of its path', () => {
    expect(
      split([
        [0, 1, 100],
        [1, 2, 60],
        [1, 3, 40],
      ]),
    ).toEqual([
      [0, 2, 60, [0, 1]],
      [0, 3, 40, [0, 2]],
    ]);
  });

  test('a loan that is repaid leaves its cost', () => {
    expect(
      split([
        [1, 0, 900],
        [0, 1, 901],
      ]),
    ).toEqual([[0, 1, 1, [1]]]);
  });

  test('senders go in the order of their first payment, each leg of one before the next sender', () => {
    expect(
      split([
        [0, 2, 5],
        [1, 2, 7],
        [0, 3, 6],
      ]),
    ).toEqual([
      [0, 2, 5, [0]],
      [0, 3, 6, [2]],
      [1, 2, 7, [1]],
    ]);
  });

  test('the shortest path is used first, whoever sends it', () => {
    expect(
      split([
        [0, 1, 5],
        [1, 2, 5],
        [3, 2, 5],
      ]),
    ).toEqual([
      [3, 2, 5, [2]],
      [0, 2, 5, [0, 1]],
    ]);
  });

  test('a barrier is never passed through: it takes what it is paid and pays on its own', () => {
    expect(
      split(
        [
          [0, 1, 5],
          [1, 2, 5],
        ],
        [1],
      ),
    ).toEqual([
      [0, 1, 5, [0]],
      [1, 2, 5, [1]],
    ]);
  });

  test('what a barrier lends and gets back through another moves nothing', () => {
    expect(
      split(
        [
          [1, 0, 900],
          [0, 1, 901],
        ],
        [1],
      ),
    ).toEqual([[0, 1, 1, [1]]]);
  });

  test('every account sends and receives just what it lost and gained net', () => {
    const node = fc.integer({ min: 0, max: 5 });
    const leg = fc.tuple(node, node, fc.integer({ min: 1, max: 50 })).filter(([from, to]) => from !== to);
    fc.assert(
      fc.property(fc.array(leg, { minLength: 1, maxLength: 25, size: 'max' }), (legs) => {
        const nets = new Map<number, number>();
        const add = (to: number, change: number): void => void nets.set(to, (nets.get(to) ?? 0) + change);
        for (const [from, to, amount] of legs) {
          add(from, -amount);
          add(to, amount);
        }
        const used = legs.map(() => 0);
        for (const [from, to, amount, path] of split(legs) as [number, number, number, number[]][]) {
          expect(nets.get(from)).toBeLessThan(0);
          expect(nets.get(to)).toBeGreaterThan(0);
          path.forEach((at, step) => {
            used[at] = (used[at] ?? 0) + amount;
            expect(legs[at]?.[0]).toBe(step === 0 ? from : legs[path[step - 1] as number]?.[1]);
          });
          expect(legs[path[path.length - 1] as number]?.[1]).toBe(to);
        }
        const moved = new Map<number, number>();
        for (const [from, to, amount] of split(legs) as [number, number, number, number[]][]) {
          moved.set(from, (moved.get(from) ?? 0) - amount);
          moved.set(to, (moved.get(to) ?? 0) + amount);
        }
        for (const [at, net] of nets) expect(moved.get(at) ?? 0).toBe(net);
        used.forEach((amount, at) => {
          expect(amount).toBeLessThanOrEqual(legs[at]?.[2] as number);
        });
      }),
    );
  });

  test('a thousand receivers, and a thousand senders, take a moment', () => {
    const fanOut = Array.from({ length: 20_000 }, (_, i): Short => [0, i + 1, 1]);
    const fanIn = Array.from({ length: 20_000 }, (_, i): Short => [i + 1, 0, 1]);
    const start = performance.now();
    expect(split(fanOut)).toHaveLength(20_000);
    expect(split(fanIn)).toHaveLength(20_000);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
