import { createRpcSource, type Probed, type ProbeReport, probed } from '@fundtrail/chains';
import { type ProviderConfig, rateOf } from '@fundtrail/core';
import type { CheckContext } from './bounded.ts';
import { createPace } from './pace.ts';

/** What a node can do, and the hash of its first block, which tells one chain from another. */
export type NodeReport = ProbeReport & { readonly source: string; readonly firstHash: Probed<string> };

/**
 * Asks a node what it can do: at most some thirty requests, the heaviest for the traces of one block.
 * @throws SourceError when the node does not answer at all
 */
export async function askNode(provider: ProviderConfig, context: CheckContext): Promise<NodeReport> {
  // Without the chain that is configured: another one is a finding.
  const limiter = createPace(context.clock, provider.kind);
  const source = await createRpcSource({ url: provider.url, context, limiter, ...rateOf(provider) });
  const { signal } = context;
  try {
    const [report, firstHash] = await Promise.all([
      source.probe(signal),
      probed(async () => (await source.header(source.chain, 1, signal)).hash),
    ]);
    return { ...report, source: source.id, firstHash };
  } finally {
    await source.close();
  }
}
