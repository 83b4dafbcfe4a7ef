import { type ClusterKnowledge, clusterInputs, describeUtxoTransaction } from '@fundtrail/attribution';
import { formatAddress, formatHash, type TransactionFact } from '@fundtrail/core';
import type { CommonOwner, StepReading } from '../types.ts';

export type ReadStep = {
  readonly fact: TransactionFact;
  /** Transactions that spend its outputs, as far as known. */
  readonly after: readonly TransactionFact[];
  /** Place of the output that the step goes to; undefined where a CoinJoin swallowed it. */
  readonly place: number | undefined;
};

/** What the form of a step's transaction tells a reader. An annotation: it changes no amount. */
export function readStep({ fact, after, place }: ReadStep, know: ClusterKnowledge): StepReading {
  const { kind, reason, change, coinjoin } = describeUtxoTransaction(fact, {
    know,
    after,
  });
  const owner = commonOwner(fact, know);
  return {
    kind,
    reason,
    change: change === null ? null : { vout: change.vout, confidence: change.confidence, signs: change.signs },
    coinjoin:
      coinjoin === null
        ? null
        : {
            scheme: coinjoin.scheme,
            confidence: coinjoin.confidence,
            denomination: coinjoin.denomination.toString(),
            participants: coinjoin.participants,
          },
    goes_to: change === null || place === undefined ? null : place === change.vout ? 'change' : 'payment',
    ...(owner === undefined ? {} : { common_owner: owner }),
  };
}

/** Inputs of several owners most likely are one's; undefined where there is one alone, or where several parties may have signed. */
function commonOwner(fact: TransactionFact, know: ClusterKnowledge): CommonOwner | undefined {
  const [cluster] = clusterInputs([fact], know).clusters;
  if (cluster === undefined) return undefined;
  return {
    addresses: cluster.owners.map((owner) => formatAddress(owner, fact.chain)),
    confidence: cluster.confidence,
    tx: formatHash(fact.hash, fact.chain),
  };
}
