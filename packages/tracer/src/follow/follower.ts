import type { ChainId } from '@fundtrail/core';
import type { SourceSpec } from '../types.ts';

/** A chain as one source tells it, with the cases that are to be kept alive at its head. */
export type FollowTarget = {
  readonly chain: ChainId;
  /** As the cases name it. */
  readonly source: string;
  readonly spec: SourceSpec;
  readonly cases: readonly string[];
};

/**
 * What a step came to.
 * - `advanced`: blocks were read. - `idle`: there was nothing new, or nothing that could be told yet.
 * - `rewound`: blocks were taken back; the next step reads those that replace them.
 * - `halted`: someone must let the chain go on. - `elsewhere`: another host leads.
 */
export type FollowOutcome = {
  readonly kind: 'advanced' | 'idle' | 'rewound' | 'halted' | 'elsewhere';
  /** When the next step is of use. */
  readonly waitMs: number;
  /** Last block that was read, where this host leads. */
  readonly block?: number;
  readonly head?: number;
  /** Read in this step. */
  readonly blocks?: number;
  readonly legs?: number;
};

/**
 * Follows chains block by block for the cases that want it. Any number of hosts may do so: one of them leads each (chain,
 * source). Every step may be cut off at any moment and is done again by whoever leads next; no block is left out.
 */
export type Follower = {
  targets(): Promise<readonly FollowTarget[]>;
  /**
   * Looks at the head once and reads at most some hundred blocks. Never two steps of one target at the same time.
   * @throws SourceError when the source does not answer; the step is to be tried again later.
   */
  step(target: FollowTarget, signal?: AbortSignal): Promise<FollowOutcome>;
  /** Gives up whatever this host leads, so that others need not wait. */
  release(): Promise<void>;
};
