import type { ChainId } from '@fundtrail/core';
import type { CaseRow } from '@fundtrail/store';
import type { TracerDependencies } from '../dependencies.ts';
import { isFollowable, ownChain, specFor } from '../source-for.ts';
import { readSource } from '../stored-case.ts';
import type { SourceSpec } from '../types.ts';
import type { FollowTarget } from './follower.ts';

type TargetDependencies = Pick<TracerDependencies, 'cases' | 'sealer' | 'openSource' | 'configuredSource' | 'context'>;
type Wanted = Omit<FollowTarget, 'cases'> & { readonly caseId: string };

/**
 * What is to be followed for the cases that move and want it: the chain of each, and every other on which it has opened an account, where a
 * source of it can be followed. Cases that share chain and source are followed together.
 */
export async function readTargets(deps: TargetDependencies): Promise<readonly FollowTarget[]> {
  const rows = (await deps.cases.list(['running', 'following'])).filter((row) => row.follow);
  const open = await deps.cases.openChains(rows.map(({ id }) => id));
  const wanted: Wanted[] = [];
  for (const row of rows) {
    const own = ownTarget(deps, row);
    if (own === undefined) continue;
    wanted.push(own);
    for (const chain of open.get(row.id) ?? []) {
      const other = chain === own.chain ? undefined : await otherTarget(deps, row, chain);
      if (other !== undefined) wanted.push(other);
    }
  }
  return [...Map.groupBy(wanted, ({ chain, source }) => `${chain} ${source}`).values()].flatMap((shared) => {
    const [first] = shared;
    if (first === undefined) return [];
    const wrapped = [...new Set(shared.flatMap(({ spec }) => wrappedOf(spec)))].sort();
    // A block is read once for all: with every contract that any of the cases knows to wrap the native asset.
    return [
      {
        chain: first.chain,
        source: first.source,
        spec: withWrapped(first.spec, wrapped),
        cases: shared.map(({ caseId }) => caseId),
      },
    ];
  });
}

function ownTarget({ sealer }: TargetDependencies, row: CaseRow): Wanted | undefined {
  const chain = ownChain(row);
  if (chain === undefined) return undefined;
  return { chain, source: String(row.source.id), spec: readSource(row, sealer), caseId: row.id };
}

/** Undefined where there is no source of the chain, it cannot be followed, or it does not answer yet. */
async function otherTarget(deps: TargetDependencies, row: CaseRow, chain: ChainId): Promise<Wanted | undefined> {
  const spec = specFor(deps, row, chain);
  if (spec === undefined) return undefined;
  try {
    const source = await deps.openSource(spec);
    return isFollowable(source) ? { chain, source: source.id, spec, caseId: row.id } : undefined;
  } catch (error) {
    // The other chains must not wait for it.
    deps.context.logger.warn({ action: 'follow', chain, case_id: row.id, err: error }, 'a source could not be opened');
    return undefined;
  }
}

function withWrapped(spec: SourceSpec, wrapped: readonly string[]): SourceSpec {
  return spec.kind === 'dataset' || wrapped.length === 0 ? spec : { ...spec, wrapped };
}

function wrappedOf(spec: SourceSpec): readonly string[] {
  return spec.kind === 'dataset' ? [] : (spec.wrapped ?? []);
}
