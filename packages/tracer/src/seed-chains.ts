import { type ChainId, splitAccountId } from '@fundtrail/core';
import type { SeedInput } from './types.ts';

export function seedChain(seed: SeedInput): ChainId {
  return seed.kind === 'transaction' ? seed.chain : splitAccountId(seed.account).chain;
}

/** The chains on which seeds are, each once, in the seeds' order. */
export function seedChains(seeds: readonly SeedInput[]): readonly ChainId[] {
  return [...new Set(seeds.map(seedChain))];
}
