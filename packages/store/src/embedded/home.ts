import { chmod } from 'node:fs/promises';
import { FundtrailError } from '@fundtrail/core';
import { makeOwnDirectory } from './cluster.ts';
import type { Layout } from './layout.ts';
import { errorCode } from './process-alive.ts';
import { checkReachable, type RunAs } from './system-user.ts';

/**
 * Makes the server's home for the user that runs it.
 * @throws FundtrailError `data_dir_closed` when this user, or the database's, cannot get there.
 */
export async function prepareHome(layout: Layout, user: RunAs): Promise<void> {
  try {
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
