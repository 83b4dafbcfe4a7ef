import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

const STOP_TIMEOUT_MS = 5_000;

/**
 * Keeps a server's life inside ours: our end of the shell's stdin closes when we end in any way, kill -9 included, and then
 * the shell ends the server, and removes its folder. The pipe is moved to descriptor 3 because a shell gives background jobs
 * an empty stdin.
 */
const GUARD = [
  'exec 3<&0; signal=$1; folder=$2; shift 2; "$@" </dev/null 3<&- & pid=$!',
  '{ read -r _ <&3; kill -$signal $pid; } 2>/dev/null & wait $pid; status=$?',
  'if [ -n "$folder" ]; then rm -rf "$folder"; fi; exit $status',
].join('\n');

/** A server that ends when this process does. */
export type GuardedProcess = {
  readonly child: ChildProcessWithoutNullStreams;
  /** Ends it and waits until it has ended; may be called twice. */
  stop(): Promise<void>;
};

export type GuardOptions = {
  /** What the server is ended with; TERM when left out. */
  readonly signal?: 'TERM' | 'KILL';
  /** What is removed, with everything in it, once the server has ended. */
  readonly folder?: string;
};

export function startGuarded(name: string, command: readonly string[], options: GuardOptions = {}): GuardedProcess {
  const { signal = 'TERM', folder = '' } = options;
  const child = spawn('/bin/sh', ['-c', GUARD, name, signal, folder, ...command], {
    stdio: 'pipe',
    // A Ctrl-C at the terminal is ours to handle: the server goes when we let it go.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    child,
    async stop() {
      child.stdin.end();
      const late = setTimeout(() => killGroup(child), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(late);
    },
  };
}

function killGroup(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}
