import type { Coverage, TransferKind } from '@fundtrail/core';

/** The last block of coverage from a source that cannot say where its head is: all it had when it was asked. */
export const OPEN_END = Number.MAX_SAFE_INTEGER;

/** Whether one account's coverage tells everything of a kind from the start of the chain to `toBlock`. */
export function isCovered(coverage: readonly Coverage[], kind: TransferKind, toBlock: number): boolean {
  const ranges = coverage
    .filter((entry) => entry.kind === kind && entry.status === 'complete')
    .sort((a, b) => a.fromBlock - b.fromBlock);
  let reached = -1;
  for (const range of ranges) {
    if (range.fromBlock > reached + 1) break;
    if (range.toBlock > reached) reached = range.toBlock;
  }
  return reached >= toBlock;
}
