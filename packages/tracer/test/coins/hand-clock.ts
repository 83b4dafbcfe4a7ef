import { type Clock, createSystemClock } from '@fundtrail/core';

/** A clock that goes on only when told to; what sleeps wakes up as usual. */
export type HandClock = Clock & { advance(ms: number): void };

export function createHandClock(): HandClock {
  const { now, sleep } = createSystemClock();
  let time = now();
  return {
    now: () => time,
    sleep,
    advance: (ms) => {
      time += ms;
    },
  };
}
