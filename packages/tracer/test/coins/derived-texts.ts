import type { Database } from '@fundtrail/store';
import { readAccounts, readFlows, readTotals } from '@fundtrail/store';
import { type DerivedRows, deriveFlow, deriveRows } from '../../src/settle/derive.ts';
import type { LedgerOfWorld } from './ledger-of-world.ts';

/** What a case says, as sorted lines by table: to be compared with what it should say. */
export type DerivedTexts = Readonly<Record<'accounts' | 'amounts' | 'flows' | 'totals', readonly string[]>>;

/** What the tables of a case hold. */
export async function storedTexts({ db }: Database, caseId: string): Promise<DerivedTexts> {
  const rows = await readAccounts(db, caseId);
  return textsOf({
    accounts: rows.map(({ amounts: _amounts, ...account }) => account),
    amounts: rows.flatMap(({ amounts }) => amounts),
    totals: await readTotals(db, caseId),
    flows: await readFlows(db, caseId),
  });
}

/** What they should hold after a replay. */
export function ledgerTexts({ result, flows }: LedgerOfWorld): DerivedTexts {
  const rows = deriveRows(result, new Map());
  return textsOf({ ...rows, flows: flows.map((flow) => deriveFlow(flow, result.units.length)) });
}

type Texted = Pick<DerivedRows, 'accounts' | 'amounts' | 'totals'> & { readonly flows: readonly unknown[] };

function textsOf({ accounts, amounts, totals, flows }: Texted): DerivedTexts {
  return { accounts: lines(accounts), amounts: lines(amounts), totals: lines(totals), flows: lines(flows) };
}

function lines(rows: readonly object[] | readonly unknown[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row, inOrder)).sort();
}

function inOrder(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}`;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
