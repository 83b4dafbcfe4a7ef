import type { Address, TransactionFact } from '@fundtrail/core';
import type { CoinJoinKnowledge } from '../coinjoin/coin-join.ts';

/** What may be known beside the transaction whose change is looked for. All of it is optional: where less is known, fewer signs are found. */
export type ChangeContext = {
  /** Whether the owner had a coin before this transaction; undefined where that is not known. */
  readonly seenBefore?: (owner: Address) => boolean | undefined;
  /** Transactions that spend outputs of this one, as far as known. */
  readonly after?: readonly TransactionFact[];
  readonly know?: CoinJoinKnowledge;
};
