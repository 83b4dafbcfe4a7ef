import { sql } from 'kysely';
import type { Executor } from './case-rows.ts';
import type { Changes, DerivedChanges } from './derived-rows.ts';
import {
  ACCOUNTS,
  AMOUNTS,
  type Column,
  CROSSINGS,
  type DerivedTable,
  FLOWS,
  TOTALS,
  WATCHES,
} from './derived-tables.ts';

const ROWS_PER_STATEMENT = 1_000;

/** Removes everything derived of a case; its facts, seeds and open set stay. */
export async function clearDerived(trx: Executor, caseId: string): Promise<void> {
  for (const table of [FLOWS, CROSSINGS, AMOUNTS, ACCOUNTS, TOTALS, WATCHES]) {
    await sql`delete from ${sql.raw(table.name)} where case_id = ${caseId}`.execute(trx);
  }
  await sql`delete from derived.units where case_id = ${caseId}`.execute(trx);
}

/** Writes what changed, inside the settling transaction. */
export async function writeDerived(trx: Executor, caseId: string, changes: DerivedChanges): Promise<void> {
  await apply(trx, caseId, ACCOUNTS, changes.accounts);
  await apply(trx, caseId, AMOUNTS, changes.amounts);
  await apply(trx, caseId, FLOWS, changes.flows);
  if (changes.crossings !== undefined) await apply(trx, caseId, CROSSINGS, changes.crossings);
  await apply(trx, caseId, TOTALS, changes.totals);
  await apply(trx, caseId, WATCHES, changes.watches);
  await sql`delete from derived.units where case_id = ${caseId}`.execute(trx);
  await sql`
    insert into derived.units (case_id, unit, asset)
    select ${caseId}, u.ordinality - 1, u.asset from unnest(${[...changes.units]}::text[]) with ordinality as u (asset, ordinality)`.execute(
    trx,
  );
}

async function apply<Row>(
  trx: Executor,
  caseId: string,
  table: DerivedTable<Row>,
  changes: Changes<Row>,
): Promise<void> {
  for (const rows of chunks(changes.drop)) await drop(trx, caseId, table, rows);
  for (const rows of chunks(changes.put)) await put(trx, caseId, table, rows);
}

async function put<Row>(trx: Executor, caseId: string, table: DerivedTable<Row>, rows: readonly Row[]): Promise<void> {
  const names = table.columns.map((column) => column.name).join(', ');
  const keys = table.columns.filter((column) => column.key).map((column) => column.name);
  const rest = table.columns
    .filter((column) => !column.key)
    .map((column) => `${column.name} = excluded.${column.name}`);
  await sql`
    insert into ${sql.raw(table.name)} (case_id, ${sql.raw(names)})
    select ${caseId}, ${sql.raw(table.columns.map(expressionOf).join(', '))} from ${unnested(table.columns, rows)}
    on conflict (case_id, ${sql.raw(keys.join(', '))}) do update set ${sql.raw(rest.join(', '))}`.execute(trx);
}

async function drop<Row>(trx: Executor, caseId: string, table: DerivedTable<Row>, rows: readonly Row[]): Promise<void> {
  const keys = table.columns.filter((column) => column.key);
  const matches = keys.map((column) => `t.${column.name} = ${expressionOf(column)}`).join(' and ');
  await sql`
    delete from ${sql.raw(table.name)} t using ${unnested(keys, rows)}
    where t.case_id = ${caseId} and ${sql.raw(matches)}`.execute(trx);
}

function unnested<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): ReturnType<typeof sql> {
  const arrays = columns.map((column) => sql`${rows.map((row) => column.value(row))}::${sql.raw(column.type)}[]`);
  const names = sql.raw(columns.map((column) => column.name).join(', '));
  const source = sql`unnest(${sql.join(arrays)}) as n (${names})`;
  const named = columns.some((column) => column.name === 'chain_id');
  return named ? sql`(${source} join facts.chains ch on ch.caip2 = n.chain_id)` : source;
}

function expressionOf<Row>(column: Column<Row>): string {
  return column.expression ?? `n.${column.name}`;
}

function* chunks<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    yield rows.slice(start, start + ROWS_PER_STATEMENT);
}
