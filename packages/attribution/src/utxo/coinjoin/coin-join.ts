import type { Address } from '@fundtrail/core';
import type { TransactionShape } from '../transaction-shape.ts';

export type CoinJoinScheme = 'wasabi1' | 'wasabi1.1' | 'wasabi2' | 'whirlpool' | 'joinmarket';

/** An output of a CoinJoin that hides among equal ones: it belongs to a given participant with a chance of one in `oneOf`. */
export type Candidate = { readonly place: number; readonly oneOf: number };

/** A transaction in which several parties mix their coins: what goes in cannot be followed to an output. */
export type CoinJoin = {
  readonly scheme: CoinJoinScheme;
  /** 0 to 100, as measured; a trail ends here from `STOP_CONFIDENCE` on. */
  readonly confidence: number;
  /** The most common amount of its outputs, in base units. */
  readonly denomination: bigint;
  /** How many take part; for Wasabi 2, whose participants make several equal outputs, at least so many. */
  readonly participants: number;
  readonly reason: string;
  /** Outputs that have an amount in common with another, in order. Hints, never taint. */
  readonly candidates: readonly Candidate[];
  /** Places of outputs with an amount of their own: change, which somebody may follow by its amount. */
  readonly unmixed: readonly number[];
};

/** What is known of owners beside the transaction. */
export type CoinJoinKnowledge = { isExchange(owner: Address): boolean };

/** What a detector of one scheme says; the rest follows from the shape. */
export type Detection = Pick<CoinJoin, 'scheme' | 'confidence' | 'participants' | 'reason'>;

export type Detector = (shape: TransactionShape, know: CoinJoinKnowledge) => Detection | undefined;
