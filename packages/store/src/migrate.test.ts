import { readFile } from 'node:fs/promises';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { rebuildDerived } from './derived/rebuild.ts';
import { migrate } from './migrate.ts';
import * as first from './migrations/0001-first.ts';
import * as views from './migrations/0002-views.ts';

const SET = 'a'.repeat(64);

let home: TestDatabase;
beforeAll(async () => {
  home = await createTestDatabase();
});
afterAll(() => home.drop());

async function emptyDatabase(): Promise<TestDatabase> {
  const fresh = await createTestDatabase();
  await fresh.database.pool.query(
    'drop schema if exists facts, cases, derived, ops, meta, public cascade; create schema public',
  );
  await fresh.database.pool.query('drop domain if exists base_units');
  return fresh;
}

test('two migrators at once both succeed, and each migration is applied once', async () => {
  const fresh = await emptyDatabase();
  const other = openDatabase({
    connectionString: fresh.connectionString,
    logger: fresh.logger,
    applicationName: 'other',
  });
  try {
    const applied = await Promise.all([migrate(fresh.database), migrate(other), migrate(other)]);
    expect(applied.flat()).toEqual([
      '0001-first',
      '0002-views',
      '0003-live',
      '0004-rates',
      '0005-settling',
      '0006-balances',
      '0007-coins',
      '0008-bridges',
      '0009-case-links',
    ]);
    expect(await migrate(fresh.database)).toEqual([]);
  } finally {
    await other.close();
    await fresh.drop();
  }
});

test('coverage of the first schema is kept as joined ranges, whose last blocks of live chains count as not final', async () => {
  const fresh = await emptyDatabase();
  try {
    await first.up(fresh.database.db);
    await views.up(fresh.database.db);
    await fresh.database.pool.query(`
      create schema meta;
      create table meta.migrations (name text primary key, applied_at timestamptz not null default now());
      insert into meta.migrations (name) values ('0001-first'), ('0002-views');
      insert into facts.spaces (name) values ('live'), ('${SET}');
      insert into facts.chains (caip2, slip44) values ('eip155:1', 60);
      insert into facts.coverage (space_id, chain_id, source, address, kind, from_block, to_block, status, reason) values
        (1, 1, 'a', '\\x01', 'native', 0, 4999, 'complete', null),
        (1, 1, 'a', '\\x01', 'native', 5000, 5999, 'complete', null),
        (1, 1, 'a', '\\x01', 'native', 6000, 7000, 'truncated', 'many rows'),
        (1, 1, 'a', '\\x01', 'token', 0, 7000, 'unavailable', null),
        (1, 1, 'a', '\\x02', 'native', 0, 9007199254740991, 'complete', null),
        (2, 1, 'a', '\\x01', 'native', 0, 50, 'complete', null)`);
    expect(await migrate(fresh.database)).toContain('0003-live');
    const { rows } = await fresh.database.pool.query(`
      select space_id, address, kind, complete::text, provisional_from, lacks_status, lacks_from, lacks_to, lacks_reason
      from facts.coverage order by space_id, address, kind`);
    expect(rows.map((row) => Object.values(row).slice(2))).toEqual([
      ['native', '{[0,6000)}', 5000, 'truncated', 6000, 7000, 'many rows'],
      ['token', '{}', null, 'unavailable', 0, 7000, 'unavailable'],
      ['native', '{[0,9007199254740992)}', 9007199254739992, null, null, null, null],
      ['native', '{[0,51)}', null, null, null, null, null],
    ]);
  } finally {
    await fresh.drop();
  }
});

