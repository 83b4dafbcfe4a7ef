import { type Address, type ChainId, chainInfo } from '@fundtrail/core';

/** Wrapped native assets of chains outside the catalogue; each seen wrapping in recorded transactions of its chain. Stand of 2026-11. */
const WRAPPED_BY_CHAIN: ReadonlyMap<ChainId, Address> = new Map([
  ['eip155:143', '0x3bd359c1119da7da1d913d1c4d2b7c461115433a'],
  ['eip155:999', '0x5555555555555555555555555555555555555555'],
]);

/** The contracts that wrap a chain's native asset, as far as they are known. */
export function wrappedNative(chain: ChainId): readonly Address[] {
  const known = chainInfo(chain).wrapped.map(({ address }) => address);
  const other = WRAPPED_BY_CHAIN.get(chain);
  return known.length > 0 || other === undefined ? known : [other];
}
