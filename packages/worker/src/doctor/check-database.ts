import { statfs } from 'node:fs/promises';
import type { Clock } from '@fundtrail/core';
import type { Database } from '@fundtrail/store';
import type { RuntimeMode } from '../backend.ts';
import { checkSchema } from './check-schema.ts';
import { type Finding, findingsAbout } from './finding.ts';

const OLDEST_VERSION = 15;
/** Leases and token buckets count by the database's clock, ages of blocks by this machine's. */
const SKEW_WARN_MS = 5_000;
const SKEW_FAIL_MS = 60_000;
const MIB = 1024n * 1024n;
const FREE_WARN = 1024n * MIB;
const FREE_FAIL = 100n * MIB;
const CONNECTIONS_WARN = 0.8;

type ServerState = {
  readonly version: number;
  readonly version_text: string;
  readonly now_ms: string;
  readonly standby: boolean;
  readonly read_only: boolean;
  readonly size: string;
  readonly used: number;
  readonly most: number;
};

/** Version, schema, rights, room and clock of the database. @throws StoreError when it cannot be reached */
export async function checkDatabase(database: Database, mode: RuntimeMode, clock: Clock): Promise<readonly Finding[]> {
  const before = clock.now();
  const state = await readState(database);
  const skewMs = Number(state.now_ms) - (before + clock.now()) / 2;
  return [
    versionFinding(state),
    ...(await checkSchema(database, mode)),
    ...(await rightsFindings(database, state)),
    clockFinding(skewMs),
    await roomFinding(state, mode),
    connectionsFinding(state),
  ];
}

async function readState({ pool }: Database): Promise<ServerState> {
  const { rows } = await pool.query<ServerState>(`
    select current_setting('server_version_num')::int / 10000 as version,
      current_setting('server_version') as version_text,
      (extract(epoch from clock_timestamp()) * 1000)::text as now_ms,
      pg_is_in_recovery() as standby,
      current_setting('default_transaction_read_only')::boolean as read_only,
      pg_database_size(current_database())::text as size,
      (select count(*) from pg_stat_activity where backend_type = 'client backend')::int as used,
      current_setting('max_connections')::int as most`);
  return rows[0] as ServerState;
}

const { ok, warn, fail } = findingsAbout('database');

function versionFinding({ version, version_text }: ServerState): Finding {
  if (version >= OLDEST_VERSION) return ok('version', `PostgreSQL ${version_text}`);
  return fail('version', `PostgreSQL ${version_text} is older than ${OLDEST_VERSION}`, {
    consequence: 'The tables cannot be made.',
    remedy: `Use PostgreSQL ${OLDEST_VERSION} or newer.`,
  });
}

async function rightsFindings({ pool }: Database, state: ServerState): Promise<readonly Finding[]> {
  if (state.standby || state.read_only) {
    return [
      fail('rights', state.standby ? 'this is a standby server' : 'sessions of this user are read only', {
        consequence: 'Nothing can be stored.',
        remedy: 'Name the primary server, and a user that may write, in DATABASE_URL.',
      }),
    ];
  }
  const { rows } = await pool.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('facts', 'cases', 'ops', 'meta') and c.relkind in ('r', 'p')
      and not (has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
        and has_table_privilege(c.oid, 'insert') and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete'))
    order by 1`);
  if (rows.length === 0) return [ok('rights', 'this user may read and write every table')];
  const names = rows.map(({ name }) => name);
  return [
    fail(
      'rights',
      `this user may not write ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`,
      {
        consequence: 'Jobs will fail when they store what they found.',
        remedy: 'Use the user that ran fundtrail migrate, or grant it the tables.',
      },
    ),
  ];
}

function clockFinding(skewMs: number): Finding {
  const seconds = `${(Math.abs(skewMs) / 1_000).toFixed(1)} s`;
  if (Math.abs(skewMs) < SKEW_WARN_MS) return ok('clock', 'agrees with the clock of this machine');
  const message = `its clock is ${seconds} ${skewMs > 0 ? 'ahead of' : 'behind'} this machine's`;
  const more = {
    consequence: 'Limits of requests, leases and the age of blocks are judged wrongly.',
    remedy: 'Let both keep their time by NTP.',
  };
  return Math.abs(skewMs) < SKEW_FAIL_MS ? warn('clock', message, more) : fail('clock', message, more);
}

async function roomFinding({ size }: ServerState, mode: RuntimeMode): Promise<Finding> {
  const held = `the database holds ${BigInt(size) / MIB} MiB`;
  // Only of an embedded server is it known where its files lie.
  if (mode.kind === 'service') return ok('room', held);
  const { bavail, bsize } = await statfs(mode.dataDirectory, { bigint: true });
  const free = bavail * bsize;
  const message = `${held}, ${free / MIB} MiB are free`;
  if (free >= FREE_WARN) return ok('room', message);
  const more = {
    consequence: 'Tracing stops when the disk is full.',
    remedy: `Make room on the disk of ${mode.dataDirectory}.`,
  };
  return free >= FREE_FAIL ? warn('room', message, more) : fail('room', message, more);
}

function connectionsFinding({ used, most }: ServerState): Finding {
  const message = `${used} of ${most} connections are in use`;
  if (used < most * CONNECTIONS_WARN) return ok('connections', message);
  return warn('connections', message, {
    consequence: 'More workers could not connect.',
    remedy: 'Raise max_connections, or run fewer workers.',
  });
}
