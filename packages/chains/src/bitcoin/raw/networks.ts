import type { ChainId } from '@fundtrail/core';
import { targetOf } from './header.ts';

/** What tells the blocks of a chain from those of others. Sources: chainparams.cpp of Bitcoin Core, Litecoin Core and Dogecoin Core. */
export type Network = {
  readonly chain: ChainId;
  /** Begins every block in blk*.dat, in hex. Regtest chains share theirs: the chain has to be named. */
  readonly magic: string;
  /** The easiest target where blocks are mined by double SHA-256; undefined where their hash shows no work. */
  readonly easiest: bigint | undefined;
  /** Headers may carry the work of another chain behind them (AuxPoW). */
  readonly mergedMining?: true;
};

export const BITCOIN: ChainId = 'bip122:000000000019d6689c085ae165831e93';
const DIFFICULTY_ONE = targetOf(0x1d00ffff);
const REGTEST = targetOf(0x207fffff);

export const NETWORKS: readonly Network[] = [
  { chain: BITCOIN, magic: 'f9beb4d9', easiest: DIFFICULTY_ONE },
  { chain: 'bip122:000000000933ea01ad0ee984209779ba', magic: '0b110907', easiest: DIFFICULTY_ONE },
  { chain: 'bip122:00000008819873e925422c1ff0f99f7c', magic: '0a03cf40', easiest: targetOf(0x1e0377ae) },
  { chain: 'bip122:0f9188f13cb7b2c71f2a335e3a4fc328', magic: 'fabfb5da', easiest: REGTEST },
  { chain: 'bip122:12a765e31ffd4059bada1e25190f6e98', magic: 'fbc0b6db', easiest: undefined },
  { chain: 'bip122:530827f38f93b43ed12af0b3ad25a288', magic: 'fabfb5da', easiest: undefined },
  { chain: 'bip122:1a91e3dace36e2be3bf030a65679fe82', magic: 'c0c0c0c0', easiest: undefined, mergedMining: true },
];

export function networkOf(chain: ChainId): Network | undefined {
  return NETWORKS.find((network) => network.chain === chain);
}
