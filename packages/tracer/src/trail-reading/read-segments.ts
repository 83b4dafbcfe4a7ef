import type { Attribution } from '@fundtrail/attribution';
import { type FactSpace, isUtxo } from '@fundtrail/core';
import type { FactStore } from '@fundtrail/store';
import type { TrailFlow } from '../trail.ts';
import type { PeelRun } from '../types.ts';
import { type ReadTrail, readTrail } from './read-trail.ts';

/** Reads the parts of a way that lie on UTXO chains, each by itself. Places and steps count over the whole way. */
export async function readSegments(
  store: Pick<FactStore, 'readTransactions' | 'spendersOf'>,
  space: FactSpace,
  attribution: Pick<Attribution, 'stopOf'>,
  trail: readonly TrailFlow[],
): Promise<ReadTrail> {
  const readings: (ReadTrail['readings'][number] | undefined)[] = trail.map(() => undefined);
  const runs: PeelRun[] = [];
  let mix: ReadTrail['mix'];
  for (const { from, to } of segmentsOf(trail)) {
    const read = await readTrail(store, space, attribution, trail.slice(from, to));
    read.readings.forEach((reading, at) => {
      readings[from + at] = reading;
    });
    for (const run of read.peel_runs ?? []) {
      runs.push({ ...run, first_step: run.first_step + from, last_step: run.last_step + from });
    }
    if (to === trail.length) mix = read.mix;
  }
  return {
    readings,
    ...(runs.length === 0 ? {} : { peel_runs: runs }),
    ...(mix === undefined ? {} : { mix }),
  };
}

/** Parts of one UTXO chain, by their places; `to` is behind the last. */
function segmentsOf(trail: readonly TrailFlow[]): readonly { readonly from: number; readonly to: number }[] {
  const segments: { from: number; to: number }[] = [];
  for (const [at, { chain }] of trail.entries()) {
    if (!isUtxo(chain)) continue;
    const last = segments.at(-1);
    if (last?.to === at && trail[at - 1]?.chain === chain) last.to = at + 1;
    else segments.push({ from: at, to: at + 1 });
  }
  return segments;
}
