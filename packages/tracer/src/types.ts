import type { CoinJoin, TransactionKind } from '@fundtrail/attribution';
import type {
  AccountId,
  Address,
  AssetRef,
  ChainId,
  Grade,
  Hash,
  Policy,
  Share,
  TotalKind,
  TransferKind,
} from '@fundtrail/core';

/** A seed as asked for; every part already parsed. */
export type SeedInput =
  | { readonly kind: 'transaction'; readonly chain: ChainId; readonly hash: Hash; readonly account?: AccountId }
  | {
      readonly kind: 'account';
      readonly account: AccountId;
      readonly fromBlock: number;
      readonly asset?: AssetRef;
      /** Base units; caps what is taken as stolen. Without an asset it means the native asset. */
      readonly amount?: bigint;
    };

/** Where a case's facts come from. URLs are sealed before they are stored; ids hold no credentials. */
export type SourceSpec =
  | { readonly kind: 'dataset'; readonly sha256: string; readonly name: string }
  | {
      readonly kind: 'explorer' | 'rpc' | 'esplora';
      readonly chain: ChainId;
      readonly url: string;
      /** Contracts that wrap the native asset without Transfer events, besides the chain's known one. */
      readonly wrapped?: readonly Address[];
    };

export type CaseLimits = {
  /** Share of the theft below which a receiver is not opened. */
  readonly floor: Share;
  /** US dollars at the theft below which a receiver is not opened, decimal; used where a price is stored. */
  readonly floorUsd: string | null;
  readonly maxHops: number;
  /** Accounts opened at most; null: no limit. */
  readonly maxAccounts: number | null;
  /** Requests to sources at most; null: no limit. */
  readonly maxRequests: number | null;
  /** Unix seconds; later transactions are left out; null: no limit. */
  readonly until: number | null;
};

export const DEFAULT_LIMITS: CaseLimits = {
  floor: { numerator: 1n, denominator: 10_000n },
  floorUsd: null,
  maxHops: 40,
  maxAccounts: 50_000,
  maxRequests: null,
  until: null,
};

export type CaseSpec = {
  readonly name: string;
  readonly reference?: string;
  readonly seeds: readonly SeedInput[];
  readonly policies: readonly Policy[];
  readonly limits: CaseLimits;
  readonly source: SourceSpec;
  /** Label sets beside the default one. */
  readonly labelSets: readonly number[];
  /** Stay at the head of the chain once history is traced. */
  readonly follow: boolean;
};

export type CaseStatus = 'open' | 'running' | 'following' | 'paused' | 'done' | 'cancelled' | 'failed';

export type CaseCounts = {
  readonly requests: number;
  readonly accounts_opened: number;
  readonly transactions: number;
  readonly legs: number;
  readonly waves: number;
};

/** A kind of transfer that some account's history lacks, and for how many accounts. */
export type CoverageGap = {
  /** The source that could not tell; the case's, where none said so itself. */
  readonly source: string;
  readonly kind: TransferKind;
  readonly status: 'truncated' | 'unavailable' | 'disputed';
  readonly accounts: number;
  readonly reason: string;
};

/** Numbers of accounts, by how they stand in one kind of transfer; each is in one of the four. */
export type KindCoverageView = {
  readonly complete: number;
  /** Of the complete: those with blocks that could still be taken back when they were read. */
  readonly provisional: number;
  /** All complete accounts are read at least to this block; null where none is, or to all that the source had, or they are on several chains. */
  readonly reached_block: number | null;
  readonly truncated: number;
  readonly unavailable: number;
  /** Sources told their histories differently, and nobody decided. */
  readonly disputed: number;
};

export type Unseen = { readonly state: string; readonly reason: string; readonly count: number };

export type DisputeView = {
  readonly chain: string;
  readonly subject: string;
  readonly answers: readonly { readonly source: string; readonly answer: string }[];
  /** Whose answer was taken; null: nobody's. */
  readonly taken: string | null;
  readonly times: number;
  readonly last_at: string;
};

/** What is known of a case's accounts, and what is not. */
export type CaseCoverage = {
  /** Read accounts whose history is complete, per kind; kinds of which none is are left out. */
  readonly complete: Readonly<Record<string, number>>;
  readonly kinds: Readonly<Record<TransferKind, KindCoverageView>>;
  readonly gaps: readonly CoverageGap[];
  /** Accounts that the case does not read (on), by state: hub, unavailable, budget. */
  readonly not_followed: readonly Unseen[];
  /** Open accounts whose balance before the first taint is not known from facts. */
  readonly opening_balance_unknown: number;
  readonly balances_not_told: readonly Unseen[];
  readonly transactions_not_told: readonly Unseen[];
  /** Transactions of its accounts that a reorganisation or a later answer took out of the facts. */
  readonly taken_back: number;
};

export type CoverageView = CaseCoverage & {
  readonly disputes: { readonly count: number; readonly latest: readonly DisputeView[] };
  /** The same in plain sentences; empty where nothing is missing. */
  readonly not_seen: readonly string[];
};

