import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BlockRange, joinRanges, missingFrom, rangesUpTo, reachFrom } from './block-ranges.ts';

const LAST = 40;
const range = fc
  .tuple(fc.nat(LAST), fc.nat(LAST))
  .map(([a, b]): BlockRange => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const blocksOf = (ranges: readonly BlockRange[]): Set<number> =>
  new Set(ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, offset) => from + offset)));

test('joined ranges hold the same blocks, in order, and neither overlap nor touch', () => {
  fc.assert(
    fc.property(fc.array(range), (ranges) => {
      const joined = joinRanges(ranges);
      expect(blocksOf(joined)).toEqual(new Set([...blocksOf(ranges)].sort((a, b) => a - b)));
      for (const [place, { from }] of joined.entries()) {
        if (place > 0) expect(from).toBeGreaterThan((joined[place - 1]?.to ?? 0) + 1);
      }
    }),
  );
});

test('what is missing is exactly what the ranges lack of the range', () => {
  fc.assert(
    fc.property(fc.array(range), range, (ranges, wanted) => {
      const expected = blocksOf([wanted]).difference(blocksOf(ranges));
      expect(blocksOf(missingFrom(joinRanges(ranges), wanted))).toEqual(expected);
    }),
  );
});

test('ranges can be cut at a block, and tell how far they reach without a hole', () => {
  const ranges = joinRanges([
    { from: 0, to: 9 },
    { from: 20, to: 29 },
    { from: 10, to: 12 },
  ]);
  expect(ranges).toEqual([
    { from: 0, to: 12 },
    { from: 20, to: 29 },
  ]);
  expect(rangesUpTo(ranges, 24)).toEqual([
    { from: 0, to: 12 },
    { from: 20, to: 24 },
  ]);
  expect(rangesUpTo(ranges, 15)).toEqual([{ from: 0, to: 12 }]);
  expect(reachFrom(ranges, 3)).toBe(12);
  expect(reachFrom(ranges, 20)).toBe(29);
  expect(reachFrom(ranges, 13)).toBe(12);
  expect(joinRanges([{ from: 5, to: 4 }])).toEqual([]);
});
