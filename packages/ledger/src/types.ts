import type {
  AccountId,
  Address,
  AssetId,
  AssetRef,
  ChainId,
  Hash,
  LinkId,
  Policy,
  TerminalKind,
  TotalKind,
  TransactionFact,
} from '@fundtrail/core';

/**
 * Where tracing starts, resolved.
 * - `transaction`: every net receipt in it by an account that is neither code nor a labelled service is stolen; with
 *   `account`, only that account's receipts, code or not. On UTXO chains: every output whose owner is not an owner of an
 *   input, not a labelled service, and that can be spent; with `account`, the outputs of that owner, or that one coin.
 * - `account`: from `fromBlock` on, what it holds then (an unseen opening balance included) and what it receives later is
 *   stolen: of every asset, or of `asset` only, and at most `amount` where given (what it holds then first). On UTXO chains
 *   the account is an owner of coins.
 */
export type LedgerSeed =
  | { readonly kind: 'transaction'; readonly chain: ChainId; readonly hash: Hash; readonly account?: AccountId }
  | {
      readonly kind: 'account';
      readonly account: AccountId;
      readonly fromBlock: number;
      readonly asset?: AssetId;
      readonly amount?: bigint;
    };

/** Why an account absorbs what it receives and never sends tainted money on. */
export type Stop = { readonly kind: TerminalKind; readonly entity: string | null; readonly reason: string };

/**
 * What a transaction is to a cross-chain movement (a link) of which it is known that it is one. Value that leaves goes to the link's transit, and
 * value that arrives or comes back comes from there, whoever stands between within the transaction.
 * - `in`: the movement's value leaves here: what `custody` receives of `asset`, up to `amount`, or what the legs named carry.
 * - `out`: it arrives, or comes back: what `custody` pays of `asset` to `recipient` (anybody, if left out), up to `amount`, or the legs named.
 *   With neither custody nor legs the chain itself makes it out of nothing for `recipient`, and `evidence` is cited in place of a leg.
 *   `share`: the part of the origin that it brings, of what the fee leaves; `rest`: all that is left, of the last one.
 */
export type Crossing = {
  readonly link: LinkId;
  readonly protocol: string;
  readonly asset: AssetRef;
  readonly amount: bigint;
  readonly custody: readonly Address[];
  readonly legs?: readonly string[] | undefined;
} & (
  | { readonly side: 'in' /** What the protocol keeps, in base units of what is sent. */; readonly fee: bigint }
  | {
      readonly side: 'out';
      readonly recipient?: Address | undefined;
      readonly evidence?: string;
      readonly share: { readonly part: bigint; readonly of: bigint } | 'rest';
    }
);

/** US dollars per base unit as an exact fraction. */
export type UnitPrice = { readonly numerator: bigint; readonly denominator: bigint };

export type ReplayOptions = {
  /** The first leads: it decides what is wanted. */
  readonly policies: readonly Policy[];
  readonly seeds: readonly LedgerSeed[];
  /**
   * The open set S, stored ids; seeds' accounts count as open without being named here. Coins in it change nothing: whether a coin
   * is followed is decided when it is made. A service or known code in it absorbs
   * all the same; but an account of it that receives in a transaction seed is stolen from, whatever became known of it since.
   */
  readonly open: ReadonlySet<AccountId>;
  /**
   * Labelled services and accounts that cannot be followed. A stop of kind exchange, mixer, bridge_pending or hub is a barrier. Of a
   * coin it is asked with its owner first, then with the coin.
   */
  stopOf(account: AccountId): Stop | undefined;
  /** Whether the account is known to be code, by label or by fact. */
  isCode(account: AccountId): boolean;
  /** Base units per unit of origin, in the order of `LedgerResult.units` (a unit beyond the list: nothing is wanted for it); undefined: the floor is not known yet and nothing is wanted. */
  readonly floors: ReadonlyMap<AssetId, bigint> | undefined;
  /** Accounts this many hops away are not opened. */
  readonly maxHops: number;
  /** Coins that are followed at most, the first of them in the order of the transactions; stolen ones are whatever their number. */
  readonly maxCoins?: number | undefined;
  priceOf?(asset: AssetId, time: number): UnitPrice | undefined;
  /**
   * Of a transaction of a UTXO chain that spends followed coins: the stop of all that it spends, where its outputs cannot be told
   * apart (a CoinJoin). The same answer for the same fact, always. Not asked where a transaction seed makes outputs stolen.
   */
  mixOf?(fact: TransactionFact): Stop | undefined;
  /**
   * The cross-chain movements that a transaction is part of; the same answer for the same fact, always. Whoever feeds the replay applies where
   * value leaves before where it arrives; what arrives of a link that nothing tainted went into is clean.
   */
  crossingsOf?(fact: TransactionFact): readonly Crossing[];
  /** Receives every flow in which some policy moved taint, in replay order; flows are not kept otherwise. */
  onFlow?(flow: Flow): void;
};

/**
 * Tainted amount moved by one transaction from one account to another. In a transaction of a UTXO chain that is from coins to a coin:
 * `from` stands for all its tainted inputs, being the one that brought most, and `legs` names them all, then the output. What a
 * transaction swallowed is one flow per tainted input, to its pot (see core's `potOf`).
 */
