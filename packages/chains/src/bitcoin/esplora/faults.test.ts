import { SourceError } from '@fundtrail/core';
import { type EsploraFault, type EsploraFaultRule, firstOfRoute } from '@fundtrail/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { hastyContext } from '../../evm/rpc/test-support.ts';
import {
  ask,
  BITCOIN,
  coinAt,
  createMemoryCache,
  income,
  type Opened,
  type OpenOptions,
  openEsplora,
  output,
  spend,
} from './esplora.fixture.ts';
import { createEsploraSource } from './source.ts';

const opened: Opened[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

const LITECOIN = 'bip122:12a765e31ffd4059bada1e25190f6e98';
/** What a client waits here for one that keeps silent. */
const SILENCE_MS = 400;
const TX = '/tx/:txid';
const OUTSPENDS = '/tx/:txid/outspends';

/** A coin of block 101 and the transaction of block 102 that spends it, final. */
async function open(faults?: EsploraFaultRule, more: OpenOptions = {}) {
  const made = await openEsplora({ ...more, ...(faults === undefined ? {} : { faults }) });
  opened.push(made);
  const paid = income('a', [output('thief', 500), output('change', 100)]);
  made.book.mine([paid]);
  const onward = spend([[paid, 0]], [output('next', 490)]);
  made.book.mine([onward]);
  made.book.mineEmpty(10);
  const spends = (more = {}) => made.source.spends(ask([[coinAt(paid), 101]], { toBlock: 112, ...more }));
  return { ...made, paid, onward, spends };
}

function inTx(change: (json: Record<string, unknown>) => unknown): EsploraFault {
  return { kind: 'change', change: (json) => change(structuredClone(json) as Record<string, unknown>) };
}

describe('a server that fails for a while', () => {
  const faults: readonly (readonly [string, EsploraFault])[] = [
    ['HTTP 429', { kind: 'http', status: 429 }],
    ['HTTP 429 with Retry-After', { kind: 'http', status: 429, retryAfterSeconds: 7 }],
    ['HTTP 500', { kind: 'http', status: 500 }],
    ['HTTP 503 in words', { kind: 'http', status: 503, body: 'Service Unavailable' }],
    ['HTTP 504', { kind: 'http', status: 504 }],
    ['HTML instead of an answer', { kind: 'html' }],
    ['words instead of an answer', { kind: 'text', text: 'busy' }],
    ['a cut answer', { kind: 'cut' }],
    ['a broken connection', { kind: 'reset' }],
    ['an empty answer', { kind: 'text', text: '' }],
    ['JSON of another form', { kind: 'change', change: () => ({ error: 'no' }) }],
  ];
  const everyRoute = ['/blocks', OUTSPENDS, TX].flatMap((route) =>
    faults.map(([what, fault]) => [what, route, fault] as const),
  );
  test.each(everyRoute)('is asked again after %s to %s, and tells all', async (_what, route, fault) => {
    const { spends, onward, server } = await open(firstOfRoute(route, 2, fault));
    const told = await spends();
    expect(told.transactions.map(({ hash }) => hash)).toEqual([onward.hash]);
    expect(told.coverage).toMatchObject([{ status: 'complete' }]);
    expect(server.requests().byRoute.get(route)).toBe(3);
  });

  test('is asked again after no answer', async () => {
    const { spends, onward, slept } = await open(firstOfRoute(TX, 1, { kind: 'silence' }), { timeoutMs: SILENCE_MS });
    expect((await spends()).transactions.map(({ hash }) => hash)).toEqual([onward.hash]);
    expect(slept.length).toBeGreaterThan(0);
  });

  test('is asked again after a word that is none', async () => {
    const { source } = await open(firstOfRoute('/block-height/:height', 2, { kind: 'cut' }));
    expect((await source.header(BITCOIN, 50)).number).toBe(50);
  });

  test('waits as long as Retry-After asks', async () => {
    const { spends, slept } = await open(firstOfRoute(TX, 1, { kind: 'http', status: 429, retryAfterSeconds: 7 }));
    await spends();
    expect(slept).toEqual([7_000]);
  });

  test('is not waited for when it asks for too long', async () => {
    const { spends } = await open(firstOfRoute(TX, 9, { kind: 'http', status: 429, retryAfterSeconds: 3_600 }));
    await expect(spends()).rejects.toMatchObject({ failure: 'rate_limited', retryAfterMs: 3_600_000 });
  });

  test.each<readonly [string, string, EsploraFault]>([
    ['does not know a spender that it named', TX, { kind: 'lag', blocks: 12 }],
    ['calls a spender waiting that it called mined', TX, inTx((tx) => ({ ...tx, status: { confirmed: false } }))],
    ['has an older newest block than before', '/blocks', { kind: 'lag', blocks: 3 }],
  ])('is asked again when it %s, because it lags behind', async (_what, route, fault) => {
    const { source, spends, onward, book, server } = await open();
    await source.head(BITCOIN);
    server.forget();
    book.mineEmpty(1);
    server.setFaults(firstOfRoute(route, 2, fault));
    const told = await spends({ toBlock: 113 });
    expect(told.transactions.map(({ hash }) => hash)).toEqual([onward.hash]);
    expect(server.requests().byRoute.get(route)).toBe(3);
  });
});

describe('a server that fails for good', () => {
  test.each<readonly [string, EsploraFault, string, number]>([
    ['rate limits', { kind: 'http', status: 429 }, 'rate_limited', 8],
    ['HTTP 502', { kind: 'http', status: 502 }, 'unreachable', 5],
    ['timeouts', { kind: 'http', status: 504 }, 'timeout', 4],
    ['HTML', { kind: 'html' }, 'malformed', 3],
    ['HTTP 401', { kind: 'http', status: 401 }, 'unauthorized', 1],
    ['a page that is not there', { kind: 'http', status: 404, body: '<html>404 Not Found</html>' }, 'unsupported', 1],
    ['HTTP 400 in words', { kind: 'http', status: 400, body: 'Invalid hex string' }, 'refused', 1],
    ['a redirect', { kind: 'http', status: 302 }, 'refused', 1],
    [
      'another transaction',
      { kind: 'change', change: (tx) => ({ ...(tx as object), txid: 'f'.repeat(64) }) },
      'malformed',
      3,
    ],
  ])('says %s', async (_what, fault, failure, requests) => {
    const { source, onward } = await open(firstOfRoute(TX, 99, fault));
    await expect(source.transaction(BITCOIN, onward.hash)).rejects.toMatchObject({ failure });
    expect(source.requests()).toBe(requests);
  });

  test('lags behind what it told before, and says so', async () => {
    const { source, server } = await open();
    expect((await source.head(BITCOIN)).block).toBe(112);
    server.setLag(4);
    await expect(source.head(BITCOIN)).rejects.toMatchObject({
      failure: 'unreachable',
      message: expect.stringContaining('its newest block is 108, and it told 112 before: it lags behind'),
    });
  });

  test('is believed with a lower block where a reorganisation left the others', async () => {
    const { source, book } = await open();
    await source.head(BITCOIN);
    book.takeBack(110);
    book.mine();
    expect((await source.head(BITCOIN)).block).toBe(110);
  });

  test('is of another chain, and asked nothing about this one', async () => {
    const { server, paid } = await open();
    const source = createEsploraSource({ url: server.url, chain: LITECOIN, context: hastyContext() });
    const failure = {
      failure: 'unsupported',
      message: expect.stringContaining('is not of Litecoin: its first block is 000000000019d6'),
    };
    await expect(source.head(LITECOIN)).rejects.toMatchObject(failure);
    await expect(source.spends({ ...ask([[coinAt(paid), 101]]), chain: LITECOIN })).rejects.toMatchObject(failure);
    expect(server.requests().byRoute).toEqual(new Map([['/block-height/:height', 2]]));
    await expect(source.head(BITCOIN)).rejects.toMatchObject({ failure: 'unsupported' });
    await source.close();
  });
});

describe('answers that do not fit together', () => {
  test.each<readonly [string, string, EsploraFault, string]>([
    ['the answer is another transaction', TX, { kind: 'change', change: () => ({}) }, 'txid'],
    ['a spender does not spend the coin', OUTSPENDS, wrongSpend({ vin: 3 }), 'does not spend'],
    [
      'a spender is in another block than was said',
      OUTSPENDS,
      wrongSpend({ status: { confirmed: true, block_height: 103 } }),
      'is in block 102, and in 103',
    ],
    [
      'a coin is spent before it was made',
      OUTSPENDS,
      wrongSpend({ status: { confirmed: true, block_height: 90 } }),
      'in block 90 spends a coin made in block 101',
    ],
    ['inputs and outputs do not differ by the fee', TX, inTx((tx) => ({ ...tx, fee: 11 })), 'fee'],
    [
      'an input does not tell what it spends',
      TX,
      inTx((tx) => ({ ...tx, vin: [{ ...(tx.vin as object[])[0], prevout: null }] })),
      'what its inputs spend',
    ],
    ['a list of outputs is empty', OUTSPENDS, { kind: 'change', change: () => [] }, 'is empty'],
    [
      'a spent output does not say by what',
      OUTSPENDS,
      { kind: 'change', change: () => [{ spent: true }, { spent: false }] },
      'status',
    ],
  ])('are refused: %s', async (_what, route, fault, words) => {
    const { spends, server } = await open(firstOfRoute(route, 99, fault));
    const error = await spends().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ failure: 'malformed', message: expect.stringContaining(words) });
    // What was held is forgotten: once the server tells the truth, so does the source.
    server.setFaults(undefined);
    expect((await spends()).coverage).toMatchObject([{ status: 'complete' }]);
  });

  test('are refused where the spender tells another amount of a coin than the transaction that made it', async () => {
    const made = await openEsplora();
    opened.push(made);
    const { book, source, server } = made;
    const first = income('a', [output('one', 500)]);
    const second = spend([[first, 0]], [output('two', 490)]);
    const third = spend([[second, 0]], [output('three', 480)]);
    for (const transaction of [first, second, third]) book.mine([transaction]);
    server.setFaults(({ path }) =>
      path === `/tx/${third.txid}`
        ? inTx((tx) => {
            const [input] = tx.vin as { prevout: { value: number } }[];
            return { ...tx, fee: 20, vin: [{ ...input, prevout: { ...input?.prevout, value: 500 } }] };
          })
        : undefined,
    );
    const asked = source.spends(
      ask([[coinAt(first), 101]], {
        onward: (fact) => fact.legs.flatMap(({ kind, to }) => (kind === 'output' ? [to] : [])),
      }),
    );
    await expect(asked).rejects.toMatchObject({
      failure: 'malformed',
      message: expect.stringContaining('another amount'),
    });
  });

  test('are not believed when they were kept', async () => {
    const answers = createMemoryCache();
    const { spends, book, paid, server } = await open(firstOfRoute(OUTSPENDS, 1, wrongSpend({ vin: 3 })), { answers });
    book.mine([spend([[paid, 1]], [output('x', 99)])]);
    book.mineEmpty(6);
    await expect(spends({ toBlock: 119 })).rejects.toMatchObject({ failure: 'malformed' });
    expect(answers.kept.size).toBeGreaterThan(0);
    expect((await spends({ toBlock: 119 })).coverage).toMatchObject([{ status: 'complete' }]);
    expect(server.requests().byRoute.get(OUTSPENDS)).toBe(2);
  });
});

function wrongSpend(change: object): EsploraFault {
  return {
    kind: 'change',
    change: (json) => (json as readonly object[]).map((entry, at) => (at === 0 ? { ...entry, ...change } : entry)),
  };
}
