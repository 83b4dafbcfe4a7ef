import { createSystemClock } from '@fundtrail/core';
import { Interface, parseEther } from 'ethers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Chain, openChain } from '../anvil/chain.ts';
import { type Anvil, startAnvil } from '../anvil/start-anvil.ts';
import { creationCode } from '../contracts/artefact.ts';
import { readArtefact } from '../theft/contracts.ts';
import { openStage } from '../theft/stage.ts';
import { withoutArchive, withoutMethods } from './abilities.ts';
import { cut, firstTimes, html, on, reset, serverError, tooManyRequests, wrongId } from './failures.ts';
import { ahead, lagging, onChain } from './heads.ts';
import {
  changingReceipt,
  logsOfOtherBlock,
  type NodeLog,
  type NodeReceipt,
  withLogs,
  withoutLogs,
  withoutReceipts,
} from './lies.ts';
import { logsOfAtMostBlocks, logsOfAtMostRows, RANGE_WORDS } from './logs-limits.ts';
import { type NodeProxy, startNodeProxy } from './start-node-proxy.ts';

const TRANSFER = new Interface(['function transfer(address to, uint256 amount)']);
const RECEIVER = `0x${'cd'.repeat(20)}`;
const ALL = { fromBlock: '0x0', toBlock: 'latest' };

type Body = {
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
};

