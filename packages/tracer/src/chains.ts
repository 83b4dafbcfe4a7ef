import type { ChainId } from '@fundtrail/core';

/** How far a chain is followed by one of its sources: `fundtrail chains --json`, `GET /v1/chains`. */
export type ChainView = {
  readonly chain: string;
  readonly name: string;
  readonly source: string;
  /** Last block that was read and matched; null before following has begun. */
  readonly followed_block: number | null;
  readonly followed_time: string | null;
  readonly head: number | null;
  /** Blocks between head and followed block. */
  readonly lag: number;
  /** Highest followed block that cannot be taken back any more. */
  readonly finalized: number | null;
  /** Why it does not go on until somebody lets it, with the remedy; null while it goes on. */
  readonly halted: string | null;
  /** The process that leads; null when none does. */
  readonly leader: string | null;
  /** Kinds of transfer of which following tells everything; value inside contracts is `internal`. */
  readonly kinds: readonly string[];
  /** How often blocks that had been read were taken back. */
  readonly reorgs: number;
  /** When the source was last heard. A chain whose provider is silent does not lag, as far as is known: see how old this is. */
  readonly seen_at: string | null;
  /** Seconds since then, by the database's clock. */
  readonly seen_age_s: number | null;
  /** Cases that are kept alive by it. */
  readonly cases: number;
};

/** What people may ask of followed chains. */
export type Chains = {
  /** By chain and source. */
  list(): Promise<readonly ChainView[]>;
  /**
   * Lets a halted chain go on from the last block that source and database have in common: what was read above it is taken
   * back, and its cases are settled again.
   * @throws NotFoundError for a chain that is not followed, ConflictError for one that is not halted
   */
  resume(chain: ChainId): Promise<readonly ChainView[]>;
};
