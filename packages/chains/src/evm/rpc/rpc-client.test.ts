import { InputError, SourceError } from '@fundtrail/core';
import {
  type Anvil,
  type Fault,
  type FaultProxy,
  type SeenRequest,
  startAnvil,
  startFaultProxy,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RpcClient, RpcClientOptions } from '../../transport/json-rpc/client.ts';
import { FEW_ATTEMPTS } from '../../transport/retries.ts';
import { createTestClock, createTestContext } from '../explorer/test-source.ts';
import { createRpcClient } from './rpc-client.ts';
import { hastyContext } from './test-support.ts';

/** For nodes that are silent for good: whether the request reached them in this time does not matter. */
const SHORT_MS = 50;
/** For nodes that answer in the end, on a busy machine, too. */
const LONG_MS = 1_000;
const CHAIN = '0x7a69';

let anvil: Anvil;
const proxies: FaultProxy[] = [];
beforeAll(async () => {
  anvil = await startAnvil();
});
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.stop();
});
afterAll(() => anvil?.stop());

type Opened = { readonly client: RpcClient; readonly proxy: FaultProxy; readonly pauses: number[] };

async function open(
  fault: (request: SeenRequest) => Fault | undefined,
  options: Partial<RpcClientOptions> = {},
): Promise<Opened> {
  const proxy = await startFaultProxy({ target: anvil.url, fault });
  proxies.push(proxy);
  const pauses: number[] = [];
  const client = createRpcClient({ url: proxy.url, context: hastyContext(pauses), random: () => 1, ...options });
  return { client, proxy, pauses };
}

const rpc = (code: number, message: string, status = 200): Fault => ({ kind: 'rpc', code, message, status });
const http = (status: number, body = ''): Fault => ({ kind: 'status', status, body });
const rewrite = (change: (answer: Readonly<Record<string, unknown>>) => unknown): Fault => ({
  kind: 'rewrite',
  rewrite: change,
});

/** What passes by itself or by another try, and how often it is tried. */
const PASSING: readonly (readonly [string, Fault, string, number])[] = [
  ['429', http(429, 'Too Many Requests'), 'rate_limited', 8],
  ['a rate limit in the error', rpc(-32_005, 'request rate exceeded, slow down'), 'rate_limited', 8],
  ['a rate limit as a mere text', rewrite(({ id }) => ({ id, error: 'rate limit reached' })), 'rate_limited', 8],
  ['429 with words of its own', rpc(-32_000, 'please upgrade', 429), 'rate_limited', 8],
  ['500', http(500, 'Internal Server Error'), 'unreachable', 5],
  ['502 with a page', http(502, '<html>Bad Gateway</html>'), 'unreachable', 5],
  ['502 with an error of JSON-RPC', rpc(-32_000, 'no peers', 502), 'unreachable', 5],
  ['an internal error', rpc(-32_603, 'internal error'), 'unreachable', 5],
  ['504', http(504), 'timeout', 4],
  ['no answer in time', { kind: 'silence' }, 'timeout', 4],
  ['a dropped connection', { kind: 'drop' }, 'unreachable', 5],
  ['a connection that breaks in the answer', { kind: 'break' }, 'unreachable', 5],
  ['HTML', http(200, '<!DOCTYPE html><body>Just a moment...</body>'), 'malformed', 3],
  ['cut JSON', { kind: 'cut', characters: 20 }, 'malformed', 3],
  ['an empty body', http(200), 'malformed', 3],
  ['204', http(204), 'malformed', 3],
  ['the id of another question', rewrite((answer) => ({ ...answer, id: 1_000 })), 'malformed', 3],
  ['an answer without id', rewrite(({ id: _id, ...answer }) => answer), 'malformed', 3],
  [
    'an error under another id',
    rewrite(() => ({ id: 1_000, error: { code: -32_000, message: 'no' } })),
    'malformed',
    3,
  ],
  ['the answer to a batch', rewrite((answer) => [answer]), 'malformed', 3],
  ['an answer without result', rewrite(({ result: _result, ...answer }) => answer), 'malformed', 3],
  ['a bare value', rewrite(({ result }) => result), 'malformed', 3],
  ['null', rewrite(() => null), 'malformed', 3],
  ['an answer that is too large', { kind: 'result', result: 'x'.repeat(5_000) }, 'malformed', 3],
];

