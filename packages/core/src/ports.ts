import type { Account, AccountId, Address } from './address.ts';
import type { AssetRef } from './asset.ts';
import type { ChainId } from './chain.ts';
import type { Coin } from './coin.ts';
import type { SourceFailure } from './errors.ts';
import type { BlockFacts, BlockHeader, Coverage, FactSpace, LogFact, TransactionFact, TransferKind } from './facts.ts';
import type { Hash } from './hash.ts';
import type { TransactionReading } from './reading.ts';

/** Spends requests of a key's allowance, shared by all hosts. `key` must hold no secret. */
export type Limiter = {
  /**
   * Waits until one more request is allowed.
   * @throws SourceError `rate_limited` when the key is paused for longer than a worker should be held; nothing was spent.
   */
  take(key: string, rate: { readonly perSecond: number; readonly burst: number }, signal?: AbortSignal): Promise<void>;
  /** Tells that the source answered "too many": every host that uses the key pauses, then goes on more slowly for a while. */
  slowDown(key: string, asked?: { readonly retryAfterMs?: number }): Promise<void>;
};

/** How one endpoint has answered this process, as measured. */
export type EndpointHealth = {
  /** Requests sent, all attempts counted. */
  readonly requests: number;
  /** Attempts that gave no answer. "I will not answer this" and "I do not have this" are answers. */
  readonly failures: number;
  /** Failures since the last answer. */
  readonly consecutiveFailures: number;
  /** From sending to having read the answer, smoothed over the last ten or so; undefined before the first. */
  readonly latencyMs?: number;
  readonly lastFailure?: {
    readonly failure: SourceFailure;
    /** Milliseconds since the Unix epoch. */
    readonly at: number;
  };
  /** Until when the endpoint asked to be left alone, while that lies ahead. Milliseconds since the Unix epoch. */
  readonly pausedUntil?: number;
};

/**
 * What was found out about a source once and holds for all hosts: how it traces, whether it has an archive, its limits.
 * `trait` and `value` are words of the source's own code.
 */
export type SourceMemory = {
  get(source: string): Promise<ReadonlyMap<string, string>>;
  set(source: string, trait: string, value: string): Promise<void>;
};

/** What two providers say differently of one thing. Kept and shown, never decided silently. */
export type Dispute = {
  readonly chain: ChainId;
  /** What was asked, e.g. `block 123` or `history 0x…/token 5-9`; without secrets. */
  readonly subject: string;
  /** Source id and a short description of its answer, in the order asked. */
  readonly answers: readonly { readonly source: string; readonly answer: string }[];
  /** Whose answer was taken, by agreement of enough of them; undefined when none was. */
  readonly taken?: string;
};

export type Disputes = { record(dispute: Dispute): Promise<void> };

