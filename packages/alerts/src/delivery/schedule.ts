const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Waiting time before each attempt, as Standard Webhooks recommends: ten attempts over a little more than three days. */
export const RETRY_DELAYS_MS: readonly number[] = [
  0,
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
/** Added to each, as a share of it, so that receivers that were down are not met by everything at once. */
const JITTER = 0.2;
const RETRY_AFTER_MAX_MS = 24 * HOUR_MS;

/**
 * Milliseconds until the attempt after `attempts` failed ones, or undefined when it is time to give up.
 * @param retryAfterMs what the receiver asked for; it can only make the wait longer, by a day at most
 * @param random in [0, 1)
 */
export function nextDelayMs(attempts: number, retryAfterMs: number | undefined, random: number): number | undefined {
  const delay = RETRY_DELAYS_MS[attempts];
  if (delay === undefined) return undefined;
  return Math.max(Math.round(delay * (1 + JITTER * random)), Math.min(retryAfterMs ?? 0, RETRY_AFTER_MAX_MS));
}

/** Reads a Retry-After header: seconds, or an HTTP date. Undefined when it says nothing that can be followed. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^[0-9]+$/.test(text)) return Number(text) * SECOND_MS;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
