import type { Address, ChainId, Coin, Hash, Label } from '@fundtrail/core';
import type { BuiltTransaction } from '../utxo-node/build-transaction.ts';

/** What happens in a transaction of the story. `sweep` is the exchange's own; all others are the thief's, but for the theft. */
export type Scene =
  | 'theft'
  | 'peel'
  | 'replaced'
  | 'fan_out'
  | 'consolidation'
  | 'late'
  | 'split'
  | 'coinjoin'
  | 'sweep';

export type PlayedTransaction = BuiltTransaction & {
  readonly scene: Scene;
  readonly block: number;
  readonly blockHash: Hash;
};

/** A coin in the end, in base units. */
export type StoryCoin = { readonly coin: Coin; readonly owner: Address; readonly amount: bigint };

/** A CoinJoin, and what of the stolen coins went into it. */
export type StoryMix = {
  readonly hash: Hash;
  readonly scheme: 'wasabi1' | 'whirlpool';
  readonly stolen: bigint;
  /** Coins that went in and were stolen. */
  readonly coins: readonly Coin[];
  readonly participants: number;
};

/** Blocks that were taken off the chain, and what no longer holds. */
export type StoryReorg = {
  readonly depth: number;
  /** Numbers of the blocks that were taken back and mined anew: first and last. */
  readonly fromBlock: number;
  readonly toBlock: number;
  readonly oldHashes: readonly Hash[];
  readonly newHashes: readonly Hash[];
  /** A deposit that was in a block and is in none: its coin was spent otherwise. */
  readonly withdrawn: StoryCoin & { readonly hash: Hash; readonly block: number; readonly blockHash: Hash };
  readonly instead: Hash;
};

/**
 * A theft of coins that was played on a chain, and what is to be found there in the end. The thief spends stolen coins only, never with
 * others' but in CoinJoins: so what is stolen of each coin is all of it, whatever the policy, and
 * `deposits + mixed + resting + fees = stolen`.
 */
export type UtxoStory = {
  readonly chain: ChainId;
  /** Chosen by it: the same seed on the same kind of node makes the same transactions. */
  readonly seed: number;
  readonly theft: StoryCoin & { readonly hash: Hash; readonly block: number };
  /** The exchange: where trails end. */
  readonly labels: readonly Label[];
  /** In the chain's order. */
  readonly transactions: readonly PlayedTransaction[];
  /** The first block with a transaction of the story, and the last one. */
  readonly blocks: { readonly from: number; readonly to: number };
  /** A transaction that waited in the mempool until another took its place. */
  readonly replaced: { readonly hash: Hash; readonly by: Hash; readonly coin: Coin };
  readonly reorg?: StoryReorg;
  readonly expected: {
    readonly stolen: bigint;
    /** What the exchange was paid, coin by coin, before it swept. */
    readonly deposits: readonly StoryCoin[];
    readonly mixes: readonly StoryMix[];
    /** Unspent in the end, in the thief's wallets; the last is what is left of the chain of payments. */
    readonly resting: readonly StoryCoin[];
    /** Of transactions that spend stolen coins, CoinJoins excepted. */
    readonly fees: bigint;
  };
};
