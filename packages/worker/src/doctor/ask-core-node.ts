import { type CoreProbeReport, createCoreSource, type Probed, probed } from '@fundtrail/chains';
import { type ProviderConfig, rateOf } from '@fundtrail/core';
import type { CheckContext } from './bounded.ts';
import { createPace } from './pace.ts';

/** What a node of a UTXO chain can do, and the hash of its first block. */
export type CoreNodeReport = CoreProbeReport & { readonly source: string; readonly firstHash: Probed<string> };

/**
 * Asks a node of Bitcoin Core or its kin what it can do: some fifteen requests.
 * @throws SourceError when the node does not answer at all. @throws InputError when it is of another chain
 */
export async function askCoreNode(provider: ProviderConfig, context: CheckContext): Promise<CoreNodeReport> {
  const { url, chain } = provider;
  const { signal } = context;
  const limiter = createPace(context.clock, provider.kind);
  const source = await createCoreSource({ url, chain, context, limiter, ...rateOf(provider) });
  try {
    const report = await source.probe(signal);
    const firstHash = await probed(async () => (await source.header(chain, 0, signal)).hash);
    return { ...report, source: source.id, firstHash };
  } finally {
    await source.close();
  }
}
