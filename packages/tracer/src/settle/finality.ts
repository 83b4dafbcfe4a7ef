import type { ChainId, Source } from '@fundtrail/core';
import type { CaseRow, FollowState } from '@fundtrail/store';
import type { TracerDependencies } from '../dependencies.ts';

/** What is known of how firm a case's blocks are. */
export type Finality = {
  /** Whether a block can still be taken back; where nothing is known of the chain, it is held that it can. */
  of(chain: ChainId, block: number): { readonly final: boolean; readonly confirmations?: number };
  /** The newest block that the source was seen to have, where that is known. */
  head(chain: ChainId): number | undefined;
  /** The highest block that cannot be taken back any more; undefined where that is not known. */
  finalized(chain: ChainId): number | undefined;
};

/** Data sets do not change any more. */
const ALWAYS_FINAL: Finality = { of: () => ({ final: true }), head: () => undefined, finalized: () => undefined };

/** Where the chain of a followed case is; undefined where it is not followed, or not yet. */
export async function followedBy(
  deps: Pick<TracerDependencies, 'follow'>,
  row: CaseRow,
  source: Source,
): Promise<FollowState | undefined> {
  const { chain } = row.source as { readonly chain?: string };
  return row.follow && chain !== undefined ? deps.follow.stateOf({ chain, source: source.id }) : undefined;
}

/** Finality as last seen, without asking anyone. */
export async function finalityOf(
  deps: Pick<TracerDependencies, 'facts'>,
  row: CaseRow,
  source: Source,
  followed: FollowState | undefined,
): Promise<Finality> {
  if (source.fullHistory) return ALWAYS_FINAL;
  const chain = (row.source as { readonly chain?: string }).chain ?? '';
  if (followed?.position !== undefined)
    return createFinality(chain, { head: followed.head, finalized: followed.finalized });
  const head = await deps.facts.headOf(row.space, source.id, chain);
  // Without following, only what was final when it was read is; a source that cannot say its head cannot say that either.
  const finalized =
    head === undefined ? undefined : await deps.facts.finalReachOf(row.space, source.coverageIds, row.id);
  return createFinality(chain, { head: head?.block, finalized });
}

export function createFinality(
  known: ChainId,
  { head, finalized }: { readonly finalized: number | undefined; readonly head: number | undefined },
): Finality {
  return {
    of: (chain, block) => {
      if (chain !== known) return { final: false };
      const final = finalized !== undefined && block <= finalized;
      return head === undefined ? { final } : { final, confirmations: Math.max(0, head - block + 1) };
    },
    head: (chain) => (chain === known ? head : undefined),
    finalized: (chain) => (chain === known ? finalized : undefined),
  };
}
