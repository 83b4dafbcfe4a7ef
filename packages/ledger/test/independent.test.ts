import { formatShare, type Share } from '@fundtrail/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from './compare.ts';
import { shorten, tellWorld } from './tell.ts';
import { tangledWorld, type World, world } from './worlds.ts';

const SHARES: readonly Share[] = [
  { numerator: 0n, denominator: 1n },
  { numerator: 1n, denominator: 100n },
  { numerator: 1n, denominator: 10n },
];
const WORLDS = 200;
const MOST_DIFFERENCES_TOLD = 20;
/** Making a counterexample small must end before the test does, or nothing is told. */
const LONGEST_SEARCH_MS = 40_000;

describe.each(SHARES.map((share) => ({ share, floor: formatShare(share) })))(
  'the ledger and an independent one, floor $floor',
  ({ share }) => {
    it('say the same of any world, to the last unit', () => {
      expectSame(world, share, WORLDS);
    });

    it('say the same where much happens in one transaction', () => {
      expectSame(tangledWorld, share, WORLDS / 2);
    });
  },
);

/** A failure tells the smallest world found: a line per seed and transaction, then the first lines that differ. */
function expectSame(worlds: fc.Arbitrary<World>, share: Share, numRuns: number): void {
  const checked = fc.check(
    fc.property(worlds, (made) => differences(made, share).length === 0),
    { numRuns, interruptAfterTimeLimit: LONGEST_SEARCH_MS },
  );
  const [made] = checked.counterexample ?? [];
  if (made !== undefined) {
    const differing = differences(made, share).slice(0, MOST_DIFFERENCES_TOLD).map(shorten);
    expect.fail([`seed ${checked.seed}`, ...tellWorld(made), ...differing].join('\n'));
  }
  expect(checked.failed).toBe(false);
}
