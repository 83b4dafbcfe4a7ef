import { type Clock, type Limiter, SourceError } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

test('takers of several hosts at the same moment never get the same token', async () => {
  const clock = notingClock();
  const limiters = hosts(clock);
  const rate = { perSecond: 0.1, burst: 2 };
  await Promise.all(Array.from({ length: 20 }, (_, n) => limiters[n % 2]?.take('crowded', rate)));
  const places = clock.waits.map((ms) => Math.round(ms / 10_000)).sort((one, other) => one - other);
  expect(places).toEqual(Array.from({ length: 18 }, (_, n) => n + 1));
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
  await expect.poll(async () => (await bucket('aborted')).tokens).toBeLessThan(-0.9);
  abort.abort(new Error('stop'));
  await expect(waiting).rejects.toThrow('stop');
  expect((await bucket('aborted')).tokens).toBeGreaterThan(-0.1);
  await expect(limiter.take('aborted', rate, abort.signal)).rejects.toThrow('stop');
  expect((await bucket('aborted')).tokens).toBeGreaterThan(-0.1);
});

describe('a key whose source said "too many"', () => {
  test('pauses and goes half as fast for every host, with nothing left of its burst', async () => {
    const clock = notingClock();
    const [one, other] = hosts(clock);
    const rate = { perSecond: 0.1, burst: 50 };
    await one.take('slowed', rate);
    await other.slowDown('slowed');
    for (const host of [one, other, one, other]) await host.take('slowed', rate);
    expect(clock.waits.map((ms) => Math.round(ms / 10_000))).toEqual([0, 2, 4, 6]);
    expect(clock.waits[0]).toBeGreaterThan(0);
    expect(clock.waits[0]).toBeLessThanOrEqual(1_000);
  });

  test('pauses as long as was asked', async () => {
    const clock = notingClock();
    const [one, other] = hosts(clock);
    await one.slowDown('asked', { retryAfterMs: 20_000 });
    // What other hosts are told meanwhile does not shorten it.
    await other.slowDown('asked', { retryAfterMs: 5_000 });
    await other.take('asked', FAST);
    expect(Math.round((clock.waits[0] ?? 0) / 1_000)).toBe(20);
  });

  test('holds nobody through a long pause, and takes nothing from those it sends away', async () => {
    const clock = notingClock();
    const [one, other] = hosts(clock);
    await one.take('long', FAST);
    await one.slowDown('long', { retryAfterMs: 600_000 });
    const before = await bucket('long');
    const error = await other.take('long', FAST).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ failure: 'rate_limited', source: 'long' });
    expect(Math.round(Number((error as SourceError).retryAfterMs) / 10_000)).toBe(60);
    expect(clock.waits).toEqual([]);
    expect((await bucket('long')).tokens).toBe(before.tokens);
  });

  test('is tried again after an hour at the latest', async () => {
    const [one] = hosts(notingClock());
    await one.slowDown('for ever', { retryAfterMs: 1e12 });
    await later('for ever', 3_601);
    await one.take('for ever', FAST);
  });

  test('is slowed down once per pause, however many hosts were told, and not below one thirty-second', async () => {
    const [one, other] = hosts(notingClock());
    await one.take('often', FAST);
    await Promise.all([one, other, one, other].map((host) => host.slowDown('often')));
    expect(await bucket('often')).toMatchObject({ factor: 0.5 });
    for (let times = 0; times < 8; times += 1) {
      await later('often', 1.1);
      await one.slowDown('often');
    }
    expect(await bucket('often')).toMatchObject({ factor: 1 / 32 });
  });

  test('gains a hundredth of its rate back in a second, beginning after the pause, up to all of it', async () => {
    const [one] = hosts(notingClock());
    await one.take('recovering', FAST);
    await one.slowDown('recovering', { retryAfterMs: 10_000 });
    await later('recovering', 30);
    await one.take('recovering', FAST);
    expect((await bucket('recovering')).factor).toBeCloseTo(0.7, 1);
    await later('recovering', 3_600);
    await one.take('recovering', FAST);
    expect((await bucket('recovering')).factor).toBe(1);
  });

  test('costs one statement to slow down and one to take', async () => {
    const [one] = hosts(notingClock());
    const before = home.database.queries();
    await one.slowDown('statements');
    await one.take('statements', FAST);
    expect(home.database.queries() - before).toBe(2);
  });
});

const FAST = { perSecond: 1_000, burst: 5 };

function hosts(clock: Pick<Clock, 'sleep'>): readonly [Limiter, Limiter] {
  return [createLimiter(home.database, clock), createLimiter(home.database, clock)];
}

/** Moves what is known of a key into the past: the database's clock is the only one that counts. */
async function later(key: string, seconds: number): Promise<void> {
  await home.database.pool.query(
    `update ops.rate_buckets set filled_at = filled_at - make_interval(secs => $2),
      paused_until = paused_until - make_interval(secs => $2) where key = $1`,
    [key, seconds],
  );
}

async function bucket(key: string): Promise<{ readonly tokens: number; readonly factor: number }> {
  const { rows } = await home.database.pool.query<{ tokens: number; factor: number }>(
    'select tokens, factor from ops.rate_buckets where key = $1',
    [key],
  );
  if (rows[0] === undefined) throw new Error(`no bucket ${key}`);
  return rows[0];
}
