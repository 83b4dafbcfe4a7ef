import type { Attribution } from '@fundtrail/attribution';
import { type FactSpace, splitAccountId, splitCoin, splitPot } from '@fundtrail/core';
import type { FactStore } from '@fundtrail/store';
import { coinKnowledge } from '../coin-knowledge.ts';
import type { TrailFlow } from '../trail.ts';
import type { PathView, StepReading } from '../types.ts';
import { peelRuns } from './peel-runs.ts';
import { readStep } from './read-step.ts';
import { trailFacts } from './trail-facts.ts';
import { trailMix } from './trail-mix.ts';

/** A reading for each step, undefined where its transaction is not stored; and what is told of the path as a whole. */
export type ReadTrail = Pick<PathView, 'peel_runs' | 'mix'> & {
  readonly readings: readonly (StepReading | undefined)[];
};

/** Reads a trail on a UTXO chain, listed from the seed on, by the form of its transactions. */
export async function readTrail(
  store: Pick<FactStore, 'readTransactions' | 'spendersOf'>,
  space: FactSpace,
  attribution: Pick<Attribution, 'stopOf'>,
  trail: readonly TrailFlow[],
): Promise<ReadTrail> {
  const { own, after } = await trailFacts(store, space, trail);
  const last = trail.at(-1);
  const know = coinKnowledge(attribution, last?.chain ?? '');
  const readings = trail.map(({ tx, to }) => {
    const fact = own.get(tx);
    const place = splitCoin(splitAccountId(to).address)?.place;
    return fact === undefined ? undefined : readStep({ fact, after: after(fact), place }, know);
  });
  const runs = peelRuns(trail, own);
  const end = last === undefined ? undefined : splitPot(splitAccountId(last.to).address);
  const swallowing = end === undefined ? undefined : own.get(end);
  const mix = swallowing === undefined ? undefined : trailMix(swallowing, know);
  return {
    readings,
    ...(runs.length === 0 ? {} : { peel_runs: runs }),
    ...(mix === undefined ? {} : { mix }),
  };
}
