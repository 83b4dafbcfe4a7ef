import type { Address, BlockHeader, ChainId, TransactionFact, TransferKind } from '@fundtrail/core';
import type { BridgeEntry } from '../bridges/write-legs.ts';
import type { ContractFact } from '../facts/contracts.ts';
import type { Orphaned } from '../facts/orphans.ts';

/** What is followed: a chain as one source tells it. Facts that following reads are always in the space of networks. */
export type FollowKey = { readonly chain: ChainId; readonly source: string };

/** The right to write the position of a key. Whoever took it later has a higher fence. */
export type Lead = { readonly fence: number };

/** How far a key is, for whoever follows and for display. What is not known yet is absent. */
export type FollowState = FollowKey & {
  /** Kinds of transfer of which following tells everything. */
  readonly kinds: readonly TransferKind[];
  /** Every block from `first` to `position.number` was read. `first` is the one after the first position. */
  readonly first?: number;
  readonly position?: Omit<BlockHeader, 'chain' | 'parentHash'>;
  readonly head?: number;
  /** Unix seconds. */
  readonly headTime?: number;
  readonly finalized?: number;
  /** Blocks between head and position; 0 before either is known. */
  readonly lag: number;
  /** When the source was last heard, and how long ago by the database's clock. */
  readonly seenAt?: Date;
  readonly seenAgeMs?: number;
  /** Why it does not go on until `unhalt`. */
  readonly halted?: string;
  readonly reorgs: number;
  /** Who leads while the lease holds. */
  readonly leader?: string;
};

/** Blocks that follow the position, with what in them is to be kept. */
export type FollowStep = {
  /** In order, each the parent of the next. None: only the head is noted. */
  readonly headers: readonly BlockHeader[];
  /** Those that touch a watched account, each of one of these blocks. */
  readonly transactions: readonly TransactionFact[];
  /** What some of these transactions are to movements across chains. */
  readonly crossings?: readonly BridgeEntry[];
  /** Accounts that the kept transactions show to be code, each with the watched account that it was seen with. */
  readonly contracts: readonly ContractFact[];
  readonly head: number;
  /** Unix seconds. */
  readonly headTime: number;
  /** Highest block that cannot be taken back any more; the stored one only grows. */
  readonly finalized: number;
};

/** `stale`: the headers do not go on from the stored position; nothing was written. */
export type Advanced =
  | { readonly status: 'stale' }
  /** `orphaned`: stored facts of other blocks that these blocks contradict. Nearly always none. */
  | { readonly status: 'advanced'; readonly orphaned: Orphaned };

/** An address to be matched against every block; `seq` grows in the order in which they became visible. */
export type Watch = { readonly seq: number; readonly address: Address };
