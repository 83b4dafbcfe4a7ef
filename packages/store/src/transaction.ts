import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Database } from './database.ts';
import { isGivenUp } from './errors.ts';

const ATTEMPTS = 6;
const BACKOFF_MS = 20;

/**
 * Runs `work` in one transaction on one connection. When the server gave it up in favour of another (deadlock,
 * serialization), runs it again: `work` must do nothing but talk to the database.
 */
export async function withTransaction<T>(
  { pool }: Pick<Database, 'pool'>,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(pool, work);
    } catch (error) {
      if (!isGivenUp(error) || attempt >= ATTEMPTS) throw error;
      await sleep(BACKOFF_MS * attempt * (1 + Math.random()));
    }
  }
}

async function runOnce<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
