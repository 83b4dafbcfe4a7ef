import type { ThorAsset } from './assets.ts';

/** One who gets a part of a swap for having brought it; `points` in hundredths of a percent, undefined where the name itself says it. */
export type Affiliate = { readonly name: string; readonly points: number | undefined };

/**
 * What leaves the network again for an account on the asset's chain. `to` is undefined where it is the sender, an account, or a name that the
 * network resolves.
 */
export type SwapMemo = {
  readonly kind: 'swap';
  /** `limit`: waits for its price; `loan`: a loan is opened or repaid. */
  readonly order: 'market' | 'limit' | 'loan';
  readonly asset: ThorAsset;
  readonly to: { readonly account: string } | { readonly name: string } | undefined;
  /** Where it comes back to if it fails; the sender where it is not told. As it is written. */
  readonly refundTo: string | undefined;
  /** Least amount, in 1e-8; 0 for any. */
  readonly limit: bigint;
  /** Of a streaming swap: blocks between its parts, and parts, 0 as many as the network likes. */
  readonly interval: number;
  readonly quantity: number;
  readonly affiliates: readonly Affiliate[];
  /** Last digits of the contract that swaps on, of the token that it swaps to, and the least amount of that. */
  readonly aggregator: string | undefined;
  readonly finalToken: string | undefined;
  readonly finalMinimum: bigint | undefined;
  readonly tail: string | undefined;
};

/** What stays in the network, for an account of it where it is told. */
export type CreditMemo = {
  readonly kind: 'credit';
  readonly action: string;
  readonly asset: ThorAsset | undefined;
  readonly account: string | undefined;
  readonly tail: string | undefined;
};

/** What the network pays: `hash` is that of the transaction that it is for, 64 lower-case hex digits. */
export type PayoutMemo = { readonly kind: 'out' | 'refund'; readonly hash: string };

/** What moves between vaults, or is none of anybody's. */
export type InternalMemo = {
  readonly kind: 'internal';
  readonly action: string;
  readonly height: number | undefined;
};

/** Stands for a memo that was left with the network before: only it knows where it goes. */
export type ReferenceMemo = { readonly kind: 'reference'; readonly reference: string };

export type FaultyMemo = { readonly kind: 'fault'; readonly reason: string };

export type Memo = SwapMemo | CreditMemo | PayoutMemo | InternalMemo | ReferenceMemo | FaultyMemo;

export function fault(reason: string): FaultyMemo {
  return { kind: 'fault', reason };
}
