import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FundtrailError } from '@fundtrail/core';
import { makeOwnDirectory } from './cluster.ts';
import type { Layout } from './layout.ts';
import { errorCode } from './process-alive.ts';
import { checkReachable, type RunAs } from './system-user.ts';

/**
 * Makes the server's home for the user that runs it.
 * @throws FundtrailError `data_dir_closed` when this user, or the database's, cannot get there.
 */
export async function prepareHome(layout: Layout, user: RunAs, volatile: boolean): Promise<void> {
  try {
    await makeParents(dirname(layout.home), user);
    // What goes with the server must be the database user's, or he cannot remove it.
    if (volatile) await makeOwnDirectory(dirname(layout.home), user);
    await makeOwnDirectory(layout.home, user);
    await chmod(layout.home, 0o700);
    await makeOwnDirectory(layout.users, user);
  } catch (cause) {
    const code = errorCode(cause);
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'ENOTDIR' && code !== 'EROFS' && code !== 'EEXIST')
      throw cause;
    throw new FundtrailError('data_dir_closed', `this user cannot keep a database in ${layout.home} (${code})`, {
      cause,
      remedy: 'Name a data directory of your own.',
    });
  }
  await checkReachable(layout.home, user);
}

/** What root makes above the home must let the database's user through; what was there before is not touched. */
async function makeParents(directory: string, user: RunAs): Promise<void> {
  const first = await mkdir(directory, { recursive: true, mode: 0o700 });
  if (first === undefined || user.uid === undefined) return;
  for (let made = directory; made.length >= first.length; made = dirname(made)) await chmod(made, 0o711);
}
