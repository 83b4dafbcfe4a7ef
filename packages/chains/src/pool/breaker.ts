import type { Clock } from '@fundtrail/core';

/**
 * Keeps questions away from a provider that keeps failing, and lets one through from time to time to see whether it is back.
 * - `closed`: it is asked. - `open`: it is left alone. - `probe`: one question may be put to it.
 */
export type Breaker = {
  state(): 'closed' | 'open' | 'probe';
  /** The question that is put now is the probe; the others wait for what comes of it. */
  probing(): void;
  answered(): void;
  failed(): void;
  /** Nothing came of the question, because whoever asked gave up. */
  abandoned(): void;
};

/** Every failure has been tried again inside the source, so few of them are many. */
const FAILURES_TO_OPEN = 3;
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 600_000;

export function createBreaker(clock: Clock): Breaker {
  let failures = 0;
  let rests = 0;
  let openUntil = 0;
  let isProbing = false;

  return {
    state() {
      if (failures < FAILURES_TO_OPEN) return 'closed';
      return !isProbing && clock.now() >= openUntil ? 'probe' : 'open';
    },
    probing() {
      isProbing = failures >= FAILURES_TO_OPEN;
    },
    answered() {
      failures = 0;
      rests = 0;
      isProbing = false;
    },
    failed() {
      failures += 1;
      isProbing = false;
      if (failures < FAILURES_TO_OPEN) return;
      openUntil = clock.now() + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** rests);
      rests += 1;
    },
    abandoned() {
      isProbing = false;
    },
  };
}
