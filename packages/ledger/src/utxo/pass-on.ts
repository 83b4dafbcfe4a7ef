import { hasTaint, movedUnder } from '../balances.ts';
import type { Distance } from '../movement.ts';
import type { Origin } from '../origin.ts';
import type { TransactionRun } from '../run.ts';
import { addSums } from '../state.ts';
import { guardedBy } from './guarded-by.ts';
import type { Arriving } from './make-coins.ts';
import { share } from './shares.ts';
import { spendingOf, type TaintedInput } from './spending.ts';

/** Shares the taint of what is spent among outputs and fee; the fee's part ends here. */
export function passOn(run: TransactionRun, outputs: number, spent: readonly TaintedInput[]): Arriving {
  const { context, chain, fact } = run;
  const spending = spendingOf(fact.legs, outputs, spent);
  const shares = context.policies.map((policy, p) => share(policy, p, spending));
  const fee = spending.slots.length - 1;
  const paid = {
    tainted: shares.map((shared) => shared.tainted[fee] as bigint),
    origin: shares.map((shared) => shared.origin[fee] as Origin),
  };
  if (hasTaint(paid)) addSums(chain.fees, 'native', paid);
  const origins = (shares[0]?.origin ?? []).slice(0, fee);
  return { spent, shares, distance: distanceOf(spent), ...guardedBy(run, outputs, spent, origins) };
}

/** How far what a transaction makes is from a theft, at least: one further than the nearest coin it spends. */
export function distanceOf(spent: readonly TaintedInput[]): Distance {
  let hops = Number.POSITIVE_INFINITY;
  let leadHops = Number.POSITIVE_INFINITY;
  for (const { coin } of spent) {
    if (coin.hops + 1 < hops) hops = coin.hops + 1;
    if (coin.leadHops + 1 < leadHops && movedUnder(coin, 0)) leadHops = coin.leadHops + 1;
  }
  return { hops, leadHops };
}
