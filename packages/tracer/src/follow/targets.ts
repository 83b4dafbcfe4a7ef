import type { CaseStore } from '@fundtrail/store';
import { readSource, type Sealer } from '../stored-case.ts';
import type { SourceSpec } from '../types.ts';
import type { FollowTarget } from './follower.ts';

/** What is to be followed for the cases that move and want it. Cases that share chain and source are followed together. */
export async function readTargets(cases: Pick<CaseStore, 'list'>, sealer: Sealer): Promise<readonly FollowTarget[]> {
  const rows = (await cases.list(['running', 'following'])).filter((row) => row.follow);
  const specs = rows.flatMap((row) => {
    const spec = readSource(row, sealer);
    return spec.kind === 'dataset' ? [] : [{ id: row.id, source: String(row.source.id), spec }];
  });
  return [...Map.groupBy(specs, ({ source, spec }) => `${spec.chain} ${source}`).values()].flatMap((shared) => {
    const [first] = shared;
    if (first === undefined) return [];
    const wrapped = [...new Set(shared.flatMap(({ spec }) => spec.wrapped ?? []))].sort();
    // A block is read once for all: with every contract that any of the cases knows to wrap the native asset.
    const spec: SourceSpec = wrapped.length === 0 ? first.spec : { ...first.spec, wrapped };
    return [{ chain: first.spec.chain, source: first.source, spec, cases: shared.map(({ id }) => id) }];
  });
}
