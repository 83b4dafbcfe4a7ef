import type { CaseRow, CaseStore, Database } from '@fundtrail/store';
import { readAccounts, readFlows, readTotals, readUnits } from '@fundtrail/store';
import { viewAccount, viewCase, viewCounts, viewFlow, viewSeed, viewTotals } from './case-views.ts';
import { readPolicies } from './stored-case.ts';
import type { TraceResult } from './types.ts';

/** The whole result of a case from its derived tables, in a stable order: accounts by hops, flows in chain order. */
export async function traceResult(
  database: Database,
  cases: CaseStore,
  row: CaseRow,
  now: number,
): Promise<TraceResult> {
  const policies = readPolicies(row);
  const units = await readUnits(database.db, row.id);
  const accounts = await readAccounts(database.db, row.id);
  const flows = await readFlows(database.db, row.id);
  const totals = await readTotals(database.db, row.id);
  const started = row.startedAt ?? row.createdAt;
  return {
    case: await viewCase(database, row),
    seeds: (await cases.seeds(row.id)).map(viewSeed),
    totals: viewTotals(policies, totals),
    accounts: accounts.map((account) => viewAccount(account, policies, units)),
    flows: flows.map((flow) => viewFlow(flow, policies, units)),
    counts: viewCounts(row),
    timing_ms: (row.finishedAt?.getTime() ?? now) - started.getTime(),
  };
}
