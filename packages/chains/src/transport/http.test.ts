import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InputError, type Limiter, SourceError } from '@fundtrail/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestClock, createTestContext } from '../evm/explorer/test-source.ts';
import { createHttp, type Http, type HttpOptions } from './http.ts';
import { reasonOf } from './reason.ts';
import { limitKey, parseSourceUrl, sourceId } from './source-id.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('the transport', () => {
  it('takes from the allowance once for every attempt', async () => {
    const taken: string[] = [];
    const limiter: Limiter = {
      take: async (key, rate) => void taken.push(`${key} ${rate.perSecond}/${rate.burst}`),
      slowDown: async () => undefined,
    };
    const answers = ['<html>', '<html>', '{"n":1}'];
    const { http, url } = await start(() => answers.shift() ?? '', { limiter });
    expect(await http.ask({ url }, (json) => json)).toEqual({ n: 1 });
    expect(taken).toEqual(['test 3/3', 'test 3/3', 'test 3/3']);
    expect(http.requests()).toBe(3);
  });

  it('sends one request for equal questions in flight, which ends only when nobody waits for it', async () => {
    const { http, url, release } = await startHeld();
    const leaver = new AbortController();
    const first = http.ask({ url, signal: leaver.signal }, (json) => json);
    const second = http.ask({ url }, (json) => json);
    leaver.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    release('{"n":2}');
    expect(await second).toEqual({ n: 2 });
    expect(http.requests()).toBe(1);
    const third = http.ask({ url }, (json) => json);
    release('{"n":3}');
    expect(await third).toEqual({ n: 3 });
  });

  it('asks apart what has another body', async () => {
    const bodies: string[] = [];
    const { http, url } = await start((body) => {
      bodies.push(body);
      return '{}';
    });
    await Promise.all([http.ask({ url, body: { a: 1 } }, () => 1), http.ask({ url, body: { a: 2 } }, () => 2)]);
    expect(bodies.sort()).toEqual(['{"a":1}', '{"a":2}']);
  });

  it('reads no more than the largest answer allowed', async () => {
    const { http, url } = await start(() => JSON.stringify('x'.repeat(5000)), { maxBytes: 1000 });
    await expect(http.ask({ url }, (json) => json)).rejects.toMatchObject({ failure: 'malformed' });
  });

  it('does not ask again what the reader found to be final', async () => {
    const { http, url } = await start(() => '{}');
    const refuse = (): never => {
      throw new SourceError('refused', 'test', 'no');
    };
    await expect(http.ask({ url }, refuse)).rejects.toThrow('test: no');
    expect(http.requests()).toBe(1);
  });

  it('waits longer each time, with jitter, and gives up', async () => {
    const { http, url, slept } = await start(() => '{}', { random: () => 1 });
    const fail = (): never => {
      throw new SourceError('rate_limited', 'test', 'slow down');
    };
    await expect(http.ask({ url }, fail)).rejects.toMatchObject({ failure: 'rate_limited' });
    expect(slept).toEqual([400, 800, 1600, 3200, 6400, 12_800, 15_000]);
  });

  it('gives up everything when it is closed', async () => {
    const { http, url } = await startHeld();
    const asked = http.ask({ url }, (json) => json);
    setTimeout(() => http.close(), 20);
    await expect(asked).rejects.toThrow('source closed');
  });
});

describe('the name of a source', () => {
  it('holds neither query nor key', () => {
    const url = parseSourceUrl('https://api.example.org/v2/api/?apikey=SECRET', 'explorer');
    expect(sourceId('explorer', url)).toBe('explorer:api.example.org/v2/api');
    const keyed = sourceId('explorer', new URL('https://api.example.org/s3cr3t/api'));
    expect(keyed).toMatch(/^explorer:api\.example\.org#[0-9a-f]{8}$/);
    expect(keyed).not.toBe(sourceId('explorer', new URL('https://api.example.org/other/api')));
    expect(limitKey('explorer', url, undefined)).not.toContain('SECRET');
    expect(limitKey('explorer', url, undefined)).toBe(limitKey('explorer', url, 'SECRET'));
    expect(limitKey('explorer', url, undefined)).not.toBe(limitKey('explorer', url, 'OTHER'));
  });

  it('is refused without repeating what was given', () => {
    for (const text of ['nonsense SECRET', 'ftp://host/SECRET', 'https://user:SECRET@host/api']) {
      const read = (): URL => parseSourceUrl(text, 'explorer');
      expect(read).toThrow(InputError);
      expect(read).not.toThrow('SECRET');
    }
  });
});

it('gives reasons that do not depend on the source', () => {
  const reasons = ['explorer:a/api', 'dataset:b'].map((source) =>
    reasonOf(new SourceError('refused', source, `words of ${source}`)),
  );
  expect(reasons[0]).toBe(reasons[1]);
  expect(reasonOf(new SourceError('unsupported', 'explorer:a', 'the source does not offer proxy'))).toBe(
    'the source does not offer proxy',
  );
});

async function start(answer: (body: string) => string, options: Partial<HttpOptions> = {}) {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => response.end(answer(body)));
  });
  return { ...(await listen(server, options)) };
}

/** A server that answers when told to. */
async function startHeld() {
  let release: (body: string) => void = () => undefined;
  let waiting = Promise.withResolvers<string>();
  const server = createServer((_request, response) => {
    void waiting.promise.then((body) => {
      waiting = Promise.withResolvers<string>();
      response.end(body);
    });
  });
  release = (body) => waiting.resolve(body);
  return { ...(await listen(server, {})), release };
}

async function listen(
  server: Server,
  options: Partial<HttpOptions>,
): Promise<{ http: Http; url: URL; slept: readonly number[] }> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const clock = createTestClock();
  const http = createHttp({
    source: 'test',
    limiter: { take: async () => undefined, slowDown: async () => undefined },
    limitKey: 'test',
    rate: { perSecond: 3, burst: 3 },
    clock,
    logger: createTestContext(clock).logger,
    ...options,
  });
  return { http, url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`), slept: clock.slept };
}
