import type { Clock, Limiter } from '@fundtrail/core';

/** Spends the allowance of one key by this process alone: a doctor must not need the database that the shared one lies in. */
export function createPace(clock: Clock): Limiter {
  let next = 0;
  return {
    take: async (_key, { perSecond }, signal) => {
      const now = clock.now();
      const turn = Math.max(now, next);
      next = turn + 1_000 / perSecond;
      if (turn > now) await clock.sleep(turn - now, signal);
    },
    slowDown: async () => {},
  };
}
