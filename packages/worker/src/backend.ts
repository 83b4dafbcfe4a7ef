import type { Logger } from '@fundtrail/core';
import type { QueueOptions } from '@fundtrail/queue';
import { startEmbeddedPostgres } from '@fundtrail/store';

/**
 * Where a process keeps what it knows.
 * - `embedded`: a PostgreSQL server of its own in the data directory, shared with other processes of this machine.
 * - `service`: servers that somebody else runs; without a Redis the jobs lie in PostgreSQL, too.
 */
export type RuntimeMode =
  | { readonly kind: 'embedded'; readonly dataDirectory: string }
  | { readonly kind: 'service'; readonly databaseUrl: string; readonly redisUrl?: string };

/** Database and queue of a mode, found or started. */
export type Backend = {
  readonly connectionString: string;
  readonly queue: QueueOptions;
  /** Leaves them; an embedded server stops with its last user. */
  release(): Promise<void>;
};

/** @throws FundtrailError with a remedy when the embedded server cannot be started */
export async function openBackend(mode: RuntimeMode, logger: Logger): Promise<Backend> {
  if (mode.kind === 'service') {
    const queue: QueueOptions =
      mode.redisUrl === undefined
        ? { backend: 'postgres', connectionString: mode.databaseUrl }
        : { backend: 'redis', url: mode.redisUrl };
    return { connectionString: mode.databaseUrl, queue, release: async () => {} };
  }
  const server = await startEmbeddedPostgres({ dataDir: mode.dataDirectory, logger });
  return {
    connectionString: server.connectionString,
    queue: { backend: 'postgres', connectionString: server.connectionString },
    release: () => server.stop(),
  };
}
