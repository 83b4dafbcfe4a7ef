import { expect, test } from 'vitest';
import { GIVE_UP_SECONDS, nextSearchIn } from './schedule.ts';

const DELAYS = { usualSeconds: 120, p99Seconds: 6_000 };

test('is asked for soon, then ever more seldom, then daily, and is given up in the end', () => {
  expect([0, 1, 2, 3].map((attempts) => nextSearchIn(DELAYS, 100, attempts))).toEqual([30, 60, 120, 240]);
  expect(nextSearchIn(DELAYS, 100, 99)).toBe(86_400);
  expect(nextSearchIn(DELAYS, 200_000, 1)).toBe(86_400);
  expect(nextSearchIn(DELAYS, GIVE_UP_SECONDS + 1, 1)).toBeUndefined();
});

test('is never asked for more often than every five seconds', () => {
  expect(nextSearchIn({ usualSeconds: 1, p99Seconds: 10 }, 0, 0)).toBe(5);
});
