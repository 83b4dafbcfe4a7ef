import type { Address, BlockHeader, ChainId, Coin, Hash, PendingSpend, TransferKind } from '@fundtrail/core';
import type { Executor } from '../cases/case-rows.ts';
import type { Database } from '../database.ts';
import type { Orphaned } from '../facts/orphans.ts';
import { createStatistics } from '../facts/statistics.ts';
import { createKeys } from '../keys.ts';
import { advance } from './advance.ts';
import { begin } from './begin.ts';
import { casesTouching } from './cases-touching.ts';
import { halt, releaseLead, takeLead, unhalt } from './lead.ts';
import { type Pending, pendingOfCase, restingCoins, setPending } from './pending.ts';
import { rewind } from './rewind.ts';
import { hashesOf, readStates, timesUpTo } from './states.ts';
import type { Advanced, FollowKey, FollowState, FollowStep, Lead, Watch } from './types.ts';
import { placeWatches, unwatchIdle, watch, watchesAfter } from './watches.ts';

/**
 * Where following is, one row per key, with one leader at a time; what is watched; and what was taken back. Whatever takes a
 * fence writes in one transaction, or throws a FundtrailError `lead_lost` when somebody else took the lead since, and then
 * has written nothing.
 */
export type FollowStore = {
  /**
   * Takes the lead or renews it, by the database's clock; undefined while another host's lease holds. `host` names one process.
   * The same host keeps its fence.
   */
  lead(key: FollowKey, host: string, leaseMs: number): Promise<Lead | undefined>;
  /** Gives the lead up, so that another one need not wait for the lease to end. */
  release(key: FollowKey, fence: number): Promise<void>;
  stateOf(key: FollowKey): Promise<FollowState | undefined>;
  /** All keys, by chain and source. */
  states(): Promise<readonly FollowState[]>;
  /**
   * Sets the position: following goes on with the block after `header`, in these kinds of transfer. What was read and matched
   * before is kept as coverage of its own, and every watch has to be placed again.
   */
  begin(key: FollowKey, fence: number, header: BlockHeader, kinds: readonly TransferKind[]): Promise<void>;
  /** Writes blocks and facts and moves the position on. */
  advance(key: FollowKey, fence: number, step: FollowStep): Promise<Advanced>;
  /** Hashes of the blocks of a range that are stored as canonical. */
  hashesOf(key: FollowKey, from: number, to: number): Promise<ReadonlyMap<number, Hash>>;
  /** Times of the last `count` blocks up to one that are stored as canonical, the newest first, Unix seconds. */
  timesUpTo(chain: ChainId, block: number, count: number): Promise<readonly number[]>;
  /**
   * Takes back what is above `ancestor`, whoever told it: transactions, balances and coverage of the chain. The position is
   * then the ancestor, also of other keys of the chain that were above it. What is placed above it counts from the block after it.
   * @throws InvariantError when another block is stored as canonical at the ancestor's height
   */
  rewind(key: FollowKey, fence: number, ancestor: BlockHeader): Promise<Orphaned>;
  halt(key: FollowKey, fence: number, reason: string): Promise<void>;
  unhalt(key: FollowKey): Promise<void>;
  /**
   * Watches accounts; one that is watched already is left as it is. In a transaction, until it ends, nobody else adds watches
   * of this key: call it last. They count once they are placed.
   */
  watch(executor: Executor, key: FollowKey, addresses: readonly Address[]): Promise<void>;
  /** The next `limit` watches after `seq`, in order. None is ever added before one that was seen. */
  watchesAfter(key: FollowKey, seq: number, limit: number): Promise<readonly Watch[]>;
  /**
   * Says that the watches up to `seq` are matched against every block from `sinceBlock` on; those placed earlier stay so.
   * Place them before the first of these blocks is written.
   */
  placeWatches(key: FollowKey, fence: number, upToSeq: number, sinceBlock: number): Promise<void>;
  /** Drops watches that no case that is to be followed needs; what was read of them stays known. Returns how many. */
  unwatchIdle(): Promise<number>;
  /** On UTXO chains: coins at rest of the cases that follow a key. */
  restingCoins(key: FollowKey): Promise<readonly Coin[]>;
  /** Puts what waits in the mempool now in place of what waited before. It is no fact: shown, and never counted. */
  setPending(key: FollowKey, fence: number, pending: readonly PendingSpend[]): Promise<void>;
  pendingOfCase(caseId: string): Promise<readonly Pending[]>;
  /** Running and following cases with the open accounts of theirs among `addresses`. */
  casesTouching(chain: ChainId, addresses: readonly Address[]): Promise<ReadonlyMap<string, readonly Address[]>>;
};

export function createFollowStore(database: Database): FollowStore {
  const keys = createKeys(database);
  const statistics = createStatistics(database);
  return {
    lead: (key, host, leaseMs) => takeLead(database, keys, key, host, leaseMs),
    release: (key, fence) => releaseLead(database, keys, key, fence),
    stateOf: async (key) => (await readStates(database, key))[0],
    states: () => readStates(database),
    begin: (key, fence, header, kinds) => begin(database, keys, { key, fence }, header, kinds),
    advance: (key, fence, step) => advance(database, keys, statistics, { key, fence }, step),
    hashesOf: (key, from, to) => hashesOf(database, keys, key, from, to),
    timesUpTo: (chain, block, count) => timesUpTo(database, keys, chain, block, count),
    rewind: (key, fence, ancestor) => rewind(database, keys, { key, fence }, ancestor),
    halt: (key, fence, reason) => halt(database, keys, { key, fence }, reason),
    unhalt: (key) => unhalt(database, keys, key),
    watch: (executor, key, addresses) => watch(executor, keys, key, addresses),
    watchesAfter: (key, seq, limit) => watchesAfter(database, keys, key, seq, limit),
    placeWatches: (key, fence, upToSeq, sinceBlock) =>
      placeWatches(database, keys, { key, fence }, upToSeq, sinceBlock),
    unwatchIdle: () => unwatchIdle(database),
    restingCoins: (key) => restingCoins(database, keys, key),
    setPending: (key, fence, pending) => setPending(database, keys, { key, fence }, pending),
    pendingOfCase: (caseId) => pendingOfCase(database, caseId),
    casesTouching: (chain, addresses) => casesTouching(database, keys, chain, addresses),
  };
}
