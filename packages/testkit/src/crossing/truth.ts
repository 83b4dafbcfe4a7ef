import type { Address, AssetRef, BridgeSide, ChainId, Hash, Label } from '@fundtrail/core';
import type { StepName } from './steps.ts';

/**
 * What happened to the thief's money in a transaction, in base units.
 * - `stolen`: it became the thief's. - `clean`: gas money from others. - `arrived`: came out of a swap, a crossing or a refund.
 * - `left`: went into a swap or a crossing. - `fee`: paid for the transaction. - `cashed_out`: paid to the exchange.
 */
export type FlowKind = 'stolen' | 'clean' | 'arrived' | 'left' | 'fee' | 'cashed_out';
export type Flow = { readonly kind: FlowKind; readonly asset: AssetRef; readonly amount: bigint };

/** A transaction of the story. Accounts and scripts are in stored form. */
export type CrossingTransaction = {
  readonly step: StepName | BadActor;
  readonly chain: ChainId;
  readonly hash: Hash;
  readonly block: number;
  readonly blockHash: Hash;
  /** Unix seconds. */
  readonly time: number;
  readonly flows: readonly Flow[];
};

/** One side of a crossing. */
export type CrossingEnd = {
  readonly side: BridgeSide;
  readonly chain: ChainId;
  readonly tx: Hash;
  /** Who sent it, or got it, in stored form. */
  readonly account: Address;
  readonly asset: AssetRef;
  /** Base units. */
  readonly amount: bigint;
  readonly memo?: string;
};

/** A crossing and how it ended. `key` is what both sides hold: an inbound's hash in lower-case digits without `0x`, or `<domain>:<nonce>`. */
export type CrossingLink = {
  readonly name: string;
  readonly protocol: 'thorchain' | 'cctp';
  readonly key: string;
  readonly state: 'arrived' | 'refunded' | 'pending';
  readonly source: CrossingEnd;
  readonly arrivals: readonly CrossingEnd[];
  /** In THORChain's units (1e8) of what arrives: what the source is worth, and what the network kept of it. Of CCTP both are left out. */
  readonly worth?: bigint;
  readonly kept?: bigint;
};

/** Where money ends: with the thief (`resting`) or at the exchange. `account` is a coin's script on the UTXO chain. */
export type CrossingEnding = {
  readonly kind: 'resting' | 'exchange';
  readonly chain: ChainId;
  readonly account: Address;
  readonly asset: AssetRef;
  readonly amount: bigint;
};

/** Things that others do to lead a tracer astray. */
export type BadActor =
  | 'fake_router'
  | 'unknown_inbound'
  | 'overclaim'
  | 'same_key_twice'
  | 'forged_outbound'
  | 'replayed_mint'
  | 'two_op_returns'
  | 'malformed_memo'
  | 'odd_memos';

/** What a bad actor did, and what is right to make of it. */
export type BadAct = {
  readonly actor: BadActor;
  readonly transactions: readonly CrossingTransaction[];
  readonly expected: string;
};

/** A swap on one chain. */
export type StorySwap = {
  readonly tx: Hash;
  readonly chain: ChainId;
  readonly from: { readonly asset: AssetRef; readonly amount: bigint };
  readonly to: { readonly asset: AssetRef; readonly amount: bigint };
};

/** What was played so far and what is to be found. */
export type CrossingTruth = {
  readonly theft: { readonly chain: ChainId; readonly hash: Hash; readonly account: Address; readonly amount: bigint };
  /** In the order in which they were played. */
  readonly transactions: readonly CrossingTransaction[];
  readonly links: readonly CrossingLink[];
  readonly swaps: readonly StorySwap[];
  readonly endings: readonly CrossingEnding[];
  readonly badActs: readonly BadAct[];
  /** The exchange, and the contracts that are no thief's. */
  readonly labels: readonly Label[];
};
