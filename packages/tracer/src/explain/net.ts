import { type Address, type AssetId, type AssetRef, assetId, type ChainId, type Leg } from '@fundtrail/core';

/** What accounts gained (more than zero) or lost, by account and asset; never zero. */
export type Nets = ReadonlyMap<Address, ReadonlyMap<AssetRef, bigint>>;

/** Nets all legs but fees. Units that are made or destroyed come from and go to whoever the leg names. */
export function netLegs(legs: readonly Leg[]): Nets {
  const nets = new Map<Address, Map<AssetRef, bigint>>();
  const add = (account: Address, asset: AssetRef, change: bigint): void => {
    const own = nets.get(account) ?? new Map<AssetRef, bigint>();
    nets.set(account, own);
    own.set(asset, (own.get(asset) ?? 0n) + change);
  };
  for (const { kind, from, to, asset, amount } of legs) {
    if (kind === 'fee') continue;
    add(from, asset, -amount);
    add(to, asset, amount);
  }
  for (const [account, own] of nets) {
    for (const [asset, delta] of own) if (delta === 0n) own.delete(asset);
    if (own.size === 0) nets.delete(account);
  }
  return nets;
}

/** Entries in the order of their assets' stored ids. */
export function byAsset<T>(
  chain: ChainId,
  entries: Iterable<readonly [AssetRef, T]>,
): readonly (readonly [AssetId, T])[] {
  return [...entries]
    .map(([asset, value]): readonly [AssetId, T] => [assetId(chain, asset), value])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
