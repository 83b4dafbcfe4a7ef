import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { chown, rm } from 'node:fs/promises';
import { FundtrailError } from '@fundtrail/core';
import { errorCode } from './process-alive.ts';
import type { RunAs } from './system-user.ts';

/**
 * A named pipe says who uses the server. Every user holds its writing end; the watchdog beside the server holds the
 * reading end and sees end-of-file when the last user has left, however it left: the kernel closes the pipe of a process
 * that was killed. And a pipe without a reader says that no server is there.
 */
export type Presence = {
  /** False once the watchdog is gone or going. */
  attended(): boolean;
  leave(): void;
};

/** Makes the pipe anew, so that what is left of an earlier server holds another one. */
export async function makePipe(path: string, user: RunAs): Promise<void> {
  await rm(path, { force: true });
  const { status, stderr, error } = spawnSync('mkfifo', ['-m', '600', path], { encoding: 'utf8' });
  if (status !== 0) {
    throw new FundtrailError('postgres_start', `cannot make the pipe ${path}: ${error?.message ?? stderr.trim()}`, {
      remedy: 'Put the data directory on a local file system, and see that mkfifo is there.',
    });
  }
  if (user.uid !== undefined && user.gid !== undefined) await chown(path, user.uid, user.gid);
}

/** Joins the users of a running server; undefined where none is running. */
export function enterPipe(path: string): Presence | undefined {
  try {
    return presenceOf(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENXIO' || code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Both ends of the pipe for the first user: `reader` is for the watchdog and must be closed here once that runs. */
export function openPipe(path: string): { readonly presence: Presence; readonly reader: number } {
  // Opening one end of a pipe waits for the other; holding both for a moment lets each open at once.
  const both = openSync(path, constants.O_RDWR);
  try {
    const reader = openSync(path, constants.O_RDONLY);
    return { reader, presence: presenceOf(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)) };
  } finally {
    closeSync(both);
  }
}

function presenceOf(descriptor: number): Presence {
  let open = true;
  return {
    attended: () => {
      try {
        writeSync(descriptor, '.');
        return true;
      } catch (error) {
        return errorCode(error) === 'EAGAIN';
      }
    },
    leave: () => {
      if (open) closeSync(descriptor);
      open = false;
    },
  };
}
