import { chainInfo } from '@fundtrail/core';
import { type Database, type MigrationState, migrationState } from '@fundtrail/store';
import type { RuntimeMode } from '../backend.ts';
import { type Finding, findingsAbout } from './finding.ts';

const { ok, fail } = findingsAbout('database');

/** Whether the tables are of this version, and what is in them of chains as they are configured now. */
export async function checkSchema(database: Database, mode: RuntimeMode): Promise<readonly Finding[]> {
  const state = await migrationState(database);
  const schema = schemaFinding(state, mode);
  const isReadable = schema.status === 'ok' && state.applied.length > 0;
  return isReadable ? [schema, ...(await chainFindings(database))] : [schema];
}

function schemaFinding({ applied, missing, unknown }: MigrationState, mode: RuntimeMode): Finding {
  if (unknown.length > 0) {
    return fail('schema', `a newer version of fundtrail was here: ${unknown.join(', ')}`, {
      consequence: 'Nothing starts on this database.',
      remedy: 'Run the newer version, or name another database.',
    });
  }
  if (missing.length === 0) return ok('schema', `of this version, ${applied.length} migrations`);
  if (mode.kind === 'embedded') return ok('schema', `${missing.length} migrations are made at the next start`);
  return fail(
    'schema',
    applied.length === 0 ? 'there are no tables yet' : `migrations are missing: ${missing.join(', ')}`,
    {
      consequence: 'Nothing starts on this database.',
      remedy: 'Run fundtrail migrate.',
    },
  );
}

/** What is stored names its native asset by the coin type of its time. */
async function chainFindings({ db }: Database): Promise<readonly Finding[]> {
  const stored = await db.selectFrom('facts.chains').select(['caip2', 'slip44']).orderBy('caip2').execute();
  return stored
    .filter(({ caip2, slip44 }) => chainInfo(caip2).slip44 !== slip44)
    .map(({ caip2, slip44 }) =>
      fail(
        'chains',
        `the native asset of ${caip2} is stored under coin type ${slip44}, not ${chainInfo(caip2).slip44}`,
        {
          consequence: `Nothing of ${caip2} can be read or stored.`,
          remedy: `Write slip44: ${slip44} for ${caip2} into the configuration: what is stored keeps its id.`,
        },
      ),
    );
}
