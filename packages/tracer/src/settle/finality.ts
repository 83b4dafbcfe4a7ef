import type { ChainId, Source } from '@fundtrail/core';
import type { CaseRow, FollowState } from '@fundtrail/store';
import type { TracerDependencies } from '../dependencies.ts';

/** What is known of how firm a chain's blocks are. */
export type ChainFinality = {
  /** Whether a block can still be taken back; where nothing is known of the chain, it is held that it can. */
  of(block: number): { readonly final: boolean; readonly confirmations?: number };
  /** The newest block that the source was seen to have, where that is known. */
  readonly head: number | undefined;
  /** The highest block that cannot be taken back any more; undefined where that is not known. */
  readonly finalized: number | undefined;
};

/** Data sets do not change any more. */
const ALWAYS_FINAL: ChainFinality = { of: () => ({ final: true }), head: undefined, finalized: undefined };

/** Where a chain of a followed case is; undefined where it is not followed, or not yet. */
export async function followedBy(
  deps: Pick<TracerDependencies, 'follow'>,
  row: CaseRow,
  chain: ChainId,
  source: Source | undefined,
): Promise<FollowState | undefined> {
  return row.follow && source !== undefined ? deps.follow.stateOf({ chain, source: source.id }) : undefined;
}

/** Finality as last seen, without asking anyone. */
export async function finalityOf(
  deps: Pick<TracerDependencies, 'facts'>,
  row: CaseRow,
  chain: ChainId,
  source: Source | undefined,
  followed: FollowState | undefined,
): Promise<ChainFinality> {
  if (source === undefined) return createFinality({ head: undefined, finalized: undefined });
  if (source.fullHistory) return ALWAYS_FINAL;
  if (followed?.position !== undefined) return createFinality({ head: followed.head, finalized: followed.finalized });
  const head = await deps.facts.headOf(row.space, source.id, chain);
  // Without following, only what was final when it was read is; a source that cannot say its head cannot say that either.
  const finalized =
    head === undefined ? undefined : await deps.facts.finalReachOf(row.space, source.coverageIds, row.id, chain);
  return createFinality({ head: head?.block, finalized });
}

export function createFinality({
  head,
  finalized,
}: {
  readonly finalized: number | undefined;
  readonly head: number | undefined;
}): ChainFinality {
  return {
    of: (block) => {
      const final = finalized !== undefined && block <= finalized;
      return head === undefined ? { final } : { final, confirmations: Math.max(0, head - block + 1) };
    },
    head,
    finalized,
  };
}
