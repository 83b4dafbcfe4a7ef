import { createAnswerCache } from '@fundtrail/store';
import {
  type Anvil,
  createTestDatabase,
  type Fault,
  type FaultProxy,
  openChain,
  type SeenRequest,
  startAnvil,
  startFaultProxy,
  type TestDatabase,
} from '@fundtrail/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RpcSource } from './source.ts';
import { openSource } from './test-support.ts';

const RECEIVER = `0x${'e'.repeat(40)}`;
/** More than any chain needs to call its first blocks final. */
const BLOCKS_ON_TOP = 300;

let anvil: Anvil;
let home: TestDatabase;
let proxy: FaultProxy;
let fault: (request: SeenRequest) => Fault | undefined;
let hash: string;
/** The block of two payments. */
let block: number;

beforeAll(async () => {
  [anvil, home] = await Promise.all([startAnvil(), createTestDatabase()]);
  const chain = openChain(anvil.url);
  await chain.mineBySelf(false);
  const [from] = (await chain.ask('eth_accounts')) as string[];
  for (const value of ['0x1', '0x2'])
    hash = String(await chain.ask('eth_sendTransaction', [{ from, to: RECEIVER, value }]));
  block = (await chain.mine()).number;
  await chain.mine(BLOCKS_ON_TOP);
  proxy = await startFaultProxy({ target: anvil.url, fault: (request) => fault(request) });
});
beforeEach(async () => {
  fault = () => undefined;
  await home.database.pool.query('truncate ops.answers');
});
afterAll(async () => {
  await proxy?.stop();
  await anvil?.stop();
  await home?.drop();
});

/** A process that has just started, and knows what is final. */
async function open(): Promise<RpcSource> {
  const source = await openSource({ url: proxy.url, answers: createAnswerCache(home.database) });
  await source.finalized(source.chain);
  return source;
}

async function requestsOf(source: RpcSource, read: () => Promise<unknown>): Promise<number> {
  const before = source.requests();
  await read();
  return source.requests() - before;
}

test('a final block is read from the node once, by all processes', async () => {
  const [one, other] = [await open(), await open()];
  expect(await requestsOf(one, () => one.block(one.chain, block))).toBeGreaterThan(0);
  expect(await requestsOf(other, () => other.block(other.chain, block))).toBe(0);
  expect(await other.block(other.chain, block)).toEqual(await one.block(one.chain, block));
});

test.each<[string, string, Fault]>([
  ['receipts that were left out', 'eth_getBlockReceipts', { kind: 'result', result: [] }],
  [
    'traces that were left out',
    'trace_block',
    {
      kind: 'rewrite',
      rewrite: (answer) => ({ ...answer, result: (answer.result as unknown[]).slice(0, 1) }),
    },
  ],
])('%s once are not left out for ever', async (_what, method, wrong) => {
  const truth = await (await open()).block('eip155:31337', block);
  expect(truth.transactions).toHaveLength(2);
  await home.database.pool.query('truncate ops.answers');
  fault = (request) => (request.method === method ? wrong : undefined);
  const misled = await open();
  await misled.block(misled.chain, block).catch(() => undefined);
  fault = () => undefined;
  const later = await open();
  expect(await later.block(later.chain, block)).toEqual(truth);
  const last = await open();
  expect(await requestsOf(last, () => last.block(last.chain, block))).toBe(0);
});

test('a transaction of a final block is read from the node once, by all processes', async () => {
  const [one, other] = [await open(), await open()];
  expect(await requestsOf(one, () => one.transaction(one.chain, hash))).toBeGreaterThan(0);
  expect(await requestsOf(other, () => other.transaction(other.chain, hash))).toBe(0);
});

test('a transaction that can still be taken back is asked for every time', async () => {
  const chain = openChain(anvil.url);
  const [from] = (await chain.ask('eth_accounts')) as string[];
  const young = String(await chain.ask('eth_sendTransaction', [{ from, to: RECEIVER, value: '0x3' }]));
  await chain.mine();
  const source = await open();
  const first = await requestsOf(source, () => source.transaction(source.chain, young));
  // The block is remembered by its hash; nothing is in the database.
  expect(await requestsOf(source, () => source.transaction(source.chain, young))).toBe(first - 1);
  const { rows } = await home.database.pool.query('select 1 from ops.answers');
  expect(rows).toEqual([]);
});