/** How far a chain of a followed case is read; see `ChainView` for all chains. */
export type FollowingView = {
  readonly chain: string;
  readonly followed_block: number;
  readonly head: number;
  readonly lag: number;
  readonly finalized: number | null;
  readonly halted: string | null;
  /** Whether value inside contracts is seen while following; true where there are none. */
  readonly internal: boolean;
  /** On UTXO chains: transactions that wait to be mined and spend tainted outputs. They may never be, and count for nothing. */
  readonly pending: readonly PendingView[];
};

/** How a case stands on one of its chains. */
export type CaseChainView = {
  readonly chain: string;
  /** Its id where no name is known. */
  readonly name: string;
  readonly accounts_waiting: number;
  readonly accounts_covered: number;
  readonly accounts_unavailable: number;
  /** Null where it is not followed, or not yet. */
  readonly following: FollowingView | null;
};

export type PendingView = { readonly output: string; readonly tx: string; readonly first_seen_at: string };

/** `fundtrail case show --json`, `GET /v1/cases/{id}`. */
export type CaseView = {
  readonly id: string;
  readonly name: string;
  readonly reference: string | null;
  readonly status: CaseStatus;
  readonly status_reason: string | null;
  readonly source: { readonly kind: string; readonly id: string };
  readonly policies: readonly Policy[];
  readonly limits: {
    readonly floor: string;
    readonly floor_usd: string | null;
    readonly max_hops: number;
    readonly max_accounts: number | null;
    readonly max_requests: number | null;
    readonly until: string | null;
  };
  readonly wave: number;
  /** What the loop is at, and how far: for progress displays. */
  readonly progress: {
    readonly accounts_waiting: number;
    readonly accounts_covered: number;
    readonly accounts_unavailable: number;
  };
  readonly coverage: CoverageView;
  /** Of the chain of the case's source; null where the case is not followed, or not yet. */
  readonly following: FollowingView | null;
  /** The chains of its seeds and those on which it came to open something, by id. */
  readonly chains: readonly CaseChainView[];
  readonly counts: CaseCounts;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
};

/** {policy: decimal string in base units} */
export type PerPolicy = Readonly<Record<string, string>>;
/** {asset CAIP-19: decimal string in base units} */
export type PerAsset = Readonly<Record<string, string>>;

export type SeedView = {
  readonly kind: 'transaction' | 'account';
  readonly chain: string;
  readonly tx: string | null;
  readonly account: string | null;
  readonly asset: string | null;
  readonly amount: string | null;
  readonly from_block: number | null;
};

export type TotalsView = {
  readonly stolen: PerAsset;
  readonly origin: Readonly<Partial<Record<TotalKind, PerAsset>>>;
  readonly tainted: Readonly<Partial<Record<TotalKind, PerAsset>>>;
};

export type TerminalView = { readonly kind: string; readonly entity: string | null; readonly reason: string };

/** One (account, asset) that received taint; on UTXO chains one output, and `account` its address. */
export type AccountView = {
  readonly account: string;
  /** On UTXO chains `<transaction>:<place>`; absent for a CoinJoin, which is its transaction's. */
  readonly output?: string;
  /** On UTXO chains: null while it is unspent. */
  readonly spent_by?: string | null;
  readonly asset: string;
  readonly hops: number;
  readonly first_taint: { readonly block: number; readonly time: number; readonly tx: string };
  readonly received: PerPolicy;
  readonly resting: PerPolicy;
  /** Sums over the stolen assets; `origin_by_asset` tells them apart when several assets were stolen. */
  readonly origin_received: PerPolicy;
  readonly origin_resting: PerPolicy;
  readonly origin_by_asset?: Readonly<Record<string, { readonly received: PerPolicy; readonly resting: PerPolicy }>>;
  readonly terminal: TerminalView | null;
};

export type FlowView = {
  readonly tx: string;
  readonly chain: string;
  readonly block: number;
  readonly time: number;
  readonly from: string;
  readonly to: string;
  readonly asset: string;
  readonly amount: string;
  readonly tainted: PerPolicy;
  readonly origin: PerPolicy;
  readonly origin_by_asset?: Readonly<Record<string, PerPolicy>>;
  readonly legs: readonly string[];
  readonly low_confidence: boolean;
  /** On UTXO chains `<transaction>:<place>`: the input that brought most of it, and the output that received it. */
  readonly from_output?: string;
  readonly to_output?: string;
};

/** `fundtrail trace --json`, `fundtrail export --format json`. Schema: `trace-result.schema.json`. */
export type TraceResult = {
  readonly case: CaseView;
  readonly seeds: readonly SeedView[];
  readonly totals: Readonly<Record<string, TotalsView>>;
  readonly accounts: readonly AccountView[];
  readonly flows: readonly FlowView[];
  readonly counts: CaseCounts;
  readonly timing_ms: number;
};

/** Filters of the tainted-address table; all optional. */
export type TaintedFilter = {
  readonly policy?: Policy;
  readonly chain?: ChainId;
  readonly asset?: string;
  /** A kind of total: resting, exchange, mixer, … */
  readonly kind?: TotalKind;
  /** Only accounts that received at least this much origin under the policy. */
  readonly minOrigin?: bigint;
  readonly account?: AccountId;
};

