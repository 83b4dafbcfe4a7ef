import type { ChainId } from '../chain.ts';
import { knownChains } from './known.ts';

/** What lists of addresses call chains: tickers of native assets, ISO 4217's XBT, and what people write beside them. */
const TICKERS: Readonly<Record<string, ChainId>> = {
  BTC: 'bip122:000000000019d6689c085ae165831e93',
  XBT: 'bip122:000000000019d6689c085ae165831e93',
  LTC: 'bip122:12a765e31ffd4059bada1e25190f6e98',
  DOGE: 'bip122:1a91e3dace36e2be3bf030a65679fe82',
  ETH: 'eip155:1',
  OP: 'eip155:10',
  BSC: 'eip155:56',
  BNB: 'eip155:56',
  MATIC: 'eip155:137',
  POL: 'eip155:137',
  RON: 'eip155:2020',
  BASE: 'eip155:8453',
  ARB: 'eip155:42161',
  AVAX: 'eip155:43114',
};

/** The chain that lists mean by a ticker or a name, in any case; undefined for one that is not known, or not traced. */
export function chainNamed(text: string): ChainId | undefined {
  const upper = text.toUpperCase();
  return TICKERS[upper] ?? knownChains().find(({ id, name }) => id === text || name.toUpperCase() === upper)?.id;
}
