import { type Clock, FundtrailError } from '@fundtrail/core';

/** When each block was first seen on the chain, by a look of its own that fundtrail knows nothing of. */
export type BlockWatch = {
  /** Milliseconds since the Unix epoch; undefined for a block that was not seen. */
  seenAt(block: number): number | undefined;
  readonly last: () => number;
  stop(): Promise<void>;
};

const LOOK_EVERY_MS = 25;

export function watchBlocks(url: string, clock: Clock): BlockWatch {
  const seen = new Map<number, number>();
  const stopping = new AbortController();
  let last = -1;
  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const head = await blockNumber(url, stopping.signal).catch(() => last);
      const now = clock.now();
      for (; last < head; last += 1) seen.set(last + 1, now);
      await clock.sleep(LOOK_EVERY_MS, stopping.signal).catch(() => undefined);
    }
  };
  const watching = watch();
  return {
    seenAt: (block) => seen.get(block),
    last: () => last,
    stop: () => {
      stopping.abort();
      return watching;
    },
  };
}

/** The newest block of a node. */
export async function blockNumber(url: string, signal?: AbortSignal): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] }),
    signal: signal ?? null,
  });
  const { result } = (await response.json()) as { result?: unknown };
  const block = Number(result);
  if (typeof result === 'string' && Number.isSafeInteger(block)) return block;
  throw new FundtrailError('no_block_number', 'the local chain does not tell its newest block');
}
