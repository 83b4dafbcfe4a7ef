import { type Context, NotFoundError } from '@fundtrail/core';
import type { CaseStore, Database } from '@fundtrail/store';
import { countFlows } from '@fundtrail/store';
import { sql } from 'kysely';
import { accountStates } from './case-views.ts';
import type { CaseProgress } from './types.ts';

const POLL_MS = 250;
const RESTING: ReadonlySet<string> = new Set(['done', 'paused', 'cancelled', 'failed']);

/** Where a case stands now. */
export async function progressOf(database: Database, cases: CaseStore, caseId: string): Promise<CaseProgress> {
  const row = await cases.get(caseId);
  if (row === undefined)
    throw new NotFoundError(`there is no case ${caseId}`, { remedy: 'See `fundtrail case list`.' });
  const states = await accountStates(database, caseId);
  const { rows } = await sql<{
    alerts: number;
  }>`select count(*)::integer as alerts from ops.outbox where case_id = ${caseId}`.execute(database.db);
  return {
    case_id: row.id,
    status: row.status,
    status_reason: row.statusReason,
    wave: row.wave,
    accounts_waiting: states.wanted ?? 0,
    accounts_covered: states.covered ?? 0,
    accounts_unavailable: states.unavailable ?? 0,
    requests: row.counts.requests ?? 0,
    transactions: row.counts.transactions ?? 0,
    flows: await countFlows(database.db, caseId),
    alerts: rows[0]?.alerts ?? 0,
  };
}

/** Progress at once and at every change, until the case rests. */
export async function* watchProgress(
  deps: { readonly database: Database; readonly cases: CaseStore; readonly context: Context },
  caseId: string,
  signal: AbortSignal,
): AsyncGenerator<CaseProgress> {
  let last = '';
  while (!signal.aborted) {
    const progress = await progressOf(deps.database, deps.cases, caseId);
    const text = JSON.stringify(progress);
    if (text !== last) yield progress;
    last = text;
    if (RESTING.has(progress.status)) return;
    try {
      await deps.context.clock.sleep(POLL_MS, signal);
    } catch {
      return; // aborted while waiting: the watcher went away
    }
  }
}
