import type { AccountId, AssetRef, ChainId, ChainName, Grade, Hash, ProofClass } from '@fundtrail/core';

/** One (account, asset) that received taint. */
export type DerivedAccount = {
  readonly account: AccountId;
  readonly asset: AssetRef;
  readonly hops: number;
  readonly firstBlock: number;
  readonly firstTime: number;
  readonly firstTx: Hash;
  /** A kind of terminal, or null for an account that passed everything on. */
  readonly kind: string | null;
  readonly entity: string | null;
  readonly reason: string | null;
  readonly gap: bigint | null;
  /** Of a coin: its address as it is written; null for accounts. */
  readonly owner: string | null;
  /** Of a coin: the transaction that spent it, as far as the facts go. */
  readonly spentBy: Hash | null;
};

/** The amounts of one (account, asset) under one policy; origin per unit. */
export type DerivedAmounts = {
  readonly account: AccountId;
  readonly asset: AssetRef;
  readonly policy: string;
  readonly received: bigint;
  readonly resting: bigint;
  readonly originReceived: readonly bigint[];
  readonly originResting: readonly bigint[];
};

export type DerivedFlow = {
  readonly chain: ChainId;
  readonly tx: Hash;
  readonly index: number;
  readonly block: number;
  readonly txIndex: number;
  readonly time: number;
  readonly from: AccountId;
  readonly to: AccountId;
  readonly asset: AssetRef;
  readonly amount: bigint;
  /** Per policy, in the case's order. */
  readonly tainted: readonly bigint[];
  /** Policy-major, then per unit. */
  readonly origin: readonly bigint[];
  readonly legs: readonly string[];
  readonly lowConfidence: boolean;
  /** Between coins: the addresses of the two sides as they are written; null between accounts. */
  readonly fromOwner: string | null;
  readonly toOwner: string | null;
};

/** One side of a cross-chain movement; on a chain that cannot be traced, as it is written there. Null: not known. */
export type CrossingEnd = {
  readonly chain: ChainName;
  readonly tx: string;
  /** In stored form. */
  readonly account: string | null;
  readonly asset: AssetRef | null;
  readonly amount: bigint | null;
};

/** `pending` while nothing arrived is known; `refused` where its key was used twice, so that nobody can tell which is meant. */
export type CrossingState = 'pending' | 'arrived' | 'refunded' | 'refused';

/** A tainted movement across chains, and one arrival of it. */
export type DerivedCrossing = {
  readonly protocol: string;
  readonly key: string;
  /** Place among the arrivals of the movement, from 0; 0 as well where none is known. */
  readonly ordinal: number;
  readonly proof: ProofClass;
  readonly grade: Grade;
  /** 0 to 100. */
  readonly confidence: number;
  readonly state: CrossingState;
  readonly source: CrossingEnd;
  /** Null while it is pending or refused. */
  readonly destination: CrossingEnd | null;
  /** Per policy, in the case's order: base units of the source's asset on pending ones, of what arrived on others. */
  readonly tainted: readonly bigint[];
  /** Policy-major, then per unit. */
  readonly origin: readonly bigint[];
  /** Unix seconds of the source's block. */
  readonly firstTime: number;
  readonly reason: string | null;
  readonly notes: readonly string[];
};

export type DerivedTotal = {
  readonly policy: string;
  readonly kind: string;
  readonly measure: 'stolen' | 'origin' | 'tainted';
  /** CAIP-19, stored form. */
  readonly asset: string;
  readonly amount: bigint;
};

export type DerivedWatch = { readonly account: AccountId; readonly sinceBlock: number };

/** What a settle changes: rows that are new or differ, and the keys of those that are gone. */
export type Changes<Row> = { readonly put: readonly Row[]; readonly drop: readonly Row[] };

export type DerivedChanges = {
  readonly accounts: Changes<DerivedAccount>;
  readonly amounts: Changes<DerivedAmounts>;
  readonly flows: Changes<DerivedFlow>;
  /** Left out: as they were. */
  readonly crossings?: Changes<DerivedCrossing>;
  readonly totals: Changes<DerivedTotal>;
  readonly watches: Changes<DerivedWatch>;
  /** Stolen assets, CAIP-19 stored form, in order. */
  readonly units: readonly string[];
};
