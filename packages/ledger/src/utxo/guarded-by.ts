import type { Leg } from '@fundtrail/core';
import { reachesFloor } from '../guard.ts';
import { addOrigin, type Origin, sumOrigin } from '../origin.ts';
import type { TransactionRun } from '../run.ts';
import type { GuardSums } from '../state.ts';
import { coinStop } from './coin-stop.ts';
import type { TaintedInput } from './spending.ts';

/** Whom the breadth guard holds for the parent of a transaction's outputs. */
export type Guarded = {
  /** Outflow under the lead policy, and what of it was cut; grows while outputs are judged. */
  readonly guard: GuardSums;
  /** Which output carries the trail on and takes the sums with it; -1 where none does. */
  readonly carrier: number;
};

/**
 * The parent of outputs is the wallet that pays, which on a UTXO chain is a trail of change: a chain of thousands of peels pays as
 * many small parts as one fan-out does, and must not lose them all one by one. So the largest output that is over the floor and no
 * service's carries on what the trail has paid and what of it was cut; it is no outflow itself. Where no output is over the floor the
 * transaction is a parent of its own, with all that goes to outputs: what is small everywhere ends.
 * @param outputs place of the first output among the legs
 * @param origins of the outputs, in order
 */
export function guardedBy(
  run: TransactionRun,
  outputs: number,
  spent: readonly TaintedInput[],
  origins: readonly Origin[],
): Guarded {
  if (!run.context.floorsCut) return { guard: { out: 0n, cut: 0n }, carrier: -1 };
  const carrier = carrierOf(run, outputs, origins);
  let out: Origin = 0n;
  let cut: Origin = 0n;
  origins.forEach((origin, slot) => {
    if (slot !== carrier) out = addOrigin(out, origin);
  });
  if (carrier < 0) return { guard: { out, cut }, carrier };
  for (const { coin } of spent) {
    if (coin.trail === undefined) continue;
    out = addOrigin(out, coin.trail.out);
    cut = addOrigin(cut, coin.trail.cut);
  }
  return { guard: { out, cut }, carrier };
}

/** The first of the largest outputs that are over the floor and no service's. */
function carrierOf(
  { context, chain, fact, crossings }: TransactionRun,
  outputs: number,
  origins: readonly Origin[],
): number {
  let carrier = -1;
  let most = 0n;
  origins.forEach((origin, slot) => {
    const amount = sumOrigin(origin);
    if (amount <= most || !reachesFloor(context, origin)) return;
    if (crossings?.leaving.has(outputs + slot) === true || crossings?.arriving.has(outputs + slot) === true) return;
    const leg = fact.legs[outputs + slot] as Leg;
    if (coinStop(context.options, chain.id, leg.to, leg.owner, false) !== undefined) return;
    carrier = slot;
    most = amount;
  });
  return carrier;
}