/** Keeps answers that can never change, for all hosts and for good. `key` must hold no secret. */
export type AnswerCache = {
  get(key: string): Promise<string | undefined>;
  /** Keeps an answer in place of an earlier one; one that is too large is left out, and asked for again the next time. */
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

/** What is asked about coins of a UTXO chain: which transactions spend them. */
export type SpendsRequest = {
  readonly chain: ChainId;
  /** With the block that each was made in. */
  readonly coins: readonly { readonly coin: Coin; readonly block: number }[];
  /** Inclusive; later blocks are of no interest. */
  readonly toBlock: number;
  /** Which coins of a transaction that was found are looked for as well, at once: whoever asks would ask for them next. */
  onward?(transaction: TransactionFact): readonly Coin[];
  /** Nothing more is looked for once this many transactions were found; what was not looked for is left out of the answer. */
  readonly maxTransactions: number;
  readonly signal?: AbortSignal;
};

/** What became of coins. */
export type Spends = {
  /** The transactions that spend them, whole, each once. */
  readonly transactions: readonly TransactionFact[];
  /**
   * One entry of kind `native` per coin that an answer was found for, its `address` the coin, from the block that made it: to the end
   * of all blocks where a final transaction spends it, else to the last block looked at. A coin the source does not know is `unavailable`.
   */
  readonly coverage: readonly Coverage[];
};

/** A transaction that waits to be mined and spends a coin: it may never be, and another may take its place. Shown, never counted. */
export type PendingSpend = {
  readonly coin: Coin;
  readonly tx: Hash;
  /** Coins it would make, in order: owner's script in stored form, amount in base units. */
  readonly outputs: readonly { readonly owner: Address; readonly amount: bigint }[];
};

/** Which logs of an EVM chain are looked for. */
export type LogsRequest = {
  readonly chain: ChainId;
  /** Contracts that emitted them, stored form; at least one. */
  readonly addresses: readonly Address[];
  /** By place, lower-case hex; null: any, a list: any of these. A log with fewer topics than places does not match. */
  readonly topics: readonly (string | null | readonly string[])[];
  readonly fromBlock: number;
  /** Inclusive. Beyond the head of the chain no answer is complete. */
  readonly toBlock: number;
  /**
   * The search ends early, and says so, where it would take more questions to the source; attempts at one question count once. The one to
   * three that show whether an answer can be believed are put whatever is allowed.
   */
  readonly maxRequests: number;
  readonly signal?: AbortSignal;
};

/** A log that was found. */
export type PlacedLog = { readonly tx: Hash; readonly block: number; readonly log: LogFact };

/** What was found of logs: all there are in the blocks from the first asked for up to `reached`, and none of later blocks. */
export type LogsAnswer = {
  /** In chain order. */
  readonly logs: readonly PlacedLog[];
  /** `complete` when `reached` is the last block asked for. */
  readonly status: 'complete' | 'truncated';
  /** Last block that the answer speaks of; `fromBlock - 1` where it speaks of none. */
  readonly reached: number;
  /** Why it is not complete. */
  readonly reason?: string;
  /** Questions put to the source. */
  readonly requests: number;
};

/**
 * Where facts come from. Every method throws `SourceError` on failure: `refused` and `unsupported` are final, the
 * retryable ones have already been tried again inside.
 */
export type Source = {
  /** Stable, without credentials. */
  readonly id: string;
  /** Ids under which coverage of this source is kept: its own, or those of the providers behind it. */
  readonly coverageIds: readonly string[];
  readonly space: FactSpace;
  /** Chains it can answer for; empty means any. */
  readonly chains: readonly ChainId[];
  /** Whether an account's history is the whole history (data sets), so that a page budget does not apply. */
  readonly fullHistory: boolean;
  /**
   * What tells at least cost what an account held before its first taint: its whole history (`history`, also when left out),
   * or a question about its balance then (`balance`), where a history costs by the blocks it spans.
   */
  readonly opening?: 'history' | 'balance';
  /**
   * Of UTXO chains: how it finds what became of coins and what an owner did: by an index (also when left out), in a few requests, or by
   * reading blocks, whatever they hold.
   */
  readonly searchesBy?: 'index' | 'blocks';
  /** Head of the chain as the source sees it. */
  head(chain: ChainId): Promise<{ readonly block: number; readonly time: number; readonly hash?: Hash }>;
  /** All transactions that touch the account, as far as this source tells. A kind the source does not offer comes back as `unavailable` coverage. */
  history(request: HistoryRequest): Promise<AccountHistory>;
  /** One whole transaction, with every leg the source can tell; `whole` says which kinds. */
  transaction(chain: ChainId, hash: Hash, signal?: AbortSignal): Promise<TransactionFact>;
  /** The same with what its receipt tells beside: only where a source has receipts. @throws SourceError `refused` when nothing is known of it */
  reading?(chain: ChainId, hash: Hash, signal?: AbortSignal): Promise<TransactionReading>;
  /** What became of coins; only sources of UTXO chains. `history` of an address tells all transactions that pay it or spend its coins. */
  spends?(request: SpendsRequest): Promise<Spends>;
  /** Transactions in the mempool that spend some of these coins; only sources of UTXO chains that can tell at a small cost. */
  pending?(chain: ChainId, coins: readonly Coin[], signal?: AbortSignal): Promise<readonly PendingSpend[]>;
  /**
   * One block; only where a source can be followed block by block. Transactions are whole on account chains; on UTXO chains they may lack
   * the amounts of inputs (see `TransactionFact.whole`), and `transaction` completes those of interest.
   * @throws SourceError `refused` when there is no such block
   */
  block?(chain: ChainId, number: number, signal?: AbortSignal): Promise<BlockFacts>;
  /** The head of one block, for walking back to where two branches part. @throws SourceError `refused` when there is no such block */
  header?(chain: ChainId, number: number, signal?: AbortSignal): Promise<BlockHeader>;
  /** Logs of contracts, found by what they are indexed by; only sources of EVM chains. */
  logs?(request: LogsRequest): Promise<LogsAnswer>;
  /**
   * The last block at or before a Unix time, by a few requests; the newest where that lies behind it. Where the times of blocks can go
   * back (UTXO chains, by two hours at most) it is one at or before the time that is followed by a later one.
   * @throws SourceError `refused` when the chain had no block yet
   */
  blockAt?(chain: ChainId, time: number, signal?: AbortSignal): Promise<number>;
  /** The highest block that the chain itself calls final; undefined where it does not say, and its reorg window counts. */
  finalized?(chain: ChainId, signal?: AbortSignal): Promise<number | undefined>;
  /** What the account held at the end of a block, in base units; undefined where no state of that age is kept. */
  balance?(
    chain: ChainId,
    address: Address,
    asset: AssetRef,
    block: number,
    signal?: AbortSignal,
  ): Promise<bigint | undefined>;
  /** Whether the account has code; undefined when the source cannot say. */
  isContract(chain: ChainId, address: Address): Promise<boolean | undefined>;
  /**
   * What is already stored for good, without asking anyone (data sets): coverage of the accounts it can tell of. An
   * account that is missing from the answer is one the source cannot tell of.
   */
  stored?(accounts: readonly Account[]): Promise<ReadonlyMap<AccountId, readonly Coverage[]>>;
  /** Requests sent so far, all attempts counted. */
  requests(): number;
  /** How the endpoint behind this source has answered; undefined where no endpoint is asked (data sets). */
  health?(): EndpointHealth;
  close(): Promise<void>;
};
