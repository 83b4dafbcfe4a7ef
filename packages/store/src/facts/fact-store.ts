import type {
  Account,
  AccountId,
  Address,
  BalanceFact,
  ChainId,
  Coin,
  Coverage,
  FactSpace,
  Hash,
  KindCoverage,
  PriceFact,
  TransactionFact,
} from '@fundtrail/core';
import type { Database } from '../database.ts';
import { createKeys } from '../keys.ts';
import { balancesOf, writeBalances } from './balances.ts';
import { type ContractFact, contractsAmong, contractsSeenIn, writeContracts } from './contracts.ts';
import { type CopyCounts, copyTransactions } from './copy-transactions.ts';
import { countFacts, type FactCounts } from './counts.ts';
import { coverageOf, writeCoverage } from './coverage.ts';
import { type DatasetRecord, readDataset, writeDataset } from './datasets.ts';
import { createFactLookups, type FactLookups } from './fact-lookups.ts';
import { type NetBalance, type NetBalanceRequest, netBalances } from './net-balances.ts';
import { type NftFact, nftsOf } from './nft-transfers.ts';
import { type Orphan, type Orphaned, orphansOf } from './orphans.ts';
import { writePrices } from './prices.ts';
import { type ReadRequest, readTransactions } from './read-transactions.ts';
import { type Retold, reconcile } from './reconcile.ts';
import { type Head, headOf, sourceGaps, writeHead, writeSourceGap } from './source-notes.ts';
import { type Spender, spendersOf, spentForGood, transactionsOfOwners } from './spenders.ts';
import { createStatistics } from './statistics.ts';
import { writeTransactions } from './write-transactions.ts';

/** What was read from chains, per fact space. Everything may be written again: the same fact twice is one fact. */
export type FactStore = FactLookups & {
  /**
   * Stores transactions with their legs, by up to 1,000 rows a statement. A stored transaction that now comes with more
   * kinds whole gains them and their legs. Writers may run in parallel. Each batch is stored whole or not at all.
   * @throws ContradictionError (`contradicting_fact`, retryable) that names the transaction or leg, when a stored one says
   * something else or the chain is followed on another branch. Its batch is not stored.
   */
  writeTransactions(space: FactSpace, facts: readonly TransactionFact[]): Promise<void>;
  /**
   * Loads a data set by COPY, all or nothing: straight into an empty space, over a staging table into another. Into an
   * empty space, each transaction must come once, with all its legs.
   * @throws InvariantError for a transaction that comes twice or contradicts a stored one; what the iterable throws.
   */
  copyTransactions(space: FactSpace, facts: AsyncIterable<readonly TransactionFact[]>): Promise<CopyCounts>;
  /**
   * Streams transactions in replay order: running maximum of their chain's block times (over what is read), then chain id,
   * block, index. Each comes with all its stored legs: of a kind that is whole, those of the whole view. Legs are in chain
   * order (fee, value, traces, logs), those of a data set in its own. Memory does not grow with the number read; equal
   * addresses are one string object (among up to 262,144 at a time). Holds one connection until the end, or until the
   * consumer stops.
   */
  readTransactions(request: ReadRequest): AsyncIterable<readonly TransactionFact[]>;
  /**
   * Which stored transactions spend coins, one statement. The answer holds every coin that was asked for, and some of those that come
   * after them; null: none spends it.
   */
  spendersOf(space: FactSpace, chain: ChainId, coins: readonly Coin[]): Promise<ReadonlyMap<Coin, Spender | null>>;
  /**
   * Those of some coins whose stored spender is there for good: an answer about a party of it was final when it told it. What was
   * told before that may have been taken back since, however deep its block lies now.
   */
  spentForGood(space: FactSpace, chain: ChainId, coins: readonly Coin[]): Promise<ReadonlySet<Coin>>;
  /** Stored transactions that pay or spend from scripts, in no order. */
  transactionsOfOwners(space: FactSpace, chain: ChainId, owners: readonly Address[]): Promise<readonly Hash[]>;
  /** Base units in minus out per account and asset before a position: legs of successful transactions, and all fees. */
  netBalances(request: NetBalanceRequest): Promise<readonly NetBalance[]>;
  /**
   * Joins answers to what is known, per (account, source, kind), in the order given: one statement, and one more for every
   * further answer to the same question. Complete and truncated answers add the blocks they tell; none takes blocks away.
   * What one answer told as final stays final. An answer that is not complete is kept as what lacks, until a complete one
   * tells the blocks it lacked; for a truncated one, the block after it.
   */
  writeCoverage(space: FactSpace, coverage: readonly Coverage[]): Promise<void>;
  /**
   * What is known of accounts from some sources, one entry per (source, kind), what following read of them included. An
   * account that nothing is known of is absent. One statement.
   */
  coverageOf(
    space: FactSpace,
    sources: readonly string[],
    accounts: readonly Account[],
  ): Promise<ReadonlyMap<AccountId, readonly KindCoverage[]>>;
  /**
   * Where blocks that were not final are asked for again: transactions that touch the account in them and that the new answer
   * no longer tells, or tells in another block, are taken back, and so are the account's balances seen in them. Call it before
   * the new answer is written.
   */
  reconcile(space: FactSpace, answer: Retold): Promise<Orphaned>;
  /** What was taken back under these hashes, oldest first. */
  orphansOf(space: FactSpace, chain: ChainId, hashes: readonly Hash[]): Promise<readonly Orphan[]>;
  /** One per account, asset and block. @throws ContradictionError when another amount is stored already, which stays. */
  writeBalances(space: FactSpace, balances: readonly BalanceFact[]): Promise<void>;
  /** Stored balances per account, by asset and block. An account without any is absent. */
  balancesOf(space: FactSpace, accounts: readonly Account[]): Promise<ReadonlyMap<AccountId, readonly BalanceFact[]>>;
  /** NFT transfers from or to accounts, in the order of blocks. They are written with their transactions, and not read with them. */
  nftsOf(space: FactSpace, accounts: readonly Account[]): Promise<readonly NftFact[]>;
  writeContracts(space: FactSpace, source: string, facts: readonly ContractFact[]): Promise<void>;
  /** Whether accounts are code, as far as it was asked; one that was not asked about is absent. */
  contractsAmong(space: FactSpace, accounts: readonly Account[]): Promise<ReadonlyMap<AccountId, boolean>>;
  /** Accounts that the histories of these accounts show to be code, and all that a source said so of when asked. */
  contractsSeenIn(space: FactSpace, accounts: readonly Account[]): Promise<ReadonlySet<AccountId>>;
  writeSourceGap(
    space: FactSpace,
    gap: { readonly source: string; readonly question: string; readonly reason: string },
  ): Promise<void>;
  /** Questions that a source does not offer, with the reason. */
  sourceGaps(space: FactSpace, source: string): Promise<ReadonlyMap<string, string>>;
  writeHead(
    space: FactSpace,
    source: string,
    chain: ChainId,
    head: { readonly block: number; readonly time: number },
  ): Promise<void>;
  headOf(space: FactSpace, source: string, chain: ChainId): Promise<Head | undefined>;
  writeDataset(dataset: DatasetRecord): Promise<void>;
  readDataset(sha256: string): Promise<DatasetRecord | undefined>;
  /** Returns how many were new. @throws ConflictError when a source gives a second price for the same asset and time. */
  writePrices(prices: readonly PriceFact[]): Promise<number>;
  counts(space: FactSpace): Promise<FactCounts>;
};

