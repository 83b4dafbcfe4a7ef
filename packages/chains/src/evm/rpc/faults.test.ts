import { InputError, SourceError } from '@fundtrail/core';
import {
  type Anvil,
  type Fault,
  type FaultProxy,
  playTheft,
  type SeenRequest,
  type Story,
  startAnvil,
  startFaultProxy,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RpcSource } from './source.ts';
import { hastyContext, openSource } from './test-support.ts';

const KINDS = ['native', 'internal', 'token'] as const;

describe('a node that fails as providers fail', () => {
  let anvil: Anvil;
  let story: Story;
  let head: number;
  const proxies: FaultProxy[] = [];

  beforeAll(async () => {
    anvil = await startAnvil();
    story = await playTheft({ url: anvil.url });
    const source = await openSource({ url: anvil.url });
    head = (await source.head(source.chain)).block;
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });
  afterAll(() => anvil?.stop());

  async function proxied(fault: (request: SeenRequest) => Fault | undefined): Promise<FaultProxy> {
    const proxy = await startFaultProxy({ target: anvil.url, fault });
    proxies.push(proxy);
    return proxy;
  }
  const historyOf = (source: RpcSource, maxRows = 10_000) =>
    source.history({
      chain: source.chain,
      address: story.cast.deposits[1],
      kinds: KINDS,
      fromBlock: 0,
      toBlock: head,
      maxRows,
    });
  const truth = async () => historyOf(await openSource({ url: anvil.url, wrapped: story.wrapped }));

  test('a bound on blocks is learned once and then kept to, and nothing is lost', async () => {
    const proxy = await proxied((request) => tooWide(request, 8, 'block range is too wide'));
    const source = await openSource({ url: proxy.url, wrapped: story.wrapped });
    expect((await historyOf(source)).transactions).toEqual((await truth()).transactions);
    const refused = proxy.seen.filter((request) => tooWide(request, 8, '') !== undefined).length;
    await historyOf(source);
    expect(proxy.seen.filter((request) => tooWide(request, 8, '') !== undefined).length).toBe(refused);
    // Halving from all blocks down, then two steps closer to the bound: for logs and for traces.
    expect(refused).toBeLessThanOrEqual(2 * (Math.ceil(Math.log2((head + 1) / 8)) + 2));
    expect(source.requests()).toBe(proxy.seen.length);
  });

  test('a bound that the refusal names is taken at once', async () => {
    const proxy = await proxied((request) => tooWide(request, 10, 'up to a 10 block range is allowed'));
    const source = await openSource({ url: proxy.url, wrapped: story.wrapped });
    expect((await historyOf(source)).transactions).toEqual((await truth()).transactions);
    expect(proxy.seen.filter((request) => tooWide(request, 10, '') !== undefined)).toHaveLength(2);
  });

  test('too many results shrink the range where they are, down to single blocks', async () => {
    const dense = story.theft.block + 3;
    const proxy = await proxied((request) => {
      const range = rangeOf(request);
      if (request.method !== 'eth_getLogs' || range === undefined) return undefined;
      return range.from <= dense && dense <= range.to && range.from !== range.to
        ? { kind: 'rpc', code: -32_005, message: 'query returned more than 10000 results' }
        : undefined;
    });
    const source = await openSource({ url: proxy.url, wrapped: story.wrapped });
    const found = await historyOf(source);
    expect(found.transactions).toEqual((await truth()).transactions);
    expect(found.coverage.map((coverage) => coverage.status)).toEqual(['complete', 'complete', 'complete']);
  });

  test('one block that is too much by itself ends the history there, and says so', async () => {
    const dense = head - 3;
    const proxy = await proxied((request) => {
      const range = rangeOf(request);
      if (request.method !== 'eth_getLogs' || range === undefined || range.to < dense) return undefined;
      return { kind: 'rpc', code: -32_005, message: 'query returned more than 10000 results' };
    });
    const source = await openSource({ url: proxy.url, wrapped: story.wrapped });
    const { coverage } = await historyOf(source);
    expect(coverage.find(({ kind }) => kind === 'token')).toMatchObject({
      status: 'truncated',
      toBlock: dense - 1,
      reason: expect.stringContaining('more than 10000 results'),
    });
    expect(coverage.find(({ kind }) => kind === 'native')).toMatchObject({ status: 'complete', toBlock: head });
  });

  test('more rows than wanted are truncated coverage', async () => {
    const source = await openSource({ url: anvil.url, wrapped: story.wrapped, maxLogRange: 10 });
    const { coverage } = await historyOf(source, 0);
    for (const { status, toBlock, reason } of coverage) {
      expect([status, reason]).toEqual(['truncated', 'more than 0 rows']);
      expect(toBlock).toBeLessThan(head);
    }
  });

  test('rate limits are waited out as long as the node asks, and every attempt is counted', async () => {
    const pauses: number[] = [];
    const proxy = await proxied(({ method, place }) =>
      method === 'eth_getTransactionReceipt' && place < 2
        ? { kind: 'status', status: 429, headers: { 'retry-after': '7' }, body: 'slow down' }
        : undefined,
    );
    const source = await openSource({ url: proxy.url, context: hastyContext(pauses) });
    expect((await source.transaction(source.chain, story.theft.hash)).block).toBe(story.theft.block);
    expect(pauses).toEqual([7_000, 7_000]);
    expect(source.requests()).toBe(proxy.seen.length);
  });

  test.each([
    ['cut JSON', { kind: 'cut', characters: 20 }, 'malformed', 3],
    ['a page instead of JSON', { kind: 'status', status: 200, body: '<html>' }, 'malformed', 3],
    ['a dropped connection', { kind: 'drop' }, 'unreachable', 5],
    ['a broken gateway', { kind: 'status', status: 502, body: '<html>' }, 'unreachable', 5],
    ['a rate limit without end', { kind: 'rpc', code: 429, message: 'compute units', status: 429 }, 'rate_limited', 8],
  ] satisfies [string, Fault, string, number][])(
    '%s is tried again, as often as can help, then told as what it is',
    async (_name, fault, failure, attempts) => {
      const proxy = await proxied(({ method }) => (method === 'eth_getCode' ? fault : undefined));
      const source = await openSource({ url: proxy.url });
      const asked = source.isContract(source.chain, story.cast.thief);
      await expect(asked).rejects.toMatchObject({ failure, source: source.id, retryable: true });
      expect(proxy.seen.filter(({ method }) => method === 'eth_getCode')).toHaveLength(attempts);
    },
  );

  test.each([
    ['a refused key', { kind: 'status', status: 401 }, 'unauthorized'],
    ['wrong parameters', { kind: 'rpc', code: -32_602, message: 'invalid params', status: 400 }, 'refused'],
  ] satisfies [string, Fault, string][])('%s is final', async (_name, fault, failure) => {
    const proxy = await proxied(({ method }) => (method === 'eth_getCode' ? fault : undefined));
    const source = await openSource({ url: proxy.url });
    await expect(source.isContract(source.chain, story.cast.thief)).rejects.toMatchObject({
      failure,
      retryable: false,
    });
    expect(proxy.seen.filter(({ method }) => method === 'eth_getCode')).toHaveLength(1);
  });

  test('a node without trace_* is asked by callTracer, which is found out once; histories then read the blocks', async () => {
    const proxy = await proxied(({ method }) => (method.startsWith('trace_') ? missing(method) : undefined));
    const source = await openSource({ url: proxy.url, wrapped: story.wrapped });
    const found = await historyOf(source);
    expect(source.traceMode()).toBe('debug');
    expect(found.transactions).toEqual((await truth()).transactions);
    await source.transaction(source.chain, story.theft.hash);
    const traces = proxy.seen.filter(({ method }) => method.startsWith('trace_')).map(({ method }) => method);
    expect(traces).toEqual(['trace_filter', 'trace_block', 'trace_transaction']);
  });

  test('a node without any traces leaves internal value unavailable, never empty', async () => {
    const proxy = await proxied(({ method }) => (/^(trace|debug)_/.test(method) ? missing(method) : undefined));
    const source = await openSource({ url: proxy.url, wrapped: story.wrapped });
    const { coverage } = await historyOf(source);
    expect(source.traceMode()).toBe('none');
    expect(coverage.find(({ kind }) => kind === 'internal')).toMatchObject({
      status: 'unavailable',
      reason: expect.stringContaining('no value inside contracts'),
    });
  });

  test('reading block by block is bounded, and the coverage says where it ended', async () => {
    const source = await openSource({ url: anvil.url, trace: 'debug', maxScanBlocks: 9 });
    const { coverage } = await historyOf(source);
    expect(coverage.map(({ kind, status, toBlock }) => [kind, status, toBlock])).toEqual([
      ['native', 'truncated', 8],
      ['internal', 'truncated', 8],
      ['token', 'complete', head],
    ]);
  });

  test('blocks that do not exist yet are not called empty', async () => {
    const source = await openSource({ url: anvil.url });
    const ask = { chain: source.chain, address: story.cast.thief, kinds: KINDS, maxRows: 10 };
    const past = await source.history({ ...ask, fromBlock: head, toBlock: head + 50 });
    expect(past.coverage.map(({ status, toBlock }) => [status, toBlock])).toEqual(KINDS.map(() => ['complete', head]));
    const future = await source.history({ ...ask, fromBlock: head + 1, toBlock: head + 50 });
    expect(future.coverage.map(({ status }) => status)).toEqual(KINDS.map(() => 'unavailable'));
  });

  test('a receipt of another block than the transaction stands in is malformed', async () => {
    const other = `0x${'1'.repeat(64)}`;
    const proxy = await proxied(({ method }) => {
      if (method !== 'eth_getBlockByHash') return undefined;
      const block = { number: '0x1', hash: other, parentHash: other, timestamp: '0x1', transactions: [] };
      return { kind: 'result', result: block };
    });
    const source = await openSource({ url: proxy.url });
    await expect(source.transaction(source.chain, story.theft.hash)).rejects.toMatchObject({
      failure: 'malformed',
      message: expect.stringContaining('was told for'),
    });
  });

  test('a transaction that the node does not know is refused', async () => {
    const source = await openSource({ url: anvil.url });
    const asked = source.transaction(source.chain, `0x${'9'.repeat(64)}`);
    await expect(asked).rejects.toMatchObject({ failure: 'refused' });
  });

  test('a node of another chain is not opened, and a key in its URL is never told', async () => {
    await expect(openSource({ url: anvil.url, chain: 'eip155:1' })).rejects.toThrow(InputError);
    const proxy = await proxied(() => ({ kind: 'status', status: 403 }));
    const url = `${proxy.url.replace('//', '//user:hunter2@')}/v2/hunter2?apikey=hunter2`;
    const error = await openSource({ url }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SourceError);
    expect(String(error)).not.toContain('hunter2');
    expect((error as SourceError).source).toBe(`rpc:${new URL(proxy.url).host}`);
  });

  test('a stop ends waiting at once', async () => {
    const stopper = new AbortController();
    const context = { ...hastyContext(), signal: stopper.signal };
    const source = await openSource({ url: anvil.url, context });
    stopper.abort(new Error('stopping'));
    await expect(historyOf(source)).rejects.toThrow('stopping');
  });
});

function missing(method: string): Fault {
  return { kind: 'rpc', code: -32_601, message: `the method ${method} does not exist/is not available` };
}

function rangeOf({ method, params }: SeenRequest): { from: number; to: number } | undefined {
  if (method !== 'eth_getLogs' && method !== 'trace_filter') return undefined;
  const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string };
  return { from: Number(fromBlock), to: Number(toBlock) };
}

function tooWide(request: SeenRequest, blocks: number, message: string): Fault | undefined {
  const range = rangeOf(request);
  return range !== undefined && range.to - range.from + 1 > blocks
    ? { kind: 'rpc', code: -32_000, message }
    : undefined;
}
