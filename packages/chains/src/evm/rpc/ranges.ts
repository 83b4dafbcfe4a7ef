import { SourceError } from '@fundtrail/core';
import { askedTooMuch, hintedSpan } from './rpc-error.ts';
import type { SpanMemory } from './spans.ts';

/** Why a search ends early that may put no more questions. */
export const OUT_OF_REQUESTS = 'no more requests are allowed';

export type WalkedRange = {
  readonly fromBlock: number;
  /** Inclusive. */
  readonly toBlock: number;
  readonly maxRows: number;
  /** Most pieces that are asked for, refused ones counted; no bound when left out. */
  readonly maxRequests?: number;
};

export type RangeWalk<T> = {
  readonly rows: readonly T[];
  /** Last block that the rows speak of in full; `fromBlock - 1` when none. */
  readonly reached: number;
  /** Why it ended before the last block; undefined when it did not. */
  readonly reason?: string;
  /** Pieces that were asked for, refused ones counted. */
  readonly requests: number;
};

/**
 * Asks for a range of blocks from its start on, in pieces as large as the node answers: a refusal that names a bound is
 * followed, any other halves the piece. Ends early past `maxRows`, where more than `maxRequests` would be asked, or where not even one
 * block is answered.
 */
export async function walkRange<T>(
  spans: SpanMemory,
  range: WalkedRange,
  ask: (fromBlock: number, toBlock: number) => Promise<readonly T[]>,
): Promise<RangeWalk<T>> {
  const rows: T[] = [];
  const maxRequests = range.maxRequests ?? Number.POSITIVE_INFINITY;
  let next = range.fromBlock;
  let requests = 0;
  while (next <= range.toBlock) {
    const last = Math.min(range.toBlock, next + spans.next() - 1);
    const size = last - next + 1;
    if (requests >= maxRequests) return { rows, reached: next - 1, reason: OUT_OF_REQUESTS, requests };
    requests += 1;
    try {
      for (const row of await ask(next, last)) rows.push(row);
    } catch (error) {
      const bound = askedTooMuch(error);
      if (bound === undefined || !(error instanceof SourceError)) throw error;
      if (size === 1) {
        const reason = `block ${next} alone was too much: ${error.message}`;
        return { rows, reached: next - 1, reason, requests };
      }
      await spans.refused(size, bound, bound === 'span' ? hintedSpan(error) : undefined);
      continue;
    }
    await spans.answered(size);
    if (rows.length > range.maxRows)
      return { rows, reached: last, reason: `more than ${range.maxRows} rows`, requests };
    next = last + 1;
  }
  return { rows, reached: range.toBlock, requests };
}
