import { randomBytes } from 'node:crypto';
import { createLogger, type Logger } from '@fundtrail/core';
import { type Database, openDatabase } from '@fundtrail/store';
import pg from 'pg';
import { provided } from './provided.ts';

/** The migrated database that every test's own is cloned from. */
export const TEMPLATE = 'fundtrail_template';

export type TestDatabase = {
  readonly connectionString: string;
  readonly database: Database;
  readonly logger: Logger;
  /** Closes the pool and drops the database, whoever is still connected. */
  drop(): Promise<void>;
};

export function withDatabase(connectionString: string, name: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${name}`;
  return url.href;
}

/** A database of its own for a test, migrated and empty; drop it in `afterEach` or `afterAll`. */
export async function createTestDatabase(
  options: { readonly logger?: Logger; readonly maxConnections?: number } = {},
): Promise<TestDatabase> {
  const server = await provided('databaseUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(server, `create database ${name} template ${TEMPLATE} strategy file_copy`);
  const connectionString = withDatabase(server, name);
  const logger = options.logger ?? createLogger({ level: 'silent' });
  const database = openDatabase({
    connectionString,
    logger,
    applicationName: 'test',
    maxConnections: options.maxConnections ?? 5,
  });
  return {
    connectionString,
    database,
    logger,
    drop: async () => {
      await database.close();
      await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
