import type { Logger, SourceMemory } from '@fundtrail/core';

/** What was found out about a node, by words of this folder. Held in memory; kept for other processes where there is a memory. */
export type Traits = {
  get(trait: string): string | undefined;
  /** Keeps what is new. A memory that fails costs others the finding out, not this reading its answer. */
  set(trait: string, value: string): Promise<void>;
};

/** Reads what is remembered. */
export async function openTraits(deps: {
  readonly source: string;
  readonly memory: SourceMemory | undefined;
  readonly logger: Logger;
}): Promise<Traits> {
  const { source, memory, logger } = deps;
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
      for (const [trait, value] of await memory.get(source)) known.set(trait, value);
    });
  }
  return {
    get: (trait) => known.get(trait),
    set: async (trait, value) => {
      if (known.get(trait) === value) return;
      known.set(trait, value);
      if (memory !== undefined) await quietly('keep', () => memory.set(source, trait, value));
    },
  };
}
