import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Source } from '@fundtrail/core';
import { afterEach, describe, expect, it } from 'vitest';
import { DEPOSIT_TOPIC } from '../legs.ts';
import { TRANSFER_TOPIC } from '../logs.ts';
import { createTestSource } from './test-source.ts';

const CHAIN = 'eip155:1';
const ALICE = `0x${'a'.repeat(40)}`;
const BOB = `0x${'b'.repeat(40)}`;
const CODE = `0x${'c'.repeat(40)}`;
const WETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
const HASH = `0x${'1'.repeat(64)}`;
const BLOCK_HASH = `0x${'2'.repeat(64)}`;
const word = (address: string): string => `0x${address.slice(2).padStart(64, '0')}`;
const amount = (value: number): string => `0x${value.toString(16).padStart(64, '0')}`;

const RECEIPT = {
  transactionHash: HASH,
  blockNumber: '0xa',
  blockHash: BLOCK_HASH,
  transactionIndex: '0x3',
  from: ALICE,
  to: CODE,
  contractAddress: null,
  status: '0x1',
  gasUsed: '0x5208',
  effectiveGasPrice: '0x2',
  logs: [
    { transactionHash: HASH, address: WETH, topics: [DEPOSIT_TOPIC, word(CODE)], data: amount(5), logIndex: '0x7' },
    {
      transactionHash: HASH,
      address: BOB,
      topics: [TRANSFER_TOPIC, word(CODE), word(ALICE)],
      data: amount(8),
      logIndex: '0x8',
    },
  ],
};
const ANSWERS: Readonly<Record<string, unknown>> = {
  eth_getTransactionReceipt: RECEIPT,
  eth_getTransactionByHash: { ...RECEIPT, hash: HASH, value: '0x5', gas: '0x7530' },
  eth_getBlockByNumber: { number: '0xa', timestamp: '0x5f5e1000', hash: BLOCK_HASH, parentHash: HASH },
  eth_getCode: '0x6080',
};
const INTERNAL = [
  {
    blockNumber: '10',
    timeStamp: '1600000000',
    from: CODE,
    to: ALICE,
    value: '4',
    contractAddress: '',
    type: 'call',
    isError: '0',
  },
];
const TOP = {
  ...{
    blockNumber: '10',
    timeStamp: '1600000000',
    hash: HASH,
    transactionIndex: '3',
    from: ALICE,
    to: CODE,
    value: '5',
  },
  ...{ gasPrice: '2', gasUsed: '21000', isError: '0', txreceipt_status: '1', input: '0x1234', contractAddress: '' },
};

const open: { readonly server: Server; readonly source: Source }[] = [];
afterEach(async () => {
  for (const { server, source } of open.splice(0)) {
    await source.close();
    server.closeAllConnections();
    server.close();
  }
});

