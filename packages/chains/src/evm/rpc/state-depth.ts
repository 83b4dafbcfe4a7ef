import type { Traits } from '../../transport/traits.ts';

/** How old the state is that a node still has, learned from its refusals. */
export type StateDepth = {
  /** Whether it is worth asking about this block. */
  mayHave(block: number, newest: number): boolean;
  /** It had no state of this block. */
  lacked(block: number, newest: number): Promise<void>;
  /** The fewest blocks behind the newest at which it had none; undefined where it never lacked any. */
  lacksFrom(): number | undefined;
  /** Forgets it, for finding out anew. */
  had(block: number, newest: number): Promise<void>;
};

const TRAIT = 'no_state_depth';
/** Remembered in place of a depth once the node turned out to have it after all. */
const NEVER = 'none';

export function createStateDepth(traits: Traits): StateDepth {
  const lacksFrom = (): number | undefined => {
    const value = traits.get(TRAIT);
    return value === undefined || value === NEVER ? undefined : Number(value);
  };
  return {
    lacksFrom,
    mayHave: (block, newest) => newest - block < (lacksFrom() ?? Number.POSITIVE_INFINITY),
    lacked: async (block, newest) => {
      // Not of what is newest: that would say that it has no state at all.
      const depth = Math.max(1, newest - block);
      if (depth < (lacksFrom() ?? Number.POSITIVE_INFINITY)) await traits.set(TRAIT, String(depth));
    },
    had: async (block, newest) => {
      const known = lacksFrom();
      if (known !== undefined && newest - block >= known) await traits.set(TRAIT, NEVER);
    },
  };
}
