import type { BlockFacts } from '@fundtrail/core';

/** Blocks asked for at the same time. */
const PARALLEL_BLOCKS = 4;
/** Blocks that are applied together at most. */
const LARGEST_GROUP = 16;

type Pending = { readonly block: Promise<BlockFacts>; ready: boolean };

/**
 * Reads blocks `from` to `to` some ahead of whoever applies them, and gives them in order, in groups of those that are there
 * at the moment. What fails is thrown after all blocks before it were given.
 */
export async function* readAhead(
  read: (number: number) => Promise<BlockFacts>,
  from: number,
  to: number,
): AsyncGenerator<readonly [BlockFacts, ...BlockFacts[]]> {
  const pending: Pending[] = [];
  let next = from;
  const fill = (): void => {
    const asked = pending.filter(({ ready }) => !ready).length;
    for (let room = PARALLEL_BLOCKS - asked; room > 0 && next <= to && pending.length < LARGEST_GROUP; room -= 1) {
      const entry: Pending = { block: read(next), ready: false };
      const settle = (): void => {
        entry.ready = true;
      };
      entry.block.then(settle, settle);
      pending.push(entry);
      next += 1;
    }
  };
  for (fill(); pending.length > 0; fill()) {
    const first = pending.shift();
    if (first === undefined) return;
    const group: [BlockFacts, ...BlockFacts[]] = [await first.block];
    fill();
    for (let entry = pending[0]; entry?.ready === true && group.length < LARGEST_GROUP; entry = pending[0]) {
      // Its failure is for the next group: what was read before must not be lost with it.
      const block = await entry.block.catch(() => undefined);
      if (block === undefined) break;
      pending.shift();
      group.push(block);
    }
    yield group;
  }
}
