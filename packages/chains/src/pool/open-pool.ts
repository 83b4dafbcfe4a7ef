import { type ChainPool, type Disputes, type ProviderConfig, type Source, SourceError } from '@fundtrail/core';
import { FEW_ATTEMPTS } from '../transport/retries.ts';
import { createLateNode } from './late-node.ts';
import { type MemberLimits, openProvider, type ProviderDeps } from './open-provider.ts';
import { createPool } from './pool.ts';

export type PoolDeps = ProviderDeps & { readonly disputes: Disputes };

/** Beside an explorer, a node without an index of value movements is not worth reading blocks one by one: 3 requests each. */
const SCAN_BESIDE_EXPLORER: MemberLimits = { maxScanBlocks: 64 };

/**
 * Opens the configured providers of a chain as one source. A node that does not answer now is tried again when it is asked.
 * @throws InputError that names a provider of another chain, or one that is given twice, or a quorum that cannot be reached.
 * @throws SourceError when the only provider does not answer.
 */
export async function openPool(pool: ChainPool, deps: PoolDeps): Promise<Source> {
  const { chain, providers, quorum } = pool;
  const isAlone = providers.length === 1;
  const limits: MemberLimits = {
    ...(providers.some(({ kind }) => kind === 'explorer') ? SCAN_BESIDE_EXPLORER : {}),
    // Where all must agree, nobody can stand in for another.
    ...(quorum < providers.length ? { attempts: FEW_ATTEMPTS } : {}),
  };
  const opened = await Promise.allSettled(
    providers.map((provider) => (isAlone ? openProvider(provider, deps) : openMember(provider, deps, limits))),
  );
  const members = opened.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  try {
    for (const outcome of opened) if (outcome.status === 'rejected') throw outcome.reason;
    return createPool({ chain, members, quorum, disputes: deps.disputes, context: deps.context });
  } catch (error) {
    await Promise.all(members.map((member) => member.close()));
    throw error;
  }
}

async function openMember(config: ProviderConfig, deps: ProviderDeps, limits: MemberLimits): Promise<Source> {
  try {
    return await openProvider(config, deps, limits);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const { source } = error;
    deps.context.logger.warn(
      { action: 'open_provider', source, chain: config.chain, err: error },
      'a provider does not answer; it is tried again when it is asked',
    );
    return createLateNode(source, config.chain, () => openProvider(config, deps, limits));
  }
}
