import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Layout } from './layout.ts';
import type { RunAs } from './system-user.ts';

/**
 * Runs the server and stays beside it: stops it when the last user has left the pipe (its standard input), and goes when
 * the server goes. A shell, because it must outlive the process that starts it and run as the database's user, who may be
 * unable to read Node. Arguments: server's state file, folder to remove at the end (or nothing), server and its arguments.
 */
const SCRIPT = `
state=$1 remove=$2
shift 2
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
{ cat <&3 >/dev/null; rm -f "$state"; kill -INT "$server"; } &
exec 3<&-
wait "$server"
rm -f "$state"
if [ -n "$remove" ]; then
  cd /
  rm -rf "$remove"
  rmdir "\${remove%/*}" 2>/dev/null
fi
trap '' TERM
kill -TERM 0
`;

export type WatchdogOptions = {
  readonly layout: Layout;
  readonly user: RunAs;
  /** Reading end of the pipe that the users hold. */
  readonly reader: number;
  /** The server's program and arguments. */
  readonly command: readonly string[];
  /** When the server has stopped, remove the home, and the directory above it if nothing else is in it. */
  readonly ephemeral: boolean;
};

/** Starts server and watchdog in a session of their own, so that Ctrl-C in the terminal does not reach them. */
export function startWatchdog(options: WatchdogOptions): ChildProcess {
  const { layout, user, reader, command, ephemeral } = options;
  const log = openSync(layout.log, 'a', 0o600);
  try {
    const child = spawn(
      '/bin/sh',
      ['-c', SCRIPT, 'fundtrail-db', layout.state, ephemeral ? layout.home : '', ...command],
      {
        ...user,
        cwd: layout.home,
        env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' },
        stdio: [reader, log, log],
        detached: true,
      },
    );
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}
