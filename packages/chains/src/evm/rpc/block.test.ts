import { createSystemClock } from '@fundtrail/core';
import {
  type Anvil,
  type Chain,
  changingReceipt,
  firstTimes,
  lagging,
  type NodeFault,
  type NodeProxy,
  on,
  onChain,
  openChain,
  openStage,
  type Stage,
  startAnvil,
  startNodeProxy,
  withoutMethods,
  withoutReceipts,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { changing, openSource } from './test-support.ts';

const PAID = `0x${'d'.repeat(40)}`;
const OTHER_HASH = `0x${'9'.repeat(64)}`;

describe('a block from a node', () => {
  let anvil: Anvil;
  let chain: Chain;
  let stage: Stage;
  let block: number;
  let hashes: readonly string[];
  const proxies: NodeProxy[] = [];

  beforeAll(async () => {
    anvil = await startAnvil();
    chain = openChain(anvil.url);
    stage = await openStage(anvil.url, createSystemClock());
    await chain.mine(2);
    hashes = await payTwice();
    block = await chain.height();
    await chain.mine(3);
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });
  afterAll(async () => {
    await stage?.close();
    await anvil?.stop();
  });

  /** Two payments in one block; resolves to their hashes. */
  async function payTwice(): Promise<readonly string[]> {
    await chain.mineBySelf(false);
    const found: unknown[] = [];
    // One after the other: their places in the block are in the order in which they come.
    for (const from of stage.devAccounts.slice(0, 2)) {
      found.push(await chain.ask('eth_sendTransaction', [{ from, to: PAID, value: '0x5' }]));
    }
    await chain.mine();
    await chain.mineBySelf(true);
    return found.map(String);
  }
  async function open(...faults: readonly NodeFault[]) {
    const proxy = await startNodeProxy({ target: anvil.url, faults });
    proxies.push(proxy);
    return { proxy, source: await openSource({ url: proxy.url }) };
  }
  const truth = async () => {
    const source = await openSource({ url: anvil.url });
    return source.block(source.chain, block);
  };

  test('costs three requests whatever it holds, one when it is empty, and one for its head', async () => {
    const { proxy, source } = await open();
    const spent = async (ask: () => Promise<unknown>): Promise<readonly string[]> => {
      const before = proxy.seen.length;
      await ask();
      return proxy.seen.slice(before).map(({ method }) => method);
    };
    expect((await truth()).transactions).toHaveLength(2);
    const three = ['eth_getBlockByNumber', 'eth_getBlockReceipts', 'trace_block'];
    expect(await spent(() => source.block(source.chain, block))).toEqual(three);
    expect(await spent(() => source.block(source.chain, block + 1))).toEqual(['eth_getBlockByNumber']);
    expect(await spent(() => source.header(source.chain, block))).toEqual(['eth_getBlockByNumber']);
  });

  test.each([
    [
      'takes no hash',
      on((call) => call.method === 'eth_getBlockReceipts' && String(call.params[0]).length === 66, invalid()),
    ],
    ['does not have it', withoutMethods('eth_getBlockReceipts')],
  ] satisfies [string, NodeFault][])('is the same from a node whose eth_getBlockReceipts %s', async (_why, fault) => {
    const { proxy, source } = await open(fault);
    expect(await source.block(source.chain, block)).toEqual(await truth());
    const refused = proxy.count('eth_getBlockReceipts');
    await source.block(source.chain, block);
    // Found out once.
    expect(proxy.count('eth_getBlockReceipts') - refused).toBeLessThanOrEqual(1);
  });

  test('pays validators out as a transaction of its own, in wei, behind all others', async () => {
    const withdrawals = [
      { index: '0x7', validatorIndex: '0x1', address: PAID, amount: '0x3' },
      { index: '0x8', validatorIndex: '0x2', address: PAID, amount: '0x0' },
    ];
    const { source } = await open(changing(['eth_getBlockByNumber'], (view) => ({ ...(view as object), withdrawals })));
    const { hash, time, transactions } = await source.block(source.chain, block);
    expect(transactions.at(-1)).toEqual({
      chain: source.chain,
      hash,
      blockHash: hash,
      block,
      index: 2,
      time,
      success: true,
      whole: ['native', 'internal', 'token'],
      legs: [
        {
          id: 'withdrawal:7',
          kind: 'mint',
          from: `0x${'0'.repeat(40)}`,
          to: PAID,
          asset: 'native',
          amount: 3_000_000_000n,
        },
      ],
    });
    const empty = await source.block(source.chain, block + 1);
    expect(empty.transactions.map(({ index, legs }) => [index, legs.length])).toEqual([[0, 1]]);
  });

  test('does not take what validators of Gnosis get, a token, for native', async () => {
    const withdrawals = [{ index: '0x7', validatorIndex: '0x1', address: PAID, amount: '0x3' }];
    const { source } = await open(
      changing(['eth_chainId'], () => '0x64'),
      changing(['eth_getBlockByNumber'], (view) => ({ ...(view as object), withdrawals })),
    );
    expect((await source.block('eip155:100', block + 1)).transactions).toEqual([]);
  });

  const otherBlock = (entry: object): object => ({ ...entry, blockHash: OTHER_HASH });
  test.each([
    [
      'a receipt of another block',
      () => changingReceipt(hashes[1] ?? '', (receipt) => otherBlock(receipt) as typeof receipt),
    ],
    ['a receipt less than transactions', () => withoutReceipts(hashes[1] ?? '')],
    [
      'a receipt of another transaction',
      () => changingReceipt(hashes[1] ?? '', (receipt) => ({ ...receipt, transactionHash: OTHER_HASH })),
    ],
    [
      'a receipt in another place',
      () => changingReceipt(hashes[1] ?? '', (receipt) => ({ ...receipt, transactionIndex: '0x0' })),
    ],
    [
      'a log of another block',
      () => changingReceipt(hashes[1] ?? '', (receipt) => ({ ...receipt, logs: [logOf(OTHER_HASH)] as never })),
    ],
    ['no receipts at all', () => changing(['eth_getBlockReceipts'], () => null)],
    ['no list of receipts', () => changing(['eth_getBlockReceipts'], () => ({}))],
  ] satisfies [string, () => NodeFault][])('with %s is malformed, never less', async (_what, fault) => {
    const { source } = await open(fault());
    const asked = source.block(source.chain, block);
    await expect(asked).rejects.toMatchObject({ failure: 'malformed', retryable: true });
  });

  test('whose own transaction is left out of receipts and traces, as on Polygon, is whole but for its traces', async () => {
    const own = hashes[1] ?? '';
    const isOther = (row: unknown): boolean => !JSON.stringify(row).includes(own);
    const leaveOut = changing(['eth_getBlockReceipts', 'debug_traceBlockByHash'], (rows) =>
      (rows as unknown[]).filter(isOther),
    );
    const { source, proxy } = await open(withoutMethods('trace_*'), leaveOut);
    const read = await source.block(source.chain, block);
    const expected = await truth();
    expect(read.transactions.map(({ legs }) => legs)).toEqual(expected.transactions.map(({ legs }) => legs));
    expect(read.transactions.map(({ hash, whole }) => [hash === own, whole.includes('internal')])).toEqual(
      expected.transactions.map(({ hash }) => [hash === own, hash !== own]),
    );
    expect(proxy.count('eth_getTransactionReceipt')).toBe(1);
  });

  test('of Polygon may leave its own transaction out of the list, behind all others', async () => {
    const view = changing(['eth_getBlockByHash'], (told) => ({
      ...(told as { transactions: string[] }),
      transactions: (told as { transactions: string[] }).transactions.slice(0, 1),
    }));
    const last = (await truth()).transactions[1]?.hash ?? '';
    const { source } = await open(onChain(137), view);
    expect((await source.transaction('eip155:137', last)).index).toBe(1);
    const elsewhere = await open(view);
    await expect(elsewhere.source.transaction('eip155:31337', last)).rejects.toMatchObject({ failure: 'malformed' });
  });

  test('of which the list does not hold the transaction is no block of it', async () => {
    const { source } = await open(
      changing(['eth_getBlockByHash'], (view) => ({ ...(view as object), transactions: [] })),
    );
    const asked = source.transaction(source.chain, hashes[0] ?? '');
    await expect(asked).rejects.toMatchObject({
      failure: 'malformed',
      message: expect.stringContaining('does not hold'),
    });
  });

  test('without a receipt for a transaction in it, the transaction is not called unknown', async () => {
    const { source } = await open(withoutReceipts(hashes[0] ?? ''));
    const asked = source.transaction(source.chain, hashes[0] ?? '');
    await expect(asked).rejects.toMatchObject({ failure: 'malformed', retryable: true });
  });

  test('that is not there yet is refused; one that a lagging host lacks is unreachable', async () => {
    const { source, proxy } = await open();
    const head = (await source.head(source.chain)).block;
    for (const ask of [source.block, source.header]) {
      await expect(ask(source.chain, head + 1)).rejects.toMatchObject({ failure: 'refused', retryable: false });
    }
    proxy.setFaults([on((call) => call.params[0] !== 'latest', lagging(2))]);
    for (const ask of [source.block, source.header]) {
      await expect(ask(source.chain, head)).rejects.toMatchObject({ failure: 'unreachable', retryable: true });
    }
  });

  test('is told as gone, not as lagging, after the chain was set back below it', async () => {
    const source = await openSource({ url: anvil.url });
    const back = await chain.snapshot();
    await chain.mine(2);
    const head = (await source.head(source.chain)).block;
    await back();
    await expect(source.header(source.chain, head)).rejects.toMatchObject({ failure: 'refused' });
  });

  test.each(['eth_getBlockReceipts', 'trace_block'])(
    'is read anew, all of it, when the chain was reorganised before %s',
    async (method) => {
      await payTwice();
      const height = await chain.height();
      const before = await chain.block(height);
      const reorganise: NodeFault = async (call, next) => {
        await chain.reorg(1, (abandoned) =>
          abandoned.map(({ transactions }) => transactions.slice(0, 1).map(({ request }) => request)),
        );
        return next(call);
      };
      const { source } = await open(on(method, firstTimes(1, reorganise)));
      const read = await source.block(source.chain, height);
      const now = await chain.block(height);
      expect(now.hash).not.toBe(before.hash);
      expect([read.hash, read.transactions.map(({ hash }) => hash)]).toEqual([
        now.hash,
        now.transactions.map(({ hash }) => hash),
      ]);
      expect(read.transactions.every(({ blockHash }) => blockHash === now.hash)).toBe(true);
    },
  );

  test('traced by its number only is compared with what has that number afterwards', async () => {
    await payTwice();
    const height = await chain.height();
    const reorganise: NodeFault = async (call, next) => {
      const answer = await next(call);
      await chain.reorg(1, (abandoned) =>
        abandoned.map(({ transactions }) => transactions.map(({ request }) => request)),
      );
      return answer;
    };
    const { source } = await open(
      withoutMethods('trace_*', 'debug_traceBlockByHash'),
      on('debug_traceBlockByNumber', firstTimes(1, reorganise)),
    );
    const read = await source.block(source.chain, height);
    expect(read.hash).toBe((await chain.block(height)).hash);
  });
});

function invalid(): NodeFault {
  return async () => ({ kind: 'error', code: -32_602, message: 'invalid argument 0: hex string too long' });
}

function logOf(blockHash: string): object {
  return { address: PAID, topics: [], data: '0x', logIndex: '0x0', blockHash, transactionHash: OTHER_HASH };
}