export type Flow = {
  readonly chain: ChainId;
  readonly tx: Hash;
  readonly block: number;
  readonly txIndex: number;
  readonly time: number;
  /** Place among the flows of its transaction, from 0. */
  readonly index: number;
  readonly from: AccountId;
  readonly to: AccountId;
  /** Owners of the coins. */
  readonly fromOwner?: AccountId;
  readonly toOwner?: AccountId;
  readonly asset: AssetId;
  /** Base units that moved, tainted or not. */
  readonly amount: bigint;
  /** Per policy, in the order of the options. */
  readonly tainted: readonly bigint[];
  /** Per policy, per unit known by then; units that are stolen later are zero. */
  readonly origin: readonly (readonly bigint[])[];
  /** Ids of the legs that carried it. */
  readonly legs: readonly string[];
  /** A conversion whose split lacked a price, or whose two sides' worth disagree. */
  readonly lowConfidence: boolean;
};

/** One (account, asset) that ever received taint under some policy; on UTXO chains one coin, or the pot of a transaction. */
export type LedgerAccount = {
  readonly account: AccountId;
  /** Of a coin: who it is locked for. Null on account chains and for pots. */
  readonly owner: AccountId | null;
  /** Of a followed coin: the transaction that spent it. */
  readonly spentBy: Hash | null;
  readonly asset: AssetId;
  /** Fewest flows from a seed to the account, in any asset and under any policy, as known when they were applied. */
  readonly hops: number;
  readonly firstTaint: { readonly block: number; readonly time: number; readonly tx: Hash };
  /** Per policy: tainted base units received (what became stolen there included), and still held (0 where a service absorbed it, it was dispersed or the coin is spent; poison: the flagged balance). */
  readonly received: readonly bigint[];
  readonly resting: readonly bigint[];
  /** Per policy, per unit. */
  readonly originReceived: readonly (readonly bigint[])[];
  readonly originResting: readonly (readonly bigint[])[];
  /** Which kind of total its amounts belong to; `resting` for an account that is followed. */
  readonly kind: Exclude<TotalKind, 'fee'>;
  readonly stop: Stop | undefined;
  /** What it paid out beyond what was seen coming in; 0 when nothing was missing. Of a coin that was never seen being made: its amount. */
  readonly gap: bigint;
};

/** Sums of one policy; at every moment stolen = sum over kinds of origin, per unit, unless the policy is poison. */
export type PolicyTotals = {
  readonly policy: Policy;
  /** Per unit. */
  readonly stolen: readonly bigint[];
  readonly origin: ReadonlyMap<TotalKind, readonly bigint[]>;
  readonly tainted: ReadonlyMap<TotalKind, ReadonlyMap<AssetId, bigint>>;
};

export type LedgerResult = {
  /** The assets that were stolen, in the order of their first theft: the units of origin. */
  readonly units: readonly AssetId[];
  readonly totals: readonly PolicyTotals[];
  readonly accounts: readonly LedgerAccount[];
};

/** An account that should be opened: over the floor, or let through by the breadth guard; or a coin that is followed. */
export type Wanted = {
  readonly account: AccountId;
  readonly hops: number;
  /** First transaction in which it received taint under any policy: what it sends from there on counts. Of a coin: where it was made. */
  readonly first: { readonly chain: ChainId; readonly block: number; readonly index: number; readonly time: number };
};

/**
 * What a balance was to a replay: `same` as counted, `opening` where the account had no taint yet, `shifted` where a tainted
 * account held something else, `ignored` where it is not followed.
 */
export type Checkpoint = 'same' | 'opening' | 'shifted' | 'ignored';

/** A coin of which the spending transaction is needed, and the block that made it. */
export type OpenCoin = { readonly account: AccountId; readonly block: number };

/** A replay under way. Feed transactions in order; ask at any time. */
export type Replay = {
  /**
   * In chain order. On UTXO chains blocks in their order, and within a block a transaction after those whose coins it spends; else
   * their order within a block is free.
   */
  apply(transaction: TransactionFact): void;
  /**
   * Says what a followed account was seen to hold after the transactions applied so far. Before its first taint this is its
   * opening balance, and the facts before need not be there; afterwards the asset changes balances without a transfer
   * (rebasing, slashing, fees on transfer): the tainted part follows in proportion, the origin stays. Says what it was to
   * the replay.
   */
  checkpoint(account: AccountId, asset: AssetId, balance: bigint): Checkpoint;
  /**
   * Accounts to open next, sorted by first taint, then id: those whose origin received under the lead policy, summed over
   * this replay and their assets, reaches the floor of any unit, or that the breadth guard lets through (see guard.ts), and
   * that are fewer than `maxHops` flows of the lead policy away. Receivers of a transaction seed that are not in the open
   * set come before all others, alone. Followed coins that are not in the open set, spent or not, are among them always, unless
   * floors are not known yet.
   */
  wanted(): readonly Wanted[];
  /** Transactions known only from single accounts' views in which an open tainted account converted or paid code: they must be read whole. */
  wantedWhole(): readonly { readonly chain: ChainId; readonly hash: Hash }[];
  /**
   * Coins that came to be followed since this was last asked, in order, and clean coins of account seeds that wait for their block:
   * whoever feeds the replay must now feed the transactions that spend them.
   */
  takeOpened(): readonly OpenCoin[];
  /** All such coins that are not spent yet, for going on after `resumeReplay`. */
  unspent(): readonly OpenCoin[];
  /** How many seed transactions and accounts were met so far; a seed that was never met is an error of the caller's to report. */
  seedsMet(): ReadonlySet<number>;
  result(): LedgerResult;
  /** The whole state, to go on from later with `resumeReplay`; plain data that `node:v8` can serialize; independent of this replay from then on. */
  snapshot(): ReplaySnapshot;
};

/** Opaque; made by `Replay.snapshot`. `transactions` says how many were applied. */
export type ReplaySnapshot = { readonly transactions: number };
