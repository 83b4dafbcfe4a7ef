import { SourceError } from '@fundtrail/core';
import { askedTooMuch, hintedSpan } from './rpc-error.ts';

/** The number of blocks that a node answers for at once, learned from its refusals and kept for its next questions. */
export type SpanMemory = {
  /** What the next question asks for. */
  span: number;
  /** A bound the node gave on the number of blocks: never asked beyond again. */
  cap: number;
};

export function createSpanMemory(first: number | undefined): SpanMemory {
  const span = first ?? Number.MAX_SAFE_INTEGER;
  return { span, cap: span };
}

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
  memory: SpanMemory,
  range: { readonly fromBlock: number; readonly toBlock: number; readonly maxRows: number },
  ask: (fromBlock: number, toBlock: number) => Promise<readonly T[]>,
): Promise<RangeWalk<T>> {
  const rows: T[] = [];
  let next = range.fromBlock;
  while (next <= range.toBlock) {
    const last = Math.min(range.toBlock, next + memory.span - 1);
    const size = last - next + 1;
    try {
      for (const row of await ask(next, last)) rows.push(row);
    } catch (error) {
      const bound = askedTooMuch(error);
      if (bound === undefined || !(error instanceof SourceError)) throw error;
      if (size === 1) return { rows, reached: next - 1, reason: `block ${next} alone was too much: ${error.message}` };
      const hint = bound === 'span' ? hintedSpan(error) : undefined;
      memory.span = hint !== undefined && hint < size ? hint : Math.ceil(size / 2);
      if (bound === 'span') memory.cap = memory.span;
      continue;
    }
    if (rows.length > range.maxRows) return { rows, reached: last, reason: `more than ${range.maxRows} rows` };
    next = last + 1;
    // Only a full piece says that the node answers for so many blocks.
    if (size === memory.span) memory.span = Math.min(memory.cap, memory.span * 2);
  }
  return { rows, reached: range.toBlock };
}