/** What another try does not change. */
const FINAL: readonly (readonly [string, Fault, string])[] = [
  ['401', http(401), 'unauthorized'],
  ['403 with an error of JSON-RPC', rpc(-32_000, 'forbidden', 403), 'unauthorized'],
  ['404', http(404), 'unsupported'],
  ['400', http(400), 'refused'],
  ['an error under 200', rpc(-32_000, 'execution reverted'), 'refused'],
  ['an error under 500', rpc(-32_602, 'invalid params', 500), 'refused'],
  ['an unknown method', rpc(-32_601, 'the method does not exist/is not available'), 'unsupported'],
  ['an error under no id', rewrite(() => ({ id: null, error: { code: -32_600, message: 'bad request' } })), 'refused'],
  ['an error without words', rewrite(({ id }) => ({ id, error: {} })), 'refused'],
];

describe('a node that does not answer', () => {
  test.each(PASSING)('%s is asked again and then the answer is told', async (_name, fault) => {
    const limits = { maxBytes: 1_000, ...(fault.kind === 'silence' ? { timeoutMs: LONG_MS } : {}) };
    const { client, proxy } = await open(({ place }) => (place < 2 ? fault : undefined), limits);
    expect(await client.ask('eth_chainId', [])).toBe(CHAIN);
    expect([proxy.seen.length, client.requests()]).toEqual([3, 3]);
    expect(client.health()).toMatchObject({ requests: 3, failures: 2, consecutiveFailures: 0 });
  });

  test.each(PASSING)('%s for good is told as what it is, never as empty', async (_name, fault, failure, attempts) => {
    const limits = { maxBytes: 1_000, ...(fault.kind === 'silence' ? { timeoutMs: SHORT_MS } : {}) };
    const { client } = await open(() => fault, limits);
    await expect(client.ask('eth_chainId', [])).rejects.toMatchObject({ failure, source: client.id, retryable: true });
    expect(client.requests()).toBe(attempts);
    expect(client.health()).toMatchObject({ consecutiveFailures: attempts, lastFailure: { failure } });
  });

  test.each(PASSING)('%s is told sooner where others can answer', async (_name, fault, failure) => {
    const limits = { maxBytes: 1_000, ...(fault.kind === 'silence' ? { timeoutMs: SHORT_MS } : {}) };
    const { client } = await open(() => fault, { ...limits, attempts: FEW_ATTEMPTS });
    await expect(client.ask('eth_chainId', [])).rejects.toMatchObject({ failure });
    expect(client.requests()).toBe(failure === 'rate_limited' || failure === 'unreachable' ? 3 : 2);
  });

  test.each(FINAL)('%s is final', async (_name, fault, failure) => {
    const { client, proxy } = await open(() => fault);
    await expect(client.ask('eth_chainId', [])).rejects.toMatchObject({ failure, retryable: false });
    expect(proxy.seen).toHaveLength(1);
  });

  test('a redirect is refused, and nobody goes there', async () => {
    const elsewhere = await open(() => undefined);
    const moved: Fault = { kind: 'status', status: 307, headers: { location: elsewhere.proxy.url } };
    const { client, proxy } = await open(() => moved);
    await expect(client.ask('eth_chainId', [])).rejects.toMatchObject({ failure: 'refused' });
    expect([proxy.seen.length, elsewhere.proxy.seen.length]).toEqual([1, 0]);
  });

  test('nobody listens', async () => {
    const { client, proxy } = await open(() => undefined);
    await proxy.stop();
    await expect(client.ask('eth_chainId', [])).rejects.toMatchObject({
      failure: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('logs that take too long are asked for twice only: the asker wants a smaller range', async () => {
    const { client } = await open(() => ({ kind: 'silence' }), { timeoutMs: SHORT_MS });
    await expect(client.ask('eth_getLogs', [{}])).rejects.toMatchObject({ failure: 'timeout' });
    expect(client.requests()).toBe(2);
  });
});

describe('an answer of a looser kind', () => {
  test.each<[string, Fault]>([
    ['no version', rewrite(({ jsonrpc: _version, ...answer }) => answer)],
    ['another version', rewrite((answer) => ({ ...answer, jsonrpc: '1.0', error: null }))],
    ['its id as a text', rewrite((answer) => ({ ...answer, id: String(answer.id) }))],
  ])('with %s is an answer', async (_name, fault) => {
    const { client } = await open(() => fault);
    expect(await client.ask('eth_chainId', [])).toBe(CHAIN);
    expect(client.requests()).toBe(1);
  });
});

describe('how long a node asks to wait', () => {
  const limited = (retryAfter: string): Fault => ({
    kind: 'status',
    status: 429,
    headers: { 'retry-after': retryAfter },
  });
  const once = (fault: Fault) => (request: SeenRequest) => (request.place === 0 ? fault : undefined);

  test('is waited, in seconds', async () => {
    const { client, pauses } = await open(once(limited('7')));
    expect(await client.ask('eth_chainId', [])).toBe(CHAIN);
    expect(pauses).toEqual([7_000]);
  });

  test('is waited, as a date', async () => {
    const { client, pauses } = await open(once(limited(new Date(Date.now() + 20_000).toUTCString())));
    expect(await client.ask('eth_chainId', [])).toBe(CHAIN);
    expect(pauses[0]).toBeGreaterThan(10_000);
    expect(pauses[0]).toBeLessThanOrEqual(20_000);
  });

  test('counts for every status that carries it, with an error of JSON-RPC or without', async () => {
    const body = JSON.stringify({ id: null, error: { code: -32_000, message: 'overloaded' } });
    const busy: Fault = { kind: 'status', status: 503, headers: { 'retry-after': '9' }, body };
    const { client, pauses } = await open(once(busy));
    await client.ask('eth_chainId', []);
    expect(pauses).toEqual([9_000]);
  });

  test('is not waited when it is too long: the failure says until when', async () => {
    const { client, proxy, pauses } = await open(() => limited('3600'));
    const error = await client.ask('eth_chainId', []).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ failure: 'rate_limited', retryAfterMs: 3_600_000 });
    expect([proxy.seen.length, pauses.length]).toEqual([1, 0]);
    expect(client.health().pausedUntil).toBeGreaterThan(Date.now() + 3_000_000);
  });
});

describe('an answer that the asker does not accept', () => {
  test.each<[string, unknown]>([
    ['null', null],
    ['an empty list', []],
  ])(
    '%s where something is known to exist is a node that lags behind: asked again, and then unreachable',
    async (_name, result) => {
      const lagging: Fault = { kind: 'result', result };
      const { client, proxy } = await open(({ method, place }) =>
        method === 'eth_chainId' && place >= 2 ? undefined : lagging,
      );
      expect(await client.ask('eth_chainId', [], { exists: true })).toBe(CHAIN);
      await expect(client.ask('eth_blockNumber', [], { exists: true })).rejects.toMatchObject({
        failure: 'unreachable',
      });
      expect(proxy.seen).toHaveLength(3 + 5);
      expect(await client.ask('eth_blockNumber', [])).toEqual(result);
    },
  );

  test('is asked for again, and refused in the end', async () => {
    const { client, proxy } = await open(({ place }) =>
      place === 0 ? { kind: 'result', result: 'nonsense' } : undefined,
    );
    const check = (result: unknown): void => {
      if (!/^0x[0-9a-f]+$/.test(String(result))) throw new SourceError('malformed', client.id, 'no quantity');
    };
    expect(await client.ask('eth_chainId', [], { check })).toBe(CHAIN);
    expect(proxy.seen).toHaveLength(2);
    const never = (): never => {
      throw new SourceError('malformed', client.id, 'never right');
    };
    await expect(client.ask('eth_chainId', [], { check: never })).rejects.toThrow('never right');
    expect(proxy.seen).toHaveLength(2 + 3);
  });
});

describe('equal questions at the same time', () => {
  test('are one request, though each has an id of its own', async () => {
    const { client, proxy } = await open(() => undefined);
    const asked = ['0x0', '0x0', '0x0', 'latest'].map((block) => client.ask('eth_getBlockByNumber', [block, false]));
    const [one, two] = await Promise.all(asked);
    expect(two).toBe(one);
    expect(proxy.seen.map(({ params }) => params[0]).sort()).toEqual(['0x0', 'latest']);
    await client.ask('eth_getBlockByNumber', ['0x0', false]);
    expect(proxy.seen).toHaveLength(3);
  });

  test('are each checked in their own way', async () => {
    const { client, proxy } = await open(() => undefined);
    const refuse = (): never => {
      throw new SourceError('refused', client.id, 'not what I wanted');
    };
    const asked = [client.ask('eth_chainId', []), client.ask('eth_chainId', [], { check: refuse })];
    expect(await Promise.allSettled(asked)).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected' }]);
    expect(proxy.seen).toHaveLength(1);
  });

  test('end only for the one that gives up', async () => {
    const { client } = await open(() => undefined);
    const leaver = new AbortController();
    const asked = [client.ask('eth_chainId', [], { signal: leaver.signal }), client.ask('eth_chainId', [])];
    leaver.abort(new Error('gone'));
    await expect(asked[0]).rejects.toThrow('gone');
    expect(await asked[1]).toBe(CHAIN);
  });
});

describe('what is secret in a URL', () => {
  const SECRETS = ['hunter2', 's3cr3t-path-key', 'query-secret-0001'];

  test('goes to the node and nowhere else', async () => {
    const lines: string[] = [];
    const repeat: Fault = rpc(
      -32_000,
      `no such key hunter2 in https://x/s3cr3t-path-key, s3cr3t-path-key query-secret-0001`,
    );
    const { proxy } = await open(({ place }) => (place === 0 ? rpc(-32_603, 's3cr3t-path-key') : repeat));
    const bare = new URL(proxy.url);
    const url = `http://us%40er:hunter2@${bare.host}/v2/s3cr3t-path-key?token=query-secret-0001`;
    const client = createRpcClient({ url, context: createTestContext(createTestClock(), lines) });
    const error = (await client.ask('eth_chainId', []).catch((reason: unknown) => reason)) as SourceError;
    expect(error).toBeInstanceOf(SourceError);
    const told = `${lines.join()} ${error.stack} ${error.message} ${String(error.cause)} ${client.id}`;
    for (const secret of SECRETS) expect(told).not.toContain(secret);
    expect(lines.join()).toContain('source will be asked again');
    const basic = Buffer.from('us@er:hunter2').toString('base64');
    expect(proxy.seen.map(({ headers }) => headers.authorization)).toEqual([`Basic ${basic}`, `Basic ${basic}`]);
  });

  test('is not repeated when the URL is none', () => {
    for (const url of ['nonsense hunter2', 'ftp://host/hunter2']) {
      const make = (): RpcClient => createRpcClient({ url, context: hastyContext() });
      expect(make).toThrow(InputError);
      expect(make).not.toThrow('hunter2');
    }
  });
});

test('a client that is closed gives up what is in flight', async () => {
  const { client, proxy } = await open(() => ({ kind: 'silence' }));
  const asked = client.ask('eth_chainId', []);
  await expect.poll(() => proxy.seen.length).toBe(1);
  client.close();
  await expect(asked).rejects.toThrow('source closed');
});
