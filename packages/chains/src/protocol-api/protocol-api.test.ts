import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Limiter } from '@fundtrail/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestClock, createTestContext, freeLimiter } from '../evm/explorer/test-source.ts';
import { createProtocolApi, type ProtocolApiOptions } from './protocol-api.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A server whose answers are those of `handlers` in turn, the last one from then on. */
async function start(
  handlers: readonly Handler[],
  more: Partial<ProtocolApiOptions> & { readonly path?: string } = {},
) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const handler = handlers[Math.min(asked.length, handlers.length - 1)];
    asked.push(request.url ?? '');
    handler?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { path = '', ...options } = more;
  const clock = createTestClock();
  const lines: string[] = [];
  const api = createProtocolApi({
    context: createTestContext(clock, lines),
    limiter: freeLimiter,
    baseUrl: `http://127.0.0.1:${port}${path}`,
    perSecond: 1,
    ...options,
  });
  open.push(
    () => api.close(),
    () => {
      server.closeAllConnections();
      server.close();
    },
  );
  return { api, asked, slept: clock.slept, lines, host: `127.0.0.1:${port}` };
}

const answer =
  (body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Handler =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

describe('an API of a protocol', () => {
  it('answers with what was asked, as it came, and its digest', async () => {
    const raw = '{ "actions": [ {"amount":"5"} ] }\n';
    const { api, asked, host } = await start([answer(raw)], { path: '/v2/' });
    expect(await api.get('/actions?txid=AB')).toEqual({
      body: { actions: [{ amount: '5' }] },
      raw,
      sha256: createHash('sha256').update(raw).digest('hex'),
      url: `http://${host}/v2/actions?txid=AB`,
    });
    expect(asked).toEqual(['/v2/actions?txid=AB']);
    expect(api.requests()).toBe(1);
    expect(api.id).toBe(`api:${host}/v2`);
  });

  it('keeps whole numbers exactly that a float cannot hold', async () => {
    const { api } = await start([answer('{"a":123456789012345678901,"b":-7,"c":1.5,"d":[9007199254740993],"e":1e30}')]);
    const { body } = await api.get('/');
    expect(body).toEqual({ a: '123456789012345678901', b: -7, c: 1.5, d: ['9007199254740993'], e: 1e30 });
  });

  it('tells empty from unknown, and unknown from a server that has no such question', async () => {
    const { api } = await start([
      answer('[]'),
      answer('{}'),
      answer('{"error":"not found"}', 404),
      answer('gone', 410),
      answer('{"error":"no"}', 400),
      answer('', 405),
      answer('', 403),
    ]);
    expect((await api.get('/')).body).toEqual([]);
    expect((await api.get('/')).body).toEqual({});
    for (const failure of ['refused', 'refused', 'refused', 'unsupported', 'unauthorized'])
      await expect(api.get('/')).rejects.toMatchObject({ failure });
    expect(api.requests()).toBe(7);
  });

  it('asks again what fails for a while, as long as the server wants, and no more often than is of use', async () => {
    const { api, slept } = await start([
      answer('<html>Just a moment</html>'),
      answer('', 429, { 'retry-after': '7' }),
      answer('{"ok":true}'),
    ]);
    expect((await api.get('/a')).body).toEqual({ ok: true });
    expect(slept[1]).toBe(7_000);
    const down = await start([answer('', 503)]);
    await expect(down.api.get('/a')).rejects.toMatchObject({ failure: 'unreachable', retryable: true });
    expect(down.asked).toHaveLength(3);
    for (const body of ['<html>Just a moment</html>', '{"cut":', '']) {
      const broken = await start([answer(body)]);
      await expect(broken.api.get('/a')).rejects.toMatchObject({ failure: 'malformed' });
    }
  });

  it('holds its rate under a name without its key', async () => {
    const taken: unknown[] = [];
    const limiter: Limiter = { ...freeLimiter, take: async (...question) => void taken.push(question.slice(0, 2)) };
    const { api, host } = await start([answer('{}')], { limiter, perSecond: 0.5, path: '/secretkey123456' });
    await api.get('/a');
    expect(taken).toEqual([[`api:${host}`, { perSecond: 0.5, burst: 1 }]]);
  });

  it('tells no key, neither in errors and logs nor where it says what was asked', async () => {
    const key = 'k3y0123456789abcdef';
    const { api, lines } = await start([answer('{}'), answer('', 500)], { path: `/rest/${key}` });
    const { url } = await api.get('/tx/1');
    expect(url).toMatch(/^api:127\.0\.0\.1:[0-9]+#[0-9a-f]{8}\/tx\/1$/);
    const error: unknown = await api.get('/tx/2').catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('HTTP 500');
    expect([url, api.id, String(error), ...lines].join('\n')).not.toContain(key);
  });

  it('leads nowhere but to its own address', async () => {
    const { api, asked } = await start([answer('{}')], { path: '/v2' });
    await expect(api.get('//elsewhere.example/x')).resolves.toMatchObject({ body: {} });
    expect(asked).toEqual(['/v2//elsewhere.example/x']);
    for (const path of ['http://elsewhere.example/', '@elsewhere.example/', '/../admin', '/../v2admin'])
      await expect(api.get(path)).rejects.toMatchObject({ code: 'invariant' });
    expect(asked).toHaveLength(1);
  });

  it('is given up with its asker', async () => {
    const { api } = await start([() => undefined]);
    const stop = new AbortController();
    const asking = api.get('/a', { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
  });

  it('needs an address without query and password, and a rate', async () => {
    for (const baseUrl of ['ftp://a.example', 'nothing', 'https://u:p@a.example', 'https://a.example/?key=1'])
      await expect(start([], { baseUrl })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(start([], { perSecond: 0 })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
