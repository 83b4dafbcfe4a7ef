import type { Address, Hash } from '@fundtrail/core';
import type { LogView } from '../logs.ts';

/** A transaction that was found to touch an account, and where it was said to stand. */
export type FoundRef = { readonly hash: Hash; readonly block: number; readonly blockHash: Hash | undefined };

/** A log that was found, with its transaction. */
export type FoundLog = FoundRef & LogView;

/** What was found in a range, and how far the search got. */
export type Found<Ref extends FoundRef> = {
  readonly refs: readonly Ref[];
  /** Last block that the search speaks of in full. */
  readonly reached: number;
  /** Why it did not reach the end of the range. */
  readonly reason?: string;
};

export type SearchRange = {
  readonly address: Address;
  readonly fromBlock: number;
  readonly toBlock: number;
  readonly maxRows: number;
  readonly signal?: AbortSignal;
};
