import type { Address, AssetRef, BridgeLeg, BridgeSide, ChainName, ProofClass } from '@fundtrail/core';
import type { Args } from './decode/args.ts';
import type { CallContext, LogContext, PaymentContext, UtxoContext } from './read/contexts.ts';

/**
 * What is known of one protocol, as data and small pure functions; one interpreter (`read/`) runs all protocols in one pass over a
 * transaction. A folder per protocol holds it, with its contracts and tests; `registry.ts` names it in one line.
 */
export type ProtocolAdapter = {
  /** Its name everywhere: lower case with underscores, e.g. `thorchain`, `cctp`. Versions share a name where they share keys. */
  readonly protocol: string;
  readonly title: string;
  /**
   * - `bridge`: moves value across chains. - `wrapper`: calls bridges for others; its events only name receiver and route.
   * - `mixer`: ends trails.
   */
  readonly kind: 'bridge' | 'wrapper' | 'mixer';
  /** How its sides are joined; a leg may say otherwise. */
  readonly proof: ProofClass;
  readonly contracts: readonly ContractRow[];
  /** What shows that value leaves. */
  readonly source: readonly Rule[];
  /** What shows that value arrives or comes back. */
  readonly destination: readonly Rule[];
  /**
   * Puts together what several rules read of one transaction (a burn and its message), in the order of the logs; drafts of this
   * protocol only. Left out where each draft is whole by itself.
   */
  assemble?(drafts: readonly Draft[], at: TransactionContext): readonly Draft[];
  /** Where the other side of a leg is to be asked for; see `ApiQuestion`. */
  readonly api?: ApiRules;
  /** Other APIs that know it too: asked in their order while nothing is found. */
  readonly furtherApis?: readonly ApiRules[];
  /** Answers that tell which accounts are the protocol's at a time, where they change: vaults. */
  readonly accountRules?: readonly AccountRules[];
  /**
   * Accounts on the leg's chain that the leg itself shows to be the protocol's, where they change: a vault that a router's event names.
   * Who may call the router may name any: what is learned so is never more sure than the leg.
   */
  learns?(leg: BridgeLeg): readonly Pick<ContractRow, 'role' | 'address'>[];
  /** How to find the other side on its own chain; see `Search`. */
  search?(leg: BridgeLeg): readonly Search[];
  /** Says more than equal keys whether two legs are one movement; returns why not. Only where a key alone is not enough. */
  match?(source: BridgeLeg, destination: BridgeLeg): string | undefined;
  readonly delays: Delays;
  /** Recorded transactions in which it is seen; a test reads each of them. */
  readonly fixtures?: readonly Fixture[];
};

/** A recorded transaction of the shared data, and what the protocol is in it. */
export type Fixture = { readonly chain: string; readonly tx: string; readonly sides: readonly BridgeSide[] };

/** How long the other side takes, in seconds: usually, and in 99 of 100 cases. Decides when it is asked for again. */
export type Delays = { readonly usualSeconds: number; readonly p99Seconds: number };

/** A contract or an account of a protocol. A row is data with its source: addresses change. */
export type ContractRow = {
  /** What it is to the protocol, e.g. `Router`, `Vault`; rules name emitters by it. */
  readonly role: string;
  /** EVM chain number; `evm` where it lies at the same address on every EVM chain. */
  readonly chain: number | 'evm';
  /** Stored form. */
  readonly address: Address;
  readonly source: string;
  /** When the row was last seen to be right, ISO date. */
  readonly asOf: string;
  /** ISO dates between which it was in use, where known. */
  readonly from?: string;
  readonly until?: string;
};

/** A log of one of the protocol's contracts. */
export type LogRule = {
  readonly on: 'log';
  /** Human-readable ABI with `indexed`, e.g. `event Deposit(address indexed to, address indexed asset, uint256 amount, string memo)`. */
  readonly event: string;
  /** Roles of the contracts that may emit it; `any` where anybody's contract may (then `assemble` must prove it otherwise). */
  readonly from: readonly string[] | 'any';
  read(args: Args, at: LogContext): Read;
};

/** A call of one of the protocol's contracts at the top level of a transaction that succeeded. */
export type CallRule = {
  readonly on: 'call';
  /** Human-readable ABI, e.g. `function exit(bytes inputData)`; undefined: any call data. */
  readonly function: string | undefined;
  readonly of: readonly string[];
  read(args: Args, at: CallContext): Read;
};

