import type { Clock, Limiter } from '@fundtrail/core';
import type { Database } from '../database.ts';

/**
 * A limiter whose allowance is a row, so that all hosts that use a key share it. One statement per take: it fills the bucket
 * for the time gone by (on the database's clock), takes one token, going below zero where there is none, and tells how long
 * to wait for it; so takers are served in the order in which they asked. A taker that is aborted gives its token back.
 */
export function createLimiter({ pool }: Pick<Database, 'pool'>, clock: Pick<Clock, 'sleep'>): Limiter {
  return {
    take: async (key, rate, signal) => {
      signal?.throwIfAborted();
      const { rows } = await pool.query<{ tokens: number }>(TAKE, [key, rate.perSecond, rate.burst]);
      const tokens = rows[0]?.tokens ?? 0;
      if (tokens >= 0) return;
      try {
        await clock.sleep(Math.ceil((-tokens / rate.perSecond) * 1_000), signal);
      } catch (error) {
        await pool.query(GIVE_BACK, [key]);
        throw error;
      }
    },
  };
}

const TAKE = `/* limiter: take */
insert into ops.rate_buckets as b (key, tokens, filled_at) values ($1, $3::double precision - 1, clock_timestamp())
on conflict (key) do update set
  tokens = least($3::double precision, b.tokens
    + greatest(0, extract(epoch from clock_timestamp() - b.filled_at)) * $2::double precision) - 1,
  filled_at = greatest(b.filled_at, clock_timestamp())
returning tokens`;

const GIVE_BACK = '/* limiter: give back */ update ops.rate_buckets set tokens = tokens + 1 where key = $1';
