import type { ChainId } from '../chain.ts';
import type { FeeModel } from './fee.ts';
import type { AddressForms } from './utxo-chains.ts';

/**
 * A contract that wraps the native asset, and how it tells of it. Its address is lower case.
 * - `deposit_withdrawal`: WETH9; Deposit and Withdrawal, no Transfer when units are made or destroyed.
 * - `transfer`: an ERC-20 that mints and burns; Transfer from and to the zero address, and nothing else.
 * - `both`: one wrap can be told twice and counts once. Also right where it is not known which of the two are told.
 */
export type WrappedNative = {
  readonly address: string;
  readonly events: 'deposit_withdrawal' | 'transfer' | 'both';
};

/** What to ask for as final: a block tag, or this many blocks on top. */
export type Finality = 'finalized' | 'safe' | number;

/** An explorer API in the dialect of Etherscan, and what its key costs. */
export type PublicExplorer = {
  readonly url: string;
  readonly key: 'none' | 'free' | 'paid';
};

/** What the code needs to know of a chain before anything is read from it. */
export type ChainInfo = {
  readonly id: ChainId;
  readonly name: string;
  /** SLIP-44 coin type of the native asset, for its CAIP-19 id. Facts are stored under it, so it never changes. */
  readonly slip44: number;
  readonly symbol: string;
  readonly decimals: number;
  /** The well-known contracts that wrap the native asset. */
  readonly wrapped: readonly WrappedNative[];
  /** Usual milliseconds between two blocks, to plan waiting with; nothing depends on its being exact. */
  readonly blockTimeMs: number;
  readonly finality: Finality;
  /** Blocks that may still be replaced where finality is not told. A deeper reorganisation halts the following of the chain. */
  readonly reorgWindow: number;
  readonly fee: FeeModel;
  /** JSON-RPC nodes that anybody may ask without a key. Asked only when the installation says so. */
  readonly publicRpcs: readonly string[];
  /** Explorers, one without a key first. */
  readonly explorers: readonly PublicExplorer[];
  /** Of UTXO chains: how addresses are written. */
  readonly addresses?: AddressForms;
  /** Of UTXO chains: Esplora APIs that anybody may ask without a key. Asked only when the installation says so. */
  readonly esploras?: readonly string[];
};

/** A chain that an installation adds, or what it changes of one in the catalogue; what it does not say stays as it is. */
export type ChainDefinition = Pick<ChainInfo, 'id'> & Partial<Omit<ChainInfo, 'id'>>;
