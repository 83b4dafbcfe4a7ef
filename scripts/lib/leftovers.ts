import { readdir, readFile } from 'node:fs/promises';

export type Leftover = { readonly pid: number; readonly command: string };

/**
 * The living processes that carry `NAME=VALUE` in the environment they were started with, this one excepted: what a run
 * that was marked so has left behind. Reads Linux' /proc; elsewhere, and for processes of other users, it sees nothing.
 */
export async function findLeftovers(name: string, value: string): Promise<readonly Leftover[]> {
  const entries = await readdir('/proc').catch(() => []);
  const pids = entries.filter((entry) => /^[0-9]+$/.test(entry)).map(Number);
  const found = await Promise.all(pids.map((pid) => readMarked(pid, `${name}=${value}`)));
  return found.filter((leftover) => leftover !== undefined && leftover.pid !== process.pid) as readonly Leftover[];
}

async function readMarked(pid: number, mark: string): Promise<Leftover | undefined> {
  try {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    if (!environment.split('\0').includes(mark)) return undefined;
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').join(' ').trim();
    return command === '' ? undefined : { pid, command };
  } catch {
    return undefined; // It ended meanwhile, or is not ours to see.
  }
}
