import type { BridgeLeg, Grade, LinkId, ProofClass } from '@fundtrail/core';

/** A bridge leg with where its transaction stands. */
export type PlacedLeg = {
  readonly leg: BridgeLeg;
  readonly block: number;
  readonly place: number;
  readonly time: number;
};

/** How much of the origin an arrival brings, of what the protocol's fee leaves; the last one brings what is left. */
export type Share = { readonly part: bigint; readonly of: bigint } | 'rest';

export type LinkArrival = PlacedLeg & { readonly share: Share };

/** A leg that is no part of a link, and why not. */
export type RefusedLeg = PlacedLeg & { readonly reason: string };

/**
 * One movement across chains: where it left, and where it arrived or came back. `pending` while nothing arrived is known; `refused`
 * where its key was used twice, so that nobody can tell which is meant.
 */
export type Link = {
  readonly id: LinkId;
  readonly protocol: string;
  readonly key: string;
  readonly state: 'pending' | 'arrived' | 'refunded' | 'refused';
  /** The weakest class of proof among its legs. */
  readonly proof: ProofClass;
  readonly grade: Grade;
  /** 0 to 100: 100 for `K` and `D`, 95 for `A`. */
  readonly confidence: number;
  /** All in one transaction. */
  readonly sources: readonly PlacedLeg[];
  /** In the order in which they happened. */
  readonly arrivals: readonly LinkArrival[];
  readonly refused: readonly RefusedLeg[];
  /** Where key and amounts, accounts or assets disagree. */
  readonly notes: readonly string[];
};
