import type { ChainName } from '@fundtrail/core';
import { SOLANA, TRON } from '../../decode/foreign-account.ts';

export const BITCOIN: ChainName = 'bip122:000000000019d6689c085ae165831e93';
const ETHEREUM: ChainName = 'eip155:1';
const ARBITRUM: ChainName = 'eip155:42161';
const BSC: ChainName = 'eip155:56';
const POLKADOT: ChainName = 'polkadot:91b171bb158e2d3848fa23a9f1c25182';
const ASSET_HUB: ChainName = 'polkadot:68d56f15f85d3136970ec16946040bc1';

/** Chainflip's numbers of chains (chainflip-backend `ForeignChain`; docs). */
const CHAINS: readonly (ChainName | undefined)[] = [
  undefined,
  ETHEREUM,
  POLKADOT,
  BITCOIN,
  ARBITRUM,
  SOLANA,
  ASSET_HUB,
  TRON,
  BSC,
];

export type ChainflipAsset = { readonly name: string; readonly chain: ChainName };

/** Its numbers of assets (chainflip-backend `Asset`; docs), from 1. */
const ASSETS: readonly ChainflipAsset[] = [
  { name: 'Eth', chain: ETHEREUM },
  { name: 'Flip', chain: ETHEREUM },
  { name: 'Usdc', chain: ETHEREUM },
  { name: 'Dot', chain: POLKADOT },
  { name: 'Btc', chain: BITCOIN },
  { name: 'ArbEth', chain: ARBITRUM },
  { name: 'ArbUsdc', chain: ARBITRUM },
  { name: 'Usdt', chain: ETHEREUM },
  { name: 'Sol', chain: SOLANA },
  { name: 'SolUsdc', chain: SOLANA },
  { name: 'HubDot', chain: ASSET_HUB },
  { name: 'HubUsdt', chain: ASSET_HUB },
  { name: 'HubUsdc', chain: ASSET_HUB },
  { name: 'Wbtc', chain: ETHEREUM },
  { name: 'ArbUsdt', chain: ARBITRUM },
  { name: 'SolUsdt', chain: SOLANA },
  { name: 'Trx', chain: TRON },
  { name: 'TrxUsdt', chain: TRON },
  { name: 'Bnb', chain: BSC },
  { name: 'BscUsdt', chain: BSC },
  { name: 'Cbbtc', chain: ETHEREUM },
];

export function chainOf(number: number): ChainName | undefined {
  return CHAINS[number];
}

export function assetOf(number: number): ChainflipAsset | undefined {
  return ASSETS[number - 1];
}