export function createFactStore(database: Database): FactStore {
  const keys = createKeys(database);
  const statistics = createStatistics(database);
  return {
    ...createFactLookups(database),
    writeTransactions: (space, facts) => writeTransactions(database, keys, space, facts, statistics),
    copyTransactions: (space, facts) => copyTransactions(database, keys, space, facts),
    readTransactions: (request) => readTransactions(database, keys, request),
    spendersOf: (space, chain, coins) => spendersOf(database, keys, space, chain, coins),
    spentForGood: (space, chain, coins) => spentForGood(database, keys, space, chain, coins),
    transactionsOfOwners: (space, chain, owners) => transactionsOfOwners(database, keys, space, chain, owners),
    netBalances: (request) => netBalances(database, keys, request),
    writeCoverage: (space, coverage) => writeCoverage(database, keys, space, coverage),
    coverageOf: (space, sources, accounts) => coverageOf(database, keys, space, sources, accounts),
    reconcile: (space, answer) => reconcile(database, keys, space, answer),
    orphansOf: (space, chain, hashes) => orphansOf(database, keys, space, chain, hashes),
    writeBalances: (space, balances) => writeBalances(database, keys, space, balances),
    balancesOf: (space, accounts) => balancesOf(database, keys, space, accounts),
    nftsOf: (space, accounts) => nftsOf(database, keys, space, accounts),
    writeContracts: (space, source, facts) => writeContracts(database, keys, space, source, facts),
    contractsAmong: (space, accounts) => contractsAmong(database, keys, space, accounts),
    contractsSeenIn: (space, accounts) => contractsSeenIn(database, keys, space, accounts),
    writeSourceGap: (space, gap) => writeSourceGap(database, keys, space, gap),
    sourceGaps: (space, source) => sourceGaps(database, keys, space, source),
    writeHead: (space, source, chain, head) => writeHead(database, keys, space, source, chain, head),
    headOf: (space, source, chain) => headOf(database, keys, space, source, chain),
    writeDataset: (dataset) => writeDataset(database, dataset),
    readDataset: (sha256) => readDataset(database, sha256),
    writePrices: (prices) => writePrices(database, prices),
    counts: (space) => countFacts(database, keys, space),
  };
}
