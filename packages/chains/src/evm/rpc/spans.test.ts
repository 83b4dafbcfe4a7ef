import { SourceError } from '@fundtrail/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RpcAnswerError } from '../../transport/json-rpc/error.ts';
import type { Traits } from '../../transport/traits.ts';
import { walkRange } from './ranges.ts';
import { createSpanMemory } from './spans.ts';

/** A node that answers for so many blocks at once, in words that do or do not say how many. */
function nodeOf(limit: number, saysHint: boolean) {
  const asked: number[] = [];
  let refused = 0;
  const ask = async (fromBlock: number, toBlock: number): Promise<readonly number[]> => {
    const size = toBlock - fromBlock + 1;
    asked.push(size);
    if (size > limit) {
      refused += 1;
      const words = saysHint ? `exceed maximum block range: ${limit}` : 'block range is too wide';
      throw new SourceError('refused', 'rpc:test', words, { cause: new RpcAnswerError(-32_000, words) });
    }
    return Array.from({ length: size }, (_, offset) => fromBlock + offset);
  };
  return { ask, asked, refused: () => refused };
}

function traitsOf(kept: Map<string, string>): Traits {
  return {
    get: (trait) => kept.get(trait),
    set: async (trait, value) => void kept.set(trait, value),
  };
}

test('whatever a node allows, every block is told once, in order, and its bound is found to a quarter', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3_000 }), fc.boolean(), async (limit, saysHint) => {
      const kept = new Map<string, string>();
      const node = nodeOf(limit, saysHint);
      const range = { fromBlock: 5, toBlock: 20_004, maxRows: 100_000 };
      const walk = await walkRange(createSpanMemory(traitsOf(kept), 'span', undefined), range, node.ask);
      expect(walk.rows).toEqual(Array.from({ length: 20_000 }, (_, offset) => 5 + offset));
      const [good = 0, bad = 0] = (kept.get('span') ?? '').split('<').map(Number);
      expect(good).toBeLessThanOrEqual(limit);
      expect(bad).toBeGreaterThan(limit);
      // The number of refusals grows with the logarithm of the range.
      expect(node.refused()).toBeLessThanOrEqual(saysHint ? 1 : 18);
      // Another process begins where this one ended.
      const next = nodeOf(limit, saysHint);
      await walkRange(createSpanMemory(traitsOf(kept), 'span', undefined), range, next.ask);
      expect(next.refused()).toBeLessThanOrEqual((bad - good) * 4 > good ? 4 : 0);
    }),
    { numRuns: 60 },
  );
});

test('a range that held too much is halved where it is, and grows again behind it', async () => {
  const dense = 40;
  const asked: number[] = [];
  const spans = createSpanMemory(traitsOf(new Map()), 'span', 16);
  await walkRange(spans, { fromBlock: 0, toBlock: 127, maxRows: 1_000 }, async (from, to) => {
    asked.push(to - from + 1);
    if (from <= dense && dense <= to && to > from) {
      const words = 'query returned more than 10000 results';
      throw new SourceError('refused', 'rpc:test', words, { cause: new RpcAnswerError(-32_005, words) });
    }
    return [];
  });
  expect(asked.at(-2)).toBe(16);
  expect(Math.max(...asked)).toBe(16);
});

test('a bound that was given is neither searched nor remembered', async () => {
  const kept = new Map<string, string>();
  const node = nodeOf(1_000, false);
  const spans = createSpanMemory(traitsOf(kept), 'span', 10);
  await walkRange(spans, { fromBlock: 0, toBlock: 99, maxRows: 1_000 }, node.ask);
  expect([node.asked, kept.size, spans.bound()]).toEqual([Array.from({ length: 10 }, () => 10), 0, 10]);
});
