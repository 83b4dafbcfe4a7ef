import { createExplorerSource, type Probed, probed } from '@fundtrail/chains';
import {
  chainInfo,
  type ProviderConfig,
  rateOf,
  TRANSFER_KINDS,
  type TransferKind,
  ZERO_ADDRESS,
} from '@fundtrail/core';
import type { CheckContext } from './bounded.ts';
import { createPace } from './pace.ts';

/** What an explorer can do. */
export type ExplorerReport = {
  readonly source: string;
  readonly head: Probed<{ readonly block: number; readonly time: number }>;
  /** Hash of block 1, which tells one chain from another. */
  readonly firstHash: Probed<string>;
  /** Lists that it lacks, and why. */
  readonly lacks: Probed<ReadonlyMap<TransferKind, string>>;
  /** Rows of a page of a busy account: what it gives at most, unless the account has fewer. */
  readonly pageRows: Probed<number | undefined>;
  readonly requests: number;
};

/** Asks an explorer what it can do: seven requests at most, one after the other. */
export async function askExplorer(provider: ProviderConfig, context: CheckContext): Promise<ExplorerReport> {
  const { chain } = provider;
  const source = createExplorerSource({
    url: provider.url,
    chain,
    context,
    limiter: createPace(context.clock, provider.kind),
    ...(provider.apiKey === undefined ? {} : { apiKey: provider.apiKey }),
    ...rateOf(provider),
  });
  const { signal } = context;
  try {
    // A range without rows asks every list without moving data.
    const range = { chain, address: ZERO_ADDRESS, kinds: TRANSFER_KINDS, fromBlock: 0, toBlock: 0, maxRows: 1, signal };
    const lacks = await probed(async () => {
      const { coverage } = await source.history(range);
      const missing = coverage.filter(({ status }) => status === 'unavailable');
      return new Map(missing.map(({ kind, reason }) => [kind, reason ?? 'not offered']));
    });
    const head = await probed(() => source.head(chain));
    const firstHash = await probed(async () => (await source.header?.(chain, 1, signal))?.hash ?? '');
    const busy = chainInfo(chain).wrapped[0]?.address ?? ZERO_ADDRESS;
    const pageRows = await probed(() => source.pageRows(busy, signal));
    return { source: source.id, head, firstHash, lacks, pageRows, requests: source.requests() };
  } finally {
    await source.close();
  }
}
