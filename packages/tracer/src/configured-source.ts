import type { ChainId, Providers } from '@fundtrail/core';
import type { SourceSpec } from './types.ts';

/**
 * The configured source of a chain, an explorer before a node; undefined where none is. Only a node or an Esplora can be followed.
 */
export function configuredSource(
  providers: Pick<Providers, 'poolOf'> | undefined,
  chain: ChainId,
  need: { readonly follow: boolean } = { follow: false },
): Exclude<SourceSpec, { kind: 'dataset' }> | undefined {
  const pool = providers?.poolOf(chain)?.providers ?? [];
  const explorer = need.follow ? undefined : pool.find(({ kind }) => kind !== 'rpc');
  const provider = explorer ?? pool.find(({ kind }) => kind === 'rpc') ?? pool.find(({ kind }) => kind === 'esplora');
  return provider === undefined ? undefined : { kind: provider.kind, chain, url: provider.url };
}
