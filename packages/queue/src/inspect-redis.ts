import { FundtrailError, redactUrls } from '@fundtrail/core';
import { Redis } from 'ioredis';

/** What a Redis says of itself, as far as the jobs in it depend on it. */
export type RedisState = {
  /** `Redis` or `Valkey`. */
  readonly name: string;
  readonly version: string;
  /** `noeviction`, or the way in which jobs may be thrown away. */
  readonly evictionPolicy: string;
  readonly usedBytes: number;
  /** 0: no limit. */
  readonly maxBytes: number;
  readonly isReplica: boolean;
};

const CONNECT_TIMEOUT_MS = 5_000;

/** One connection, one question. @throws FundtrailError `queue_unreachable` when the server does not answer */
export async function inspectRedis(url: string): Promise<RedisState> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, connectTimeout: CONNECT_TIMEOUT_MS, lazyConnect: true });
  // The first failure is kept: what follows only says that the connection is closed.
  let failure: Error | undefined;
  redis.on('error', (error) => {
    failure ??= error;
  });
  try {
    const fields = readInfo(await redis.info());
    return {
      name: fields.has('valkey_version') ? 'Valkey' : 'Redis',
      version: fields.get('valkey_version') ?? fields.get('redis_version') ?? 'of unknown version',
      evictionPolicy: fields.get('maxmemory_policy') ?? 'unknown',
      usedBytes: Number(fields.get('used_memory') ?? 0),
      maxBytes: Number(fields.get('maxmemory') ?? 0),
      isReplica: fields.get('role') === 'slave',
    };
  } catch (error) {
    const cause = failure ?? error;
    const reason = redactUrls(cause instanceof Error ? cause.message : String(cause));
    throw new FundtrailError('queue_unreachable', `Redis does not answer: ${reason}`, {
      cause,
      retryable: true,
      remedy: 'Start Redis, or correct REDIS_URL.',
    });
  } finally {
    redis.disconnect();
  }
}

function readInfo(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/^([a-z_0-9]+):(.*?)\r?$/gm)].map(([, name = '', value = '']) => [name, value]));
}
