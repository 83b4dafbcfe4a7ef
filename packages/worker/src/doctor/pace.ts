import { type Clock, type Limiter, SourceError } from '@fundtrail/core';

/** A provider that said so often that it was asked too much is not asked any more. */
const PATIENCE = 3;
/** Longer than any check lasts. */
const GIVEN_UP_MS = 600_000;

/**
 * Spends the allowance of one provider by this process alone: a doctor must not need the database that the shared one lies in. After some
 * refusals it gives up with the reason, where waiting would only end with the time that a check has.
 */
export function createPace(clock: Clock, source: string): Limiter {
  let next = 0;
  let refusals = 0;
  return {
    take: async (_key, { perSecond }, signal) => {
      if (refusals >= PATIENCE) {
        throw new SourceError('rate_limited', source, 'asked too often', { retryAfterMs: GIVEN_UP_MS });
      }
      const now = clock.now();
      const turn = Math.max(now, next);
      next = turn + 1_000 / perSecond;
      if (turn > now) await clock.sleep(turn - now, signal);
    },
    slowDown: async () => {
      refusals += 1;
    },
  };
}
