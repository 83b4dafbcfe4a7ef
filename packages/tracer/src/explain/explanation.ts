import type { ShownBridge } from './shown-bridges.ts';

/** Base units as a decimal string. */
type Amount = string;

export type AssetAmount = { readonly asset: string; readonly amount: Amount };

/** What an account gave for what it got in one transaction, all told. */
export type Conversion = {
  readonly account: string;
  readonly gave: readonly AssetAmount[];
  readonly got: readonly AssetAmount[];
  /** All protocols that the transaction shows: which of them served which account, logs do not tell. Sorted. */
  readonly protocols: readonly string[];
};

/**
 * What a transaction did, for people and programs. Chains are CAIP-2, accounts CAIP-10, assets CAIP-19, addresses EIP-55.
 *
 * Order: `net` by account, then asset; `conversions` by account; `gave` and `got` by asset; each as the stored (lower-case) ids
 * sort, the native asset after tokens. `protocols` sorted. `notes` in the order: what the record lacks, swaps,
 * what is outside the amounts.
 */
export type Explanation = {
  readonly chain: string;
  readonly tx: string;
  readonly success: boolean;
  /** All that the sender paid for the transaction: execution, blobs, and on rollups the data written to L1. */
  readonly fee: { readonly payer: string; readonly asset: string; readonly amount: Amount };
  /**
   * All legs netted per account and asset; what comes out at zero is left out, and the fee is not in it. Deltas are signed and sum to
   * zero per asset: units that are made come from the account that the log names, the zero address, and where a wrapper makes or
   * destroys units without saying so in a Transfer, the other side is the wrapper.
   */
  readonly net: readonly { readonly account: string; readonly asset: string; readonly delta: Amount }[];
  /**
   * Of accounts that act for themselves: the sender, owners of signed orders, wallets. `got` is what the account gained; where it
   * gained nothing and the ledger carries its money on to another account, what that one gained, and a note says so.
   */
  readonly conversions: readonly Conversion[];
  /** What the transaction is to cross-chain movements, in the order of the protocols' logs, calls and payments. */
  readonly bridges: readonly ShownBridge[];
  readonly notes: readonly string[];
};

/** One movement with its parts in their shown forms. */
export type ShownMovement = {
  readonly from: string;
  readonly to: string;
  readonly asset: string;
  readonly amount: Amount;
};

/** One movement that the ledger would make if what the account held were stolen. */
export type LedgerStep = ShownMovement & { readonly tainted: Amount };

/** An explanation with what stands behind it, for the form that people read. */
export type Explained = {
  readonly explanation: Explanation;
  readonly block: number;
  /** Unix seconds; absent where the record does not tell. */
  readonly time: number | undefined;
  readonly legs: readonly (ShownMovement & { readonly id: string; readonly kind: string })[];
  /** The net movements, asset by asset; what is made or destroyed comes from and goes to the token's contract. */
  readonly movements: readonly ShownMovement[];
  /** By the account whose money is followed, in order of account. */
  readonly ledger: readonly { readonly account: string; readonly steps: readonly LedgerStep[] }[];
};
