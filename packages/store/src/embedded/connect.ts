import pg from 'pg';
import { SUPERUSER } from './cluster.ts';

const DATABASE = 'fundtrail';
const CONNECT_TIMEOUT_MS = 5_000;

export function connectionStringOf(port: number, password: string, database = DATABASE): string {
  return `postgresql://${SUPERUSER}:${password.trim()}@127.0.0.1:${port}/${database}`;
}

/** Whether the server takes connections; false also while it starts or stops. */
export async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks while it is closed says nothing new.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes our database on a new server. */
export async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: connectionStringOf(port, password, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
