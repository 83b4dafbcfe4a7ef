import { afterEach, describe, expect, test } from 'vitest';
import { firstOfRoute } from './faults.ts';
import { type EsploraServer, type EsploraServerOptions, startEsplora } from './start-esplora.ts';
import { createUtxoBook, type UtxoBook } from './utxo-book.ts';
import { type MadeTransaction, makeTransaction } from './utxo-transaction.ts';

const ELSEWHERE = `0x${'e'.repeat(64)}`;
/** P2WPKH of a key whose hash is zeros. */
const SCRIPT = `0x0014${'0'.repeat(40)}`;
const ADDRESS = 'bc1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq9e75rs';

const servers: EsploraServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(more: Partial<EsploraServerOptions> = {}) {
  const book = createUtxoBook({ tip: 100 });
  const server = await startEsplora({ backend: book, ...more });
  servers.push(server);
  return { book, server, ask: asker(server) };
}

function asker(server: EsploraServer) {
  return async (path: string): Promise<{ readonly status: number; readonly text: string; json<T>(): T }> => {
    const response = await fetch(`${server.url}${path}`);
    const text = await response.text();
    return { status: response.status, text, json: () => JSON.parse(text) };
  };
}

function payment(place = 0): MadeTransaction {
  return makeTransaction(
    [{ tx: ELSEWHERE, place, spent: { script: SCRIPT, amount: 1_000 } }],
    [{ script: SCRIPT, amount: 900 }],
  );
}

function next(of: MadeTransaction, amount = 800): MadeTransaction {
  return makeTransaction([{ tx: of.hash, place: 0 }], [{ script: SCRIPT, amount }]);
}

type Outspend = { readonly spent: boolean; readonly txid?: string; readonly vin?: number; readonly status?: object };