test('a database from before coins and cross-chain movements gets their tables and views', async () => {
  const fresh = await createTestDatabase();
  try {
    await fresh.database.pool.query(`
      drop table facts.receipts, facts.bridge_legs, facts.protocol_answers, facts.link_candidates,
        facts.protocol_accounts, facts.pending, cases.links, derived.crossings cascade;
      alter table facts.legs drop column owner cascade;
      alter table derived.accounts drop column owner cascade, drop column spent_by cascade;
      alter table derived.flows drop column from_owner cascade, drop column to_owner cascade;
      delete from meta.migrations where name >= '0007'`);
    expect((await migrate(fresh.database)).slice(0, 2)).toEqual(['0007-coins', '0008-bridges']);
    for (const view of ['tainted_addresses', 'tainted_flows', 'tainted_crossings']) {
      expect((await fresh.database.pool.query(`select * from ${view}`)).rows).toEqual([]);
    }
  } finally {
    await fresh.drop();
  }
});

test('a database that a newer version migrated is refused by name', async () => {
  const fresh = await createTestDatabase();
  try {
    await fresh.database.pool.query("insert into meta.migrations (name) values ('9999-later')");
    await expect(migrate(fresh.database)).rejects.toThrow(/9999-later/);
  } finally {
    await fresh.drop();
  }
});

test('every table and view of the schema types exists with exactly those columns', async () => {
  const { db } = home.database;
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select case when table_schema = 'public' then table_name else table_schema || '.' || table_name end as name,
      array_agg(column_name::text order by column_name) as columns
    from information_schema.columns
    where table_schema in ('facts', 'cases', 'derived', 'ops', 'public')
    group by 1 order by 1`.execute(db);
  const source = await schemaSource();
  for (const { name, columns } of rows) expect(source.get(name)?.toSorted(), name).toEqual(columns);
  expect([...source.keys()].toSorted()).toEqual(rows.map((row) => row.name).toSorted());
});

test('every column of a public view is documented', async () => {
  const { rows } = await sql<{ view: string; column: string }>`
    select c.relname as view, a.attname as column
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace
      and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null)`.execute(
    home.database.db,
  );
  expect(rows).toEqual([]);
});

test('the read-only role reads the views and nothing else', async () => {
  const client = await home.database.pool.connect();
  try {
    await client.query('set role fundtrail_readonly');
    for (const view of [
      'tainted_addresses',
      'tainted_flows',
      'tainted_crossings',
      'terminals',
      'case_summary',
      'chain_status',
    ]) {
      expect((await client.query(`select * from ${view}`)).rows).toEqual([]);
    }
    for (const table of ['facts.legs', 'cases.cases', 'derived.ledger', 'ops.api_keys', 'meta.migrations']) {
      await expect(client.query(`select * from ${table}`)).rejects.toThrow(/permission denied/);
    }
    await expect(client.query('create table public.mine (a int)')).rejects.toThrow(/permission denied/);
  } finally {
    await client.query('reset role');
    client.release();
  }
});

test('what is derived can be dropped and made anew, with its views and the rights on them', async () => {
  const fresh = await createTestDatabase();
  try {
    await fresh.database.pool.query('create table derived.leftover (a int)');
    await rebuildDerived(fresh.database);
    const { rows } = await fresh.database.pool.query(
      "select to_regclass('derived.leftover') as leftover, to_regclass('derived.flows') as flows, to_regclass('derived.crossings') as crossings",
    );
    expect(rows).toEqual([{ leftover: null, flows: 'derived.flows', crossings: 'derived.crossings' }]);
    await fresh.database.pool.query(
      'set role fundtrail_readonly; select * from tainted_flows; select * from tainted_crossings; reset role',
    );
  } finally {
    await fresh.drop();
  }
});

/** Reads table and column names out of the type declarations, which are erased at run time. */
async function schemaSource(): Promise<Map<string, string[]>> {
  const tables = new Map<string, string[]>();
  for (const file of ['facts', 'cases', 'derived', 'ops', 'views']) {
    const text = await readFile(new URL(`./schema/${file}.ts`, import.meta.url), 'utf8');
    for (const [, quoted, bare, body] of text.matchAll(/^ {2}(?:'([^']+)'|([a-z_]+)): \{([^}]*)\}/gm)) {
      const columns = [...(body ?? '').matchAll(/(?:^|[\s;{])([a-z0-9_]+):/g)].map((match) => match[1] ?? '');
      tables.set(quoted ?? bare ?? '', columns);
    }
  }
  return tables;
}
