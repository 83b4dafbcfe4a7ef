import type { Address, Dispute, Source } from '@fundtrail/core';
import {
  type Anvil,
  ahead,
  changingReceipt,
  type NodeFault,
  type NodeProxy,
  playTheft,
  type Story,
  serverError,
  startAnvil,
  startNodeExplorer,
  startNodeProxy,
  withoutArchive,
  withoutLogs,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RpcSource } from '../evm/rpc/source.ts';
import { ANVIL_CHAIN as CHAIN, openExplorer, openNode, openTestPool, ownMoves, wholeHistory } from './test-pool.ts';

describe('a pool whose members must agree', () => {
  let anvil: Anvil;
  let story: Story;
  let head: number;
  let alone: RpcSource;
  const open: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    anvil = await startAnvil();
    story = await playTheft({ url: anvil.url });
    alone = await openNode(anvil.url, { wrapped: story.wrapped });
    head = (await alone.head(CHAIN)).block;
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((close) => close()));
  });
  afterAll(() => anvil?.stop());

  /** Says that the theft failed and moved nothing. */
  const denial = (): NodeFault =>
    changingReceipt(story.theft.hash, (receipt) => ({ ...receipt, status: '0x0', logs: [] }));

  type Quorum = {
    readonly pool: Source;
    readonly disputes: readonly Dispute[];
    readonly proxies: readonly NodeProxy[];
    readonly ids: readonly string[];
  };

  /** So many nodes, the first of which has the faults; all are honest when it was opened. */
  async function openQuorum(count: number, faults: readonly NodeFault[]): Promise<Quorum> {
    const proxies = await Promise.all(Array.from({ length: count }, () => startNodeProxy({ target: anvil.url })));
    open.push(...proxies.map((proxy) => () => proxy.stop()));
    const nodes = await Promise.all(proxies.map(({ url }) => openNode(url, { wrapped: story.wrapped })));
    proxies[0]?.setFaults(faults);
    return { ...openTestPool(nodes, { quorum: 2, maxLag: 0 }), proxies, ids: nodes.map(({ id }) => id) };
  }

  test('asks two of three and takes what they agree on', async () => {
    const { pool, disputes, proxies } = await openQuorum(3, []);
    const block = await pool.block?.(CHAIN, story.theft.block);
    expect(block).toEqual(await alone.block(CHAIN, story.theft.block));
    expect(await pool.transaction(CHAIN, story.theft.hash)).toEqual(await alone.transaction(CHAIN, story.theft.hash));
    const { thief } = story.cast;
    const { transactions, coverage } = await pool.history(wholeHistory(thief, head));
    const expected = await alone.history(wholeHistory(thief, head));
    expect(transactions).toEqual(expected.transactions);
    expect(coverage.map(({ status, toBlock }) => [status, toBlock])).toEqual(Array(3).fill(['complete', head]));
    expect(disputes).toEqual([]);
    expect(proxies[2]?.count()).toBe(1); // its chain, when it was opened
  });

  test.each<[string, (pool: Source) => Promise<unknown>]>([
    ['a block', async (pool) => pool.block?.(CHAIN, story.theft.block)],
    ['a transaction', async (pool) => pool.transaction(CHAIN, story.theft.hash)],
    [
      'a history',
      async (pool) =>
        ownMoves((await pool.history(wholeHistory(story.cast.thief, head))).transactions, story.cast.thief),
    ],
  ])('takes %s from the two that agree, and records what the third says', async (_, ask) => {
    const { pool, disputes, ids } = await openQuorum(3, [denial()]);
    expect(await ask(pool)).toEqual(await ask(alone));
    expect(disputes.length).toBeGreaterThan(0);
    for (const dispute of disputes) {
      expect(ids.slice(1)).toContain(dispute.taken);
      expect(dispute.answers.map(({ source }) => source)).toContain(ids[0]);
      expect(new Set(dispute.answers.map(({ answer }) => answer)).size).toBe(2);
    }
  });

  test.each<[string, (pool: Source) => Promise<unknown>]>([
    ['a block', async (pool) => pool.block?.(CHAIN, story.theft.block)],
    ['a transaction', async (pool) => pool.transaction(CHAIN, story.theft.hash)],
    ['a history', async (pool) => pool.history(wholeHistory(story.cast.thief, head))],
  ])('has no answer for %s where two say different things, and records both', async (_, ask) => {
    const { pool, disputes, ids } = await openQuorum(2, [denial()]);
    await expect(ask(pool)).rejects.toMatchObject({ failure: 'disputed', retryable: false });
    expect(disputes.length).toBeGreaterThan(0);
    for (const dispute of disputes) {
      expect(dispute).not.toHaveProperty('taken');
      expect(dispute.answers.map(({ source }) => source).sort()).toEqual([...ids].sort());
    }
  });

  test('notices logs that one leaves out', async () => {
    const receiver = story.cast.wallets[0] as Address;
    const { pool, disputes, ids } = await openQuorum(3, [withoutLogs(() => true)]);
    const asked = { ...wholeHistory(receiver, head), kinds: ['token'] } as const;
    const { transactions, coverage } = await pool.history(asked);
    expect(ownMoves(transactions, receiver)).toEqual(ownMoves((await alone.history(asked)).transactions, receiver));
    expect(coverage).toMatchObject([{ kind: 'token', status: 'complete' }]);
    expect(disputes[0]?.answers.find(({ source }) => source === ids[0])?.answer).toContain('does not have');
  });

  test('asks another in place of one that fails, and says so where too few are left', async () => {
    const three = await openQuorum(3, [serverError()]);
    expect((await three.pool.transaction(CHAIN, story.theft.hash)).hash).toBe(story.theft.hash);
    expect(three.disputes).toEqual([]);
    const two = await openQuorum(2, [serverError()]);
    const error = await two.pool.transaction(CHAIN, story.theft.hash).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ failure: 'unreachable', retryable: true });
    await expect(two.pool.history(wholeHistory(story.cast.thief, head))).rejects.toMatchObject({ retryable: true });
  });

  test('compares balances, and has none where only one keeps old states', async () => {
    const { thief } = story.cast;
    const wrong: NodeFault = async (call, next) =>
      call.method === 'eth_getBalance' ? { kind: 'result', result: '0x1' } : next(call);
    const { pool, disputes } = await openQuorum(3, [wrong]);
    const held = await alone.balance(CHAIN, thief, 'native', 5);
    expect(await pool.balance?.(CHAIN, thief, 'native', 5)).toBe(held);
    expect(disputes).toMatchObject([{ subject: `balance of ${thief} in native at block 5` }]);
    const pruned = await openQuorum(2, [withoutArchive('geth', 10)]);
    expect(await pruned.pool.balance?.(CHAIN, thief, 'native', 5)).toBeUndefined();
  });

  test('counts the second highest head', async () => {
    const { pool, proxies } = await openQuorum(3, []);
    proxies[1]?.setFaults([ahead(500)]);
    expect((await pool.head(CHAIN)).block).toBe(head);
    expect(await pool.finalized?.(CHAIN)).toBe(await alone.finalized(CHAIN));
  });

  test('agrees also across an explorer and a node, and says which kind only one of them tells', async () => {
    const explorer = await startNodeExplorer({ target: anvil.url });
    const proxy = await startNodeProxy({ target: anvil.url });
    open.push(
      () => explorer.close(),
      () => proxy.stop(),
    );
    const node = await openNode(proxy.url, { wrapped: story.wrapped });
    const { pool, disputes } = openTestPool([node, openExplorer(explorer.url)], { quorum: 2 });
    const buyer = story.cast.wallets[0] as Address;
    const { transactions, coverage } = await pool.history(wholeHistory(buyer, head));
    expect(ownMoves(transactions, buyer)).toEqual(
      ownMoves((await alone.history(wholeHistory(buyer, head))).transactions, buyer),
    );
    expect(coverage.map(({ kind, status }) => [kind, status])).toEqual([
      ['native', 'complete'],
      ['internal', 'complete'],
      ['token', 'complete'],
    ]);
    expect(disputes).toEqual([]);
    proxy.setFaults([withoutMethods('trace_*', 'debug_*')]);
    const blind = await openNode(proxy.url, { wrapped: story.wrapped });
    const other = openTestPool([blind, openExplorer(explorer.url)], { quorum: 2 });
    const told = await other.pool.history(wholeHistory(buyer, head));
    expect(told.coverage.find(({ kind }) => kind === 'internal')).toMatchObject({
      status: 'unavailable',
      reason: 'only 1 of the 2 providers that must agree can tell internal transfers',
    });
  });
});
