import type { Address, TransactionFact } from '@fundtrail/core';
import type { ReplayContext } from './context.ts';
import type { Leaving } from './crossing/leave.ts';
import type { Distance } from './movement.ts';
import type { MovedParts } from './policy.ts';
import type { ChainState, Moment } from './state.ts';

/** The transaction being applied. */
export type TransactionRun = {
  readonly context: ReplayContext;
  readonly chain: ChainState;
  readonly fact: TransactionFact;
  /** Its place among the transactions applied, over all chains. */
  readonly order: number;
  /** Of a transaction of an account chain: value that crosses chains is redirected in `fact`, so that it is seen through who keeps it. */
  readonly crossed?: boolean;
  /** Of a transaction of a UTXO chain: what its outputs are to cross-chain movements. */
  readonly crossings?: CoinCrossings | undefined;
  /** Flows told so far. */
  flows: number;
};

/** By place among the legs: outputs that are the value of a movement that leaves, and those that bring one. */
export type CoinCrossings = {
  readonly leaving: ReadonlyMap<number, Leaving>;
  readonly arriving: ReadonlyMap<number, Arrival>;
};

/** What an output brings of a movement that left another chain. */
export type Arrival = { readonly from: Address; readonly parts: MovedParts; readonly distance: Distance };

export function momentOf({ fact, order }: TransactionRun): Moment {
  return { order, block: fact.block, index: fact.index, time: fact.time, tx: fact.hash };
}
