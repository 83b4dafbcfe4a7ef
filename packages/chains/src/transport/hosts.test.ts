import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SourceError } from '@fundtrail/core';
import { createLimiter, openDatabase } from '@fundtrail/store';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestClock, createTestContext } from '../evm/explorer/test-source.ts';
import { createHttp, type Http } from './http.ts';

/** One request in ten seconds, two at once: so slow that the test itself takes no time in comparison. */
const RATE = { perSecond: 0.1, burst: 2 };

let home: TestDatabase;
let server: Server;
let url: URL;
/** What the next request is answered with, and its Retry-After. */
let refusal: { readonly status: number; readonly retryAfter?: string } | undefined;
let served = 0;

beforeAll(async () => {
  home = await createTestDatabase();
  server = createServer((_request, response) => {
    served += 1;
    const { status = 200, retryAfter } = refusal ?? {};
    refusal = undefined;
    response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
beforeEach(() => {
  served = 0;
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await home?.drop();
});

type Host = { readonly http: Http; readonly waits: readonly number[]; close(): Promise<void> };

/** A process with a pool, a limiter and a transport of its own; its waits are noted in tens of seconds, not waited. */
function startHost(limitKey: string): Host {
  const clock = createTestClock();
  const { logger } = createTestContext(clock);
  const database = openDatabase({ connectionString: home.connectionString, logger, applicationName: 'host' });
  const limiter = createLimiter(database, clock);
  const http = createHttp({ source: 'test', limiter, limitKey, rate: RATE, clock, logger, random: () => 0 });
  return {
    http,
    get waits() {
      return clock.slept.map((ms) => Math.round(ms / 10_000));
    },
    close: () => database.close(),
  };
}

async function withHosts(limitKey: string, play: (one: Host, other: Host) => Promise<void>): Promise<void> {
  const hosts = [startHost(limitKey), startHost(limitKey)] as const;
  try {
    await play(...hosts);
  } finally {
    await Promise.all(hosts.map((host) => host.close()));
  }
}

const ask = (host: Host): Promise<unknown> => host.http.ask({ url }, (json) => json);

test('two hosts spend one allowance, in the order in which they ask', () =>
  withHosts('shared', async (one, other) => {
    for (const host of [one, other, one, other, other]) await ask(host);
    expect([one.waits, other.waits]).toEqual([[1], [2, 3]]);
    expect(served).toBe(5);
  }));

test('what one host is told slows down the other, too', () =>
  withHosts('slowed', async (one, other) => {
    await ask(one);
    refusal = { status: 429 };
    await ask(one);
    // Its own wait before trying again (0 tens of seconds), and then one place of a queue that moves in steps of 20 s.
    expect(one.waits).toEqual([0, 2]);
    await ask(other);
    await ask(one);
    expect([one.waits, other.waits]).toEqual([[0, 2, 6], [4]]);
    expect(one.http.health()).toMatchObject({ requests: 4, failures: 1, consecutiveFailures: 0 });
  }));

test('a limit told in the answer itself counts like the status', () =>
  withHosts('told', async (one, other) => {
    await ask(one);
    let told = 0;
    await one.http.ask({ url }, () => {
      told += 1;
      if (told === 1) throw new SourceError('rate_limited', 'test', 'slow down');
    });
    await ask(other);
    expect([one.waits, other.waits]).toEqual([[0, 2], [4]]);
  }));

test('a pause that one host was asked for is kept by the other', () =>
  withHosts('paused', async (one, other) => {
    refusal = { status: 429, retryAfter: '20' };
    await ask(one);
    await ask(other);
    // The one waited itself (noted, not slept) and is then held by the row like the other.
    expect(one.waits).toEqual([2, 2]);
    expect(other.waits).toEqual([4]);
  }));

test('a pause too long to hold a worker is told by both, the other without a request', () =>
  withHosts('long', async (one, other) => {
    refusal = { status: 429, retryAfter: '3600' };
    await expect(ask(one)).rejects.toMatchObject({ failure: 'rate_limited', retryAfterMs: 3_600_000 });
    const error = await ask(other).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ failure: 'rate_limited', source: 'test', retryable: true });
    expect(Math.round(Number((error as SourceError).retryAfterMs) / 100_000)).toBe(36);
    expect([served, other.http.requests(), one.waits, other.waits]).toEqual([1, 0, [], []]);
    expect(other.http.health()).toMatchObject({ requests: 0, failures: 0, pausedUntil: expect.any(Number) });
  }));
