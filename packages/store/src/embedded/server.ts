import type { Logger } from '@fundtrail/core';
import { serverPid, waitForEnd } from './cluster.ts';
import { prepareHome } from './home.ts';
import { joinServer, type RunningServer } from './join.ts';
import { type Layout, layoutOf } from './layout.ts';
import { startServer } from './start.ts';
import { withStartLock } from './start-lock.ts';
import { databaseUser } from './system-user.ts';
import { register, unregister } from './users.ts';

/** A running PostgreSQL server of our own, maybe shared with other processes of this machine. */
export type EmbeddedPostgres = {
  /** `postgresql://…@127.0.0.1:<port>/fundtrail`; holds the password. */
  readonly connectionString: string;
  /** Whether the server was already running. */
  readonly joined: boolean;
  /** Leaves the server. The last user's leaving stops it, and this waits for its end. Can be called twice. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  /** The server's files go to `<dataDir>/postgres`. */
  readonly dataDir: string;
  readonly logger: Logger;
  /** For tests: faster, loses everything when the machine stops, and removes its files, and an otherwise empty `dataDir`, when the server stops. */
  readonly volatile?: boolean;
};

const STOP_PATIENCE_MS = 60_000;

/**
 * Starts real PostgreSQL from the npm packages, or joins the one that runs on this data directory.
 *
 * It listens on a free loopback port with a random password, runs as an ordinary user (root: as user `fundtrail`, made when
 * missing), and lives as long as somebody uses it: it stops when the last user has called `stop` or has died, however.
 * @throws FundtrailError `postgres_missing`, `postgres_user`, `data_dir_closed` or `postgres_start`, each with its remedy.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const began = performance.now();
  const layout = layoutOf(options.dataDir);
  const user = databaseUser();
  await prepareHome(layout, user, options.volatile === true);
  for (;;) {
    const found = await joinServer(layout);
    const running =
      found ?? (await withStartLock(layout.lock, () => startServer(layout, user, options.volatile === true)));
    // Another process was quicker to start it: join that one.
    if (running === undefined) continue;
    const name = await register(layout.users);
    const joined = found !== undefined;
    options.logger.info(
      { action: 'embedded_postgres_ready', joined, duration_ms: Math.round(performance.now() - began) },
      'embedded PostgreSQL is ready',
    );
    let stopped: Promise<void> | undefined;
    return {
      connectionString: running.connectionString,
      joined,
      stop: () => {
        stopped ??= leave(layout, running, name);
        return stopped;
      },
    };
  }
}

async function leave(layout: Layout, running: RunningServer, name: string): Promise<void> {
  const pid = await serverPid(layout);
  const last = await unregister(layout.users, name);
  running.presence.leave();
  if (!last || pid === undefined) return;
  if (await waitForEnd(pid, layout, STOP_PATIENCE_MS)) await running.ended();
}
