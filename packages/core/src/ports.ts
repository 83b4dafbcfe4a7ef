import type { Account, AccountId, Address } from './address.ts';
import type { ChainId } from './chain.ts';
import type { Coverage, FactSpace, TransactionFact, TransferKind } from './facts.ts';
import type { Hash } from './hash.ts';

/** Spends requests of a key's allowance, shared by all hosts; waits until they are allowed. */
export type Limiter = {
  take(key: string, rate: { readonly perSecond: number; readonly burst: number }, signal?: AbortSignal): Promise<void>;
};

/** Keeps answers that can never change. `key` must hold no secret. */
export type AnswerCache = {
  get(key: string): Promise<string | undefined>;
  put(key: string, body: string): Promise<void>;
};

/** What one account's history turned out to be. */
export type AccountHistory = {
  readonly transactions: readonly TransactionFact[];
  /** One entry per kind of transfer asked for: complete, truncated or unavailable. */
  readonly coverage: readonly Coverage[];
  /** Accounts that the answer shows to be code (called with data, created). */
  readonly contracts: readonly Address[];
};

export type HistoryRequest = {
  readonly chain: ChainId;
  readonly address: Address;
  readonly kinds: readonly TransferKind[];
  readonly fromBlock: number;
  /** Inclusive. */
  readonly toBlock: number;
  /** Stop and say `truncated` past this many rows of one kind. */
  readonly maxRows: number;
  readonly signal?: AbortSignal;
};

/**
 * Where facts come from. Every method throws `SourceError` on failure: `refused` and `unsupported` are final, the
 * retryable ones have already been tried again inside.
 */
export type Source = {
  /** Stable, without credentials; coverage is kept per source id. */
  readonly id: string;
  readonly space: FactSpace;
  /** Chains it can answer for; empty means any. */
  readonly chains: readonly ChainId[];
  /** Whether an account's history is the whole history (data sets), so that a page budget does not apply. */
  readonly fullHistory: boolean;
  /** Head of the chain as the source sees it. */
  head(chain: ChainId): Promise<{ readonly block: number; readonly time: number; readonly hash?: Hash }>;
  /** All transactions that touch the account, as far as this source tells. A kind the source does not offer comes back as `unavailable` coverage. */
  history(request: HistoryRequest): Promise<AccountHistory>;
  /** One whole transaction, with every leg the source can tell; `whole` says which kinds. */
  transaction(chain: ChainId, hash: Hash, signal?: AbortSignal): Promise<TransactionFact>;
  /** Every transaction of one block, whole; only where a source can be followed block by block. */
  readBlock?(chain: ChainId, block: number): Promise<readonly TransactionFact[]>;
  /** Whether the account has code; undefined when the source cannot say. */
  isContract(chain: ChainId, address: Address): Promise<boolean | undefined>;
  /**
   * What is already stored for good, without asking anyone (data sets): coverage of the accounts it can tell of. An
   * account that is missing from the answer is one the source cannot tell of.
   */
  stored?(accounts: readonly Account[]): Promise<ReadonlyMap<AccountId, readonly Coverage[]>>;
  /** Requests sent so far, all attempts counted. */
  requests(): number;
  close(): Promise<void>;
};
