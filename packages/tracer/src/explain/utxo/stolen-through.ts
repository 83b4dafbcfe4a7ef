import { findCoinJoin } from '@fundtrail/attribution';
import { STOP_CONFIDENCE, type TransactionFact } from '@fundtrail/core';
import { inputsIn, sumOf } from './legs.ts';
import { policyTaint } from './policy-taint.ts';
import type { TaintByPolicy } from './utxo-explanation.ts';

/** What the ledger would do with a transaction if coins that it spends were stolen. */
export type StolenThrough = {
  /** Whether only some inputs were marked, or all were taken for stolen. */
  readonly marked: boolean;
  /** Base units as a decimal string. */
  readonly stolen: string;
  /** Scheme of the CoinJoin in which the trail would end; undefined where the outputs are followed, as `taint` says. */
  readonly end: string | undefined;
  readonly taint: TaintByPolicy;
};

/**
 * @param marked places of the inputs that are stolen; none: all are
 * @returns undefined for a coinbase, and where nothing is marked and the amount of an input is not known
 * @throws InputError where inputs are marked and the amount of an input is not known
 */
export function stolenThrough(fact: TransactionFact, marked: readonly number[] = []): StolenThrough | undefined {
  const inputs = inputsIn(fact);
  const isMarked = marked.length > 0;
  if (inputs.length === 0 || (!isMarked && fact.whole.length === 0)) return undefined;
  const places = isMarked ? marked : [...inputs.keys()];
  const coinJoin = findCoinJoin(fact);
  return {
    marked: isMarked,
    stolen: sumOf(places.flatMap((place) => inputs[place] ?? [])).toString(),
    end: coinJoin !== undefined && coinJoin.confidence >= STOP_CONFIDENCE ? coinJoin.scheme : undefined,
    taint: policyTaint(fact, places),
  };
}
