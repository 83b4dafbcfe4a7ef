import { SourceError, type SourceFailure } from '@fundtrail/core';
import { expect, test } from 'vitest';
import { createHealthMeter } from './health.ts';

const failure = (kind: SourceFailure): SourceError => new SourceError(kind, 'test', 'no');

/** A meter on a clock that a test sets. */
function meter() {
  const clock = { time: 1_000, now: () => clock.time };
  return { clock, health: createHealthMeter(clock) };
}

test('counts what was sent, what failed, and what failed since the last answer', () => {
  const { clock, health } = meter();
  expect(health.read()).toEqual({ requests: 0, failures: 0, consecutiveFailures: 0 });
  for (const kind of ['unreachable', 'malformed'] as const) {
    health.sent();
    health.failed(failure(kind), 5);
  }
  expect(health.read()).toEqual({
    requests: 2,
    failures: 2,
    consecutiveFailures: 2,
    lastFailure: { failure: 'malformed', at: 1_000 },
  });
  clock.time = 9_000;
  health.sent();
  health.answered(100);
  expect(health.read()).toEqual({
    requests: 3,
    failures: 2,
    consecutiveFailures: 0,
    latencyMs: 100,
    lastFailure: { failure: 'malformed', at: 1_000 },
  });
});

test.each(['refused', 'unsupported'] as const)('an endpoint that says %s has answered', (kind) => {
  const { health } = meter();
  health.failed(failure('timeout'), 100);
  health.failed(failure(kind), 100);
  expect(health.read()).toMatchObject({ failures: 1, consecutiveFailures: 0, lastFailure: { failure: 'timeout' } });
});

test('the latency follows the newest answers and what was waited for in vain, not refusals at the door', () => {
  const { health } = meter();
  health.answered(100);
  health.answered(200);
  expect(health.read().latencyMs).toBe(120);
  health.failed(failure('rate_limited'), 1);
  health.failed(failure('unreachable'), 1);
  expect(health.read().latencyMs).toBe(120);
  health.failed(failure('timeout'), 1_120);
  expect(health.read().latencyMs).toBe(320);
});

test('a pause is told while it lasts, the longest of several', () => {
  const { clock, health } = meter();
  health.paused(5_000);
  health.paused(2_000);
  expect(health.read().pausedUntil).toBe(6_000);
  clock.time = 6_000;
  expect(health.read().pausedUntil).toBeUndefined();
});
