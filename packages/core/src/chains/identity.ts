import type { ChainInfo } from './chain-info.ts';

const ETHER = { slip44: 60, symbol: 'ETH', decimals: 18 } as const;

/** The chains of the catalogue and their native assets. Every other table of the catalogue has an entry for each. */
export const IDENTITIES = {
  'eip155:1': { name: 'Ethereum', ...ETHER },
  'eip155:10': { name: 'Optimism', ...ETHER },
  // BNB's own coin type. SLIP-44 also lists 9006 for the chain; the CAIP-19 id names the asset.
  'eip155:56': { name: 'BNB Smart Chain', slip44: 714, symbol: 'BNB', decimals: 18 },
  'eip155:100': { name: 'Gnosis', slip44: 700, symbol: 'xDAI', decimals: 18 },
  'eip155:137': { name: 'Polygon', slip44: 966, symbol: 'POL', decimals: 18 },
  'eip155:324': { name: 'zkSync Era', ...ETHER },
  // Neither MNT nor RON has a coin type in SLIP-44: they go by 60, as the assets of all chains without one do.
  'eip155:2020': { name: 'Ronin', slip44: 60, symbol: 'RON', decimals: 18 },
  'eip155:5000': { name: 'Mantle', slip44: 60, symbol: 'MNT', decimals: 18 },
  'eip155:8453': { name: 'Base', ...ETHER },
  'eip155:31337': { name: 'Local development chain', ...ETHER },
  'eip155:42161': { name: 'Arbitrum One', ...ETHER },
  'eip155:43114': { name: 'Avalanche C', slip44: 9005, symbol: 'AVAX', decimals: 18 },
  'eip155:59144': { name: 'Linea', ...ETHER },
  'eip155:81457': { name: 'Blast', ...ETHER },
  'eip155:534352': { name: 'Scroll', ...ETHER },
} as const satisfies Record<string, Pick<ChainInfo, 'name' | 'slip44' | 'symbol' | 'decimals'>>;
// Coin types: https://github.com/satoshilabs/slips/blob/master/slip-0044.md

export type CatalogueId = keyof typeof IDENTITIES;
