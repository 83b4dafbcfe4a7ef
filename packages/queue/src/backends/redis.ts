import { type Context, FundtrailError, redactUrls } from '@fundtrail/core';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Backend } from './backend.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Jobs in Redis or Valkey. Two connections are shared by all queues, and every worker has one more that blocks.
 * @throws FundtrailError `queue_unreachable` when the server does not answer.
 */
export async function openRedisBackend(url: string, prefix: string, context: Context): Promise<Backend> {
  const connect = (): Redis => {
    const redis = new Redis(url, { maxRetriesPerRequest: null, connectTimeout: CONNECT_TIMEOUT_MS, lazyConnect: true });
    redis.on('error', (error) => context.logger.warn({ action: 'queue', err: error }, 'redis connection'));
    return redis;
  };
  // A producer must hear soon that Redis is away; a worker waits until it is back.
  const producer = new Redis(url, {
    maxRetriesPerRequest: 2,
    connectTimeout: CONNECT_TIMEOUT_MS,
    lazyConnect: true,
  });
  producer.on('error', (error) => context.logger.debug({ action: 'queue', err: error }, 'redis connection'));
  const evicts = await checkPolicy(producer, context).catch((error: unknown) => {
    producer.disconnect();
    throw new FundtrailError('queue_unreachable', `Redis does not answer: ${message(error)}`, {
      cause: error,
      retryable: true,
      remedy: 'Start Redis, or correct REDIS_URL.',
    });
  });
  let consumer: Redis | undefined;
  // BullMQ's own check would print the warning above once more per connection, past the logger.
  const common = { prefix, skipVersionCheck: evicts };

  return {
    queue: (name) => new Queue(name, { ...common, connection: producer }),
    worker: (name, process, timing) => {
      consumer ??= connect();
      return new Worker(name, process, { ...common, ...timing, connection: consumer });
    },
    close: async () => {
      producer.disconnect();
      consumer?.disconnect();
    },
  };
}

/** Whether Redis may throw jobs away when its memory is full; says so in one line. */
async function checkPolicy(redis: Redis, context: Context): Promise<boolean> {
  const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1];
  if (policy === undefined || policy === 'noeviction') return false;
  context.logger.warn(
    { action: 'queue', maxmemory_policy: policy, remedy: 'redis-cli config set maxmemory-policy noeviction' },
    'redis may evict jobs when its memory is full',
  );
  return true;
}

function message(error: unknown): string {
  return redactUrls(error instanceof Error ? error.message : String(error));
}
