import type { ChainId, Logger, SourceMemory } from '@fundtrail/core';

/** What was found out about a node, by words of the source's own folder. Held in memory; kept for other processes where there is a memory. */
export type Traits = {
  get(trait: string): string | undefined;
  /** Keeps what is new. A memory that fails costs others the finding out, not this reading its answer. */
  set(trait: string, value: string): Promise<void>;
};

/** Reads what is remembered, of the source on this chain: one host may have nodes of several. */
export async function openTraits(deps: {
  readonly source: string;
  readonly chain: ChainId;
  readonly memory: SourceMemory | undefined;
  readonly logger: Logger;
}): Promise<Traits> {
  const { source, chain, memory, logger } = deps;
  const prefix = `${chain} `;
  const quietly = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      logger.warn(
        { action: 'rpc_traits', source, what, err: error },
        'what is known of the node could not be kept or read',
      );
    }
  };
  const known = new Map<string, string>();
  if (memory !== undefined) {
    await quietly('read', async () => {
      for (const [name, value] of await memory.get(source)) {
        if (name.startsWith(prefix)) known.set(name.slice(prefix.length), value);
      }
    });
  }
  return {
    get: (trait) => known.get(trait),
    set: async (trait, value) => {
      if (known.get(trait) === value) return;
      known.set(trait, value);
      if (memory !== undefined) await quietly('keep', () => memory.set(source, prefix + trait, value));
    },
  };
}
