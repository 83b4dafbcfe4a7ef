import { readPeelChains } from '@fundtrail/attribution';
import { formatHash, type Hash, splitAccountId, splitCoin, type TransactionFact } from '@fundtrail/core';
import type { TrailFlow } from '../trail.ts';
import type { PeelRun } from '../types.ts';

type TrailStep = Pick<TrailFlow, 'tx' | 'to'>;

/** Two payments in a row are everyday. */
const FEWEST_STEPS = 3;

/**
 * The parts of a trail that go on, step after step, with what a peel left. The last step is in none: what it pays is what the trail
 * is about.
 */
export function peelRuns(trail: readonly TrailStep[], facts: ReadonlyMap<Hash, TransactionFact>): readonly PeelRun[] {
  const passing = trail.slice(0, -1);
  const stepOf = new Map(passing.map(({ tx }, at) => [tx, at]));
  const runs: PeelRun[] = [];
  for (const chain of readPeelChains(passing.flatMap(({ tx }) => facts.get(tx) ?? []))) {
    let run: { at: number; tx: Hash; amount: bigint }[] = [];
    const close = (): void => {
      const told = tell(run, facts);
      if (told !== undefined) runs.push(told);
      run = [];
    };
    for (const { tx, place, amount } of chain.peels) {
      const at = stepOf.get(tx) ?? -1;
      const goesOn = placeOf(passing[at]) !== place;
      if (run.length > 0 && at !== (run.at(-1)?.at ?? 0) + 1) close();
      if (goesOn) run.push({ at, tx, amount });
      else close();
    }
    close();
  }
  return runs.sort((a, b) => a.first_step - b.first_step);
}

function tell(
  run: readonly { readonly at: number; readonly tx: Hash; readonly amount: bigint }[],
  facts: ReadonlyMap<Hash, TransactionFact>,
): PeelRun | undefined {
  const [first, last] = [run[0], run.at(-1)];
  const chain = facts.get(first?.tx ?? '')?.chain;
  if (run.length < FEWEST_STEPS || first === undefined || last === undefined || chain === undefined) return undefined;
  return {
    first_step: first.at + 1,
    last_step: last.at + 1,
    peels: run.length,
    paid_out: run.reduce((sum, { amount }) => sum + amount, 0n).toString(),
    from_tx: formatHash(first.tx, chain),
    to_tx: formatHash(last.tx, chain),
  };
}

function placeOf(step: TrailStep | undefined): number | undefined {
  return step === undefined ? undefined : splitCoin(splitAccountId(step.to).address)?.place;
}
