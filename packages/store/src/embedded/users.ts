import { randomUUID } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './process-alive.ts';

/**
 * Who uses the server, by process id, so that the one who leaves knows whether to wait for its end. Only that: what stops
 * the server is the pipe, which needs no honest goodbye.
 */
export async function register(directory: string): Promise<string> {
  const name = `${process.pid}.${randomUUID()}`;
  await writeFile(join(directory, name), '', { mode: 0o600 });
  return name;
}

/** Takes the name off; true when no other living user is left. */
export async function unregister(directory: string, name: string): Promise<boolean> {
  await rm(join(directory, name), { force: true });
  let others = 0;
  for (const other of await readdir(directory).catch(() => [])) {
    if (isAlive(Number(other.split('.', 1)[0]))) others += 1;
    else await rm(join(directory, other), { force: true });
  }
  return others === 0;
}
