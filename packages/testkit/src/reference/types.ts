import type { AccountId, AssetId, Hash, Label, Policy, Share, TotalKind, TransactionFact } from '@fundtrail/core';
import type { PriceOf } from './conversion.ts';
import type { Origin } from './origin.ts';

/** The same shape as the ledger's own seeds. */
export type ReferenceSeed =
  | { readonly kind: 'transaction'; readonly chain: string; readonly hash: Hash; readonly account?: AccountId }
  | {
      readonly kind: 'account';
      readonly account: AccountId;
      readonly fromBlock: number;
      readonly asset?: AssetId;
      readonly amount?: bigint;
    };

export type ReferenceInput = {
  /** Full history, in chain order. */
  readonly transactions: readonly TransactionFact[];
  readonly seeds: readonly ReferenceSeed[];
  readonly labels: readonly Label[];
  /** The first leads. */
  readonly policies: readonly Policy[];
  readonly floor: Share;
  readonly maxHops?: number;
  /** Accounts that are open from the start beside the seeds'; services, code and burn addresses among them stay closed. */
  readonly open?: Iterable<AccountId>;
  readonly priceOf?: PriceOf;
};

export type ReferenceFlow = {
  readonly tx: Hash;
  readonly from: AccountId;
  readonly to: AccountId;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly tainted: bigint;
  readonly origin: Origin;
  readonly legs: readonly string[];
};

/** One (account, asset) that received taint under this policy; sums to the end of the history. */
export type ReferenceAccount = {
  readonly account: AccountId;
  readonly asset: AssetId;
  readonly kind: Exclude<TotalKind, 'fee'>;
  readonly hops: number;
  readonly received: bigint;
  /** What is held at the end by an open account; poison: the flagged balance. 0 for the others. */
  readonly resting: bigint;
  readonly originReceived: Origin;
  readonly originResting: Origin;
  readonly gap: bigint;
};

export type ReferencePolicy = {
  readonly policy: Policy;
  readonly stolen: Origin;
  readonly origin: ReadonlyMap<TotalKind, Origin>;
  readonly tainted: ReadonlyMap<TotalKind, ReadonlyMap<AssetId, bigint>>;
  /** By `account|asset`. */
  readonly accounts: ReadonlyMap<string, ReferenceAccount>;
  /** In the order of processing; a flow with nothing tainted is left out. */
  readonly flows: readonly ReferenceFlow[];
};

export type ReferenceResult = {
  /** The open set S at the end, the seeds' accounts included. */
  readonly open: ReadonlySet<AccountId>;
  readonly waves: number;
  /** Base units per unit of origin. */
  readonly floors: Origin;
  readonly policies: ReadonlyMap<Policy, ReferencePolicy>;
  /** Paid out by (account, asset) beyond what came in, under the lead policy, tainted or not. */
  readonly gaps: ReadonlyMap<string, bigint>;
};
