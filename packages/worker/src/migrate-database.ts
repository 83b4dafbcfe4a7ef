import { createLogger } from '@fundtrail/core';
import { migrate, openDatabase } from '@fundtrail/store';
import { openBackend, type RuntimeMode } from './backend.ts';

/** Brings a database to this version's schema. Returns the names of the migrations that were applied. */
export async function migrateDatabase(mode: RuntimeMode): Promise<readonly string[]> {
  const logger = createLogger({ level: 'silent' });
  const backend = await openBackend(mode, logger);
  try {
    const database = openDatabase({
      connectionString: backend.connectionString,
      logger,
      applicationName: 'fundtrail-migrate',
    });
    return await migrate(database).finally(() => database.close());
  } finally {
    await backend.release();
  }
}
