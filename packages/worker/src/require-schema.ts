import { FundtrailError } from '@fundtrail/core';
import type { Database } from '@fundtrail/store';

/**
 * For databases that somebody else runs: migrating them is their decision.
 * @throws FundtrailError `schema_missing`
 */
export async function requireSchema(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ there: boolean }>(
    "select to_regclass('cases.cases') is not null as there",
  );
  if (rows[0]?.there === true) return;
  throw new FundtrailError('schema_missing', 'the database has no tables of fundtrail yet', {
    remedy: 'Run fundtrail migrate once.',
  });
}
