import type { Address, ChainId, Hash } from '@fundtrail/core';

/**
 * Where the story is played: local chains with the numbers of real ones, and contracts at their real addresses, so that what is known
 * of the real chains (registries, domains, wrapped assets) holds for the story as it is.
 */
export const CHAIN_A = 1;
export const CHAIN_B = 43_114;
export const CHAIN_C = 8_453;

/** Litecoin's mainnet, as which a regtest node is shown; see `asLitecoin`. CAIP-4: the first 32 digits of the genesis block's hash. */
export const LITECOIN: ChainId = 'bip122:12a765e31ffd4059bada1e25190f6e98';
/** Litecoin Core, chainparams.cpp. */
export const LITECOIN_GENESIS: Hash = '0x12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2';

/** THORChain's routers, V4.1. Source: thornode x/thorchain/router_upgrade_info.go, as of 2026-09-29. */
export const THORCHAIN_ROUTERS = {
  [CHAIN_A]: '0xd37bbe5744d730a1d98d8dc97c42f0ca46ad7146',
  [CHAIN_B]: '0x8f66c4ae756bebc49ec8b81966dd8bba9f127549',
} as const satisfies Record<number, Address>;

/** WETH9 and Uniswap V2 of Ethereum. Source: Uniswap's documentation of V2 deployments. */
export const MARKET_A = {
  weth: '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
  factory: '0x5c69bee701ef814a2b6a3edd4b1652cb9cc5aa6f',
  router: '0x7a250d5630b4cf539739df2c5dacb4c659f2488d',
} as const;

/** Circle's CCTP V1 and USDC, with their domains. Source: Circle's documentation of EVM contracts, as of 2026-10-01. */
export const CCTP = {
  [CHAIN_B]: {
    domain: 1,
    messenger: '0x6b25532e1060ce10cc3b0a99e5683b91bfde6982',
    transmitter: '0x8186359af5f57fbb40c6b14a588d2a59c0c29880',
    usdc: '0xb97ef9ef8734c71904d8002f8b6bc66dd9c48a6e',
  },
  [CHAIN_C]: {
    domain: 6,
    messenger: '0x1682ae6375c4e4a97e4b583bc394c861a46d8962',
    transmitter: '0xad09780d193884d503182ad4588450c416d6f9d4',
    usdc: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
  },
} as const;

/** The CAIP-2 id of an EVM chain number. */
export function evmChain(number: number): ChainId {
  return `eip155:${number}`;
}
