import type { ChainId } from '@fundtrail/core';

/** How far the logs of chains are searched for one movement. */
export type LogSpans = {
  /** The first block that is to be searched; undefined where none was. */
  first(chain: ChainId): number | undefined;
  /** Says how far one search came that began there; of several on a chain the shortest counts. */
  reached(chain: ChainId, block: number): void;
  /** Per chain the last block that need not be searched again. */
  searched(): Readonly<Record<string, number>>;
};

/** @param before per chain the last block that earlier searches came to */
export function createLogSpans(before: Readonly<Record<string, number>>): LogSpans {
  const now = new Map<ChainId, number>();
  return {
    first: (chain) => {
      const last = before[chain];
      return last === undefined ? undefined : last + 1;
    },
    reached: (chain, block) => now.set(chain, Math.min(block, now.get(chain) ?? block)),
    searched: () => {
      const after: Record<string, number> = { ...before };
      for (const [chain, block] of now) {
        const last = before[chain];
        if (last === undefined ? block >= 0 : block > last) after[chain] = block;
      }
      return after;
    },
  };
}
