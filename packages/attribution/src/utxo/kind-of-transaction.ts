import type { TransactionFact } from '@fundtrail/core';
import type { Change } from './change/read-change.ts';
import { changeOf } from './change/read-change.ts';
import type { CoinJoin, CoinJoinKnowledge } from './coinjoin/coin-join.ts';
import { coinJoinOf } from './coinjoin/find-coin-join.ts';
import { hasPeelShape } from './peel-shape.ts';
import { shapeOf, sumOf, type TransactionShape } from './transaction-shape.ts';

export type TransactionKind = 'payment' | 'peel' | 'consolidation' | 'batch' | 'coinjoin';

export type KindOfTransaction = { readonly kind: TransactionKind; readonly reason: string };

/** Inputs for each output from which on one gathers coins; a payment seldom needs as many. */
const CONSOLIDATION_RATIO = 5;
/** One output for the gathered coins, one for what is paid or left on the way. */
const MOST_CONSOLIDATED = 2;
/** Owners that one transaction pays from which on it is a list of payouts: a person pays one, rarely two or three. */
const BATCH_OWNERS = 5;
/** What a peel leaves is this many times what it takes off: less, and either output may be the payment. */
const PEEL_RATIO = 4n;

/**
 * What a transaction of a UTXO chain is for, by its form: an annotation to read a trail by. In doubt it is a payment.
 * `know` says which owners are exchanges.
 */
export function kindOfTransaction(fact: TransactionFact, know?: CoinJoinKnowledge): KindOfTransaction {
  const shape = shapeOf(fact);
  const coinJoin = coinJoinOf(shape, know);
  return kindOf(shape, coinJoin, coinJoin === undefined ? changeOf(fact, shape, {}) : null);
}

/** The same where CoinJoin and change were looked for already. */
export function kindOf(
  shape: TransactionShape,
  coinJoin: CoinJoin | undefined,
  change: Change | null,
): KindOfTransaction {
  const { inputs, outputs, inputOwners, outputOwners, whole } = shape;
  if (coinJoin !== undefined) return { kind: 'coinjoin', reason: coinJoin.reason };
  if (inputs.length === 0) return { kind: 'payment', reason: 'newly made coins' };
  if (outputs.length <= MOST_CONSOLIDATED && inputs.length >= CONSOLIDATION_RATIO * Math.max(outputs.length, 1)) {
    return { kind: 'consolidation', reason: `${inputs.length} inputs into ${counted(outputs.length, 'output')}` };
  }
  const paid = [...outputOwners].filter((owner) => !inputOwners.has(owner)).length;
  const ofOneOwner = inputs.length === 1 || (whole && inputOwners.size === 1);
  if (ofOneOwner && paid >= BATCH_OWNERS) {
    return { kind: 'batch', reason: `one owner pays ${paid} others` };
  }
  if (hasPeelShape(shape) && change !== null) {
    const left = outputs.find(({ place }) => place === change.vout)?.amount ?? 0n;
    const taken = sumOf(outputs) - left;
    if (left >= taken * PEEL_RATIO) return { kind: 'peel', reason: `pays ${taken} and keeps ${left} as change` };
  }
  return { kind: 'payment', reason: `${counted(inputs.length, 'input')}, ${counted(outputs.length, 'output')}` };
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
