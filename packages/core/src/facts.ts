import type { Address } from './address.ts';
import type { AssetRef } from './asset.ts';
import type { BlockRanges } from './block-ranges.ts';
import { type ChainId, isUtxo } from './chain.ts';
import type { Hash } from './hash.ts';

/**
 * How value moved.
 * - `native`: the top-level value of a transaction. - `internal`: native value inside contracts.
 * - `token`: a token transfer. - `mint`, `burn`: token units made or destroyed; the other side is the token's contract
 *   or the zero address. - `fee`: what the sender paid for the transaction; `to` is the zero address.
 * - On UTXO chains `input`: a coin that is spent, `from` it; `output`: a coin that is made, `to` it. The other side is
 *   `NO_ADDRESS`, and `owner` is the script that the coin is locked by. The fee is what inputs have more than outputs.
 */
export type LegKind = 'native' | 'internal' | 'token' | 'mint' | 'burn' | 'fee' | 'input' | 'output';

/**
 * One movement of one asset. `id` names it within its transaction, for citing: `value`, `fee`, `trace:0_1`, `log:12`, by its
 * content where an explorer told it (`call:<digest>:1`, `xfer:<digest>:1`), a data set's own number, or `in:0`, `out:0`.
 */
export type Leg = {
  readonly id: string;
  readonly kind: LegKind;
  readonly from: Address;
  readonly to: Address;
  readonly asset: AssetRef;
  /** Base units, never negative. */
  readonly amount: bigint;
  /** Of inputs and outputs: the script in stored form; an OP_RETURN has its data in it. See `address.ts`. */
  readonly owner?: Address;
};

/** A movement of things that have no amount in common (ERC-721, ERC-1155): kept as a fact, outside all amounts. */
export type NftTransfer = {
  /** Names it within its transaction: `log:12`, and in a batch `log:12:0`. */
  readonly id: string;
  readonly standard: 'erc721' | 'erc1155';
  readonly contract: Address;
  readonly tokenId: bigint;
  /** Always 1 for ERC-721. */
  readonly quantity: bigint;
  readonly from: Address;
  readonly to: Address;
};

/** The kinds of transfer that a source may be able or unable to tell. */
export type TransferKind = 'native' | 'internal' | 'token';

export const TRANSFER_KINDS: readonly TransferKind[] = ['native', 'internal', 'token'];

/** The kinds that there are on a chain: coins of UTXO chains are native value, and nothing else. */
export function transferKindsOn(chain: ChainId): readonly TransferKind[] {
  return isUtxo(chain) ? ['native'] : TRANSFER_KINDS;
}

/**
 * A transaction as far as it was read. `legs` are in chain order: fee, top-level value, then internal value by trace and
 * tokens by log (a data set's own order for data sets). On UTXO chains: all inputs, then all outputs, each in the transaction's
 * order; a coinbase has no inputs. There `whole` has every kind, or, where the amounts of some inputs are not known, none: those
 * inputs have amount 0 and no owner.
 */
export type TransactionFact = {
  readonly chain: ChainId;
  readonly hash: Hash;
  readonly block: number;
  /** Place in the block; `PLACE_UNKNOWN` where a source of a UTXO chain does not tell it: there nothing depends on it. */
  readonly index: number;
  /** Unix seconds of the block. */
  readonly time: number;
  readonly blockHash?: Hash;
  readonly sender?: Address;
  /** A failed transaction moves no value but pays its fee. */
  readonly success: boolean;
  readonly legs: readonly Leg[];
  /**
   * Kinds of transfer of which `legs` holds all there are in this transaction. A kind that is absent was only seen from
   * the accounts that were asked for. `native` is always whole.
   */
  readonly whole: readonly TransferKind[];
  /** Movements outside the amounts, where the source read the whole transaction. */
  readonly nfts?: readonly NftTransfer[];
  /** What was called and emitted, as far as the source read it. Not read back from the store. */
  readonly receipt?: ReceiptFact;
};

/** A log of a receipt, not interpreted: lower-case hex, `index` its place in the block. */
export type LogFact = {
  readonly address: Address;
  readonly topics: readonly string[];
  readonly data: string;
  readonly index: number;
};

/** What an EVM transaction tells beside its movements: whom it called with what, and what was emitted. */
export type ReceiptFact = {
  /** The receiver, or the address that the transaction created. */
  readonly to: Address;
  /** Call data, lower-case hex with `0x`; absent where it is not known. */
  readonly input?: string;
  /** In log order; empty where the transaction failed; absent where they were not read. */
  readonly logs?: readonly LogFact[];
};

/** Stands for the place of a transaction in its block where a source does not tell it. */
export const PLACE_UNKNOWN = -1;

/** The head of a block as a source tells it. */
export type BlockHeader = {
  readonly chain: ChainId;
  readonly number: number;
  readonly hash: Hash;
  readonly parentHash: Hash;
  /** Unix seconds. */
  readonly time: number;
};

/**
 * A block with everything in it, each transaction as whole as the source can tell and checked to be of this block. What the
 * chain itself pays out (withdrawals of validators) comes last, as a transaction without sender whose hash is the block's.
 */
export type BlockFacts = BlockHeader & {
  /** In the block's order. */
  readonly transactions: readonly TransactionFact[];
  /** Accounts that the block shows to be code: they emitted logs or were created in it. */
  readonly contracts: readonly Address[];
};

/** What an account held of an asset at the end of a block, in base units, as an archive node told. */
export type BalanceFact = {
  readonly chain: ChainId;
  readonly address: Address;
  readonly asset: AssetRef;
  readonly block: number;
  readonly amount: bigint;
  readonly source: string;
};

/** The position of a transaction on its chain. */
export type ChainPosition = { readonly block: number; readonly index: number };

export type CoverageStatus = 'complete' | 'truncated' | 'unavailable';

/** What was asked of a source about one account and how complete the answer is, per kind of transfer. */
export type Coverage = {
  readonly chain: ChainId;
  readonly address: Address;
  readonly source: string;
  readonly kind: TransferKind;
  readonly fromBlock: number;
  /** Inclusive; the last block that the answer speaks of. */
  readonly toBlock: number;
  readonly status: CoverageStatus;
  /** Why it is not complete. */
  readonly reason?: string;
  /** The last block of the range that cannot be taken back any more; all of it when left out. What is later is asked for again. */
  readonly finalTo?: number;
};

/** Everything that one source was asked about one account and one kind of transfer, answers joined. */
export type KindCoverage = {
  readonly chain: ChainId;
  readonly address: Address;
  readonly source: string;
  readonly kind: TransferKind;
  /** Blocks of which everything is stored. */
  readonly complete: BlockRanges;
  /** First block of `complete` whose answer could still be taken back when it was given. */
  readonly provisionalFrom?: number;
  /** The last answer that was not complete, unless a later one made up for it. */
  readonly lacks?: {
    readonly status: Exclude<CoverageStatus, 'complete'>;
    readonly fromBlock: number;
    readonly toBlock: number;
    readonly reason: string;
  };
};

/** Where facts live: `live` for what networks said, or the sha256 (hex) of a data set. Spaces never meet. */
export type FactSpace = string;
export const LIVE_SPACE: FactSpace = 'live';

/** One price of one unit (not base unit) of an asset in US dollars, as a fact with its origin. */
export type PriceFact = {
  /** CAIP-19, stored form. */
  readonly asset: string;
  /** Unix seconds. */
  readonly time: number;
  /** Decimal string, US dollars for one whole unit. */
  readonly usd: string;
  readonly source: string;
};
