import type { ChainId, Context, Source } from '@fundtrail/core';
import type { CaseRow } from '@fundtrail/store';
import type { TracerDependencies } from '../dependencies.ts';
import { watchOpened } from './watch-opened.ts';

/** What is behind is not asked for again sooner: a source that lags needs time, and its answers cost requests. */
const ASK_AGAIN_MS = 2_000;

/**
 * Puts followed accounts of a case on a chain back whose history ends before the block from which following matches them: blocks that
 * came between the two, or while a case rested. Whatever moves a case settles it, so nothing stays behind.
 */
export type WantBehind = (row: CaseRow, chain: ChainId, source: Pick<Source, 'id' | 'coverageIds'>) => Promise<number>;

export function createWantBehind(
  deps: Pick<
    TracerDependencies,
    'follow' | 'facts' | 'cases' | 'database' | 'openSource' | 'configuredSource' | 'sealer'
  > & {
    readonly context: Pick<Context, 'clock'>;
  },
): WantBehind {
  const { follow, facts, cases, context, database } = deps;
  const askedAt = new Map<string, number>();
  return async (row, chain, source) => {
    if (!row.follow) return 0;
    const asked = `${row.id} ${chain}`;
    const now = context.clock.now();
    if (now - (askedAt.get(asked) ?? Number.NEGATIVE_INFINITY) < ASK_AGAIN_MS) return 0;
    const state = await follow.stateOf({ chain, source: source.id });
    if (state?.position === undefined) return 0;
    const behind = await facts.accountsBehind(row.space, source.coverageIds, row.id, chain, state.position.number);
    if (behind.length === 0) return 0;
    askedAt.set(asked, now);
    // Whatever made it lack a watch: without one it would be behind again with the next block.
    await watchOpened(
      deps,
      database.db,
      row,
      behind.map((account) => ({ account, state: 'covered' })),
    );
    await cases.setAccounts(
      row.id,
      behind.map((account) => ({ account, state: 'wanted', reason: null })),
    );
    return behind.length;
  };
}
