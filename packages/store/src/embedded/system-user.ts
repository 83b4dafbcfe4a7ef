import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FundtrailError } from '@fundtrail/core';

/** Who runs PostgreSQL. Empty where the current user does. */
export type RunAs = { readonly uid?: number; readonly gid?: number };

/** PostgreSQL refuses to run as root; root runs it as this user, which is made when it is missing. */
const DATABASE_USER = 'fundtrail';

/** Two ways to make a user without home and login: shadow's (Debian, Fedora), and busybox's (Alpine). */
const USER_MAKERS: readonly (readonly [string, ...string[]])[] = [
  ['useradd', '--system', '--no-create-home', '--shell', '/usr/sbin/nologin', '--user-group', DATABASE_USER],
  ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', DATABASE_USER],
];

/**
 * The user that runs the database: the current one, or for root a dedicated one.
 * @throws FundtrailError `postgres_user` when it cannot be made.
 */
export function databaseUser(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const known = lookUp();
  if (known !== undefined) return known;
  for (const [command, ...args] of USER_MAKERS) {
    // Another process may make it at the same moment: what counts is that it is there afterwards.
    spawnSync(command, args, { stdio: 'ignore' });
    const made = lookUp();
    if (made !== undefined) return made;
  }
  throw new FundtrailError(
    'postgres_user',
    `PostgreSQL must not run as root, and the user ${DATABASE_USER} cannot be made`,
    {
      remedy: `Run: useradd --system ${DATABASE_USER} – or start as an ordinary user.`,
    },
  );
}

/**
 * Checks that the user can reach a path: every directory above it must let others through.
 * @throws FundtrailError `data_dir_closed`
 */
export async function checkReachable(path: string, user: RunAs): Promise<void> {
  if (user.uid === undefined) return;
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    const { mode, uid, gid } = await stat(directory);
    const through = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & through) === 0) {
      throw new FundtrailError(
        'data_dir_closed',
        `the database's user ${DATABASE_USER} cannot enter ${directory}, which is above the data directory`,
        { remedy: 'Choose a data directory below /var/lib, or start as an ordinary user.' },
      );
    }
    if (directory === dirname(directory)) return;
  }
}

function lookUp(): { uid: number; gid: number } | undefined {
  const uid = readId('-u');
  const gid = readId('-g');
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function readId(flag: '-u' | '-g'): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, DATABASE_USER], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.trim()) : undefined;
}