describe('an Esplora of a made chain', () => {
  test('tells a transaction with what it spends, its fee and its block', async () => {
    const { book, ask } = await start();
    const paid = payment();
    const height = book.mine([paid]);
    const { hash, time } = book.blockAt(height);
    expect((await ask(`/tx/${paid.txid}`)).json()).toMatchObject({
      txid: paid.txid,
      vin: [
        { txid: 'e'.repeat(64), vout: 0, prevout: { value: 1_000, scriptpubkey_address: ADDRESS }, is_coinbase: false },
      ],
      vout: [{ value: 900, scriptpubkey_type: 'v0_p2wpkh' }],
      fee: 100,
      status: { confirmed: true, block_height: 101, block_hash: hash, block_time: time },
    });
    expect(await ask(`/tx/${'1'.repeat(64)}`)).toMatchObject({ status: 404, text: 'Transaction not found' });
    expect(await ask('/tx/nonsense')).toMatchObject({ status: 400 });
    expect(await ask('/nonsense')).toMatchObject({ status: 404 });
  });

  test('tells what spends an output: waiting, mined, replaced and taken back', async () => {
    const { book, ask } = await start();
    const paid = payment();
    book.mine([paid]);
    const outspends = async () => (await ask(`/tx/${paid.txid}/outspends`)).json<Outspend[]>();
    expect(await outspends()).toEqual([{ spent: false }]);
    const [first, second] = [next(paid), next(paid, 700)];
    book.wait(first);
    expect(await outspends()).toEqual([{ spent: true, txid: first.txid, vin: 0, status: { confirmed: false } }]);
    expect((await ask('/mempool/txids')).json()).toEqual([first.txid]);
    book.mine([second]);
    expect(await outspends()).toMatchObject([{ txid: second.txid, status: { confirmed: true, block_height: 102 } }]);
    expect((await ask('/mempool/txids')).json()).toEqual([]);
    const before = book.blockAt(102).hash;
    expect(book.takeBack(102).map(({ txid }) => txid)).toEqual([second.txid]);
    expect(await outspends()).toEqual([{ spent: false }]);
    book.mine();
    expect(book.blockAt(102).hash).not.toBe(before);
    expect(await ask(`/block/${before}`)).toMatchObject({ status: 404, text: 'Block not found' });
  });

  test('pages through an address, newest first, and after what it does not know tells nothing', async () => {
    const { book, ask } = await start();
    const paid = Array.from({ length: 30 }, (_, at) => payment(at));
    for (const each of paid) book.mine([each]);
    const ids = async (path: string) => (await ask(path)).json<{ txid: string }[]>().map(({ txid }) => txid);
    const newest = paid.map(({ txid }) => txid).reverse();
    expect(await ids(`/address/${ADDRESS}/txs/chain`)).toEqual(newest.slice(0, 25));
    expect(await ids(`/address/${ADDRESS}/txs/chain/${newest[24]}`)).toEqual(newest.slice(25));
    expect(await ids(`/address/${ADDRESS}/txs/chain/${'1'.repeat(64)}`)).toEqual([]);
    expect((await ask(`/address/${ADDRESS}`)).json()).toMatchObject({ chain_stats: { tx_count: 30 } });
    expect(await ask('/address/nonsense')).toMatchObject({ status: 400 });
  });

  test('tells blocks by number and hash, and mined ones as they go over the wire', async () => {
    const { book, ask } = await start();
    book.mine([payment()]);
    const hash = (await ask('/block-height/101')).text;
    expect((await ask('/blocks/tip/hash')).text).toBe(hash);
    expect((await ask('/blocks/tip/height')).text).toBe('101');
    expect((await ask('/blocks')).json<{ height: number }[]>().map(({ height }) => height)).toEqual(
      Array.from({ length: 10 }, (_, at) => 101 - at),
    );
    expect((await ask(`/block/${hash}`)).json()).toMatchObject({
      height: 101,
      previousblockhash: book.blockAt(100).hash,
    });
    expect((await ask(`/block/${hash}/header`)).text).toHaveLength(160);
    expect(await ask('/block-height/102')).toMatchObject({ status: 404, text: 'Block not found' });
    expect((await ask('/block-height/0')).text.startsWith('000000000019d6689c085ae165831e93')).toBe(true);
  });

  test('shows the chain as it was some blocks ago where it lags', async () => {
    const { book, server, ask } = await start();
    const paid = payment();
    book.mine([paid]);
    book.mine([next(paid)]);
    server.setLag(1);
    expect((await ask('/blocks/tip/height')).text).toBe('101');
    expect((await ask(`/tx/${paid.txid}/outspends`)).json()).toEqual([{ spent: false }]);
    server.setLag(2);
    expect((await ask(`/tx/${paid.txid}`)).status).toBe(404);
  });

  test('fails as it is told to, and counts', async () => {
    const { server, ask } = await start({
      faults: firstOfRoute('/blocks/tip/height', 1, { kind: 'http', status: 429, retryAfterSeconds: 3 }),
    });
    const first = await fetch(`${server.url}/blocks/tip/height`);
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '3']);
    expect((await ask('/blocks/tip/height')).text).toBe('100');
    server.setFaults(() => ({ kind: 'html' }));
    expect((await ask('/blocks')).text).toContain('<!DOCTYPE html>');
    server.setFaults(() => ({ kind: 'instead', path: '/block-height/7' }));
    expect((await ask('/blocks/tip/hash')).text).toBe((await start()).book.blockAt(7).hash);
    server.setFaults(() => ({ kind: 'cut' }));
    expect((await ask('/blocks/tip/hash')).text).toHaveLength(32);
    expect(server.requests()).toEqual({
      total: 5,
      byRoute: new Map([
        ['/blocks/tip/height', 2],
        ['/blocks', 1],
        ['/blocks/tip/hash', 2],
      ]),
    });
    server.forget();
    expect(server.requests().total).toBe(0);
  });
});

test('an Esplora of recorded transactions has the blocks between them as well', async () => {
  const paid = payment();
  const block_hash = 'a'.repeat(64);
  const book: UtxoBook = createUtxoBook({
    transactions: [
      { ...paid, status: { confirmed: true, block_height: 800_000, block_hash, block_time: 1_690_168_629 } },
    ],
    tip: 800_010,
  });
  const server = await startEsplora({ backend: book });
  servers.push(server);
  const ask = asker(server);
  expect((await ask('/blocks/tip/height')).text).toBe('800010');
  expect((await ask('/block-height/800000')).text).toBe(block_hash);
  const child = (await ask('/block-height/800001')).text;
  expect((await ask(`/block/${child}`)).json()).toMatchObject({ height: 800_001, previousblockhash: block_hash });
  expect((await ask(`/tx/${paid.txid}`)).json()).toMatchObject({ status: { block_hash, block_time: 1_690_168_629 } });
});
