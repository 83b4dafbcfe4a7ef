import type { ChainName } from '@fundtrail/core';

/** EVM chain numbers by Axelar's names, of axelar-contract-deployments mainnet.json; some are written with a capital. */
const NUMBERS: Readonly<Record<string, number>> = {
  arbitrum: 42161,
  avalanche: 43114,
  base: 8453,
  berachain: 80094,
  binance: 56,
  blast: 81457,
  celo: 42220,
  centrifuge: 2031,
  ethereum: 1,
  fantom: 250,
  filecoin: 314,
  flow: 747,
  fraxtal: 252,
  hedera: 295,
  hyperliquid: 999,
  immutable: 13371,
  kava: 2222,
  linea: 59144,
  mantle: 5000,
  monad: 143,
  moonbeam: 1284,
  optimism: 10,
  plume: 98866,
  polygon: 137,
  scroll: 534352,
  'xrpl-evm': 1440000,
};

/** EVM chain number; undefined for chains that are none, or that are not known. */
export function numberOfChain(name: string): number | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(NUMBERS, lower) ? NUMBERS[lower] : undefined;
}

export function chainOf(name: string): ChainName {
  const number = numberOfChain(name);
  return number === undefined ? `axelar:${name.toLowerCase()}` : `eip155:${number}`;
}
