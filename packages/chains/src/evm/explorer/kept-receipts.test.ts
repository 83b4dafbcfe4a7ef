import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Source, SourceError } from '@fundtrail/core';
import { createAnswerCache } from '@fundtrail/store';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestSource } from './test-source.ts';

const CHAIN = 'eip155:1';
const HASH = `0x${'1'.repeat(64)}`;
const BLOCK_HASH = `0x${'2'.repeat(64)}`;
const ALICE = `0x${'a'.repeat(40)}`;
const KEY = 'THE-KEY-OF-A-USER';
const RECEIPT = {
  ...{ transactionHash: HASH, hash: HASH, blockNumber: '0xa', blockHash: BLOCK_HASH, transactionIndex: '0x3' },
  ...{ from: ALICE, to: ALICE, status: '0x1', gasUsed: '0x5208', effectiveGasPrice: '0x2', logs: [] },
  ...{ value: '0x5', gas: '0x7530' },
};

let home: TestDatabase;
let server: Server;
let url: string;
/** Number of the newest block; what was asked. */
let newest = 0;
let asked: string[] = [];

beforeAll(async () => {
  home = await createTestDatabase();
  server = createServer((request, response) => {
    const parameters = new URL(request.url ?? '', 'http://explorer').searchParams;
    const action = parameters.get('action') ?? '';
    asked.push(action);
    if (action === 'txlistinternal') {
      return void response.end(JSON.stringify({ status: '0', message: 'No internal transactions found', result: [] }));
    }
    if (action === 'eth_getCode') {
      const result = `Invalid API Key (${parameters.get('apikey')}) for https://explorer/?apikey=${KEY}`;
      return void response.end(JSON.stringify({ status: '0', message: 'NOTOK', result }));
    }
    const number = parameters.get('tag') === 'latest' ? `0x${newest.toString(16)}` : '0xa';
    const block = { number, timestamp: '0x5f5e1000', hash: BLOCK_HASH, parentHash: HASH };
    const result = action === 'eth_getBlockByNumber' ? block : RECEIPT;
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 83, result }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
});
beforeEach(async () => {
  await home.database.pool.query('truncate ops.answers');
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await home?.drop();
});

/** A process that has just started and knows how long the chain is. */
async function open(height: number): Promise<Source> {
  newest = height;
  const source = createTestSource({ url, chain: CHAIN, apiKey: KEY, answers: createAnswerCache(home.database) });
  await source.head(CHAIN);
  asked = [];
  return source;
}

it('asks for the receipt of a final transaction once, for all processes; for its internal transfers each time', async () => {
  const fact = await (await open(300)).transaction(CHAIN, HASH);
  expect(asked.sort()).toEqual([
    'eth_getBlockByNumber',
    'eth_getTransactionByHash',
    'eth_getTransactionReceipt',
    'txlistinternal',
  ]);
  // An explorer's index of internal transfers can be behind its blocks: "none" may still become some.
  expect(await (await open(300)).transaction(CHAIN, HASH)).toEqual(fact);
  expect(asked).toEqual(['txlistinternal']);
  const { rows } = await home.database.pool.query('select key, convert_from(body, $1) as body from ops.answers', [
    'UTF8',
  ]);
  expect(rows).toHaveLength(3);
  expect(JSON.stringify(rows)).not.toContain(KEY);
});

it('keeps nothing of a transaction that can still be taken back', async () => {
  for (const _process of [1, 2]) {
    await (await open(20)).transaction(CHAIN, HASH);
    expect(asked).toHaveLength(4);
  }
  expect((await home.database.pool.query('select 1 from ops.answers')).rows).toEqual([]);
});

it('never tells its key, though the explorer repeats it', async () => {
  const error = await (await open(20)).isContract(CHAIN, ALICE).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SourceError);
  expect(error).toMatchObject({ failure: 'unauthorized', message: expect.stringContaining('Invalid API Key') });
  expect(`${String(error)} ${(error as SourceError).stack} ${String((error as SourceError).cause)}`).not.toContain(KEY);
});
