import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBlockQueue } from './block-queue.ts';

describe('a queue of blocks', () => {
  it('gives the lowest block first, each with its items once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 9 }))), (entries) => {
        const queue = createBlockQueue<number>();
        for (const [block, item] of entries) queue.add(block, item);
        const taken: [number, number[]][] = [];
        for (let next = queue.take(); next !== undefined; next = queue.take())
          taken.push([next.block, [...next.items]]);
        const expected = [...Map.groupBy(entries, ([block]) => block)]
          .sort(([a], [b]) => a - b)
          .map(([block, own]) => [block, [...new Set(own.map(([, item]) => item))]]);
        expect(taken).toEqual(expected);
      }),
    );
  });

  it('takes up blocks that are added while it is emptied', () => {
    const queue = createBlockQueue<string>();
    queue.add(5, 'a');
    expect(queue.take()).toEqual({ block: 5, items: new Set(['a']) });
    queue.add(7, 'b');
    queue.add(6, 'c');
    expect(queue.take()?.block).toBe(6);
    expect(queue.take()?.block).toBe(7);
    expect(queue.take()).toBeUndefined();
  });
});
