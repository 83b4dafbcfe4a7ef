import { describe, expect, it } from 'vitest';
import { orderBlocks, type PlacedHeader } from './chain-order.ts';

const HARD = 1n << 200n;
const EASY = 1n << 201n;
const NO_BLOCK = `0x${'0'.repeat(64)}`;

describe('blocks in any order', () => {
  it('are counted from the first block', () => {
    const { heights, stale } = orderBlocks([header('c', 'b'), header('a'), header('b', 'a')]);
    expect(named(heights)).toEqual({ a: 0, b: 1, c: 2 });
    expect(stale.size).toBe(0);
  });

  it('are counted both ways from one that tells its height', () => {
    const { heights } = orderBlocks([
      header('b', 'a'),
      header('c', 'b', { height: 7 }),
      header('d', 'c'),
      header('a', 'x'),
    ]);
    expect(named(heights)).toEqual({ a: 5, b: 6, c: 7, d: 8 });
  });

  it('may be of several runs', () => {
    const { heights } = orderBlocks([header('a', 'x', { height: 9 }), header('b', 'y', { height: 4 })]);
    expect(named(heights)).toEqual({ a: 9, b: 4 });
  });

  it('leave out the branch with less work, even where it has more blocks', () => {
    const { heights, stale } = orderBlocks([
      header('a'),
      header('b', 'a', { target: EASY }),
      header('c', 'b', { target: 1n << 220n }),
      header('d', 'a', { target: HARD }),
    ]);
    expect(named(heights)).toEqual({ a: 0, d: 1 });
    expect([...stale].sort()).toEqual(['b', 'c'].map(hashOf));
  });

  it('of which two branches are equal leave out the later one', () => {
    const { stale } = orderBlocks([header('a'), header('b', 'a'), header('c', 'a')]);
    expect([...stale]).toEqual([hashOf('c')]);
  });

  it('follow the first block where early coinbases tell other heights by chance', () => {
    expect(orderBlocks([header('a'), header('b', 'a', { height: 209_921 })]).heights.get(hashOf('b'))).toBe(1);
  });

  it.each<[string, readonly PlacedHeader[], string]>([
    ['have no known height', [header('a', 'x'), header('b', 'a')], 'a.raw: the height of block 0a is not known'],
    [
      'contradict each other',
      [header('a', 'x', { height: 5 }), header('b', 'a', { height: 7 })],
      'b.raw: block 0b says it is at height 7, and lies at 6',
    ],
    [
      'begin before the first one',
      [header('a', 'x'), header('b', 'a', { height: 0 })],
      'says it is at height 0, and 1 blocks lie before it',
    ],
    [
      'share a height without a common block',
      [header('a', 'x', { height: 5 }), header('b', 'y', { height: 5 })],
      'b.raw: blocks 0a and 0b are both at height 5',
    ],
  ])('that %s are refused', (_what, headers, message) => {
    expect(() => orderBlocks(headers)).toThrow(message);
  });

  it('may be as many as a chain has', () => {
    const count = 200_000;
    const headers = Array.from({ length: count }, (_, at) => header(`n${at}`, at === 0 ? undefined : `n${at - 1}`));
    expect(orderBlocks(headers.reverse()).heights.get(hashOf(`n${count - 1}`))).toBe(count - 1);
  });
});

function header(name: string, parent?: string, more: Partial<PlacedHeader> = {}): PlacedHeader {
  const parentHash = parent === undefined ? NO_BLOCK : hashOf(parent);
  return { hash: hashOf(name), parentHash, target: HARD, height: undefined, file: `${name}.raw`, ...more };
}

function hashOf(name: string): string {
  return `0x0${name}`;
}

/** Heights by the names of blocks. */
function named(heights: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...heights].map(([hash, height]) => [hash.slice(3), height]));
}
