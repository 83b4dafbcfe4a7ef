import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { FundtrailError } from '@fundtrail/core';
import { errorCode, isAlive } from './process-alive.ts';

const RETRY_MS = 50;
/** Longer than the slowest first start seen (initdb on a busy two-core machine: 15 s). */
const PATIENCE_MS = 120_000;

/** Runs `work` while no other process on the machine does so under the same path. The lock of a dead process is void. */
export async function withStartLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await take(path))) {
    if (Date.now() > deadline) {
      throw new FundtrailError('postgres_start', `another process has been starting the database for too long`, {
        remedy: `End it, or remove ${path}.`,
      });
    }
    await voidIfDead(path);
    await sleep(RETRY_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  // Written beside and linked: the lock never exists without its owner's number in it.
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, String(process.pid), { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

async function voidIfDead(path: string): Promise<void> {
  const owner = await readFile(path, 'utf8').catch(() => undefined);
  if (owner === undefined || isAlive(Number(owner))) return;
  // Moved away before it is removed: only one process gets to move it, and a fresh lock moved by mistake is put back.
  const taken = `${path}.${randomUUID()}`;
  try {
    await rename(path, taken);
    if ((await readFile(taken, 'utf8')) !== owner) await link(taken, path).catch(() => undefined);
    await rm(taken, { force: true });
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
