import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@fundtrail/core';
import { migrate, openDatabase, startEmbeddedPostgres } from '@fundtrail/store';
import type { TestProject } from 'vitest/node';
import { TEMPLATE, withDatabase } from './databases.ts';

/**
 * Runs once before all test files: starts one PostgreSQL for the run and makes the migrated database that tests clone.
 * The server watches over this process, so it also goes, with its files, when the run is interrupted or killed.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const logger = createLogger({ level: 'warn' });
  const dataDir = await mkdtemp(join(tmpdir(), 'fundtrail-test-'));
  // As root, the server runs as another user, who must get in.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, logger, volatile: true });
  try {
    const template = await makeTemplate(server.connectionString, logger);
    project.provide('databaseUrl', template);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
}

async function makeTemplate(server: string, logger: ReturnType<typeof createLogger>): Promise<string> {
  const admin = openDatabase({ connectionString: server, logger, applicationName: 'test-setup', maxConnections: 1 });
  await admin.pool.query(`create database ${TEMPLATE}`);
  await admin.close();
  const database = openDatabase({
    connectionString: withDatabase(server, TEMPLATE),
    logger,
    applicationName: 'test-setup',
    maxConnections: 1,
  });
  await migrate(database);
  await database.close();
  return server;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the server's own database; tests clone theirs, see `createTestDatabase`. */
    databaseUrl: string;
  }
}
