import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAnswerCache } from './answer-cache.ts';
import { createLimiter } from './limiter.ts';

let home: TestDatabase;
beforeAll(async () => {
  home = await createTestDatabase();
});
afterAll(() => home.drop());

/** A clock that notes what it was asked to wait and does not. */
function notingClock(): { readonly waits: number[]; sleep(ms: number, signal?: AbortSignal): Promise<void> } {
  const waits: number[] = [];
  return {
    waits,
    sleep: async (ms, signal) => {
      waits.push(ms);
      signal?.throwIfAborted();
    },
  };
}

test('a burst passes at once; then takers wait one after the other, over all hosts of the key', async () => {
  const clock = notingClock();
  const hosts = [createLimiter(home.database, clock), createLimiter(home.database, clock)];
  const rate = { perSecond: 0.1, burst: 3 };
  for (let n = 0; n < 7; n += 1) await hosts[n % 2]?.take('shared', rate);
  expect(clock.waits.map((ms) => Math.round(ms / 10_000))).toEqual([1, 2, 3, 4]);
  await hosts[0]?.take('another key', rate);
  expect(clock.waits).toHaveLength(4);
});

test('one statement a take', async () => {
  const limiter = createLimiter(home.database, notingClock());
  const before = home.database.queries();
  await limiter.take('counted', { perSecond: 1, burst: 10 });
  await limiter.take('counted', { perSecond: 1, burst: 10 });
  expect(home.database.queries() - before).toBe(2);
});

test('the bucket fills with time, not beyond the burst', async () => {
  const clock = notingClock();
  const limiter = createLimiter(home.database, clock);
  const rate = { perSecond: 1, burst: 2 };
  await limiter.take('filling', rate);
  await home.database.pool.query(
    "update ops.rate_buckets set filled_at = now() - interval '1 hour' where key = 'filling'",
  );
  for (let n = 0; n < 3; n += 1) await limiter.take('filling', rate);
  expect(clock.waits).toHaveLength(1);
});

test('a taker that is aborted gives its token back, and one aborted before takes none', async () => {
  const clock = notingClock();
  const limiter = createLimiter(home.database, clock);
  const rate = { perSecond: 0.01, burst: 1 };
  await limiter.take('aborted', rate);
  const abort = new AbortController();
  const waiting = createLimiter(home.database, {
    sleep: (_ms, signal) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  }).take('aborted', rate, abort.signal);
  await expect.poll(async () => await tokens('aborted')).toBeLessThan(-0.9);
  abort.abort(new Error('stop'));
  await expect(waiting).rejects.toThrow('stop');
  expect(await tokens('aborted')).toBeGreaterThan(-0.1);
  await expect(limiter.take('aborted', rate, abort.signal)).rejects.toThrow('stop');
  expect(await tokens('aborted')).toBeGreaterThan(-0.1);
});

test('an answer is kept, and the first one stays', async () => {
  const cache = createAnswerCache(home.database);
  expect(await cache.get('a')).toBeUndefined();
  await cache.put('a', '{"ü":1}');
  await cache.put('a', 'other');
  expect(await cache.get('a')).toBe('{"ü":1}');
});

async function tokens(key: string): Promise<number> {
  const { rows } = await home.database.pool.query('select tokens from ops.rate_buckets where key = $1', [key]);
  return Number(rows[0]?.tokens);
}
