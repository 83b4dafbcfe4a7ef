import type { TransactionFact } from '@fundtrail/core';
import { shapeOf, type TransactionShape } from '../transaction-shape.ts';
import type { Candidate, CoinJoin, CoinJoinKnowledge, Detection, Detector } from './coin-join.ts';
import { detectJoinMarket } from './joinmarket.ts';
import { detectWasabi1 } from './wasabi1.ts';
import { detectWasabi2 } from './wasabi2.ts';
import { detectWhirlpool } from './whirlpool.ts';

/** The most particular first: each leaves to the next what it does not know. */
const DETECTORS: readonly Detector[] = [detectWhirlpool, detectWasabi2, detectWasabi1, detectJoinMarket];
const NOTHING_KNOWN: CoinJoinKnowledge = { isExchange: () => false };

/**
 * Recognises a CoinJoin by its inputs and outputs alone. What needs amounts and owners of inputs is left out where the fact is not
 * whole, and makes the answer less sure.
 * @param know says which owners are exchanges: their payouts in equal amounts are not taken for CoinJoins
 * @returns undefined for everything else, also for a single participant's imitation
 */
export function findCoinJoin(fact: TransactionFact, know: CoinJoinKnowledge = NOTHING_KNOWN): CoinJoin | undefined {
  return coinJoinOf(shapeOf(fact), know);
}

export function coinJoinOf(shape: TransactionShape, know: CoinJoinKnowledge = NOTHING_KNOWN): CoinJoin | undefined {
  for (const detect of DETECTORS) {
    const found = detect(shape, know);
    if (found !== undefined) return complete(shape, found);
  }
  return undefined;
}

function complete({ outputs, counts, common }: TransactionShape, detection: Detection): CoinJoin {
  const candidates: Candidate[] = [];
  const unmixed: number[] = [];
  for (const { place, amount } of outputs) {
    const oneOf = counts.get(amount) ?? 1;
    if (oneOf > 1) candidates.push({ place, oneOf });
    else unmixed.push(place);
  }
  return { ...detection, denomination: common.amount, candidates, unmixed };
}
