import type { BlockHeader, ChainId, Source } from '@fundtrail/core';
import { SourceError } from '@fundtrail/core';
import { judge, type Tail, type Verdict } from './branch.ts';

/** A source that can be followed block by block. */
export type FollowableSource = Source & Required<Pick<Source, 'block' | 'header'>>;

/** @throws SourceError `unsupported` with the remedy */
export function followable(source: Source): FollowableSource {
  const { block, header } = source;
  if (block === undefined || header === undefined) {
    throw new SourceError('unsupported', source.id, 'cannot be followed block by block', {
      remedy: 'Follow with a JSON-RPC node.',
    });
  }
  return { ...source, block, header };
}

export type Judged = Exclude<Verdict, { readonly kind: 'gap' | 'reorg' }> | { kind: 'reorg'; ancestor: BlockHeader };

/** Walks a branch back from its newest block until it is clear what it means; see `judge`. */
export async function judgeBranch(
  source: FollowableSource,
  chain: ChainId,
  tail: Tail,
  newest: BlockHeader,
  signal: AbortSignal,
): Promise<Judged> {
  const branch = [newest];
  for (;;) {
    const verdict = judge(tail, branch);
    if (verdict.kind === 'gap') {
      branch.unshift(await source.header(chain, verdict.ask, signal));
      continue;
    }
    if (verdict.kind !== 'reorg') return verdict;
    const ancestor = await source.header(chain, verdict.ancestor, signal);
    // Asked for a moment later, it may be of a third branch.
    return ancestor.hash === tail.hashOf(ancestor.number) ? { kind: 'reorg', ancestor } : { kind: 'torn' };
  }
}
