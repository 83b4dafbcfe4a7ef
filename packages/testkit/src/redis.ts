import { spawn, spawnSync } from 'node:child_process';
import { connect as tcpConnect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

export type PrivateRedis = { readonly url: string; stop(): Promise<void> };

const POLL_MS = 20;
const START_PATIENCE_MS = 15_000;

/** Stops the server when its standard input ends: when the run that started it is over, however it ended. */
const SCRIPT =
  'exec 3<&0 </dev/null; "$@" 3<&- & server=$!; cat <&3 >/dev/null; kill "$server" 2>/dev/null; wait "$server"';

/**
 * Starts a Redis of our own on a free loopback port, with nothing on disk. Undefined where no `redis-server` is installed:
 * tests that need one skip, visibly.
 */
export async function startPrivateRedis(): Promise<PrivateRedis | undefined> {
  if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined;
  const port = await freePort();
  const server = ['redis-server', '--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'redis-for-tests', ...server, '--maxmemory-policy', 'noeviction'], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // A session of its own: Ctrl-C must not end it before the tests that use it.
    detached: true,
    cwd: '/',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.unref();
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  const deadline = Date.now() + START_PATIENCE_MS;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`redis-server did not start on port ${port}`);
    }
    await sleep(POLL_MS);
  }
  return { url: `redis://127.0.0.1:${port}`, stop };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = tcpConnect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
