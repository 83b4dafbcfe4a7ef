import type { TransactionFact } from '@fundtrail/core';
import type { ChangeContext } from './change/change-context.ts';
import { type Change, changeOf } from './change/read-change.ts';
import type { CoinJoin } from './coinjoin/coin-join.ts';
import { coinJoinOf } from './coinjoin/find-coin-join.ts';
import { type Tx0, tx0Of } from './coinjoin/find-tx0.ts';
import { type KindOfTransaction, kindOf } from './kind-of-transaction.ts';
import { shapeOf } from './transaction-shape.ts';

/** What the form of a transaction of a UTXO chain tells a reader of a trail. */
export type UtxoDescription = KindOfTransaction & {
  readonly coinjoin: CoinJoin | null;
  readonly tx0: Tx0 | null;
  readonly change: Change | null;
};

/** Reads kind, CoinJoin, Tx0 and change of a transaction of a UTXO chain, each annotation and none taint. */
export function describeUtxoTransaction(fact: TransactionFact, context: ChangeContext = {}): UtxoDescription {
  const shape = shapeOf(fact);
  const coinJoin = coinJoinOf(shape, context.know);
  const change = coinJoin === undefined ? changeOf(fact, shape, context) : null;
  return {
    ...kindOf(shape, coinJoin, change),
    coinjoin: coinJoin ?? null,
    tx0: (coinJoin === undefined ? tx0Of(shape) : undefined) ?? null,
    change,
  };
}
