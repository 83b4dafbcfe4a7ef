import { type Address, TRANSFER_KINDS } from '@fundtrail/core';
import {
  type Anvil,
  type NodeExplorer,
  type NodeProxy,
  playTheft,
  type Story,
  startAnvil,
  startNodeExplorer,
  startNodeProxy,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RpcSource } from '../evm/rpc/source.ts';
import { movesOf } from './canonical.ts';
import { ANVIL_CHAIN, openExplorer, openNode, openTestPool, ownMoves, wholeHistory } from './test-pool.ts';

describe('an explorer and a node of one chain, as one source', () => {
  let anvil: Anvil;
  let story: Story;
  let explorer: NodeExplorer;
  let proxy: NodeProxy;
  let alone: RpcSource;
  let head: number;

  beforeAll(async () => {
    anvil = await startAnvil({ secondsBetweenBlocks: 1 });
    story = await playTheft({ url: anvil.url });
    explorer = await startNodeExplorer({ target: anvil.url });
    proxy = await startNodeProxy({ target: anvil.url });
    alone = await openNode(anvil.url, { wrapped: story.wrapped });
    head = (await alone.head(ANVIL_CHAIN)).block;
  });
  beforeEach(() => proxy.setFaults([]));
  afterAll(async () => {
    await explorer?.close();
    await proxy?.stop();
    await anvil?.stop();
  });

  // Logs name who wraps, not the wrapping contract: its own side is in no list of tokens.
  const everybody = (): readonly Address[] => [
    ...new Set([...Object.values(story.cast).flat(), ...Object.values(story.contracts)]).difference(
      new Set([story.contracts.weth]),
    ),
  ];
  const openBoth = async () => {
    const node = await openNode(proxy.url, { wrapped: story.wrapped });
    const listed = openExplorer(explorer.url);
    return { ...openTestPool([node, listed]), node, listed };
  };

  test('tell the same movements of every account as the node alone, and quarrel about nothing', async () => {
    const { pool, disputes, node, listed } = await openBoth();
    let moves = 0;
    for (const account of everybody()) {
      const [expected, found] = [
        await alone.history(wholeHistory(account, head)),
        await pool.history(wholeHistory(account, head)),
      ];
      expect(ownMoves(found.transactions, account)).toEqual(ownMoves(expected.transactions, account));
      expect(found.coverage.map(({ kind, source, status, toBlock }) => [kind, source, status, toBlock])).toEqual([
        ['native', listed.id, 'complete', head],
        ['internal', listed.id, 'complete', head],
        ['token', node.id, 'complete', head],
      ]);
      moves += ownMoves(found.transactions, account).length;
    }
    expect(disputes).toEqual([]);
    expect(moves).toBeGreaterThan(100);
  });

  test('cost a newly opened account two explorer requests, and the node no search for value', async () => {
    const { pool } = await openBoth();
    const before = explorer.requests();
    const searches = proxy.count('trace_filter');
    await pool.history(wholeHistory(story.cast.thief, head));
    const lists = (action: string): number =>
      (explorer.requests().byAction.get(action) ?? 0) - (before.byAction.get(action) ?? 0);
    expect([lists('txlist'), lists('txlistinternal'), lists('tokentx')]).toEqual([1, 1, 0]);
    expect(proxy.count('trace_filter')).toBe(searches);
    expect(explorer.requests().total - before.total).toBe(2);
  });

  test('leave all of a long history to the explorer, which a node would search piece by piece', async () => {
    const { pool, listed } = await openBoth();
    const before = proxy.count();
    const { coverage } = await pool.history({ ...wholeHistory(story.cast.thief, head), toBlock: 20_000_000 });
    expect(coverage.map(({ source, status }) => [source, status])).toEqual(Array(3).fill([listed.id, 'complete']));
    expect(listed.requests()).toBe(3);
    expect(proxy.count()).toBe(before);
  });

  test('tell a transaction whole where the node has no traces, and leave the explorer alone where it has', async () => {
    const traced = await openBoth();
    const whole = await traced.pool.transaction(ANVIL_CHAIN, story.theft.hash);
    expect(traced.listed.requests()).toBe(0);
    proxy.setFaults([withoutMethods('trace_*', 'debug_*')]);
    const joined = await openBoth();
    const fact = await joined.pool.transaction(ANVIL_CHAIN, story.theft.hash);
    expect(joined.listed.requests()).toBeGreaterThan(0);
    for (const one of [whole, fact]) expect(one.whole).toEqual(TRANSFER_KINDS);
    for (const kind of TRANSFER_KINDS) expect(movesOf(fact, kind)).toEqual(movesOf(whole, kind));
    expect(joined.disputes).toEqual([]);
  });

  test('go on with the explorer alone when the node is gone, and with the node alone when the explorer is', async () => {
    const account = story.cast.thief;
    const expected = ownMoves((await alone.history(wholeHistory(account, head))).transactions, account);
    const { pool, node, listed } = await openBoth();
    proxy.setFaults([async () => ({ kind: 'http', status: 500 })]);
    expect((await pool.head(ANVIL_CHAIN)).block).toBe(head);
    const withoutNode = await pool.history(wholeHistory(account, head));
    expect(ownMoves(withoutNode.transactions, account)).toEqual(expected);
    expect(new Set(withoutNode.coverage.map(({ source }) => source))).toEqual(new Set([listed.id]));
    proxy.setFaults([]);
    const late = await startNodeExplorer({ target: anvil.url, faults: () => ({ kind: 'http', status: 503 }) });
    const other = openTestPool([openExplorer(late.url), node]);
    const withoutExplorer = await other.pool.history(wholeHistory(account, head));
    expect(ownMoves(withoutExplorer.transactions, account)).toEqual(expected);
    expect(new Set(withoutExplorer.coverage.map(({ source }) => source))).toEqual(new Set([node.id]));
    await late.close();
  });

  test('have no answer for now, not a short one, while only one that is down could tell', async () => {
    proxy.setFaults([withoutMethods('trace_*', 'debug_*')]);
    const down = await startNodeExplorer({ target: anvil.url, faults: () => ({ kind: 'rate_limit' }) });
    const node = await openNode(proxy.url, { wrapped: story.wrapped, maxScanBlocks: 8 });
    const { pool } = openTestPool([node, openExplorer(down.url)]);
    await expect(pool.history(wholeHistory(story.cast.thief, head))).rejects.toMatchObject({ retryable: true });
    await down.close();
  });

  test('say which kind nobody tells, and give the rest', async () => {
    proxy.setFaults([withoutMethods('trace_*', 'debug_*')]);
    const bare = await startNodeExplorer({ target: anvil.url, without: ['txlistinternal', 'tokentx'] });
    const node = await openNode(proxy.url, { wrapped: story.wrapped, maxScanBlocks: 1 });
    const { pool } = openTestPool([openExplorer(bare.url), node]);
    const { coverage } = await pool.history(wholeHistory(story.cast.thief, head));
    expect(coverage.map(({ kind, status }) => [kind, status])).toEqual([
      ['native', 'complete'],
      ['internal', expect.stringMatching(/unavailable|truncated/)],
      ['token', 'complete'],
    ]);
    expect(coverage[1]?.reason).toBeDefined();
    await bare.close();
  });

  test.each([
    ['for good', Number.MAX_SAFE_INTEGER],
    ['once', 1],
  ])('do not call complete what one of them leaves out %s, unless it comes when asked again', async (_, times) => {
    // Bought tokens for ether: the node finds the purchase by its token, and the explorer must have it as well.
    const buyer = story.cast.wallets[0] as Address;
    const nothing = { status: '0', message: 'No transactions found', result: [] };
    let left = times;
    const lying = await startNodeExplorer({
      target: anvil.url,
      faults: ({ action }) => (action === 'txlist' && left-- > 0 ? { kind: 'answer', json: nothing } : undefined),
    });
    const node = await openNode(proxy.url, { wrapped: story.wrapped });
    const listed = openExplorer(lying.url);
    const { pool, disputes } = openTestPool([node, listed], { maxLag: 0 });
    const { coverage, transactions } = await pool.history(wholeHistory(buyer, head));
    const states = coverage.map(({ kind, status }) => [kind, status]);
    if (times === 1) {
      expect(states).toEqual(TRANSFER_KINDS.map((kind) => [kind, 'complete']));
      expect(disputes).toEqual([]);
    } else {
      const [purchase] = await alone
        .history({ ...wholeHistory(buyer, head), kinds: ['token'] })
        .then((history) => history.transactions.filter((fact) => fact.sender === buyer));
      expect(states).toContainEqual(['native', 'unavailable']);
      expect(coverage[0]?.reason).toContain('say different things of');
      expect(transactions.map((fact) => fact.hash)).not.toContain(purchase?.hash);
      expect(disputes.length).toBeGreaterThan(0);
      const [dispute] = disputes;
      expect(dispute).not.toHaveProperty('taken');
      expect(dispute?.answers.map(({ source }) => source).sort()).toEqual([node.id, listed.id].sort());
      expect(dispute?.answers.map(({ answer }) => answer).join()).toContain('does not have');
    }
    await lying.close();
  });

  test('of one member are that member', async () => {
    const node = await openNode(proxy.url);
    expect(openTestPool([node]).pool).toBe(node);
  });
});
