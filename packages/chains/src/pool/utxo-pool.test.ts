import { type Source, TRANSFER_KINDS } from '@fundtrail/core';
import { createUtxoBook, type EsploraFault, type MadeTransaction, type UtxoBook } from '@fundtrail/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import {
  allCoins,
  ask,
  BITCOIN,
  coinAt,
  income,
  type Opened,
  openEsplora,
  output,
  script,
  spend,
} from '../bitcoin/esplora/esplora.fixture.ts';
import { freeLimiter } from '../evm/explorer/test-source.ts';
import { hastyContext } from '../evm/rpc/test-support.ts';
import { openPool } from './open-pool.ts';
import { openTestPool } from './test-pool.ts';

const END = Number.MAX_SAFE_INTEGER;
const opened: Opened[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

type Story = { readonly book: UtxoBook; readonly paid: MadeTransaction; readonly hops: readonly MadeTransaction[] };

/** A coin of block 101, and three hops after it, one a block; the last is in block 104, and 110 the newest. */
function tell(last = 'last'): Story {
  const book = createUtxoBook({ tip: 100 });
  const paid = income('a', [output('thief', 500), output('kept', 7)]);
  book.mine([paid]);
  const hops: MadeTransaction[] = [];
  for (const name of ['one', 'two', last]) {
    const next = spend([[hops.at(-1) ?? paid, 0]], [output(name, 490 - hops.length)]);
    hops.push(next);
    book.mine([next]);
  }
  book.mineEmpty(6);
  return { book, paid, hops };
}

async function pool(books: readonly UtxoBook[], quorum = 1) {
  const members: Opened[] = [];
  for (const book of books) members.push(await openEsplora({ book }));
  opened.push(...members);
  const made = openTestPool(
    members.map(({ source }) => source),
    { chain: BITCOIN, quorum },
  );
  return { members, ...made };
}

function nth(members: readonly Opened[], place: number): Opened {
  const member = members[place];
  if (member === undefined) throw new RangeError(`there is no member ${place}`);
  return member;
}

function spends(source: Source, request: Parameters<NonNullable<Source['spends']>>[0]) {
  if (source.spends === undefined) throw new Error('the source tells no spends');
  return source.spends(request);
}

describe('a pool of a UTXO chain', () => {
  test('walks with its first provider alone', async () => {
    const { book, paid, hops } = tell();
    const { pool: source, members } = await pool([book, book]);
    const told = await spends(source, ask([[coinAt(paid), 101]], { toBlock: 110, onward: allCoins }));
    expect(told.transactions.map(({ hash }) => hash)).toEqual(hops.map(({ hash }) => hash));
    expect(told.coverage.map(({ source: by, toBlock }) => [by, toBlock])).toEqual([
      ...hops.map(() => [nth(members, 0).source.id, END]),
      [nth(members, 0).source.id, 110],
    ]);
    expect(nth(members, 1).source.requests()).toBe(0);
  });

  test.each<[string, EsploraFault]>([
    ['errors', { kind: 'http', status: 502 }],
    ['rate limits', { kind: 'http', status: 429 }],
    ['broken connections', { kind: 'reset' }],
    ['pages of HTML', { kind: 'html' }],
  ])('goes on with the next when one dies in the middle of a walk, by %s', async (_what, fault) => {
    const { book, paid, hops } = tell();
    const { pool: source, members, disputes } = await pool([book, book]);
    nth(members, 0).server.setFaults(({ number }) => (number > 4 ? fault : undefined));
    const told = await spends(source, ask([[coinAt(paid), 101]], { toBlock: 110, onward: allCoins }));
    expect(told.transactions.map(({ hash }) => hash)).toEqual(hops.map(({ hash }) => hash));
    expect(new Set(told.coverage.map(({ source: by }) => by))).toEqual(new Set([nth(members, 1).source.id]));
    expect(disputes).toEqual([]);
  });

  test('says why when all fail', async () => {
    const { book, paid } = tell();
    const { pool: source, members } = await pool([book, book]);
    nth(members, 0).server.setFaults(() => ({ kind: 'http', status: 502 }));
    nth(members, 1).server.setFaults(() => ({ kind: 'html' }));
    await expect(spends(source, ask([[coinAt(paid), 101]]))).rejects.toMatchObject({ failure: 'unreachable' });
  });

  test('asks the next about coins that one does not know, or not far enough', async () => {
    const { book, paid } = tell();
    const other = createUtxoBook({ tip: 110 });
    const { pool: source, members } = await pool([other, book]);
    const told = await spends(source, ask([[coinAt(paid), 101]], { toBlock: 110 }));
    expect(told.coverage.map(({ source: by, status }) => [by, status])).toEqual([
      [nth(members, 1).source.id, 'complete'],
    ]);
    const behind = await pool([book, book]);
    nth(behind.members, 0).server.setLag(5);
    const kept = await spends(behind.pool, ask([[coinAt(paid, 1), 101]], { toBlock: 110 }));
    expect(kept.coverage.map(({ source: by, toBlock }) => [by, toBlock])).toEqual([
      [nth(behind.members, 1).source.id, 110],
    ]);
  });

  test('leaves a coin unavailable that none knows', async () => {
    const { book } = tell();
    const { pool: source } = await pool([book, book]);
    const strange = coinAt(income('never mined', [output('x', 1)]));
    expect((await spends(source, ask([[strange, 5]]))).coverage).toMatchObject([{ status: 'unavailable' }]);
  });

  test('tells transactions, histories and heads as one', async () => {
    const { book, paid, hops } = tell();
    const { pool: source } = await pool([book, book]);
    expect((await source.head(BITCOIN)).block).toBe(110);
    expect(await source.finalized?.(BITCOIN)).toBe(105);
    expect((await source.header?.(BITCOIN, 104))?.hash).toBe(`0x${book.blockAt(104).hash}`);
    expect((await source.block?.(BITCOIN, 104))?.transactions.at(-1)?.hash).toBe(hops[2]?.hash);
    expect((await source.transaction(BITCOIN, paid.hash)).legs).toHaveLength(3);
    const request = {
      chain: BITCOIN,
      address: script('thief'),
      kinds: TRANSFER_KINDS,
      fromBlock: 0,
      toBlock: 110,
      maxRows: 100,
    };
    expect((await source.history(request)).transactions.map(({ hash }) => hash)).toEqual([paid.hash, hops[0]?.hash]);
    book.wait(spend([[paid, 1]], [output('next', 6)]));
    expect(await source.pending?.(BITCOIN, [coinAt(paid, 1)])).toHaveLength(1);
    expect(await source.isContract(BITCOIN, script('thief'))).toBe(false);
    expect([source.balance, source.opening]).toEqual([undefined, undefined]);
  });
});

test('configured Esploras of a chain are one source, and their keys are in no name and no error', async () => {
  const { book, paid, hops } = tell();
  const members = [await openEsplora({ book }), await openEsplora({ book })];
  opened.push(...members);
  const key = 'TOPSECRET';
  const providers = members.map(({ server }) => ({
    kind: 'esplora' as const,
    chain: BITCOIN,
    url: `${server.url}?key=${key}`,
  }));
  const source = await openPool(
    { chain: BITCOIN, providers, quorum: 1 },
    { context: hastyContext(), limiter: freeLimiter, disputes: { record: async () => undefined } },
  );
  expect(source.coverageIds).toHaveLength(3);
  expect(source.coverageIds.join()).not.toContain(key);
  nth(members, 0).server.setFaults(() => ({ kind: 'http', status: 503 }));
  expect((await spends(source, ask([[coinAt(paid), 101]], { toBlock: 110 }))).transactions).toHaveLength(1);
  nth(members, 1).server.setFaults(() => ({ kind: 'html' }));
  const error = await spends(source, ask([[coinAt(hops[2] as MadeTransaction), 104]], { toBlock: 110 })).catch(String);
  expect(error).toContain('no provider told what became of coins');
  expect(error).not.toContain(key);
  await source.close();
});

describe('a pool that wants agreement on a UTXO chain', () => {
  test('tells what two say alike, transactions and histories as well', async () => {
    const { book, paid, hops } = tell();
    const { pool: source, members, disputes } = await pool([book, book, book], 2);
    const told = await spends(source, ask([[coinAt(paid), 101]], { toBlock: 110, onward: allCoins }));
    expect(told.transactions.map(({ hash }) => hash)).toEqual(hops.map(({ hash }) => hash));
    expect(told.coverage.map(({ toBlock, status }) => [toBlock, status])).toEqual([
      ...hops.map(() => [END, 'complete']),
      [110, 'complete'],
    ]);
    expect((await source.transaction(BITCOIN, paid.hash)).legs).toHaveLength(3);
    const request = {
      chain: BITCOIN,
      address: script('thief'),
      kinds: TRANSFER_KINDS,
      fromBlock: 0,
      toBlock: 110,
      maxRows: 100,
    };
    expect((await source.history(request)).coverage.map(({ status }) => status)).toEqual([
      'complete',
      'complete',
      'complete',
    ]);
    expect(nth(members, 2).source.requests()).toBe(0);
    expect(disputes).toEqual([]);
  });

  test('calls a coin not seen on which two quarrel, and records what each says', async () => {
    const [one, other] = [tell('last'), tell('another')];
    const { pool: source, disputes, members } = await pool([one.book, other.book], 2);
    const told = await spends(source, ask([[coinAt(one.paid), 101]], { toBlock: 110, onward: allCoins }));
    const [first, second, last] = one.hops;
    expect(told.transactions.map(({ hash }) => hash)).toEqual([first?.hash, second?.hash]);
    const quarrel = told.coverage.find(({ address }) => address === coinAt(second as MadeTransaction));
    expect(quarrel).toMatchObject({
      status: 'unavailable',
      reason: expect.stringContaining('different things of what spends it'),
    });
    expect(disputes).toEqual([
      {
        chain: BITCOIN,
        subject: `what spends ${second?.txid}:0`,
        answers: [
          { source: nth(members, 0).source.id, answer: `spent by ${last?.hash} in block 104` },
          { source: nth(members, 1).source.id, answer: `spent by ${other.hops[2]?.hash} in block 104` },
        ],
      },
    ]);
  });

  test('lets a third decide', async () => {
    const [one, other] = [tell('last'), tell('another')];
    const { pool: source, disputes, members } = await pool([one.book, other.book, other.book], 2);
    const told = await spends(source, ask([[coinAt(one.hops[1] as MadeTransaction), 103]], { toBlock: 110 }));
    expect(told.transactions.map(({ hash }) => hash)).toEqual([other.hops[2]?.hash]);
    expect(told.coverage).toMatchObject([{ status: 'complete', toBlock: END }]);
    expect(disputes).toMatchObject([{ taken: nth(members, 1).source.id }]);
  });

  test('quarrels with none that is only behind: it tells up to the block that both have', async () => {
    const { book, hops } = tell();
    const { pool: source, members, disputes } = await pool([book, book], 2);
    nth(members, 1).server.setLag(7);
    const told = await spends(source, ask([[coinAt(hops[1] as MadeTransaction), 103]], { toBlock: 110 }));
    expect(told.transactions).toEqual([]);
    expect(told.coverage).toMatchObject([{ status: 'complete', toBlock: 103 }]);
    expect(disputes).toEqual([]);
  });

  test('calls a coin not seen that only one knows', async () => {
    const { book, paid } = tell();
    const { pool: source, disputes } = await pool([book, createUtxoBook({ tip: 110 })], 2);
    const told = await spends(source, ask([[coinAt(paid), 101]], { toBlock: 110 }));
    expect(told).toMatchObject({
      transactions: [],
      coverage: [{ status: 'unavailable', reason: 'only 1 of the 2 providers that must agree know it' }],
    });
    expect(disputes).toEqual([]);
  });

  test('fails where too few answer', async () => {
    const { book, paid } = tell();
    const { pool: source, members } = await pool([book, book], 2);
    nth(members, 1).server.setFaults(() => ({ kind: 'http', status: 500 }));
    await expect(spends(source, ask([[coinAt(paid), 101]]))).rejects.toMatchObject({ failure: 'unreachable' });
  });
});
