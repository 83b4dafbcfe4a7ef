import { linkOf, type Policy, splitAccountId, splitAssetId } from '@fundtrail/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runWaves } from '../src/index.ts';
import { referenceCrossings } from './crossing-reference.ts';
import { type CrossingWorld, plainCrossingWorld } from './crossing-worlds.ts';

const WORLDS = 500;
/** FIFO and LIFO of accounts and coins have references of their own. */
const COMPARED: readonly Policy[] = ['haircut', 'taint_first', 'clean_first'];

/** What a ledger led by each policy and the reference say, as lines: where all that was stolen is, and who holds what. */
function differences(world: CrossingWorld, onArrivals: (count: number) => void = () => {}): readonly string[] {
  return COMPARED.flatMap((policy) => {
    const { replay, open } = runWaves({ ...world.options, policies: [policy] }, () => world.facts);
    const { totals, accounts } = replay.result();
    const expected = referenceCrossings(world, policy, open);
    onArrivals(expected.arrivals);
    const ours = [
      ...[...(totals[0]?.origin ?? [])].map(([kind, amounts]) => `${kind} ${padded(amounts)}`),
      ...accounts.flatMap((row) => {
        if (row.kind !== 'resting' || linkOf(splitAccountId(row.account).address) !== undefined) return [];
        return `${row.account} ${splitAssetId(row.asset).ref} ${row.resting[0]} ${padded(row.originResting[0])}`;
      }),
    ].filter(tellsSomething);
    const theirs = [
      ...[...expected.kinds].map(([kind, amounts]) => `${kind} ${padded(amounts)}`),
      ...[...expected.holders].map(([id, held]) => `${id} ${held.tainted} ${padded(held.origin)}`),
    ].filter(tellsSomething);
    return [
      ...ours.filter((line) => !theirs.includes(line)).map((line) => `${policy} ledger    ${line}`),
      ...theirs.filter((line) => !ours.includes(line)).map((line) => `${policy} reference ${line}`),
    ];
  });
}

/** Units are in the order in which they were stolen, as the seeds are. */
function padded(origin: readonly bigint[] = []): string {
  return `${origin[0] ?? 0n} ${origin[1] ?? 0n}`;
}

function tellsSomething(line: string): boolean {
  return !/( 0){2,3}$/.test(line);
}

test('the ledger and an independent one say the same of what crosses chains, to the last unit', () => {
  let arrivals = 0;
  const count = (more: number): void => {
    arrivals += more;
  };
  const checked = fc.check(
    fc.property(plainCrossingWorld, (world) => differences(world, count).length === 0),
    { numRuns: WORLDS, interruptAfterTimeLimit: 40_000 },
  );
  const [world] = checked.counterexample ?? [];
  if (world !== undefined) {
    const steps = world.steps.map((step) =>
      JSON.stringify(step, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
    );
    expect.fail([`seed ${checked.seed}`, ...steps, ...differences(world).slice(0, 20)].join('\n'));
  }
  expect(checked.failed).toBe(false);
  // One in every other world, at least: else little was compared.
  expect(arrivals).toBeGreaterThan((WORLDS * COMPARED.length) / 2);
});
