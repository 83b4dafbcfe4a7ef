import type { ChainName } from '@fundtrail/core';
import type { ContractRow } from '../adapter.ts';

/**
 * One of the networks of THORChain's design: they share routers' events, memos and APIs, and differ in names, codes and chains.
 */
export type ThorNetwork = {
  readonly protocol: string;
  readonly title: string;
  /** The network's own chain. */
  readonly chain: ChainName;
  /** Its own chain's word in assets, and the prefix of its accounts. */
  readonly home: string;
  readonly accountPrefix: string;
  /** Assets that may be named without their chain: those of the network itself. */
  readonly ownAssets: readonly string[];
  /** Abbreviations of assets, in the case in which they must be written. */
  readonly codes: Readonly<Record<string, string>>;
  readonly contracts: readonly ContractRow[];
  /** Words of the UTXO chains that it has vaults on. */
  readonly coinChains: readonly string[];
  /** Of `/v2/actions`, and of the network's nodes; `nodePath` comes before `/tx/…` and the like. */
  readonly midgard: { readonly name: string; readonly baseUrl: string };
  readonly node: { readonly name: string; readonly baseUrl: string; readonly nodePath: string };
  /** Another network that reads the same memos first: what it can read and nobody's vault shows is left to it. */
  readonly elder?: ThorNetwork;
};

/** Roles of contracts and accounts. Routers before V6 keep tokens themselves; with V6 the vaults do. */
export const ROUTER = 'Router';
export const VAULT_ROUTER = 'VaultRouter';
export const ROUTERS: readonly string[] = [ROUTER, VAULT_ROUTER];
export const VAULT = 'Vault';
export const AGGREGATOR = 'Aggregator';
