import { startPrivateRedis } from '@fundtrail/testkit';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { inspectRedis } from './inspect-redis.ts';

const own = await startPrivateRedis();

test.skipIf(own === undefined)('a Redis tells its version, memory and whether it may throw jobs away', async () => {
  const url = own?.url ?? '';
  const redis = new Redis(url);
  try {
    expect(await inspectRedis(url)).toMatchObject({
      name: expect.stringMatching(/^(Redis|Valkey)$/),
      version: expect.stringMatching(/^[0-9]+\.[0-9]+/),
      evictionPolicy: 'noeviction',
      maxBytes: 0,
      isReplica: false,
    });
    await redis.config('SET', 'maxmemory', '64mb');
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const changed = await inspectRedis(url);
    expect(changed).toMatchObject({ evictionPolicy: 'allkeys-lru', maxBytes: 64 * 1024 * 1024 });
    expect(changed.usedBytes).toBeGreaterThan(0);
  } finally {
    redis.disconnect();
    await own?.stop();
  }
});

test('a Redis that does not answer is unreachable, said without its password', async () => {
  const asked = inspectRedis('redis://:hunter2@127.0.0.1:1');
  await expect(asked).rejects.toMatchObject({
    code: 'queue_unreachable',
    message: expect.stringMatching(/^Redis does not answer: (?!.*hunter2).*ECONNREFUSED/),
  });
});
