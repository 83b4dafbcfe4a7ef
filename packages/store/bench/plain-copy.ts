import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { TransactionFact } from '@fundtrail/core';
import { createFactStore, type Database } from '@fundtrail/store';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** What a plain COPY has to send: the rows' text, made beforehand. */
export type PlainRows = Readonly<Record<Table, readonly Buffer[]>>;

type Table = (typeof TABLES)[number];
const TABLES = ['transactions', 'legs'] as const;
const SCRATCH_SPACE = 'c'.repeat(64);

/** Tables beside the real ones, of the same columns, checks and indexes. */
export async function makePlainTables({ pool }: Database): Promise<void> {
  await pool.query('create schema plain');
  for (const table of TABLES) await pool.query(`create table plain.${table} (like facts.${table} including all)`);
}

/** The rows as COPY's own text: loaded once through the store, then taken out again. */
export async function readPlainRows(database: Database, set: readonly TransactionFact[]): Promise<PlainRows> {
  async function* all(): AsyncGenerator<readonly TransactionFact[]> {
    yield set;
  }
  await createFactStore(database).copyTransactions(SCRATCH_SPACE, all());
  const rows = { transactions: await copyOut(database, 'transactions'), legs: await copyOut(database, 'legs') };
  await database.pool.query('truncate facts.transactions, facts.legs');
  return rows;
}

/** The plain COPY itself, one transaction, nothing checked. */
export async function copyPlainRows({ pool }: Database, rows: PlainRows): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const table of TABLES) {
      const stream = client.query(copyFrom(`copy plain.${table} from stdin`));
      const done = finished(stream);
      for (const chunk of rows[table]) if (!stream.write(chunk)) await once(stream, 'drain');
      stream.end();
      await done;
    }
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function copyOut({ pool }: Database, table: Table): Promise<readonly Buffer[]> {
  const client = await pool.connect();
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of client.query(copyTo(`copy facts.${table} to stdout`)) as AsyncIterable<Buffer>)
      chunks.push(chunk);
    return chunks;
  } finally {
    client.release();
  }
}
