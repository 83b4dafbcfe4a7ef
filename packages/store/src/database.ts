import { InputError, type Logger } from '@fundtrail/core';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { translateDriverError } from './errors.ts';
import type { Schema } from './schema/schema.ts';
import { typeParserOf } from './type-parsers.ts';

/** The database as all stores are given it. */
export type Database = {
  readonly db: Kysely<Schema>;
  /** For what Kysely does not say: COPY and work bound to one connection. Its clients translate errors and count, too. */
  readonly pool: pg.Pool;
  /** Statements sent so far, `begin` and `commit` included. */
  queries(): number;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** `postgresql://user:password@host:port/database` */
  readonly connectionString: string;
  readonly logger: Logger;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly maxConnections?: number;
};

const DEFAULT_MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 15_000;

/**
 * Opens a pool; connects on first use. int8 is read as number (refused beyond 2^53), numeric as decimal string, bytea as
 * Buffer. Every query rejects with `StoreError` when the database fails.
 * @throws InputError when the connection string is none.
 */
export function openDatabase(options: DatabaseOptions): Database {
  checkConnectionString(options.connectionString);
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    max: options.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: { getTypeParser: typeParserOf },
  });
  pool.on('error', (error) => {
    options.logger.warn({ action: 'database_connection_lost', err: error }, 'an idle database connection was lost');
  });
  let queries = 0;
  pool.on('connect', (client) => {
    watchQueries(client, () => {
      queries += 1;
    });
    // Whoever uses the connection learns of its loss from the statement; without a listener it would end the process.
    client.on('error', () => undefined);
  });
  pool.connect = translated(pool, pool.connect) as typeof pool.connect;
  pool.query = translated(pool, pool.query) as typeof pool.query;
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  let closed: Promise<void> | undefined;
  return {
    db,
    pool,
    queries: () => queries,
    close: () => {
      closed ??= pool.end();
      return closed;
    },
  };
}

/** The one edge: what any statement of this client throws is translated here, for Kysely and for direct use alike. */
function watchQueries(client: pg.PoolClient, count: () => void): void {
  const query = translated(client, client.query);
  const counted = (...args: unknown[]): unknown => {
    count();
    return Reflect.apply(query, client, args);
  };
  client.query = counted as typeof client.query;
}

/** The same method, of which a promise rejects with our errors. */
function translated(owner: object, method: (...args: never[]) => unknown): (...args: unknown[]) => unknown {
  return (...args) => {
    const answer: unknown = Reflect.apply(method, owner, args);
    return answer instanceof Promise ? answer.catch(rethrowTranslated) : answer;
  };
}

function rethrowTranslated(error: unknown): never {
  throw translateDriverError(error);
}

function checkConnectionString(text: string): void {
  if (/^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text)) return;
  throw new InputError(
    'this is not a PostgreSQL connection string',
    { field: 'DATABASE_URL' },
    { remedy: 'Write it like postgresql://user:password@host:5432/database.' },
  );
}
