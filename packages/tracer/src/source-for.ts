import type { ChainId, Source } from '@fundtrail/core';
import type { CaseRow } from '@fundtrail/store';
import type { TracerDependencies } from './dependencies.ts';
import { readSource } from './stored-case.ts';
import type { SourceSpec } from './types.ts';

/**
 * The source from which a case reads a chain: its own for its own chain, for another one what the installation has. A data set is the
 * source of all chains of its case. Undefined where nothing is configured.
 */
export async function sourceFor(
  deps: Pick<TracerDependencies, 'openSource' | 'configuredSource' | 'sealer'>,
  row: Pick<CaseRow, 'source' | 'follow'>,
  chain: ChainId,
): Promise<Source | undefined> {
  const spec = specFor(deps, row, chain);
  return spec === undefined ? undefined : deps.openSource(spec);
}

/** What `sourceFor` opens. A followed case prefers what can be followed, and reads a chain without that all the same. */
export function specFor(
  deps: Pick<TracerDependencies, 'configuredSource' | 'sealer'>,
  row: Pick<CaseRow, 'source' | 'follow'>,
  chain: ChainId,
): SourceSpec | undefined {
  const own = readSource(row, deps.sealer);
  if (own.kind === 'dataset' || own.chain === chain) return own;
  return (row.follow ? deps.configuredSource(chain, { follow: true }) : undefined) ?? deps.configuredSource(chain);
}

/** The chain of a case's own source; undefined for a data set, which has many. */
export function ownChain(row: Pick<CaseRow, 'source'>): ChainId | undefined {
  return (row.source as { readonly chain?: ChainId }).chain;
}

/** Whether a source can be followed block by block. */
export function isFollowable(source: Pick<Source, 'block' | 'header'> | undefined): boolean {
  return source?.block !== undefined && source.header !== undefined;
}
