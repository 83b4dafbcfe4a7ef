import { type Clock, type Limiter, SourceError } from '@fundtrail/core';
import type { Database } from '../database.ts';

/** What a key is slowed to when its source says "too many", as a share of what it was. */
const DECREASE = 0.5;
/** Slower than this no key becomes: at 3 a second it is one request in about 10 s, which finds out whether the source answers again. */
const SMALLEST_FACTOR = 1 / 32;
/** What a key gains back of its configured rate in a second: all of it in 100 s, so that a limit is met again once in a minute or so. */
const RECOVERY_PER_SECOND = 0.01;
/** Where the source does not say how long: limits are counted by the second, and a second of silence ends the one that was exceeded. */
const PAUSE_MS = 1_000;
/** However long the source asks for, it is tried once after this. */
const LONGEST_PAUSE_MS = 3_600_000;
/** A longer pause is left to the job's own retry, which holds no worker. */
const LONGEST_HELD_MS = 30_000;

/**
 * A limiter whose allowance is a row, so that all hosts that use a key share it, on the database's clock.
 *
 * A take is one statement: it fills the bucket for the time gone by, lets the rate recover, takes one token (going below
 * zero where there is none) and tells how long to wait for it; so takers are served in the order in which they asked. A taker
 * that is aborted gives its token back: one statement more. Takers that wait already when the key is slowed down are not
 * called back: they may be told "too many" themselves, which counts as the same event.
 *
 * A slow-down is one statement, too: it pauses the key, empties the bucket and halves the rate, once per pause.
 */
export function createLimiter({ pool }: Pick<Database, 'pool'>, clock: Pick<Clock, 'sleep'>): Limiter {
  return {
    take: async (key, rate, signal) => {
      signal?.throwIfAborted();
      const { rows } = await pool.query<Taken>(TAKE, [key, rate.perSecond, rate.burst, LONGEST_HELD_MS / 1_000]);
      const { paused, behind } = rows[0] ?? { paused: 0, behind: 0 };
      if (paused * 1_000 > LONGEST_HELD_MS) {
        const retryAfterMs = Math.ceil(paused * 1_000);
        throw new SourceError('rate_limited', key, `paused for ${Math.ceil(paused)} s`, { retryAfterMs });
      }
      if (paused + behind <= 0) return;
      try {
        await clock.sleep(Math.ceil((paused + behind) * 1_000), signal);
      } catch (error) {
        await pool.query(GIVE_BACK, [key]);
        throw error;
      }
    },
    slowDown: async (key, asked = {}) => {
      const pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(PAUSE_MS, asked.retryAfterMs ?? 0));
      await pool.query(SLOW_DOWN, [key, pauseMs / 1_000]);
    },
  };
}

/** Seconds: until the pause of the key ends, and then for those who asked earlier. */
type Taken = { readonly paused: number; readonly behind: number };

/** $1 key, $2 per second, $3 burst, $4 seconds of pause beyond which nothing is taken. */
const TAKE = `/* limiter: take */
insert into ops.rate_buckets as b (key, tokens, filled_at) values ($1, $3::double precision - 1, clock_timestamp())
on conflict (key) do update set (tokens, factor, filled_at) = (
  select
    least(greatest(1, $3::double precision * b.factor), b.tokens + seconds * $2::double precision * b.factor)
      - case when b.paused_until > now + make_interval(secs => $4) then 0 else 1 end,
    least(1, b.factor + seconds * ${RECOVERY_PER_SECOND}),
    greatest(b.filled_at, now)
  from (select clock_timestamp() as now) as clock,
    -- While it is paused a key neither fills nor recovers.
    lateral (select greatest(0, extract(epoch from now - greatest(b.filled_at, b.paused_until)))::double precision as seconds) as gone
)
returning
  greatest(0, coalesce(extract(epoch from paused_until - clock_timestamp()), 0))::double precision as paused,
  greatest(0, -tokens) / ($2::double precision * factor) as behind`;

const GIVE_BACK = '/* limiter: give back */ update ops.rate_buckets set tokens = tokens + 1 where key = $1';

/** $1 key, $2 seconds of pause. What is told during a pause belongs to requests sent before it: it prolongs the pause, no more. */
const SLOW_DOWN = `/* limiter: slow down */
insert into ops.rate_buckets as b (key, tokens, filled_at, factor, paused_until)
values ($1, 0, clock_timestamp(), ${DECREASE}, clock_timestamp() + make_interval(secs => $2))
on conflict (key) do update set (tokens, factor, paused_until) = (
  select
    least(b.tokens, 1),
    case when b.paused_until > now then b.factor else greatest(${SMALLEST_FACTOR}, b.factor * ${DECREASE}) end,
    greatest(b.paused_until, now + make_interval(secs => $2))
  from (select clock_timestamp() as now) as clock
)`;
