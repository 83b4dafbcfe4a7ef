import { type AccountHistory, type Source, SourceError } from '@fundtrail/core';
import {
  type ExplorerFault,
  type ExplorerFaultRule,
  faultScript,
  type RecordedExplorer,
  type RecordedExplorerOptions,
  startRecordedExplorer,
} from '@fundtrail/testkit';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../transport/http.ts';
import type { ExplorerOptions } from './source.ts';
import { ALICE, BOB, okAnswer, recordAnswers, topRow } from './test-rows.ts';
import { createTestClock, createTestContext, createTestSource, freeLimiter } from './test-source.ts';

const CHAIN = 'eip155:1';
const NOBODY = `0x${'e'.repeat(40)}`;
const { folder: FOLDER, remove } = recordAnswers({
  [`txlist/${ALICE}`]: okAnswer(Array.from({ length: 30 }, (_, at) => topRow(at))),
  [`txlist/${BOB}`]: okAnswer(Array.from({ length: 25 }, (_, at) => topRow(at, { blockNumber: '77' }))),
  [`txlist/${NOBODY}`]: { status: '0', message: 'No transactions found', result: [] },
});
afterAll(remove);

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()));
});

describe('an explorer that fails for a while', () => {
  it.each<[string, ExplorerFault]>([
    ['a rate limit under HTTP 200', { kind: 'rate_limit' }],
    ['HTTP 429', { kind: 'http', status: 429 }],
    ['HTTP 429 with Retry-After', { kind: 'http', status: 429, retryAfterSeconds: 7 }],
    ['HTTP 500', { kind: 'http', status: 500 }],
    ['HTTP 503', { kind: 'http', status: 503 }],
    ['HTML instead of JSON', { kind: 'html' }],
    ['a cut answer', { kind: 'cut' }],
    ['a broken connection', { kind: 'reset' }],
    ['no answer', { kind: 'timeout' }],
    ['an answer without result', { kind: 'answer', json: { status: '1', message: 'OK' } }],
    [
      'rows of another account',
      { kind: 'answer', json: { status: '1', message: 'OK', result: [topRow(1, { from: NOBODY, to: NOBODY })] } },
    ],
    ['its own timeout', { kind: 'error', text: 'Query Timeout occured. Please select a smaller result dataset' }],
  ])('is asked again after %s, and the history is whole', async (_what, fault) => {
    const { explorer, source } = await start({ faults: faultScript([fault, fault]) }, { rowCap: 1000 });
    const history = await native(source, ALICE);
    expect(history.transactions).toHaveLength(30);
    expect(history.coverage).toMatchObject([{ status: 'complete' }]);
    expect(explorer.requests().total).toBe(3);
    expect(source.requests()).toBe(3);
  });

  it('waits as long as Retry-After asks', async () => {
    const { source, slept } = await start({
      faults: faultScript([{ kind: 'http', status: 429, retryAfterSeconds: 7 }]),
    });
    await native(source, ALICE);
    expect(slept).toEqual([7000]);
  });

  it('is not waited for when it asks for too long', async () => {
    const { source } = await start({ faults: faultScript([{ kind: 'http', status: 429, retryAfterSeconds: 3600 }]) });
    await expect(native(source, ALICE)).rejects.toMatchObject({ failure: 'rate_limited', retryAfterMs: 3_600_000 });
    expect(source.requests()).toBe(1);
  });
});

describe('an explorer that fails for good', () => {
  const always =
    (fault: ExplorerFault): ExplorerFaultRule =>
    () =>
      fault;
  it.each<[string, ExplorerFault, string, number]>([
    ['rate limits', { kind: 'rate_limit' }, 'rate_limited', 8],
    ['HTTP 502', { kind: 'http', status: 502 }, 'unreachable', 5],
    ['HTML', { kind: 'html' }, 'malformed', 3],
    ['an invalid key', { kind: 'error', text: 'Invalid API Key' }, 'unauthorized', 1],
    ['a missing key', { kind: 'error', text: 'Missing/Invalid API Key' }, 'unauthorized', 1],
    ['HTTP 401', { kind: 'http', status: 401 }, 'unauthorized', 1],
    ['HTTP 404', { kind: 'http', status: 404 }, 'unsupported', 1],
    ['HTTP 400', { kind: 'http', status: 400 }, 'refused', 1],
    ['a redirect', { kind: 'http', status: 302 }, 'refused', 1],
    ['an unknown action', { kind: 'error', text: 'Error! Missing Or invalid Action name' }, 'unsupported', 1],
    ['words of its own', { kind: 'error', text: 'Error! Invalid address format' }, 'refused', 1],
  ])('says %s, and never an empty history', async (_what, fault, failure, requests) => {
    const { source } = await start({ faults: always(fault) });
    await expect(native(source, ALICE)).rejects.toMatchObject({ failure });
    expect(source.requests()).toBe(requests);
  });

  it('fails for the accounts it fails for, and for no other', async () => {
    const { source } = await start({
      faults: ({ address }) => (address === ALICE ? { kind: 'error', text: 'Error! no' } : undefined),
    });
    await expect(native(source, ALICE)).rejects.toMatchObject({ failure: 'refused' });
    expect((await native(source, BOB)).transactions).toHaveLength(25);
  });

  it('cannot be reached', async () => {
    const { source, explorer } = await start({});
    await explorer.close();
    open.splice(open.indexOf(explorer), 1);
    await expect(native(source, ALICE)).rejects.toMatchObject({ failure: 'unreachable' });
  });
});

