import type { ChainInfo, PublicExplorer } from './chain-info.ts';
import type { CatalogueId } from './identity.ts';

const ETHERSCAN = 'https://api.etherscan.io/v2/api';

/**
 * Who may be asked about each chain. Nodes: those that the chain's own documentation or viem's chain definitions name. Explorers: https://docs.etherscan.io/supported-chains for
 * Etherscan V2 (one URL, the chain in `chainid`); instances of Blockscout answer the same dialect without a key, about 5 requests a second
 * (https://docs.blockscout.com/devs/apis/requests-and-limits).
 */
export const PUBLIC_PROVIDERS = {
  'eip155:1': {
    publicRpcs: ['https://ethereum.reth.rs/rpc', 'https://ethereum-rpc.publicnode.com'],
    explorers: [blockscout('eth'), etherscan('free')],
  },
  'eip155:10': {
    publicRpcs: ['https://mainnet.optimism.io', 'https://optimism-rpc.publicnode.com'],
    explorers: [blockscout('optimism'), etherscan('paid')],
  },
  'eip155:56': {
    publicRpcs: ['https://bsc-dataseed1.bnbchain.org', 'https://bsc-dataseed2.bnbchain.org'],
    explorers: [etherscan('paid')],
  },
  'eip155:100': {
    publicRpcs: ['https://rpc.gnosischain.com', 'https://rpc.gnosis.gateway.fm'],
    explorers: [blockscout('gnosis'), etherscan('free')],
  },
  'eip155:137': {
    publicRpcs: ['https://polygon.drpc.org', 'https://polygon-bor-rpc.publicnode.com'],
    explorers: [blockscout('polygon'), etherscan('free')],
  },
  // Not on Etherscan V2.
  'eip155:324': { publicRpcs: ['https://mainnet.era.zksync.io'], explorers: [blockscout('zksync')] },
  'eip155:2020': { publicRpcs: ['https://api.roninchain.com/rpc'], explorers: [] },
  'eip155:5000': {
    publicRpcs: ['https://rpc.mantle.xyz', 'https://mantle-rpc.publicnode.com'],
    explorers: [etherscan('free')],
  },
  'eip155:8453': {
    publicRpcs: ['https://mainnet.base.org', 'https://base-rpc.publicnode.com'],
    explorers: [blockscout('base'), etherscan('paid')],
  },
  'eip155:31337': { publicRpcs: [], explorers: [] },
  'eip155:42161': {
    publicRpcs: ['https://arb1.arbitrum.io/rpc', 'https://arbitrum-one.publicnode.com'],
    explorers: [blockscout('arbitrum'), etherscan('free')],
  },
  'eip155:43114': {
    publicRpcs: ['https://api.avax.network/ext/bc/C/rpc', 'https://avalanche-c-chain-rpc.publicnode.com'],
    // Routescan: https://snowtrace.io/documentation, 2 requests a second without a key.
    explorers: [
      { url: 'https://api.routescan.io/v2/network/mainnet/evm/43114/etherscan/api', key: 'none' },
      etherscan('paid'),
    ],
  },
  'eip155:59144': {
    publicRpcs: ['https://rpc.linea.build', 'https://linea-rpc.publicnode.com'],
    explorers: [etherscan('free')],
  },
  'eip155:81457': {
    publicRpcs: ['https://rpc.blast.io', 'https://blast-rpc.publicnode.com'],
    explorers: [etherscan('free')],
  },
  // Etherscan V2 gave it up in April 2026.
  'eip155:534352': {
    publicRpcs: ['https://rpc.scroll.io', 'https://scroll-rpc.publicnode.com'],
    explorers: [blockscout('scroll')],
  },
} as const satisfies Record<CatalogueId, Pick<ChainInfo, 'publicRpcs' | 'explorers'>>;

function etherscan(key: 'free' | 'paid'): PublicExplorer {
  return { url: ETHERSCAN, key };
}

function blockscout(instance: string): PublicExplorer {
  return { url: `https://${instance}.blockscout.com/api`, key: 'none' };
}
