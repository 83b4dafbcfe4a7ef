import type { ChainInfo } from './chain-info.ts';

/** Versions and prefix of the addresses of a UTXO chain. */
export type AddressForms = {
  /** Version byte of Base58Check addresses of a key's hash. */
  readonly keyHash: number;
  /** Version bytes of Base58Check addresses of a script's hash; the first is written, all are read. */
  readonly scriptHash: readonly [number, ...number[]];
  /** Human-readable part of Bech32 addresses; null where the chain has no witness programs. */
  readonly bech32: string | null;
};

type UtxoChain = Omit<ChainInfo, 'id' | 'wrapped' | 'fee' | 'explorers' | 'publicRpcs'>;

const BITCOIN: AddressForms = { keyHash: 0x00, scriptHash: [0x05], bech32: 'bc' };
const TESTNET: AddressForms = { keyHash: 0x6f, scriptHash: [0xc4], bech32: 'tb' };
const TEST_COIN = { slip44: 1, decimals: 8 } as const;

/**
 * UTXO chains by their CAIP-2 ids: the first 32 digits of the genesis block's hash (CAIP-4). Address forms: chainparams.cpp of
 * Bitcoin Core, Litecoin Core and Dogecoin Core. Finality is confirmations: six are the usual word on Bitcoin, and twice the work's time on
 * the others.
 */
export const UTXO_CHAINS = {
  'bip122:000000000019d6689c085ae165831e93': {
    name: 'Bitcoin',
    slip44: 0,
    symbol: 'BTC',
    decimals: 8,
    blockTimeMs: 600_000,
    finality: 6,
    reorgWindow: 6,
    addresses: BITCOIN,
    esploras: ['https://blockstream.info/api', 'https://mempool.space/api'],
  },
  'bip122:000000000933ea01ad0ee984209779ba': {
    name: 'Bitcoin testnet',
    ...TEST_COIN,
    symbol: 'tBTC',
    blockTimeMs: 600_000,
    finality: 100,
    reorgWindow: 100,
    addresses: TESTNET,
    esploras: ['https://blockstream.info/testnet/api', 'https://mempool.space/testnet/api'],
  },
  'bip122:00000008819873e925422c1ff0f99f7c': {
    name: 'Bitcoin signet',
    ...TEST_COIN,
    symbol: 'sBTC',
    blockTimeMs: 600_000,
    finality: 6,
    reorgWindow: 6,
    addresses: TESTNET,
    esploras: ['https://mempool.space/signet/api'],
  },
  'bip122:0f9188f13cb7b2c71f2a335e3a4fc328': {
    name: 'Bitcoin regtest',
    ...TEST_COIN,
    symbol: 'rBTC',
    blockTimeMs: 1_000,
    finality: 100,
    reorgWindow: 100,
    addresses: { ...TESTNET, bech32: 'bcrt' },
    esploras: [],
  },
  'bip122:12a765e31ffd4059bada1e25190f6e98': {
    name: 'Litecoin',
    slip44: 2,
    symbol: 'LTC',
    decimals: 8,
    blockTimeMs: 150_000,
    finality: 12,
    reorgWindow: 12,
    addresses: { keyHash: 0x30, scriptHash: [0x32, 0x05], bech32: 'ltc' },
    esploras: ['https://litecoinspace.org/api'],
  },
  'bip122:530827f38f93b43ed12af0b3ad25a288': {
    name: 'Litecoin regtest',
    ...TEST_COIN,
    symbol: 'rLTC',
    blockTimeMs: 1_000,
    finality: 100,
    reorgWindow: 100,
    addresses: { keyHash: 0x6f, scriptHash: [0x3a, 0xc4], bech32: 'rltc' },
    esploras: [],
  },
  'bip122:1a91e3dace36e2be3bf030a65679fe82': {
    name: 'Dogecoin',
    slip44: 3,
    symbol: 'DOGE',
    decimals: 8,
    blockTimeMs: 60_000,
    finality: 60,
    reorgWindow: 60,
    addresses: { keyHash: 0x1e, scriptHash: [0x16], bech32: null },
    esploras: [],
  },
} as const satisfies Record<string, UtxoChain>;
