import type { FactSpace } from '@fundtrail/core';
import type { LinkKey } from '../cases/case-links.ts';
import type { Database } from '../database.ts';
import { createKeys } from '../keys.ts';
import { type AnswerStore, createAnswerStore } from './answers.ts';
import { type CandidateStore, createCandidateStore } from './candidates.ts';
import { createProtocolAccountStore, type ProtocolAccountStore } from './protocol-accounts.ts';
import { legsByKey, legsOf, type StoredBridgeLeg } from './read-legs.ts';
import { receiptsOf, type StoredReceipt } from './receipts.ts';
import { type BridgeEntry, type TransactionRef, writeBridgeLegs } from './write-legs.ts';

/**
 * What is known of cross-chain movements, per fact space: legs with their evidence, answers, guesses, and accounts of protocols. Lists of legs are in the order of their blocks' times, then chain, block, place and leg.
 */
export type BridgeStore = {
  /**
   * Stores the bridge legs of stored transactions, each transaction's as a set: what was read before and is not among them goes, since
   * newer rules may read otherwise; an empty set removes all. With `answerSha256` (of an answer that is put) they stand beside those
   * that are read, and take the place of what was told of the same protocol and key there. Receipts are kept with them. The same
   * again changes nothing; a thousand rows take seven statements, begin and commit counted. Writers may run in parallel.
   * Returns the transactions that are not stored, or stand in another block by now: nothing of them is written.
   */
  write(space: FactSpace, entries: readonly BridgeEntry[]): Promise<readonly TransactionRef[]>;
  /** Legs of transactions, such as those of a case; one statement. */
  legsOf(space: FactSpace, transactions: readonly TransactionRef[]): Promise<readonly StoredBridgeLeg[]>;
  /** Legs of movements, on all chains; one statement. */
  legsByKey(space: FactSpace, links: readonly LinkKey[]): Promise<readonly StoredBridgeLeg[]>;
  /** What transactions with bridge legs called and emitted, by chain and hash, to read it again by newer rules. */
  receiptsOf(space: FactSpace, transactions: readonly TransactionRef[]): Promise<readonly StoredReceipt[]>;
  readonly answers: AnswerStore;
  readonly candidates: CandidateStore;
  readonly accounts: ProtocolAccountStore;
};

export function createBridgeStore(database: Database): BridgeStore {
  const keys = createKeys(database);
  return {
    write: (space, entries) => writeBridgeLegs(database, keys, space, entries),
    legsOf: (space, transactions) => legsOf(database, keys, space, transactions),
    legsByKey: (space, links) => legsByKey(database, keys, space, links),
    receiptsOf: (space, transactions) => receiptsOf(database, keys, space, transactions),
    answers: createAnswerStore(database),
    candidates: createCandidateStore(database, keys),
    accounts: createProtocolAccountStore(database, keys),
  };
}
