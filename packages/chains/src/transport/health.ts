import type { Clock, EndpointHealth, SourceError, SourceFailure } from '@fundtrail/core';

/** Weight of the newest request in the smoothed latency: the last ten or so count. */
const NEWEST_WEIGHT = 0.2;

/** An endpoint that says no has answered; these are the ways not to answer. */
const NO_ANSWER: ReadonlySet<SourceFailure> = new Set([
  'rate_limited',
  'timeout',
  'unreachable',
  'malformed',
  'unauthorized',
]);

/** Measures one endpoint from its answers. */
export type HealthMeter = {
  sent(): void;
  answered(latencyMs: number): void;
  failed(error: SourceError, latencyMs: number): void;
  /** The endpoint, or another host that uses the same key, says that nothing is to be sent for a while. */
  paused(ms: number): void;
  read(): EndpointHealth;
};

export function createHealthMeter(clock: Pick<Clock, 'now'>): HealthMeter {
  let requests = 0;
  let failures = 0;
  let consecutiveFailures = 0;
  let latency: number | undefined;
  let lastFailure: EndpointHealth['lastFailure'];
  let pausedUntil = 0;

  const measure = (ms: number): void => {
    latency = latency === undefined ? ms : latency + NEWEST_WEIGHT * (ms - latency);
  };
  const answered = (latencyMs: number): void => {
    consecutiveFailures = 0;
    measure(latencyMs);
  };

  return {
    sent: () => {
      requests += 1;
    },
    answered,
    failed: (error, latencyMs) => {
      if (!NO_ANSWER.has(error.failure)) return answered(latencyMs);
      failures += 1;
      consecutiveFailures += 1;
      lastFailure = { failure: error.failure, at: clock.now() };
      // A refusal at the door is fast and says nothing of how long an answer takes; waiting in vain does.
      if (error.failure === 'timeout') measure(latencyMs);
    },
    paused: (ms) => {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
    },
    read: () => ({
      requests,
      failures,
      consecutiveFailures,
      ...(latency === undefined ? {} : { latencyMs: latency }),
      ...(lastFailure === undefined ? {} : { lastFailure }),
      ...(pausedUntil > clock.now() ? { pausedUntil } : {}),
    }),
  };
}
