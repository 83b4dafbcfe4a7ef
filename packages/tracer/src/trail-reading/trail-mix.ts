import { type CoinJoinKnowledge, findCoinJoin } from '@fundtrail/attribution';
import { accountId, coinOf, formatAccount, formatAddress, formatHash, type TransactionFact } from '@fundtrail/core';
import { outputsIn } from '../explain/utxo/legs.ts';
import type { MixedOutput, TrailMix } from '../types.ts';

/**
 * Where a trail that a CoinJoin swallowed may go on: hints, none of which holds taint. undefined where the transaction is none, which
 * may be as labels changed.
 */
export function trailMix(fact: TransactionFact, know: CoinJoinKnowledge): TrailMix | undefined {
  const join = findCoinJoin(fact, know);
  if (join === undefined) return undefined;
  const { chain, hash } = fact;
  const outputs = outputsIn(fact);
  const outputAt = (place: number): MixedOutput => ({
    output: formatAddress(coinOf(hash, place), chain),
    account: formatAccount(accountId(chain, outputs[place]?.owner ?? '0x')),
    amount: (outputs[place]?.amount ?? 0n).toString(),
  });
  return {
    tx: formatHash(hash, chain),
    scheme: join.scheme,
    confidence: join.confidence,
    denomination: join.denomination.toString(),
    participants: join.participants,
    candidates: join.candidates.map(({ place, oneOf }) => ({ ...outputAt(place), one_of: oneOf })),
    unmixed: join.unmixed.map((place) => ({ ...outputAt(place), confidence: join.confidence })),
  };
}
