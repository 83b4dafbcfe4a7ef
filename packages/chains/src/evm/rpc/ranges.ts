import { SourceError } from '@fundtrail/core';
import { askedTooMuch, hintedSpan } from './rpc-error.ts';
import type { SpanMemory } from './spans.ts';

export type RangeWalk<T> = {
  readonly rows: readonly T[];
  /** Last block that the rows speak of in full; `fromBlock - 1` when none. */
  readonly reached: number;
  /** Why it ended before the last block; undefined when it did not. */
  readonly reason?: string;
};

/**
 * Asks for a range of blocks from its start on, in pieces as large as the node answers: a refusal that names a bound is
 * followed, any other halves the piece. Ends early past `maxRows`, or where not even one block is answered.
 */
export async function walkRange<T>(
  spans: SpanMemory,
  range: { readonly fromBlock: number; readonly toBlock: number; readonly maxRows: number },
  ask: (fromBlock: number, toBlock: number) => Promise<readonly T[]>,
): Promise<RangeWalk<T>> {
  const rows: T[] = [];
  let next = range.fromBlock;
  while (next <= range.toBlock) {
    const last = Math.min(range.toBlock, next + spans.next() - 1);
    const size = last - next + 1;
    try {
      for (const row of await ask(next, last)) rows.push(row);
    } catch (error) {
      const bound = askedTooMuch(error);
      if (bound === undefined || !(error instanceof SourceError)) throw error;
      if (size === 1) return { rows, reached: next - 1, reason: `block ${next} alone was too much: ${error.message}` };
      await spans.refused(size, bound, bound === 'span' ? hintedSpan(error) : undefined);
      continue;
    }
    await spans.answered(size);
    if (rows.length > range.maxRows) return { rows, reached: last, reason: `more than ${range.maxRows} rows` };
    next = last + 1;
  }
  return { rows, reached: range.toBlock };
}