describe('a whole transaction through an explorer', () => {
  it('has fee, value, internal transfers and tokens, from Etherscan’s proxy', async () => {
    const { source, asked } = await start({ proxy: true });
    const fact = await source.transaction(CHAIN, HASH);
    expect(fact).toMatchObject({ block: 10, index: 3, time: 1_600_000_000, sender: ALICE, success: true });
    expect(fact.whole).toEqual(['native', 'internal', 'token']);
    expect(fact.legs).toEqual([
      { id: 'fee', kind: 'fee', from: ALICE, to: `0x${'0'.repeat(40)}`, asset: 'native', amount: 42_000n },
      { id: 'value', kind: 'native', from: ALICE, to: CODE, asset: 'native', amount: 5n },
      {
        id: expect.stringMatching(/^call:[0-9a-f]{16}:1$/),
        kind: 'internal',
        from: CODE,
        to: ALICE,
        asset: 'native',
        amount: 4n,
      },
      { id: 'log:7', kind: 'mint', from: WETH, to: CODE, asset: WETH, amount: 5n },
      { id: 'log:8', kind: 'token', from: CODE, to: ALICE, asset: BOB, amount: 8n },
    ]);
    expect(asked).toHaveLength(4);
  });

  it('costs two requests when its account’s history was read before', async () => {
    const { source, asked } = await start({ proxy: true });
    const history = await source.history({
      chain: CHAIN,
      address: ALICE,
      kinds: ['native'],
      fromBlock: 0,
      toBlock: 99,
      maxRows: 99,
    });
    const before = asked.length;
    const fact = await source.transaction(CHAIN, HASH);
    expect(asked.slice(before).sort()).toEqual(['eth_getTransactionReceipt', 'txlistinternal']);
    expect(fact.time).toBe(history.transactions[0]?.time);
  });

  it('comes from Blockscout’s JSON-RPC where there is no proxy, which is asked for once', async () => {
    const { source, asked } = await start({ proxy: false, rpc: true });
    expect((await source.transaction(CHAIN, HASH)).legs).toHaveLength(5);
    expect(await source.isContract(CHAIN, CODE)).toBe(true);
    expect(asked.filter((question) => question === 'proxy refused')).toHaveLength(1);
  });

  it('does not claim the internal transfers that the explorer cannot tell', async () => {
    const { source } = await start({ proxy: true, internal: false });
    expect((await source.transaction(CHAIN, HASH)).whole).toEqual(['native', 'token']);
  });

  it('is refused when nobody knows it, or when the answer is of another', async () => {
    const unknown = await start({ proxy: true, answers: { eth_getTransactionReceipt: null } });
    await expect(unknown.source.transaction(CHAIN, HASH)).rejects.toMatchObject({ failure: 'refused' });
    const other = await start({
      proxy: true,
      answers: { eth_getTransactionReceipt: { ...RECEIPT, transactionHash: BLOCK_HASH } },
    });
    await expect(other.source.transaction(CHAIN, HASH)).rejects.toMatchObject({ failure: 'malformed' });
  });

  it('gives a place to an internal transfer whose transaction no list shows', async () => {
    const { source } = await start({ proxy: true, top: [] });
    const history = await source.history({
      chain: CHAIN,
      address: ALICE,
      kinds: ['native', 'internal'],
      fromBlock: 0,
      toBlock: 99,
      maxRows: 99,
    });
    expect(history.transactions).toMatchObject([
      { hash: HASH, index: 3, sender: ALICE, whole: [], legs: [{ kind: 'internal', amount: 4n }] },
    ]);
    expect(history.coverage.map(({ kind, status }) => [kind, status])).toEqual([
      ['native', 'complete'],
      ['internal', 'complete'],
    ]);
    expect(history.contracts).toEqual([CODE]);
  });
});

type Behaviour = {
  readonly proxy: boolean;
  readonly rpc?: boolean;
  readonly internal?: boolean;
  readonly top?: readonly unknown[];
  readonly answers?: Readonly<Record<string, unknown>>;
};

/** A small explorer that answers questions of a node, which recordings do not hold. */
async function start(behaviour: Behaviour): Promise<{ readonly source: Source; readonly asked: string[] }> {
  const asked: string[] = [];
  const node = (method: string): unknown => ({
    jsonrpc: '2.0',
    id: 1,
    result: { ...ANSWERS, ...behaviour.answers }[method] ?? null,
  });
  const refusal = (text: string): unknown => ({ status: '0', message: 'NOTOK', result: text });

  function answerTo(url: URL, body: string): unknown {
    if (url.pathname === '/api/eth-rpc') {
      const { method } = JSON.parse(body) as { readonly method: string };
      asked.push(method);
      return node(method);
    }
    const action = url.searchParams.get('action') ?? '';
    if (url.searchParams.get('module') === 'proxy') {
      asked.push(behaviour.proxy ? action : 'proxy refused');
      return behaviour.proxy ? node(action) : refusal('Unknown module');
    }
    asked.push(action);
    if (action === 'txlist') return { status: '1', message: 'OK', result: behaviour.top ?? [TOP] };
    if (action === 'txlistinternal' && behaviour.internal !== false) {
      const byAccount = INTERNAL.map((row) => ({ ...row, hash: HASH, traceId: '0_1' }));
      return { status: '1', message: 'OK', result: url.searchParams.has('txhash') ? INTERNAL : byAccount };
    }
    return refusal('Error! Missing Or invalid Action name');
  }

  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://explorer');
      if (url.pathname === '/api/eth-rpc' && behaviour.rpc !== true) response.writeHead(404).end();
      else response.end(JSON.stringify(answerTo(url, body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const source = createTestSource({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api` });
  open.push({ server, source });
  return { source, asked };
}
