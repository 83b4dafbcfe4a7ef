import { type AccountHistory, type Address, type Coverage, createSystemClock, type Hash } from '@fundtrail/core';
import {
  type Anvil,
  ahead,
  type Chain,
  deployPayer,
  deployTether,
  firstTimes,
  keepAll,
  keepInLastBlock,
  keepNone,
  lagging,
  logsOfAtMostBlocks,
  logsOfOtherBlock,
  type NodeFault,
  type NodeLog,
  type NodeProxy,
  on,
  onChain,
  openChain,
  openStage,
  type RANGE_WORDS,
  type Stage,
  startAnvil,
  startNodeProxy,
  transferData,
  withLogs,
  withoutLogs,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RpcSourceOptions } from './source.ts';
import { changing, createSharedMemory, openSource } from './test-support.ts';

const KINDS = ['native', 'internal', 'token'] as const;
const OTHER_HASH = `0x${'9'.repeat(64)}`;
/** Blocks in an epoch: what is two of them behind the head is final. */
const EPOCH = 4;
const PAYMENTS = 120;

describe('the history of an account from a node', () => {
  let anvil: Anvil;
  let chain: Chain;
  let stage: Stage;
  let owner: Address;
  let busy: Address;
  let head: number;
  /** The block in which the owner paid tokens to the friend, twice. */
  let pairBlock: number;
  const friend = `0x${'f'.repeat(40)}`;
  const heir = `0x${'e'.repeat(40)}`;
  const proxies: NodeProxy[] = [];

  beforeAll(async () => {
    anvil = await startAnvil({ slotsInAnEpoch: EPOCH });
    chain = openChain(anvil.url);
    stage = await openStage(anvil.url, createSystemClock());
    const [maker, second, third] = stage.devAccounts as [Address, Address, Address];
    [owner, busy] = [second, third];
    const tether = await deployTether(stage, maker);
    await tether.issue(1_000n);
    await tether.send(maker, owner, 500n);
    const payer = await deployPayer(stage, maker);
    await payer.payByDelegate(maker, heir, 7n);
    await chain.mine(3);
    await inOneBlock(
      [10n, 20n].map((amount) => ({ from: owner, to: tether.address, data: transferData(friend, amount) })),
    );
    pairBlock = await chain.height();
    await inOneBlock(Array.from({ length: PAYMENTS }, () => ({ from: busy, to: heir, value: '0x1' })));
    head = (await chain.mine(4)).number;
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });
  afterAll(async () => {
    await stage?.close();
    await anvil?.stop();
  });

  async function inOneBlock(requests: readonly object[]): Promise<void> {
    await chain.mineBySelf(false);
    for (const request of requests) await chain.ask('eth_sendTransaction', [request]);
    await chain.mine();
    await chain.mineBySelf(true);
  }
  async function open(faults: readonly NodeFault[] = [], options: Partial<RpcSourceOptions> = {}) {
    const proxy = await startNodeProxy({ target: anvil.url, faults });
    proxies.push(proxy);
    const source = await openSource({ url: proxy.url, ...options });
    const read = (address: Address, range: { from?: number; to?: number } = {}): Promise<AccountHistory> =>
      source.history({
        ...{ chain: source.chain, address, kinds: KINDS, maxRows: 10_000 },
        ...{ fromBlock: range.from ?? 0, toBlock: range.to ?? head },
      });
    return { proxy, source, read };
  }
  const truthOf = async (address: Address): Promise<AccountHistory> => (await open()).read(address);
  const statusOf = ({ coverage }: AccountHistory): unknown[] =>
    coverage.map(({ kind, status, toBlock }) => [kind, status, toBlock]);
  const methodsOf = async (proxy: NodeProxy, ask: () => Promise<unknown>): Promise<readonly string[]> => {
    const before = proxy.seen.length;
    await ask();
    return proxy.seen.slice(before).map(({ method }) => method);
  };
  const hashesOf = ({ transactions }: AccountHistory): readonly Hash[] => transactions.map(({ hash }) => hash);

  test('costs two questions for logs, two for traces and whole transactions, several of a block together', async () => {
    const { proxy, read } = await open();
    const first = await methodsOf(proxy, () => read(friend));
    const found = ['trace_filter', 'trace_filter', 'eth_getLogs', 'eth_getLogs'];
    const pair = ['eth_getBlockByNumber', 'eth_getBlockReceipts', 'trace_block'];
    const [newest, final, end] = Array.from({ length: 3 }, () => 'eth_getBlockByNumber');
    expect(first).toEqual([newest, final, ...found, ...pair, end]);
    // Neither the head nor what is final is asked for again while it is known.
    expect(await methodsOf(proxy, () => read(friend))).toEqual([...found, ...pair, end]);
    // One transaction of a block costs three requests and the block, and one whether its receiver is code.
    const single = await methodsOf(proxy, () => read(heir, { to: pairBlock - 1 }));
    expect(single.filter((method) => !found.includes(method))).toEqual([
      'eth_getTransactionByHash',
      'eth_getTransactionReceipt',
      'eth_getBlockByHash',
      'trace_transaction',
      end,
      'eth_getCode',
    ]);
  });

  test('says up to which block it cannot be taken back', async () => {
    const { read } = await open();
    const final = (await chain.block('finalized')).number;
    expect(final).toBe(head - 2 * EPOCH);
    const past = (await read(friend)).coverage;
    expect(past.map(({ toBlock, finalTo }) => [toBlock, finalTo])).toEqual(KINDS.map(() => [head, final]));
    const deep = (await read(friend, { to: final })).coverage;
    expect(deep.map((coverage: Coverage) => 'finalTo' in coverage)).toEqual([false, false, false]);
    const late = (await read(friend, { from: final + 2 })).coverage;
    expect(late.map(({ finalTo }) => finalTo)).toEqual(KINDS.map(() => final + 1));
  });

  test('of a node that does not call anything final ends before the reorg window', async () => {
    const { read } = await open([
      changing(['eth_getBlockByNumber'], (view, [tag]) => (tag === 'finalized' ? null : view)),
    ]);
    expect((await read(friend)).coverage.map(({ finalTo }) => finalTo)).toEqual(KINDS.map(() => -1));
  });

  test('asks for the wanted blocks only', async () => {
    const { proxy, read } = await open();
    const { transactions, coverage } = await read(owner, { from: pairBlock, to: pairBlock });
    expect(transactions.map(({ block }) => block)).toEqual([pairBlock, pairBlock]);
    expect(coverage.map(({ fromBlock, toBlock }) => [fromBlock, toBlock])).toEqual(
      KINDS.map(() => [pairBlock, pairBlock]),
    );
    const ranges = proxy.seen.filter(({ method }) => method === 'eth_getLogs' || method === 'trace_filter');
    const asked = `0x${pairBlock.toString(16)}`;
    for (const { params } of ranges) expect(params[0]).toMatchObject({ fromBlock: asked, toBlock: asked });
  });

  test('from a node that cuts the answers of trace_filter without a word is asked for to its end', async () => {
    const cut = 100;
    const { proxy, read } = await open([
      async (call, next) => {
        const answer = await next(call);
        if (call.method !== 'trace_filter' || answer.kind !== 'result') return answer;
        return { kind: 'result', result: (answer.result as unknown[]).slice(0, cut) };
      },
    ]);
    const found = await read(busy);
    expect(hashesOf(found)).toEqual(hashesOf(await truthOf(busy)));
    expect(found.transactions).toHaveLength(PAYMENTS);
    const pages = proxy.seen
      .filter(({ method }) => method === 'trace_filter')
      .map(({ params }) => (params[0] as { after?: number }).after);
    expect(pages).toEqual([undefined, cut, PAYMENTS, undefined]);
  });

  test('from a node whose trace_filter knows no paging and tells the same again ends there', async () => {
    const { read } = await open([
      async (call, next) => {
        if (call.method !== 'trace_filter') return next(call);
        const { after: _after, ...filter } = call.params[0] as Record<string, unknown>;
        return next({ ...call, params: [filter] });
      },
    ]);
    expect(hashesOf(await read(busy))).toEqual(hashesOf(await truthOf(busy)));
  });

  test.each([
    'alchemy',
    'infura',
    'quicknode',
    'ankr',
    'drpc',
    'publicnode',
    'cloudflare',
  ] satisfies (keyof typeof RANGE_WORDS)[])(
    'is whole in the ranges that %s allows, which another process then knows',
    async (provider) => {
      const memory = createSharedMemory();
      const limited = logsOfAtMostBlocks(3, provider);
      const first = await open([limited], { memory });
      expect(hashesOf(await first.read(friend))).toEqual(hashesOf(await truthOf(friend)));
      const spans = (proxy: NodeProxy): number[] =>
        proxy.seen
          .filter(({ method }) => method === 'eth_getLogs')
          .map(({ params }) => params[0] as { fromBlock: string; toBlock: string })
          .map(({ fromBlock, toBlock }) => Number(toBlock) - Number(fromBlock) + 1);
      expect(Math.max(...spans(first.proxy))).toBeGreaterThan(3);
      const second = await open([limited], { memory });
      expect(hashesOf(await second.read(friend))).toEqual(hashesOf(await truthOf(friend)));
      expect(Math.max(...spans(second.proxy))).toBe(3);
    },
  );

  describe('read block by block, where there is no trace_filter', () => {
    const blind = withoutMethods('trace_filter');

    test('is the same, without a question for logs, and receipts only of blocks that may name the account', async () => {
      const { proxy, read } = await open([blind]);
      const expected = await truthOf(friend);
      expect((await read(friend)).transactions).toEqual(expected.transactions);
      expect(proxy.count('eth_getLogs')).toBe(0);
      // Until a block has shown that the blooms are true, the receipts of every block with transactions are read.
      const learning = proxy.count('eth_getBlockReceipts');
      const methods = await methodsOf(proxy, () => read(friend));
      expect(methods.filter((method) => method === 'eth_getBlockReceipts')).toHaveLength(1);
      expect(learning).toBeGreaterThan(1);
      expect((await read(friend)).transactions).toEqual(expected.transactions);
    });

    test('does not believe blooms that do not hold what is in their blocks', async () => {
      const empty = `0x${'0'.repeat(512)}`;
      const { read } = await open([
        blind,
        changing(['eth_getBlockByNumber'], (view) =>
          view === null ? view : { ...(view as object), logsBloom: empty },
        ),
      ]);
      const expected = await truthOf(friend);
      for (const _time of [1, 2]) expect((await read(friend)).transactions).toEqual(expected.transactions);
    });

    test('goes on by logs where the reading of blocks ends', async () => {
      const { read } = await open([blind], { maxScanBlocks: 3 });
      const found = await read(friend);
      expect(statusOf(found)).toEqual([
        ['native', 'truncated', 2],
        ['internal', 'truncated', 2],
        ['token', 'complete', head],
      ]);
      expect(hashesOf(found)).toEqual(hashesOf(await truthOf(friend)));
    });

    test('sees what validators are paid out', async () => {
      const withdrawals = [{ index: '0x1', validatorIndex: '0x1', address: friend, amount: '0x5' }];
      const { read } = await open([
        blind,
        changing(['eth_getBlockByNumber'], (view, [tag]) =>
          tag === '0x1' ? { ...(view as object), withdrawals } : view,
        ),
      ]);
      expect((await read(friend)).transactions[0]?.legs[0]).toMatchObject({ kind: 'mint', amount: 5_000_000_000n });
    });
  });

  describe('that a node tells wrongly is never called complete', () => {
    const any = () => true;

    test.each([
      ['a log that is in another block', () => logsOfOtherBlock(any, { blockHash: OTHER_HASH })],
      ['a log that was not asked for', () => withLogs(strangeLog())],
      [
        'a log that its receipt does not have',
        () => changing(['eth_getLogs'], (logs) => (logs as NodeLog[]).map((log) => ({ ...log, logIndex: '0x63' }))),
      ],
      [
        'a log of another amount',
        () =>
          changing(['eth_getLogs'], (logs) =>
            (logs as NodeLog[]).map((log) => ({ ...log, data: `0x${'1'.padStart(64, '0')}` })),
          ),
      ],
      [
        'a log that was taken back',
        () => changing(['eth_getLogs'], (logs) => (logs as NodeLog[]).map((log) => ({ ...log, removed: true }))),
      ],
      ['a log less than the receipts', () => withoutLogs((log) => Number(log.blockNumber) === pairBlock)],
      ['logs of a host that is behind', () => on('eth_getLogs', lagging(7))],
      ['no list of logs', () => changing(['eth_getLogs'], () => null)],
    ] satisfies [string, () => NodeFault][])('with %s', async (_what, fault) => {
      const { read } = await open([fault()]);
      await expect(read(owner)).rejects.toMatchObject({ failure: 'malformed', retryable: true });
    });

    test('when it lags behind what it said before', async () => {
      const { proxy, source, read } = await open();
      await source.head(source.chain);
      proxy.setFaults([lagging(2)]);
      await expect(read(friend)).rejects.toMatchObject({ failure: 'unreachable', retryable: true });
    });

    test('beyond the head that it has', async () => {
      const { read } = await open([lagging(6)]);
      expect(statusOf(await read(friend))).toEqual(KINDS.map((kind) => [kind, 'complete', head - 6]));
      const later = await read(friend, { from: head - 2 });
      expect(statusOf(later)).toEqual(KINDS.map((kind) => [kind, 'unavailable', head]));
    });

    test('up to a head that it only claims to have', async () => {
      const { read } = await open([ahead(5)]);
      await expect(read(friend, { to: head + 5 })).rejects.toMatchObject({ failure: 'unreachable', retryable: true });
    });

    test('where its trace_filter left out what its own traces name', async () => {
      const { read } = await open([changing(['trace_filter'], () => [])]);
      expect(statusOf(await read(owner))).toEqual([
        ['native', 'truncated', pairBlock - 1],
        ['internal', 'truncated', pairBlock - 1],
        ['token', 'complete', head],
      ]);
    });
  });

  test('on zkSync is found by logs alone, which tell native value as well', async () => {
    const { proxy, source } = await open([onChain(324)]);
    const range = { fromBlock: 0, toBlock: head, maxRows: 10_000 };
    const found = await source.history({ chain: 'eip155:324', address: friend, kinds: KINDS, ...range });
    expect(statusOf(found)).toEqual(KINDS.map((kind) => [kind, 'complete', head]));
    expect(hashesOf(found)).toEqual(hashesOf(await truthOf(friend)));
    expect(proxy.seen.filter(({ method }) => /^(trace|debug)_/.test(method))).toEqual([]);
  });

  function strangeLog(): NodeLog {
    const place = { blockNumber: '0x1', blockHash: OTHER_HASH, transactionHash: OTHER_HASH, logIndex: '0x0' };
    return { address: friend, topics: [OTHER_HASH], data: '0x', ...place };
  }
});