/** A movement of value (native or token) to or from an account of the protocol: vaults and makers that emit nothing. */
export type PaymentRule = {
  readonly on: 'payment';
  /** The account is the one that pays (`from`) or is paid (`to`). */
  readonly side: 'from' | 'to';
  readonly of: readonly string[];
  read(at: PaymentContext): Read;
};

/** A transaction of a UTXO chain: read for each, so it must be quick to say no. */
export type UtxoRule = { readonly on: 'utxo'; read(at: UtxoContext): Read };

export type Rule = LogRule | CallRule | PaymentRule | UtxoRule;
export type Read = Draft | readonly Draft[] | undefined;
export type Draft = DraftLeg | WrapperNote;

/** A leg without what the interpreter knows itself. Left out: not known. */
export type DraftLeg = {
  readonly kind: 'leg';
  readonly side: BridgeSide;
} & Partial<Omit<BridgeLeg, 'protocol' | 'side' | 'chain' | 'tx' | 'index' | 'via'>> & {
    /** For `assemble`: what other drafts of the transaction are joined by. */
    readonly part?: unknown;
  };

/** What a wrapper says of the bridge that it calls in the same transaction: it moves nothing by itself. */
export type WrapperNote = {
  readonly kind: 'wrapper';
  /** Which side of a movement it tells of; the source where left out. */
  readonly side?: 'source' | 'destination';
  /** As of a leg; the rule's own where left out. */
  readonly evidence?: string;
  /** The wrapper's own id of the movement, where it has one. */
  readonly id?: string;
  /** The bridge it says to use, in its words. */
  readonly bridge?: string;
  readonly receiver?: string;
  readonly toChain?: ChainName;
  /**
   * The wrapper's contract that passed value on (source) or paid it out (destination). Where it is told and no bridge is recognised in
   * the transaction, the note becomes a leg of the wrapper's own: see `read/wrappers.ts`.
   */
  readonly contract?: Address;
  /** What it says to have passed on or paid out, in base units. */
  readonly asset?: AssetRef;
  readonly amount?: bigint;
  readonly part?: unknown;
};

/** What every context knows of the transaction; see `read/contexts.ts`. */
export type TransactionContext = import('./read/contexts.ts').TransactionContext;

/** How the other side of a leg can be found on its own chain, by few requests. The first that can be asked is. */
export type Search =
  /** Logs of a contract by topics (null: any), newest rules of the adapter read what is found. */
  | {
      readonly by: 'logs';
      readonly chain: ChainName;
      readonly addresses: readonly Address[];
      readonly topics: readonly (string | null)[];
    }
  /** A transaction whose hash is known. */
  | { readonly by: 'transaction'; readonly chain: ChainName; readonly hash: string }
  /** The transactions of an account from the leg's time on: a declared receiver. */
  | { readonly by: 'account'; readonly chain: ChainName; readonly address: Address };

/** An API of the protocol that tells where the other side is. */
export type ApiRules = {
  /** Names it in configuration and evidence, e.g. `midgard`. */
  readonly name: string;
  readonly baseUrl: string;
  /** Path and query for the other side of this leg; undefined where it has no answer for it. */
  path(leg: BridgeLeg): string | undefined;
  /**
   * What an answer says. Nothing yet: `pending`. The transactions found are read from their own chains wherever a source is at hand.
   * @throws SourceError `malformed` for an answer of another form
   */
  read(answer: unknown, leg: BridgeLeg): ApiAnswer;
};

/** An answer of a protocol's nodes that tells accounts of it, for `createBridgeReader`. */
export type AccountRules = {
  /** As of `ApiRules`. */
  readonly name: string;
  readonly baseUrl: string;
  /** @param height of the protocol's own chain: as it was then; undefined where it only tells of now. Left out: now */
  path(height?: number): string | undefined;
  /**
   * Accounts on chains that can be traced; `told` goes into their rows.
   * @throws SourceError `malformed` for an answer of another form
   */
  read(answer: unknown, told: Pick<ContractRow, 'asOf' | 'from' | 'until'>): readonly Located[];
};

/** An account of a protocol that is learned; see `read/rule-index.ts`. */
type Located = import('./read/rule-index.ts').Located;

export type ApiAnswer = {
  readonly state: 'found' | 'pending' | 'unknown';
  readonly findings: readonly ApiFinding[];
  readonly notes: readonly string[];
};

/** A transaction that an API names as the other side. `asset` in the protocol's words, `amount` in its units, as it was told. */
export type ApiFinding = {
  readonly side: BridgeSide;
  readonly chain: ChainName;
  readonly tx: string;
  readonly account: string | undefined;
  readonly asset: string | undefined;
  readonly amount: bigint | undefined;
};