export type TaintedPage = { readonly items: readonly AccountView[]; readonly next_cursor: string | null };

/** One flow on a way back to a seed; `path` lists them from the seed to the account. */
export type PathStep = {
  readonly n: number;
  /** `crossing`: to another chain, or towards it where nothing has arrived. The step itself says how it arrived, `crossing` how it left. */
  readonly kind: 'transfer' | 'conversion' | 'crossing';
  readonly chain: string;
  readonly tx: string;
  readonly block: number;
  readonly time: number;
  readonly from: string;
  readonly to: string;
  readonly asset: string;
  readonly amount: string;
  readonly tainted: PerPolicy;
  readonly origin: PerPolicy;
  readonly legs: readonly string[];
  readonly from_output?: string;
  readonly to_output?: string;
  readonly grade: Grade;
  readonly from_label: string | null;
  readonly to_label: string | null;
  /** Of a crossing. */
  readonly crossing?: CrossingView;
  /** On UTXO chains, where the transaction is still among the facts. */
  readonly reading?: StepReading;
};

/** How value left for another chain, and what proves that it is what arrived there. */
export type CrossingView = {
  readonly protocol: string;
  /** What both sides have in common; null where nothing is known to join it. */
  readonly key: string | null;
  /** How the sides are joined: K, D or A; null while nothing arrived. */
  readonly class: string | null;
  /** 0 to 100. */
  readonly confidence: number | null;
  readonly from_chain: string;
  readonly from_tx: string;
  readonly from_block: number;
  readonly from_time: number;
  readonly from_asset: string;
  readonly from_amount: string;
  readonly from_tainted: PerPolicy;
  readonly from_legs: readonly string[];
  /** The chain that it arrived on; null while nothing arrived. */
  readonly to_chain: string | null;
  readonly to_tx: string | null;
  /** Where the two sides say different things. */
  readonly notes: readonly string[];
};

/** What the form of a transaction of a UTXO chain tells a reader of a trail. An annotation: no amount depends on it. */
export type StepReading = {
  readonly kind: TransactionKind;
  /** Why it is of this kind. */
  readonly reason: string;
  /** The output that goes back to the payer; null where nothing is sure enough. `confidence` 0 to 100. */
  readonly change: { readonly vout: number; readonly confidence: number; readonly signs: readonly string[] } | null;
  readonly coinjoin: CoinJoinView | null;
  /** Whether the trail goes on with the change or with what is paid; null where the change is not known. */
  readonly goes_to: 'change' | 'payment' | null;
  /** Only where coins of several addresses are spent, and no CoinJoin or PayJoin is likely. */
  readonly common_owner?: CommonOwner;
};

export type CoinJoinView = Pick<CoinJoin, 'scheme' | 'confidence' | 'participants'> & {
  /** Base units. */
  readonly denomination: string;
};

/** Addresses that most likely are one's, as coins of all are spent together in `tx`. `confidence` 0 to 100. */
export type CommonOwner = {
  readonly addresses: readonly string[];
  readonly confidence: number;
  readonly tx: string;
};

/** Steps of a path, `first_step` to `last_step`, each of which goes on with what a peel left. */
export type PeelRun = {
  readonly first_step: number;
  readonly last_step: number;
  readonly peels: number;
  /** Base units that the peels took off, stolen or not. */
  readonly paid_out: string;
  readonly from_tx: string;
  readonly to_tx: string;
};

export type MixedOutput = {
  /** `<transaction>:<place>` */
  readonly output: string;
  readonly account: string;
  /** Base units. */
  readonly amount: string;
};

/** A CoinJoin in which a path ends, and where it may go on: hints, none of which holds taint. */
export type TrailMix = CoinJoinView & {
  readonly tx: string;
  /** Outputs with an amount in common: each belongs to a given participant with a chance of one in `one_of`. */
  readonly candidates: readonly (MixedOutput & { readonly one_of: number })[];
  /** Outputs with an amount of their own: change of one who takes part, as sure as the CoinJoin is one. */
  readonly unmixed: readonly (MixedOutput & { readonly confidence: number })[];
};

export type PathView = {
  readonly account: string;
  readonly asset: string;
  readonly steps: readonly PathStep[];
  /** A path is as good as its weakest step. */
  readonly weakest_grade: Grade;
  /** On UTXO chains, where there are some. */
  readonly peel_runs?: readonly PeelRun[];
  /** On UTXO chains, where the path ends in a CoinJoin. */
  readonly mix?: TrailMix;
};

/** What a progress display or event stream is told whenever it changes. */
export type CaseProgress = {
  readonly case_id: string;
  readonly status: CaseStatus;
  readonly status_reason: string | null;
  readonly wave: number;
  readonly accounts_waiting: number;
  readonly accounts_covered: number;
  readonly accounts_unavailable: number;
  readonly requests: number;
  readonly transactions: number;
  readonly flows: number;
  readonly alerts: number;
};
