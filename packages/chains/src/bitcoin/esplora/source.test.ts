import { createHash } from 'node:crypto';
import { type AccountHistory, type HistoryRequest, PLACE_UNKNOWN } from '@fundtrail/core';
import { createUtxoBook, firstOfRoute, type MadeTransaction } from '@fundtrail/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { createTestClock, createTestContext } from '../../evm/explorer/test-source.ts';
import {
  BITCOIN,
  coinAt,
  createMemoryCache,
  income,
  type Opened,
  type OpenOptions,
  openEsplora,
  output,
  script,
  spend,
} from './esplora.fixture.ts';
import { createEsploraSource } from './source.ts';

const opened: Opened[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

async function open(options: OpenOptions = {}): Promise<Opened> {
  const made = await openEsplora(options);
  opened.push(made);
  return made;
}

describe('a transaction', () => {
  test('is told whole by one request, and by none once it was told as final', async () => {
    const answers = createMemoryCache();
    const { book, source, server } = await open({ answers });
    const paid = income('a', [output('thief', 500), output('change', 100)]);
    book.mine([paid]);
    book.mineEmpty(5);
    await source.head(BITCOIN);
    server.forget();
    const fact = await source.transaction(BITCOIN, paid.hash);
    expect(server.requests().total).toBe(1);
    expect(fact).toMatchObject({
      block: 101,
      index: PLACE_UNKNOWN,
      success: true,
      blockHash: `0x${book.blockAt(101).hash}`,
    });
    expect(fact.legs.map(({ kind, amount, owner }) => [kind, amount, owner])).toEqual([
      ['input', 600n, script('elsewhere')],
      ['output', 500n, script('thief')],
      ['output', 100n, script('change')],
    ]);
    expect(await source.transaction(BITCOIN, paid.hash)).toEqual(fact);
    expect(server.requests().total).toBe(1);
    const { source: other } = await open({ book, answers });
    expect(await other.transaction(BITCOIN, paid.hash)).toEqual(fact);
    expect(other.requests()).toBe(0);
  });

  test('is asked for again while it is not final', async () => {
    const answers = createMemoryCache();
    const { book, source, server } = await open({ answers });
    const paid = income('a', [output('thief', 500)]);
    book.mine([paid]);
    book.mineEmpty(4);
    await source.head(BITCOIN);
    await source.transaction(BITCOIN, paid.hash);
    await source.transaction(BITCOIN, paid.hash);
    expect(server.requests().byRoute.get('/tx/:txid')).toBe(2);
  });

  test('that waits is refused until it is mined', async () => {
    const { book, source } = await open();
    const paid = income('a', [output('thief', 500)]);
    book.wait(paid);
    await expect(source.transaction(BITCOIN, paid.hash)).rejects.toMatchObject({
      failure: 'refused',
      message: expect.stringContaining('waits in the mempool'),
      remedy: 'Try again when it is mined.',
    });
    book.mine([paid]);
    expect((await source.transaction(BITCOIN, paid.hash)).block).toBe(101);
  });

  test('that nobody knows is refused, with what to check', async () => {
    const { source } = await open();
    await expect(source.transaction(BITCOIN, `0x${'1'.repeat(64)}`)).rejects.toMatchObject({
      failure: 'refused',
      message: expect.stringContaining('there is no such transaction on Bitcoin'),
      remedy: 'Check the id and the network.',
    });
    expect(source.requests()).toBe(1);
  });

  test('of a block reward has no inputs', async () => {
    const { book, source } = await open();
    book.mine();
    const [coinbase = ''] = book.blockAt(101).txids;
    expect((await source.transaction(BITCOIN, `0x${coinbase}`)).legs.map(({ id }) => id)).toEqual(['out:0']);
  });
});

describe('the chain', () => {
  test('has a newest block, which costs one request once the chain was checked', async () => {
    const { book, source, server } = await open();
    const { hash, time } = book.blockAt(100);
    expect(await source.head(BITCOIN)).toEqual({ block: 100, time, hash: `0x${hash}` });
    book.mine();
    expect((await source.head(BITCOIN)).block).toBe(101);
    expect(server.requests().total).toBe(3);
  });

  test('has final blocks: those with as many confirmations as the chain wants', async () => {
    const { source, book } = await open();
    expect(await source.finalized(BITCOIN)).toBe(95);
    book.mine();
    expect(await source.finalized(BITCOIN)).toBe(96);
  });

  test('tells the heads of its blocks, and refuses those that are not there', async () => {
    const { source, book } = await open();
    const { hash, previous, time } = book.blockAt(42);
    expect(await source.header(BITCOIN, 42)).toEqual({
      chain: BITCOIN,
      number: 42,
      hash: `0x${hash}`,
      parentHash: `0x${previous}`,
      time,
    });
    expect((await source.header(BITCOIN, 0)).parentHash).toBe(`0x${'0'.repeat(64)}`);
    await expect(source.header(BITCOIN, 101)).rejects.toMatchObject({
      failure: 'refused',
      message: expect.stringContaining('there is no such block 101 on Bitcoin'),
    });
  });

  test('tells its blocks by two requests, with the amounts of what they made themselves', async () => {
    const { source, book, server } = await open();
    const paid = income('a', [output('thief', 500)]);
    const onward = spend([[paid, 0]], [output('next', 490)]);
    book.mine([paid, onward]);
    const { hash, previous, time } = book.blockAt(101);
    const block = await source.block(BITCOIN, 101);
    expect(server.requests().total).toBe(2);
    expect(block).toMatchObject({ number: 101, hash: `0x${hash}`, parentHash: `0x${previous}`, time, contracts: [] });
    expect(block.transactions.map(({ index, whole }) => [index, whole.length])).toEqual([
      [0, 3],
      [1, 0],
      [2, 3],
    ]);
    expect(block.transactions[2]).toEqual({ ...(await source.transaction(BITCOIN, onward.hash)), index: 2 });
    expect(block.transactions[1]?.legs.map(({ amount }) => amount)).toEqual([0n, 500n]);
    await expect(source.block(BITCOIN, 102)).rejects.toMatchObject({ failure: 'refused' });
  });

  test('asks again for a block that is cut, changed or another one', async () => {
    const { source, book, server } = await open();
    book.mine([income('a', [output('thief', 500)])]);
    book.mine();
    const path = `/block/${book.blockAt(102).hash}/raw`;
    for (const fault of [{ kind: 'cut' }, { kind: 'text', text: 'busy' }, { kind: 'instead', path }] as const) {
      server.forget();
      server.setFaults(firstOfRoute('/block/:hash/raw', 2, fault));
      expect((await source.block(BITCOIN, 101)).transactions).toHaveLength(2);
      expect(server.requests().byRoute.get('/block/:hash/raw')).toBe(3);
    }
    server.setFaults(firstOfRoute('/block/:hash/raw', 9, { kind: 'instead', path }));
    await expect(source.block(BITCOIN, 101)).rejects.toMatchObject({
      failure: 'malformed',
      message: expect.stringContaining(`answered with block ${book.blockAt(102).hash}`),
    });
  });

  test('has no code in its accounts', async () => {
    const { source } = await open();
    expect(await source.isContract(BITCOIN, script('thief'))).toBe(false);
    expect(source.requests()).toBe(0);
  });
});

describe('a history', () => {
  const about = (more: Partial<HistoryRequest> = {}): HistoryRequest => ({
    chain: BITCOIN,
    address: script('thief'),
    kinds: ['native'],
    fromBlock: 0,
    toBlock: 1_000,
    maxRows: 1_000,
    ...more,
  });
  /** So many payments to one owner, each in a block of its own. */
  function paidOften(times: number) {
    const book = createUtxoBook({ tip: 100 });
    const paid: MadeTransaction[] = [];
    for (let time = 0; time < times; time += 1) {
      const one = income(`income ${time}`, [output('thief', 500)]);
      paid.push(one);
      book.mine([one]);
    }
    return { book, paid };
  }
  const blocks = ({ transactions }: AccountHistory): readonly number[] => transactions.map(({ block }) => block);

  test('is read page by page, with what spends its coins', async () => {
    const { book, paid } = paidOften(60);
    const spent = spend([[paid[3] as MadeTransaction, 0]], [output('next', 490)]);
    book.mine([spent]);
    const { source, server } = await open({ book });
    const history = await source.history(about());
    expect(history.transactions.map(({ hash }) => hash)).toEqual([...paid, spent].map(({ hash }) => hash));
    expect(history.coverage).toEqual([
      {
        chain: BITCOIN,
        address: script('thief'),
        source: source.id,
        kind: 'native',
        fromBlock: 0,
        toBlock: 161,
        status: 'complete',
        finalTo: 156,
      },
    ]);
    expect(server.requests().byRoute.get('/address/:address/txs/chain')).toBe(1);
    expect(server.requests().byRoute.get('/address/:address/txs/chain/:last_seen')).toBe(2);
  });

  test('ends with the page that goes below the first block of interest', async () => {
    const { book } = paidOften(60);
    const { source, server } = await open({ book });
    const history = await source.history(about({ fromBlock: 140, toBlock: 150 }));
    expect(blocks(history)).toEqual([140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150]);
    expect(history.coverage).toMatchObject([{ fromBlock: 140, toBlock: 150, status: 'complete' }]);
    expect(server.requests().byRoute.get('/address/:address/txs/chain/:last_seen')).toBeUndefined();
  });

  test('of more rows than are wanted is truncated, and complete from no block on', async () => {
    const { book } = paidOften(60);
    const { source } = await open({ book });
    const history = await source.history(about({ maxRows: 30 }));
    expect(history.coverage).toMatchObject([{ toBlock: -1, status: 'truncated', reason: 'more than 30 rows' }]);
  });

  test('that ends with a full page is counted: a server that lags ends so as well', async () => {
    const { book } = paidOften(50);
    const { source, server } = await open({ book });
    expect(blocks(await source.history(about()))).toHaveLength(50);
    expect(server.requests().byRoute.get('/address/:address')).toBe(1);
    server.setFaults(({ path }) => (/chain\/[0-9a-f]/.test(path) ? { kind: 'lag', blocks: 49 } : undefined));
    await expect(source.history(about())).rejects.toMatchObject({
      failure: 'malformed',
      message: expect.stringContaining('has 50 transactions, and its list ended after 25'),
    });
  });

  test('is whole also on servers with shorter pages', async () => {
    const { book } = paidOften(31);
    const { source } = await open({ book, pageSize: 10 });
    expect(blocks(await source.history(about()))).toHaveLength(31);
  });

  test('that repeats itself or is of others is refused', async () => {
    const { book } = paidOften(60);
    const { source, server } = await open({ book });
    server.setFaults(({ path }) =>
      /chain\/[0-9a-f]/.test(path) ? { kind: 'instead', path: path.replace(/\/[0-9a-f]{64}$/, '') } : undefined,
    );
    await expect(source.history(about())).rejects.toMatchObject({ failure: 'malformed' });
    server.setFaults(({ path }) =>
      path.includes('/txs/chain')
        ? {
            kind: 'change',
            change: (rows) =>
              (rows as { vout: object[] }[]).map((row) => ({ ...row, vout: [{ scriptpubkey: '51', value: 500 }] })),
          }
        : undefined,
    );
    await expect(source.history(about())).rejects.toMatchObject({
      failure: 'malformed',
      message: expect.stringContaining('which is of others'),
    });
  });

  test('of an owner that nothing touched is complete and empty; of one without an address it is unavailable', async () => {
    const { source } = await open();
    expect(await source.history(about({ address: script('nobody') }))).toMatchObject({
      transactions: [],
      coverage: [{ status: 'complete', toBlock: 100 }],
    });
    expect((await source.history(about({ address: '0x51' }))).coverage).toMatchObject([
      { status: 'unavailable', reason: 'no address stands for this script, and only addresses can be looked up' },
    ]);
  });
});

describe('what waits in the mempool', () => {
  test('is told with the coins that it would make, and no more once it is mined or replaced', async () => {
    const { book, source, server } = await open();
    const paid = income('a', [output('thief', 500), output('change', 100)]);
    book.mine([paid]);
    const coins = [coinAt(paid), coinAt(paid, 1)];
    expect(await source.pending(BITCOIN, coins)).toEqual([]);
    const first = spend([[paid, 0]], [output('next', 490)]);
    book.wait(first);
    const waiting = { coin: coinAt(paid), tx: first.hash, outputs: [{ owner: script('next'), amount: 490n }] };
    expect(await source.pending(BITCOIN, coins)).toEqual([waiting]);
    expect(await source.pending(BITCOIN, coins)).toEqual([waiting]);
    expect(server.requests().byRoute.get('/tx/:txid')).toBe(1);
    const second = spend([[paid, 0]], [output('other', 480)]);
    book.wait(second);
    expect((await source.pending(BITCOIN, coins)).map(({ tx }) => tx)).toEqual([second.hash]);
    book.mine([second]);
    expect(await source.pending(BITCOIN, coins)).toEqual([]);
  });

  test('is looked for among a bounded number of transactions a call, each in its turn', async () => {
    const { book, source, server } = await open();
    const paid = Array.from({ length: 60 }, (_, at) => income(`income ${at}`, [output('thief', 500)]));
    book.mine(paid);
    for (const each of paid)
      book.wait(spend([[each, 0]], [output(createHash('sha256').update(each.txid).digest('hex'), 490)]));
    const coins = paid.map((each) => coinAt(each));
    const counts: number[] = [];
    for (const found of [25, 50, 60, 60]) {
      server.forget();
      expect(await source.pending(BITCOIN, coins)).toHaveLength(found);
      counts.push(server.requests().byRoute.get('/tx/:txid/outspends') ?? 0);
    }
    expect(counts).toEqual([25, 25, 25, 25]);
  });

  test('is none of a coin whose transaction is gone', async () => {
    const { source } = await open();
    expect(await source.pending(BITCOIN, [coinAt(income('never mined', [output('x', 1)]))])).toEqual([]);
  });
});

test('a source keeps a key of its URL out of ids, errors and logs', async () => {
  const { server } = await open();
  const lines: string[] = [];
  const key = 'SECRETKEY123';
  server.setFaults(() => ({ kind: 'html' }));
  const context = createTestContext(createTestClock(), lines);
  const source = createEsploraSource({ url: `${server.url}?apikey=${key}`, chain: BITCOIN, context });
  const error = await source.head(BITCOIN).catch((caught: unknown) => caught);
  await source.close();
  expect(source.id).toBe(`esplora:${new URL(server.url).host}/api`);
  expect(String(error)).toContain('HTML');
  expect(`${JSON.stringify(error, Object.getOwnPropertyNames(error))}${String(error)}`).not.toContain(key);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('')).not.toContain(key);
});
