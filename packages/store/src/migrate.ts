import { FundtrailError } from '@fundtrail/core';
import { type QueryExecutorProvider, sql } from 'kysely';
import type { Database } from './database.ts';
import * as first from './migrations/0001-first.ts';
import * as views from './migrations/0002-views.ts';
import * as live from './migrations/0003-live.ts';
import * as rates from './migrations/0004-rates.ts';
import * as settling from './migrations/0005-settling.ts';
import * as balances from './migrations/0006-balances.ts';
import * as coins from './migrations/0007-coins.ts';
import * as bridges from './migrations/0008-bridges.ts';
import * as caseLinks from './migrations/0009-case-links.ts';

type Migration = { readonly name: string; readonly up: (db: QueryExecutorProvider) => Promise<void> };

/** Forward only; a name once published never changes its meaning. */
const MIGRATIONS: readonly Migration[] = [
  { name: '0001-first', up: first.up },
  { name: '0002-views', up: views.up },
  { name: '0003-live', up: live.up },
  { name: '0004-rates', up: rates.up },
  { name: '0005-settling', up: settling.up },
  { name: '0006-balances', up: balances.up },
  { name: '0007-coins', up: coins.up },
  { name: '0008-bridges', up: bridges.up },
  { name: '0009-case-links', up: caseLinks.up },
];

/** Any number that no other user of the same database takes an advisory lock on: "fundtrai" in ASCII. */
const LOCK = 0x66756e6474726169n;

/**
 * Brings the database to this version's schema: all missing migrations in one transaction, or none. Two at once are fine:
 * the second waits and finds nothing to do. Returns the names of those applied.
 * @throws FundtrailError `schema_newer` when a later version was here.
 */
export async function migrate({ db }: Pick<Database, 'db'>): Promise<readonly string[]> {
  return await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${LOCK.toString()}::bigint)`.execute(transaction);
    await sql`create schema if not exists meta`.execute(transaction);
    await sql`create table if not exists meta.migrations (
      name text primary key,
      applied_at timestamptz not null default now()
    )`.execute(transaction);
    const { rows } = await sql<{ name: string }>`select name from meta.migrations`.execute(transaction);
    const applied = new Set(rows.map((row) => row.name));
    refuseNewer(applied);
    const missing = MIGRATIONS.filter((migration) => !applied.has(migration.name));
    for (const migration of missing) {
      await migration.up(transaction);
      await sql`insert into meta.migrations (name) values (${migration.name})`.execute(transaction);
    }
    return missing.map((migration) => migration.name);
  });
}

/** Names of migrations: those that were applied, those of this version that were not, and those that this version does not know. */
export type MigrationState = {
  readonly applied: readonly string[];
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
};

/** Changes nothing, and needs no table to be there. */
export async function migrationState({ pool }: Pick<Database, 'pool'>): Promise<MigrationState> {
  const { rows: tables } = await pool.query<{ there: boolean }>(
    "select to_regclass('meta.migrations') is not null as there",
  );
  const isThere = tables[0]?.there === true;
  const { rows } = isThere
    ? await pool.query<{ name: string }>('select name from meta.migrations order by name')
    : { rows: [] };
  const applied = rows.map(({ name }) => name);
  const known = MIGRATIONS.map(({ name }) => name);
  return {
    applied,
    missing: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

function refuseNewer(applied: ReadonlySet<string>): void {
  const unknown = [...applied].filter((name) => !MIGRATIONS.some((migration) => migration.name === name));
  if (unknown.length === 0) return;
  throw new FundtrailError(
    'schema_newer',
    `the database has migrations that this version does not know: ${unknown.join(', ')}`,
    {
      remedy: 'Run the newer version of fundtrail, or name another database.',
    },
  );
}
