import type { BlockHeader } from '@fundtrail/core';
import { ForkedReadError } from '../../transport/forked-read.ts';

/** Blocks that are read at the same time. */
const READ_AHEAD = 4;

/**
 * Reads blocks in order, some ahead, each checked to be the child of the one before; reading ends when the caller takes no more.
 * @throws ForkedReadError where the chain was reorganised in between
 */
export async function* scanBlocks<T>(
  source: string,
  range: { readonly fromBlock: number; readonly toBlock: number; readonly signal?: AbortSignal | undefined },
  read: (number: number, signal: AbortSignal) => Promise<T>,
  headerOf: (block: T) => BlockHeader,
): AsyncGenerator<T, void, void> {
  const stop = new AbortController();
  const signal = range.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, range.signal]);
  const ahead: Promise<T>[] = [];
  let next = range.fromBlock;
  let before: BlockHeader | undefined;
  try {
    for (;;) {
      for (; ahead.length < READ_AHEAD && next <= range.toBlock; next += 1) {
        const reading = read(next, signal);
        // Whichever fails first is thrown; of those that are given up then, nobody hears.
        reading.catch(() => undefined);
        ahead.push(reading);
      }
      const first = ahead.shift();
      if (first === undefined) return;
      const block = await first;
      const header = headerOf(block);
      if (before !== undefined && header.parentHash !== before.hash) {
        throw new ForkedReadError(
          source,
          `block ${header.number} does not follow on block ${before.number} as it was told`,
        );
      }
      before = header;
      yield block;
    }
  } finally {
    stop.abort(new DOMException('no more blocks are wanted', 'AbortError'));
  }
}
