import { closeSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Binaries, prepareBinaries } from './binaries.ts';
import { clearLeftServer, ensureCluster, startFailure } from './cluster.ts';
import { answers, connectionStringOf, ensureDatabase } from './connect.ts';
import type { RunningServer } from './join.ts';
import type { Layout } from './layout.ts';
import { enterPipe, makePipe, openPipe } from './presence.ts';
import { serverArguments } from './settings.ts';
import type { RunAs } from './system-user.ts';
import { startWatchdog } from './watchdog.ts';

const POLL_MS = 25;
/** Recovery after a crash of the machine reads back up to max_wal_size. */
const START_PATIENCE_MS = 120_000;
/** A free port can be taken between finding and binding it. */
const PORT_ATTEMPTS = 5;
const PORT_TAKEN = /could not (?:bind|create any TCP\/IP sockets)/;
/** As root: where the programs are copied once, for all data directories. */
const SHARED_PROGRAMS = '/var/lib/fundtrail';

/**
 * Starts the server of this home; to be called under the start lock. Undefined when it turns out to run already.
 * @throws FundtrailError `postgres_start` with the last lines of its log.
 */
export async function startServer(layout: Layout, user: RunAs, volatile: boolean): Promise<RunningServer | undefined> {
  const other = enterPipe(layout.pipe);
  if (other !== undefined) {
    const attended = other.attended();
    other.leave();
    if (attended) return undefined;
  }
  const binaries = await programsFor(layout, user);
  await clearLeftServer(layout);
  await ensureCluster(layout, binaries, user, !volatile);
  await makePipe(layout.pipe, user);
  for (let attempt = 1; ; attempt += 1) {
    const running = await tryPort(layout, user, binaries, await freePort(), volatile);
    if (running !== undefined) return running;
    const log = await readFile(layout.log, 'utf8').catch(() => '');
    if (attempt >= PORT_ATTEMPTS || !PORT_TAKEN.test(log)) throw startFailure(`${lastLines(log)} (${layout.log})`);
  }
}

async function programsFor(layout: Layout, user: RunAs): Promise<Binaries> {
  if (user.uid === undefined) return prepareBinaries(undefined);
  // A machine whose /var/lib is not to be written keeps them beside the data.
  return prepareBinaries(SHARED_PROGRAMS).catch(() => prepareBinaries(layout.home));
}

async function tryPort(
  layout: Layout,
  user: RunAs,
  binaries: Binaries,
  port: number,
  volatile: boolean,
): Promise<RunningServer | undefined> {
  await rm(layout.log, { force: true });
  await rm(layout.state, { force: true });
  const { presence, reader } = openPipe(layout.pipe);
  const end = startWatching(layout, user, binaries, port, volatile, reader);
  const password = await readFile(layout.password, 'utf8');
  const deadline = Date.now() + START_PATIENCE_MS;
  while (!(await answers(connectionStringOf(port, password, 'postgres')))) {
    if (end.come() || Date.now() > deadline) {
      presence.leave();
      return undefined;
    }
    await sleep(POLL_MS);
  }
  await ensureDatabase(port, password);
  await writeFile(`${layout.state}.new`, JSON.stringify({ port }), { mode: 0o600 });
  await rename(`${layout.state}.new`, layout.state);
  return { connectionString: connectionStringOf(port, password), presence, ended: end.wait };
}

type End = { come(): boolean; wait(): Promise<void> };

function startWatching(
  layout: Layout,
  user: RunAs,
  binaries: Binaries,
  port: number,
  volatile: boolean,
  reader: number,
): End {
  try {
    const command = [binaries.postgres, '-D', layout.pgdata, ...serverArguments(port, !volatile)];
    const child = startWatchdog({ layout, user, reader, command, ephemeral: volatile });
    let come = false;
    const exit = new Promise<void>((resolve) => {
      const onEnd = (): void => {
        come = true;
        resolve();
      };
      child.once('exit', onEnd);
      child.once('error', onEnd);
    });
    return {
      come: () => come,
      wait: () => {
        // It does not keep this process alive while it runs; who waits for it must be.
        if (!come) child.ref();
        return exit;
      },
    };
  } finally {
    closeSync(reader);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(startFailure('no free port')),
      );
    });
  });
}

function lastLines(log: string): string {
  return log.trim().split('\n').slice(-3).join(' ') || 'it ended without a word';
}
