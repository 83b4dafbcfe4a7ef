import type { TransactionFact } from '@fundtrail/core';
import type { ReplayContext } from './context.ts';
import type { ChainState, Moment } from './state.ts';

/** The transaction being applied. */
export type TransactionRun = {
  readonly context: ReplayContext;
  readonly chain: ChainState;
  readonly fact: TransactionFact;
  /** Its place among the transactions applied, over all chains. */
  readonly order: number;
  /** Flows told so far. */
  flows: number;
};

export function momentOf({ fact, order }: TransactionRun): Moment {
  return { order, block: fact.block, index: fact.index, time: fact.time, tx: fact.hash };
}
