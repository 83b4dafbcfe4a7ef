import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, type Logger } from '@fundtrail/core';
import { migrate, openDatabase, startEmbeddedPostgres } from '@fundtrail/store';
import type { TestProject } from 'vitest/node';
import { TEMPLATE, withDatabase } from './databases.ts';
import './provided.ts';
import { startPrivateRedis } from './redis.ts';

/**
 * Runs once before all test files: starts one PostgreSQL for the run, with the migrated database that tests clone, and a
 * Redis where one is installed. Both watch over this process, so they also go, with their files, when the run is interrupted or killed.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const logger = createLogger({ level: 'warn' });
  const dataDir = await mkdtemp(join(tmpdir(), 'fundtrail-test-'));
  // As root, the server runs as another user, who must get in.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, logger, volatile: true });
  const redis = await startPrivateRedis();
  const stop = async (): Promise<void> => {
    await Promise.all([server.stop(), redis?.stop()]);
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await makeTemplate(server.connectionString, logger);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('databaseUrl', server.connectionString);
  project.provide('redisUrl', redis?.url ?? null);
  return stop;
}

async function makeTemplate(server: string, logger: Logger): Promise<void> {
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
}
