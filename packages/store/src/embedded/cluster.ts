import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FundtrailError } from '@fundtrail/core';
import type { Binaries } from './binaries.ts';
import type { Layout } from './layout.ts';
import { isServerOf } from './process-alive.ts';
import type { RunAs } from './system-user.ts';

export const SUPERUSER = 'fundtrail';

const POLL_MS = 20;
/** A fast shutdown ends in well under a second; after this long it is told to drop everything. */
const STOP_PATIENCE_MS = 30_000;

/** Makes a directory of the database's user, closed to others. */
export async function makeOwnDirectory(path: string, user: RunAs): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) await chown(path, user.uid, user.gid);
}

/**
 * Makes the database files where there are none, with a random password in a file of mode 0600. A first start that was
 * killed leaves nothing that a second one trips over: files are made beside and renamed.
 * @throws FundtrailError `postgres_start` with what initdb said.
 */
export async function ensureCluster(layout: Layout, binaries: Binaries, user: RunAs, durable: boolean): Promise<void> {
  if (existsSync(layout.pgdata)) return;
  for (const name of await readdir(layout.home)) {
    if (name.startsWith('data.')) await rm(join(layout.home, name), { recursive: true, force: true });
  }
  await writeFile(layout.password, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) await chown(layout.password, user.uid, user.gid);
  const draft = `${layout.pgdata}.${process.pid}`;
  await runInitdb(binaries.initdb, user, layout.home, [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${layout.password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(durable ? [] : ['--no-sync']),
  ]);
  await rename(draft, layout.pgdata);
}

/** Stops a server that nobody watches over any more, or waits for the end of one that is already stopping. */
export async function clearLeftServer(layout: Layout): Promise<void> {
  const lock = join(layout.pgdata, 'postmaster.pid');
  const pid = await serverPid(layout);
  if (pid === undefined) return;
  if (isServerOf(pid, layout.pgdata)) {
    process.kill(pid, 'SIGINT');
    if (!(await waitForEnd(pid, layout, STOP_PATIENCE_MS))) {
      process.kill(pid, 'SIGQUIT');
      await waitForEnd(pid, layout, STOP_PATIENCE_MS);
    }
  }
  // The number in it may by now be another process's, which PostgreSQL would take for a running server.
  await rm(lock, { force: true });
}

/** Process id of the server according to its lock file. */
export async function serverPid(layout: Layout): Promise<number | undefined> {
  const text = await readFile(join(layout.pgdata, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const pid = Number(text?.split('\n', 1)[0]);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}

/** Whether the server ended within the time. */
export async function waitForEnd(pid: number, layout: Layout, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (isServerOf(pid, layout.pgdata)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function runInitdb(program: string, user: RunAs, cwd: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...user,
      cwd,
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    child.on('error', (cause) => reject(startFailure(`cannot run ${program}: ${cause.message}`)));
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(startFailure(`initdb failed: ${said.trim().split('\n').join(' ') || `exit code ${code}`}`)),
    );
  });
}

export function startFailure(message: string): FundtrailError {
  return new FundtrailError('postgres_start', `the embedded PostgreSQL did not start: ${message}`, {
    remedy: 'Mend what it names, or set DATABASE_URL to a PostgreSQL server of your own.',
  });
}
