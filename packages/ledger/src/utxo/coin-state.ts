import type { Address, Hash } from '@fundtrail/core';
import type { Lots } from '../lots.ts';
import type { MovedParts } from '../policy.ts';
import type { GuardSums, Moment } from '../state.ts';
import type { LedgerAccount, Stop } from '../types.ts';

/**
 * FIFO and LIFO: the segments of a coin, per policy. Undefined where a coin is one segment: wholly clean, or wholly tainted. Every
 * origin is in a segment: coins are tainted by other coins and by thefts only.
 */
export type CoinLots = readonly (Lots | undefined)[] | undefined;

/**
 * A coin that ever got taint, or a clean one of an account seed that waits for its block; or a pot. Its tainted and origin parts per
 * policy are those it was made with (poison: its amount), also when it is spent. Never changed: replaced, so that copies of a
 * state share it.
 */
export type CoinState = MovedParts & {
  /** A coin, or a pot. */
  readonly address: Address;
  /** The script it is locked by; undefined for pots. */
  readonly owner: Address | undefined;
  readonly amount: bigint;
  readonly lots: CoinLots;
  /** Where it was made; of one that was never seen being made, where it was spent. */
  readonly made: Moment;
  readonly seen: boolean;
  /** First taint under any policy; undefined for a clean coin that waits. */
  readonly first: Moment | undefined;
  /** Whether the transaction that spends it counts. */
  readonly followed: boolean;
  readonly kind: LedgerAccount['kind'];
  readonly stop: Stop | undefined;
  /** Only a stop that says what became of asking counts for it: a seed names it, or its owner. */
  readonly seeded: boolean;
  /** Fewest transactions from a theft, under any policy and under the lead. */
  readonly hops: number;
  readonly leadHops: number;
  readonly spentBy: Hash | undefined;
  /** What the trail that it carries on has paid by the way, for the breadth guard; undefined where a trail begins. See `guardedBy`. */
  readonly trail: Readonly<GuardSums> | undefined;
};

/** What a coin was made with, per policy. */
export type CoinParts = Pick<CoinState, 'tainted' | 'origin' | 'lots'>;

/** Whether the transaction that spends it is needed and has not been applied. */
export function isOpenCoin(coin: CoinState): boolean {
  return coin.spentBy === undefined && (coin.followed || isWaiting(coin));
}

/** A clean coin of an account seed that waits for its block. */
export function isWaiting(coin: CoinState): boolean {
  return coin.first === undefined;
}