describe('an explorer', () => {
  it('answers "No transactions found" with an empty, complete history', async () => {
    const { source } = await start({});
    expect(await native(source, NOBODY)).toMatchObject({ transactions: [], coverage: [{ status: 'complete' }] });
  });

  it('is asked once for equal questions in flight', async () => {
    const { source } = await start({});
    const [a, b] = await Promise.all([native(source, ALICE), native(source, ALICE)]);
    expect(a).toEqual(b);
    expect(source.requests()).toBe(2); // the list, and the check of the longest answer so far
  });

  it('gives a block that is larger than a page, page by page', async () => {
    const { source, explorer } = await start({ rowCap: 10 }, { rowCap: 10 });
    expect((await native(source, BOB)).transactions).toHaveLength(25);
    // The page, the block again, its second and third page, and what comes after it.
    expect(explorer.requests().total).toBe(5);
  });

  it('calls a block cut that it does not page through', async () => {
    const { source } = await start({ rowCap: 10, window: 15 });
    const { coverage, transactions } = await native(source, BOB);
    expect(coverage).toMatchObject([
      { status: 'truncated', toBlock: 76, reason: 'block 77 has more rows than the source gives' },
    ]);
    expect(transactions).toEqual([]);
  });

  it('keeps its key out of ids, errors and logs', async () => {
    const lines: string[] = [];
    const key = 'SECRETKEY123';
    const { explorer } = await start({ apiKey: key, faults: faultScript([{ kind: 'html' }, { kind: 'reset' }]) });
    const make = (url: string, apiKey: string | undefined): Source => {
      const source = createTestSource({
        url,
        context: createTestContext(createTestClock(), lines),
        ...(apiKey === undefined ? {} : { apiKey }),
      });
      open.push(source);
      return source;
    };
    const source = make(explorer.url, key);
    expect(source.id).toBe(`explorer:${new URL(explorer.url).host}/api`);
    expect((await native(source, ALICE)).transactions).toHaveLength(30);
    const inUrl = make(`${explorer.url}?apikey=${key}`, undefined);
    expect((await native(inUrl, ALICE)).transactions).toHaveLength(30);
    await explorer.close();
    open.splice(open.indexOf(explorer), 1);
    const error = await native(inUrl, ALICE).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SourceError);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error)).not.toContain(key);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain(key);
    await expect(native(make(explorer.url, 'wrong'), ALICE)).rejects.toMatchObject({ failure: 'unreachable' });
  });

  it('is given up when the caller gives up', async () => {
    const { source } = await start({ faults: () => ({ kind: 'timeout' }) });
    const caller = new AbortController();
    const asked = source.history({ ...request(ALICE), signal: caller.signal });
    setTimeout(() => caller.abort(new Error('enough')), 20);
    await expect(asked).rejects.toThrow('enough');
  });

  it('answers for its own chain only', async () => {
    const { source } = await start({});
    await expect(source.history({ ...request(ALICE), chain: 'eip155:56' })).rejects.toMatchObject({
      failure: 'unsupported',
    });
  });
});

async function start(
  server: Partial<RecordedExplorerOptions>,
  options: Partial<ExplorerOptions> = {},
): Promise<{ readonly explorer: RecordedExplorer; readonly source: Source; readonly slept: readonly number[] }> {
  const explorer = await startRecordedExplorer({ folder: FOLDER, ...server });
  const clock = createTestClock();
  const context = createTestContext(clock);
  const http = createHttp({
    source: 'explorer:test',
    limiter: freeLimiter,
    limitKey: 'test',
    rate: { perSecond: 1, burst: 1 },
    clock,
    logger: context.logger,
    timeoutMs: 150,
  });
  const source = createTestSource({ url: explorer.url, context, http, ...options });
  open.push(explorer, source);
  return { explorer, source, slept: clock.slept };
}

function request(address: string) {
  return { chain: CHAIN, address, kinds: ['native'], fromBlock: 0, toBlock: 1000, maxRows: 1000 } as const;
}

function native(source: Source, address: string): Promise<AccountHistory> {
  return source.history(request(address));
}
