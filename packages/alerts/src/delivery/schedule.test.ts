import { describe, expect, it } from 'vitest';
import { nextDelayMs, parseRetryAfter } from './schedule.ts';

describe('the schedule of retries', () => {
  it('waits 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h and then gives up', () => {
    const waits = Array.from({ length: 10 }, (_, index) => nextDelayMs(index + 1, undefined, 0));
    expect(waits.map((ms) => (ms === undefined ? undefined : ms / 1_000))).toEqual([
      5,
      300,
      1_800,
      7_200,
      18_000,
      36_000,
      50_400,
      72_000,
      86_400,
      undefined,
    ]);
  });

  it('adds at most a fifth', () => {
    expect(nextDelayMs(2, undefined, 0.999_999)).toBe(360_000);
  });

  it('waits longer when the receiver asks for it, never shorter, and a day at most', () => {
    expect(nextDelayMs(1, 60_000, 0)).toBe(60_000);
    expect(nextDelayMs(3, 60_000, 0)).toBe(1_800_000);
    expect(nextDelayMs(1, 1e12, 0)).toBe(86_400_000);
  });

  it('reads Retry-After as seconds or as a date', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(parseRetryAfter('120', now)).toBe(120_000);
    expect(parseRetryAfter('Thu, 01 Jan 2026 00:01:00 GMT', now)).toBe(60_000);
    expect(parseRetryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
    expect(parseRetryAfter('soon', now)).toBeUndefined();
    expect(parseRetryAfter(undefined, now)).toBeUndefined();
  });
});