describe('a history that is read while the chain is reorganised', () => {
  let anvil: Anvil;
  let chain: Chain;
  let proxy: NodeProxy;

  beforeAll(async () => {
    anvil = await startAnvil();
    chain = openChain(anvil.url);
  });
  afterAll(async () => {
    await proxy?.stop();
    await anvil?.stop();
  });

  test.each([
    ['a transaction vanishes', 'eth_getTransactionByHash', 1, keepNone],
    ['a transaction goes to another block', 'eth_getTransactionReceipt', 2, keepInLastBlock],
    ['its block is another', 'trace_transaction', 1, keepAll],
  ] as const)('is of one branch when %s before %s', async (_what, method, depth, keep) => {
    const [from] = (await chain.ask('eth_accounts')) as Address[];
    const to: Address = `0x${String(depth).padStart(38, '7')}${method.length.toString(16).padStart(2, '0')}`;
    await chain.mine(2);
    await chain.send({ from: from as Address, to, value: '0x5' });
    if (depth > 1) await chain.mine(depth - 1);
    const head = await chain.height();
    const reorganise: NodeFault = async (call, next) => {
      await chain.reorg(depth, keep);
      return next(call);
    };
    proxy = await startNodeProxy({ target: anvil.url, faults: [on(method, firstTimes(1, reorganise))] });
    const ask = { address: to, kinds: KINDS, fromBlock: 0, toBlock: head, maxRows: 100 };
    const source = await openSource({ url: proxy.url });
    const direct = await openSource({ url: anvil.url });
    const { transactions } = await source.history({ chain: source.chain, ...ask });
    expect(proxy.count(method)).toBeGreaterThan(0);
    expect(transactions).toEqual((await direct.history({ chain: source.chain, ...ask })).transactions);
    expect(transactions).toHaveLength(keep === keepNone ? 0 : 1);
    for (const fact of transactions) expect(fact.blockHash).toBe((await chain.block(fact.block)).hash);
    await proxy.stop();
  });
});
