/** Looks at a head per usual time between two blocks, once the next block is due. */
const LOOKS_PER_BLOCK = 4;
/** As above, for a chain that is silent: one that only makes blocks when there is something for them, or one that stands. */
const LOOKS_PER_BLOCK_WHEN_SILENT = 2;
/** Blocks that are overdue before a chain counts as silent. */
const SILENT_AFTER_BLOCKS = 10;
/** Fast chains are read some blocks at a time rather than asked more often. */
export const SHORTEST_WAIT_MS = 250;
/** Also keeps a lease alive between two looks. */
export const LONGEST_WAIT_MS = 5_000;

/**
 * Milliseconds until looking at a chain's head is likely to show a new block.
 * @param headTime Unix seconds of the newest block seen
 */
export function waitForBlock(head: {
  readonly headTime: number;
  readonly blockTimeMs: number;
  readonly now: number;
}): number {
  const due = head.headTime * 1_000 + head.blockTimeMs - head.now;
  if (due > 0) return clamp(due);
  const silent = -due > SILENT_AFTER_BLOCKS * head.blockTimeMs;
  return clamp(head.blockTimeMs / (silent ? LOOKS_PER_BLOCK_WHEN_SILENT : LOOKS_PER_BLOCK));
}

function clamp(ms: number): number {
  return Math.round(Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, ms)));
}
