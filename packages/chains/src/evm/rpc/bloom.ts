import type { ChainId } from '@fundtrail/core';
import { getBytes, keccak256 } from 'ethers';
import type { Traits } from '../../transport/traits.ts';
import type { LogView } from '../logs.ts';

/** Chains with logs that are in no header's bloom: those of Polygon's state syncs, which the chain itself puts into a block. */
const INCOMPLETE: ReadonlySet<ChainId> = new Set(['eip155:137']);
const BLOOM = /^0x[0-9a-f]{512}$/;
const BLOOM_BYTES = 256;
const BIT_MASK = BLOOM_BYTES * 8 - 1;

/** Whether a header's bloom allows a log in the block with this address or topic. "No" is sure, "yes" is not. */
export function bloomAllows(bloom: string, value: string): boolean {
  const digest = getBytes(keccak256(value));
  return [0, 2, 4].every((place) => {
    const bit = (((digest[place] ?? 0) << 8) | (digest[place + 1] ?? 0)) & BIT_MASK;
    const at = 2 + 2 * (BLOOM_BYTES - 1 - (bit >> 3));
    return (Number.parseInt(bloom.slice(at, at + 2), 16) & (1 << (bit & 7))) !== 0;
  });
}

/** The blooms of a node's headers, which some chains leave empty: they are believed only once one was seen to tell the truth. */
export type Blooms = {
  /** Whether a log with this topic can be in a block with this bloom; true where the blooms cannot be believed. */
  mayHold(bloom: string | undefined, topic: string): boolean;
  /** Compares a block's bloom with the logs that are in it. */
  learn(bloom: string | undefined, logs: readonly LogView[]): Promise<void>;
};

export function createBlooms(traits: Traits, chain: ChainId): Blooms {
  const isTrue = (): boolean => traits.get('blooms') === 'true' && !INCOMPLETE.has(chain);
  return {
    mayHold: (bloom, topic) => !isTrue() || bloom === undefined || !BLOOM.test(bloom) || bloomAllows(bloom, topic),
    learn: async (bloom, logs) => {
      if (logs.length === 0 || traits.get('blooms') === 'false') return;
      const values = logs.flatMap((log) => [log.address, ...log.topics]);
      const holds = bloom !== undefined && BLOOM.test(bloom) && values.every((value) => bloomAllows(bloom, value));
      await traits.set('blooms', String(holds));
    },
  };
}
