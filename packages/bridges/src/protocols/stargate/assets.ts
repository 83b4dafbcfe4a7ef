import type { ChainName } from '@fundtrail/core';

/** Roles of what takes and pays the assets of v2. */
export const POOLS: readonly string[] = [
  'OFTETH',
  'OFTEURC',
  'OFTUSDC',
  'OFTUSDT',
  'PoolETH',
  'PoolEURC',
  'PoolMETIS',
  'PoolNative',
  'PoolUSDC',
  'PoolUSDT',
  'PoolmETH',
];

export const NATIVE_POOL = 'PoolNative';

/** Amounts in messages have 6 decimals, whatever the token has. */
const SHARED_DECIMALS = 6;
const DECIMALS: Readonly<Record<string, number>> = { eth: 18, metis: 18, meth: 18, usdc: 6, usdt: 6, eurc: 6 };
const BSC: ChainName = 'eip155:56';
const BSC_DECIMALS = 18;

/** The asset that a pool or token of v2 carries, the same word on all chains: all native pools are of ether. */
export function assetOf(role: string): string {
  return role === NATIVE_POOL ? 'eth' : role.replace(/^(?:Pool|OFT)/, '').toLowerCase();
}

/**
 * An amount of a token as messages tell it. Decimals from memory: 6 for dollars and euros, but 18 on BNB Smart Chain; else 18.
 */
export function sharedAmount(amount: bigint, asset: string, chain: ChainName): bigint {
  const decimals = chain === BSC ? BSC_DECIMALS : (DECIMALS[asset] ?? SHARED_DECIMALS);
  return amount / 10n ** BigInt(decimals - SHARED_DECIMALS);
}
