import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { redisUrl } from './provided.ts';
import { startPrivateRedis } from './redis.ts';

const installed = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

test('a run has a Redis exactly where one is installed', async () => {
  const url = await redisUrl();
  expect(url !== undefined).toBe(installed);
  if (url !== undefined) expect(await ping(url)).toBe('+PONG\r\n');
});

test.runIf(installed)('a private Redis answers until it is stopped, and then is gone', async () => {
  const redis = await startPrivateRedis();
  expect(await ping(redis?.url ?? '')).toBe('+PONG\r\n');
  await redis?.stop();
  await expect(ping(redis?.url ?? '')).rejects.toThrow(/ECONNREFUSED/);
});

async function ping(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write('PING\r\n');
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer);
}
