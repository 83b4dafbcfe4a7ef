import type { Delays } from '@fundtrail/bridges';

/** Nothing is asked more often, however quick a protocol usually is. */
const SHORTEST_SECONDS = 5;
const LONGEST_SECONDS = 86_400;
/** What has not arrived by then is given up. */
export const GIVE_UP_SECONDS = 30 * 86_400;

/**
 * Seconds until the other side of a movement is asked for again: a quarter of what it usually takes, then twice as long each time until it
 * should long have arrived, then once a day. Undefined when it is given up.
 * @param age seconds since the value left
 * @param attempts how often it was asked for
 */
export function nextSearchIn(delays: Delays, age: number, attempts: number): number | undefined {
  if (age > GIVE_UP_SECONDS) return undefined;
  if (age > Math.max(2 * delays.p99Seconds, LONGEST_SECONDS)) return LONGEST_SECONDS;
  const first = Math.max(SHORTEST_SECONDS, delays.usualSeconds / 4);
  return Math.round(Math.min(LONGEST_SECONDS, first * 2 ** Math.min(attempts, 20)));
}
