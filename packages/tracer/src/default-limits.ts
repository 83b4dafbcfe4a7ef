import { type ChainId, isUtxo } from '@fundtrail/core';
import { type CaseLimits, DEFAULT_LIMITS } from './types.ts';

/** Hops of a case on a UTXO chain: a peel chain has thousands, and what bounds it is the floor. */
export const DEFAULT_UTXO_HOPS = 100_000;

/** The limits of a case whose seeds are on these chains, where it says none of its own. */
export function defaultLimits(chains: readonly ChainId[]): CaseLimits {
  return chains.some(isUtxo) ? { ...DEFAULT_LIMITS, maxHops: DEFAULT_UTXO_HOPS } : DEFAULT_LIMITS;
}
