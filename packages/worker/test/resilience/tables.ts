import type { Database } from '@fundtrail/store';

/** All rows of all tables that a case leaves behind, as text, sorted: table name to rows. */
export type Tables = ReadonlyMap<string, readonly string[]>;

/** Tells of the running, not of the result. */
const LEFT_OUT = ['ops.rate_buckets', 'ops.answers', 'ops.delivery_attempts', 'ops.endpoints', 'ops.api_keys'];
/** Moments, and how often something was tried. */
const COLUMNS_LEFT_OUT = [
  'created_at',
  'started_at',
  'finished_at',
  'added_at',
  'imported_at',
  'seen_at',
  'loaded_at',
  'delivered_at',
  'updated_at',
  'next_at',
  'attempts',
  'fence',
  // Sealed anew, with other salt, each time.
  'endpoint_id',
];

/**
 * Reads every table of facts, cases, derived and ops. What must differ between two runs is left out (moments, attempts,
 * fences, requests) or named alike: the case, its source's address, ids that are made of the two.
 */
export async function readTables({ pool }: Database, names: { caseId: string; host: string }): Promise<Tables> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows: found } = await client.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
      where table_schema in ('facts', 'cases', 'derived', 'ops') and table_type = 'BASE TABLE' order by 1`,
    );
    const tables = new Map<string, readonly string[]>();
    for (const { name } of found.filter((table) => !LEFT_OUT.includes(table.name))) {
      const { rows } = await client.query<{ row: string }>(
        `select ((to_jsonb(t) - $1::text[]) #- '{counts,requests}' #- '{source,sealed_url}')::text as row from ${name} t`,
        [COLUMNS_LEFT_OUT],
      );
      tables.set(name, rows.map(({ row }) => alike(row, names)).sort());
    }
    return tables;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

function alike(row: string, { caseId, host }: { caseId: string; host: string }): string {
  return row
    .replaceAll(caseId, '<case>')
    .replaceAll(host, '<explorer>')
    .replace(/\b(evt|alr)_[0-9a-f]{32}\b/g, '<$1>');
}
