import { splitAccountId } from '@fundtrail/core';
import type { CaseRow, Executor, OpenAccount } from '@fundtrail/store';
import type { TracerDependencies } from '../dependencies.ts';
import { isFollowable, sourceFor } from '../source-for.ts';

/** Whose next movement matters: what is read, and what is to be read. */
const WATCHED_STATES: ReadonlySet<OpenAccount['state']> = new Set(['wanted', 'covered']);

/**
 * Has accounts watched that a followed case opens, in the transaction that opens them, as its last statement: an account that
 * is open and not watched would miss blocks. On a chain that is not followed nothing is.
 */
export async function watchOpened(
  deps: Pick<TracerDependencies, 'follow' | 'openSource' | 'configuredSource' | 'sealer'>,
  trx: Executor,
  row: Pick<CaseRow, 'follow' | 'source'>,
  opened: readonly Pick<OpenAccount, 'account' | 'state'>[],
): Promise<void> {
  if (!row.follow) return;
  const accounts = opened
    .filter(({ state }) => WATCHED_STATES.has(state))
    .map(({ account }) => splitAccountId(account));
  for (const [chain, own] of Map.groupBy(accounts, (account) => account.chain)) {
    const source = await sourceFor(deps, row, chain);
    if (source === undefined || !isFollowable(source)) continue;
    await deps.follow.watch(
      trx,
      { chain, source: source.id },
      own.map(({ address }) => address),
    );
  }
}
