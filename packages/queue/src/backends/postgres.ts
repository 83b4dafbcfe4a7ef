import { type Context, FundtrailError, redactUrls } from '@fundtrail/core';
import { createPostgresBackend, DEFAULT_SCHEMA, type PgPool, runMigrations, withBackend } from 'bullmq';
import pg from 'pg';
import type { Backend } from './backend.ts';

/** Each worker holds one connection to be notified on; the rest is for queries. */
const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Jobs in PostgreSQL, in the schema `bullmq` of the same database, which is created and migrated here (safe against
 * others that do so at the same time). One pool is shared by all queues and workers: with a pool per queue and worker,
 * as BullMQ makes them by itself, three processes could use up a server's 100 connections.
 * @throws FundtrailError `queue_unreachable` when the server does not answer.
 */
export async function openPostgresBackend(connectionString: string, context: Context): Promise<Backend> {
  const pool = new pg.Pool({
    ...withSearchPath(connectionString),
    max: POOL_SIZE,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'fundtrail-queue',
  });
  pool.on('error', (error) =>
    context.logger[pool.ending ? 'debug' : 'warn']({ action: 'queue', err: error }, 'postgres connection'),
  );
  await migrate(pool).catch(async (error: unknown) => {
    await pool.end();
    throw new FundtrailError(
      'queue_unreachable',
      `PostgreSQL does not take the queue: ${redactUrls(error instanceof Error ? error.message : String(error))}`,
      { cause: error, retryable: true, remedy: 'Start PostgreSQL, or correct DATABASE_URL.' },
    );
  });

  const { Queue, Worker } = withBackend(createPostgresBackend);
  // It is one; only the overloads of `on` are written differently in the two packages' types.
  const connection = pool as unknown as PgPool;
  return {
    queue: (name) => new Queue(name, { connection }),
    worker: (name, process, timing) => new Worker<unknown, void>(name, process, { ...timing, connection }),
    close: () => pool.end(),
  };
}

async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client, DEFAULT_SCHEMA);
  } finally {
    client.release();
  }
}

/** BullMQ's statements name its tables without their schema. Options in the connection string would override ours, so both are joined. */
function withSearchPath(connectionString: string): { connectionString: string; options?: string } {
  const searchPath = `-c search_path=${DEFAULT_SCHEMA}`;
  if (!URL.canParse(connectionString)) return { connectionString, options: searchPath };
  const url = new URL(connectionString);
  const given = url.searchParams.get('options');
  if (given === null) return { connectionString, options: searchPath };
  url.searchParams.set('options', `${given} ${searchPath}`);
  return { connectionString: url.toString() };
}