describe('a node with faults', () => {
  let anvil: Anvil;
  let chain: Chain;
  let proxy: NodeProxy;
  let token: string;
  /** Two transfers in two blocks, then an empty block. */
  const sent: string[] = [];
  let head: number;

  beforeAll(async () => {
    anvil = await startAnvil({ secondsBetweenBlocks: 12, timestamp: 1_700_000_000 });
    chain = openChain(anvil.url);
    const stage = await openStage(anvil.url, createSystemClock());
    const from = String(stage.devAccounts[0]);
    token = await stage.create(from, creationCode(readArtefact('token'), [parseEther('10')]));
    for (const amount of [1n, 2n]) {
      const data = TRANSFER.encodeFunctionData('transfer', [RECEIVER, amount]);
      sent.push(await stage.act({ from, to: token, data }));
    }
    await stage.close();
    await chain.mine();
    head = await chain.height();
    proxy = await startNodeProxy({ target: anvil.url });
  });
  afterEach(() => proxy.setFaults([]));
  afterAll(async () => {
    await proxy?.stop();
    await anvil?.stop();
  });

  const post = (body: unknown): Promise<Response> =>
    fetch(proxy.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const call = (method: string, ...params: unknown[]): Promise<Response> =>
    post({ jsonrpc: '2.0', id: 7, method, params });
  const body = async (method: string, ...params: unknown[]): Promise<Body> =>
    (await (await call(method, ...params)).json()) as Body;
  const result = async (method: string, ...params: unknown[]): Promise<unknown> =>
    (await body(method, ...params)).result;
  const logs = async (filter: object = ALL): Promise<NodeLog[]> => (await result('eth_getLogs', filter)) as NodeLog[];

  test('passes on what no fault touches, counts it, and answers a batch call by call', async () => {
    const before = { all: proxy.count(), heads: proxy.count('eth_blockNumber'), posts: proxy.posts };
    const batch = ['eth_blockNumber', 'eth_chainId', 'eth_nothing'].map((method, id) => ({
      jsonrpc: '2.0',
      id,
      method,
      params: [],
    }));
    const answers = (await (await post(batch)).json()) as Body[];
    expect(answers.map(({ id, result: given }) => [id, given])).toEqual([
      [0, `0x${head.toString(16)}`],
      [1, '0x7a69'],
      [2, undefined],
    ]);
    expect(answers[2]?.error?.code).toBe(-32601);
    expect([
      proxy.count() - before.all,
      proxy.count('eth_blockNumber') - before.heads,
      proxy.posts - before.posts,
    ]).toEqual([3, 1, 1]);
  });

  test('fails on the way as providers fail, for the calls that were meant and as often as was said', async () => {
    proxy.setFaults([on('eth_getLogs', firstTimes(1, tooManyRequests(2))), on('eth_chainId', serverError(503))]);
    const refused = await call('eth_getLogs', ALL);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    expect((await call('eth_getLogs', ALL)).status).toBe(200);
    expect((await call('eth_chainId')).status).toBe(503);
    expect((await call('eth_blockNumber')).status).toBe(200);

    proxy.setFaults([on('eth_block*', html)]);
    expect(await (await call('eth_blockNumber')).text()).toContain('<!DOCTYPE');
    proxy.setFaults([reset]);
    await expect(call('eth_blockNumber')).rejects.toThrow();
    proxy.setFaults([cut]);
    await expect((await call('eth_getLogs', ALL)).json()).rejects.toThrow(SyntaxError);
    proxy.setFaults([wrongId]);
    expect((await body('eth_blockNumber')).id).not.toBe(7);
  });

  test('can lack methods and old state', async () => {
    const balance = (block: string): Promise<Body> => body('eth_getBalance', RECEIVER, block);
    proxy.setFaults([withoutMethods('trace_*', 'debug_traceBlockByNumber'), withoutArchive('geth', 2)]);
    expect((await body('trace_block', '0x1')).error).toEqual({
      code: -32601,
      message: 'the method trace_block does not exist/is not available',
    });
    expect((await body('debug_traceTransaction', sent[0], { tracer: 'callTracer' })).error).toBeUndefined();
    expect((await balance('0x0')).error?.message).toContain('missing trie node');
    expect((await balance(`0x${(head - 2).toString(16)}`)).error?.message).toContain('missing trie node');
    expect(await balance(`0x${(head - 1).toString(16)}`)).toMatchObject({ result: '0x0' });
    expect(await balance('latest')).toMatchObject({ result: '0x0' });
  });

  test.each(Object.keys(RANGE_WORDS) as (keyof typeof RANGE_WORDS)[])(
    'limits the range of logs as %s does',
    async (provider) => {
      proxy.setFaults([logsOfAtMostBlocks(2, provider)]);
      const refused = await body('eth_getLogs', ALL);
      expect([refused.error?.code, refused.result]).toEqual([expect.any(Number), undefined]);
      expect(await logs({ fromBlock: '0x2', toBlock: '0x3' })).toHaveLength(2);
      expect(await logs({ blockHash: (await chain.block(2)).hash })).toHaveLength(1);
    },
  );

  test('names a range that works where the provider does, also for too many rows', async () => {
    proxy.setFaults([logsOfAtMostBlocks(2, 'alchemy')]);
    const refused = await call('eth_getLogs', ALL);
    expect(refused.status).toBe(400);
    expect(((await refused.json()) as Body).error?.message).toContain('up to a 2 block range');
    expect((await body('eth_getLogs', ALL)).error?.message).toContain('[0x0, 0x1]');
    proxy.setFaults([logsOfAtMostRows(1, 'infura')]);
    expect((await body('eth_getLogs', ALL)).error?.message).toContain('[0x0, 0x1]');
    expect(await logs({ fromBlock: '0x0', toBlock: '0x1' })).toHaveLength(1);
  });

  test('a lagging node knows nothing newer and says it is at the head', async () => {
    proxy.setFaults([lagging(2)]);
    const [first, second] = sent;
    const seen = head - 2;
    expect(Number(await result('eth_blockNumber'))).toBe(seen);
    const latest = (await result('eth_getBlockByNumber', 'latest', false)) as { number: string };
    expect(Number(latest.number)).toBe(seen);
    expect(await result('eth_getBlockByNumber', `0x${head.toString(16)}`, false)).toBeNull();
    expect(await result('eth_getBlockByHash', (await chain.block(head)).hash, false)).toBeNull();
    expect(await result('eth_getBlockReceipts', `0x${(seen + 1).toString(16)}`)).toBeNull();
    expect(await result('eth_getTransactionReceipt', first)).toMatchObject({ transactionHash: first });
    expect(await result('eth_getTransactionReceipt', second)).toBeNull();
    expect((await logs()).map((log) => log.transactionHash)).toEqual([expect.any(String), first]);
    expect(await logs({ fromBlock: `0x${(seen + 1).toString(16)}`, toBlock: 'latest' })).toEqual([]);
    expect((await body('eth_getLogs', { blockHash: (await chain.block(seen + 1)).hash })).error?.message).toBe(
      'unknown block',
    );
    expect((await body('eth_getBalance', RECEIVER, `0x${head.toString(16)}`)).error?.message).toBe('header not found');
    const held = { to: token, data: `0x70a08231${RECEIVER.slice(2).padStart(64, '0')}` };
    expect(BigInt(String(await result('eth_call', held, 'latest')))).toBe(1n);
    expect(await result('trace_transaction', second)).toBeNull();
    expect(await result('trace_transaction', first)).toHaveLength(1);
  });

  test('a node can be ahead of the chain or on another one', async () => {
    proxy.setFaults([ahead(1_000), onChain(56)]);
    expect(Number(await result('eth_blockNumber'))).toBe(head + 1_000);
    expect(await result('eth_getBlockByNumber', 'latest', false)).toMatchObject({
      number: `0x${(head + 1_000).toString(16)}`,
    });
    expect(await result('eth_getBlockByNumber', `0x${(head + 1).toString(16)}`, false)).toBeNull();
    expect([await result('eth_chainId'), await result('net_version')]).toEqual(['0x38', '56']);
  });

  test('a node can leave logs out, make some up, and put some into another block', async () => {
    const truth = await logs();
    const [one] = truth.slice(-1);
    const made = { ...truth[0], data: '0x01', logIndex: '0x9' } as NodeLog;
    proxy.setFaults([withoutLogs((log) => log.transactionHash === sent[0])]);
    expect(await logs()).toEqual(truth.filter((log) => log.transactionHash !== sent[0]));
    proxy.setFaults([withLogs(made)]);
    expect(await logs()).toEqual([...truth, made]);
    const blockHash = `0x${'9'.repeat(64)}`;
    proxy.setFaults([logsOfOtherBlock((log) => log.transactionHash === one?.transactionHash, { blockHash })]);
    expect((await logs()).map((log) => log.blockHash)).toEqual([
      ...truth.slice(0, -1).map((log) => log.blockHash),
      blockHash,
    ]);
  });

  test('a node can have no receipt for a transaction it knows, or another one than others have', async () => {
    const [first, second] = sent;
    proxy.setFaults([
      withoutReceipts(String(first)),
      changingReceipt(String(second), (receipt) => ({ ...receipt, status: '0x0', logs: [] })),
    ]);
    expect(await result('eth_getTransactionReceipt', first)).toBeNull();
    expect(await result('eth_getTransactionByHash', first)).toMatchObject({ hash: first });
    expect(await result('eth_getTransactionReceipt', second)).toMatchObject({ status: '0x0', logs: [] });
    const block = (await result('eth_getBlockReceipts', '0x2')) as NodeReceipt[];
    expect(block).toEqual([]);
    expect(((await result('eth_getBlockReceipts', '0x3')) as NodeReceipt[]).map((receipt) => receipt.status)).toEqual([
      '0x0',
    ]);
  });
});
