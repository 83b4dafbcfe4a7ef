import { type Address, createLogger, type Source } from '@fundtrail/core';
import {
  type Anvil,
  ahead,
  answering,
  firstTimes,
  lagging,
  type NodeFault,
  type NodeProxy,
  on,
  onChain,
  openChain,
  playTheft,
  reset,
  type Story,
  serverError,
  startAnvil,
  startNodeProxy,
  tooManyRequests,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ANVIL_CHAIN as CHAIN, openNode, openTestPool, ownMoves, wholeHistory } from './test-pool.ts';

describe('a pool whose members fail', () => {
  let anvil: Anvil;
  let story: Story;
  let head: number;
  let expected: readonly string[];
  let thief: Address;
  const proxies: NodeProxy[] = [];

  beforeAll(async () => {
    anvil = await startAnvil();
    story = await playTheft({ url: anvil.url });
    // What follows lags and runs ahead by up to twenty blocks.
    head = (await openChain(anvil.url).mine(30)).number;
    thief = story.cast.thief;
    const alone = await openNode(anvil.url, { wrapped: story.wrapped });
    expected = ownMoves((await alone.history(wholeHistory(thief, head))).transactions, thief);
  });
  afterEach(async () => {
    await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
  });
  afterAll(() => anvil?.stop());

  async function members(count: number): Promise<{ readonly nodes: readonly Source[]; readonly behind: NodeProxy[] }> {
    const behind = await Promise.all(Array.from({ length: count }, () => startNodeProxy({ target: anvil.url })));
    proxies.push(...behind);
    const nodes = await Promise.all(behind.map(({ url }) => openNode(url, { wrapped: story.wrapped })));
    return { nodes, behind };
  }
  const proxyAt = (behind: readonly NodeProxy[], place: number): NodeProxy => behind[place] as NodeProxy;

  test.each<[string, NodeFault]>([
    ['errors', serverError()],
    ['broken connections', reset],
    ['rate limits', tooManyRequests()],
  ])('goes on with the next when one dies in the middle of a history, by %s', async (_, fault) => {
    const { nodes, behind } = await members(2);
    const { pool, disputes } = openTestPool(nodes);
    let calls = 0;
    const dying: NodeFault = (call, next, node) => {
      calls += 1;
      return calls > 5 ? fault(call, next, node) : next(call);
    };
    proxyAt(behind, 0).setFaults([dying]);
    const { transactions, coverage } = await pool.history(wholeHistory(thief, head));
    expect(ownMoves(transactions, thief)).toEqual(expected);
    expect(coverage.map(({ source, status }) => [source, status])).toEqual([
      [nodes[1]?.id, 'complete'],
      [nodes[1]?.id, 'complete'],
      [nodes[1]?.id, 'complete'],
    ]);
    expect(disputes).toEqual([]);
  });

  test('leaves alone one that keeps failing, and tries it again after a rest with one question', async () => {
    let now = 1_000_000;
    const clock = { now: () => now, sleep: async () => undefined };
    const context = { clock, logger: createLogger({ level: 'silent' }), signal: new AbortController().signal };
    const { nodes, behind } = await members(2);
    const { pool } = openTestPool(nodes, { context });
    const [ill, well] = [proxyAt(behind, 0), proxyAt(behind, 1)];
    const header = async (number: number): Promise<void> => void (await pool.header?.(CHAIN, number));
    /** Blocks that the ill one was asked for while this ran. */
    const askedFor = async (run: () => Promise<unknown>): Promise<readonly unknown[]> => {
      const before = ill.count();
      await run();
      return [...new Set(ill.seen.slice(before).map(({ params }) => Number(params[0])))];
    };
    ill.setFaults([serverError()]);
    // Each of the first failures is forgotten after a while; the third opens the circuit.
    for (const round of [1, 2, 3]) {
      expect(await askedFor(() => header(round))).toEqual([round]);
      expect(await askedFor(() => header(10 + round))).toEqual([]);
      now += 120_000;
    }
    expect(await askedFor(() => Promise.all([4, 5, 6].map(header)))).toEqual([4]);
    ill.setFaults([]);
    now += 10_000;
    expect(await askedFor(() => header(7))).toEqual([]);
    now += 300_000;
    expect(await askedFor(() => header(8))).toEqual([8]);
    expect(await askedFor(() => header(9))).toEqual([9]);
    expect(well.count('eth_getBlockByNumber')).toBe(10);
  });

  test('names all that failed, and can be asked again', async () => {
    const { nodes, behind } = await members(2);
    const { pool } = openTestPool(nodes);
    proxyAt(behind, 0).setFaults([serverError()]);
    proxyAt(behind, 1).setFaults([answering({ kind: 'error', code: -32601, message: 'method not found' })]);
    const error = await pool.transaction(CHAIN, story.theft.hash).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ failure: 'unreachable', retryable: true });
    for (const { id } of nodes) expect(String(error)).toContain(id);
  });

  test('asks nobody again for what he does not offer, until a while has passed', async () => {
    let now = 1_000_000;
    const clock = { now: () => now, sleep: async () => undefined };
    const context = { clock, logger: createLogger({ level: 'silent' }), signal: new AbortController().signal };
    const { nodes, behind } = await members(2);
    const { pool } = openTestPool(nodes, { context });
    proxyAt(behind, 0).setFaults([withoutMethods('eth_getBlockByNumber')]);
    const asked = async (block: number): Promise<number> => {
      const before = proxyAt(behind, 0).count();
      await pool.header?.(CHAIN, block);
      return proxyAt(behind, 0).count() - before;
    };
    expect([await asked(1), await asked(2)]).toEqual([1, 0]);
    now += 600_000;
    expect(await asked(3)).toBe(1);
  });

  test('asks the next where one refuses, and refuses where all do', async () => {
    const { nodes, behind } = await members(2);
    const { pool } = openTestPool(nodes);
    const unknown = on('eth_getTransaction*', answering({ kind: 'result', result: null }));
    proxyAt(behind, 0).setFaults([unknown]);
    expect((await pool.transaction(CHAIN, story.theft.hash)).hash).toBe(story.theft.hash);
    proxyAt(behind, 1).setFaults([unknown]);
    await expect(pool.transaction(CHAIN, story.theft.hash)).rejects.toMatchObject({ failure: 'refused' });
  });

  test('asks nobody who lags, nor takes the head of one that has no such block', async () => {
    const { nodes, behind } = await members(3);
    const { pool } = openTestPool(nodes, { maxLag: 10 });
    proxyAt(behind, 0).setFaults([lagging(20)]);
    proxyAt(behind, 1).setFaults([ahead(1000)]);
    expect((await pool.head(CHAIN)).block).toBe(head);
    const before = behind.map((proxy) => proxy.count());
    expect((await pool.block?.(CHAIN, head))?.number).toBe(head);
    const { coverage } = await pool.history(wholeHistory(thief, head));
    expect(new Set(coverage.map(({ source }) => source))).toEqual(new Set([nodes[2]?.id]));
    expect(behind.slice(0, 2).map((proxy) => proxy.count())).toEqual(before.slice(0, 2));
  });

  test('asks one of them for each new head, and the others where it fails', async () => {
    const { nodes, behind } = await members(3);
    const { pool } = openTestPool(nodes);
    await pool.head(CHAIN);
    const asked = async (): Promise<readonly number[]> => {
      const before = behind.map((proxy) => proxy.count());
      expect((await pool.head(CHAIN)).block).toBe(head);
      return behind.map((proxy, place) => proxy.count() - (before[place] ?? 0));
    };
    expect(await asked()).toEqual([1, 0, 0]);
    proxyAt(behind, 0).setFaults([reset]);
    const [, second, third] = await asked();
    expect([second, third]).toEqual([1, 0]);
    expect(await asked()).toEqual([0, 1, 0]);
  });

  test('takes no head from the future', async () => {
    const { nodes, behind } = await members(2);
    const { pool } = openTestPool(nodes, { maxLag: 10 });
    const tomorrow = `0x${Math.floor(Date.now() / 1000 + 86_400).toString(16)}`;
    const early: NodeFault = async (call, next) => {
      const answer = await next(call);
      if (call.method !== 'eth_getBlockByNumber' || answer.kind !== 'result') return answer;
      return { ...answer, result: { ...(answer.result as object), timestamp: tomorrow } };
    };
    proxyAt(behind, 0).setFaults([early]);
    const { time } = await pool.head(CHAIN);
    expect(time).toBeLessThan(Number(tomorrow));
    const before = proxyAt(behind, 0).count();
    await pool.block?.(CHAIN, 3);
    expect(proxyAt(behind, 0).count()).toBe(before);
  });

  test('gives an answer up to where it reaches when everybody lags', async () => {
    const { nodes, behind } = await members(2);
    for (const proxy of behind) proxy.setFaults([lagging(20)]);
    const { pool } = openTestPool(nodes, { maxLag: 10 });
    const { coverage } = await pool.history({ ...wholeHistory(thief, head), kinds: ['token'] });
    expect(coverage).toMatchObject([{ status: 'complete', toBlock: head - 20 }]);
  });

  test('has no member of another chain: it is refused by name', async () => {
    const proxy = await startNodeProxy({ target: anvil.url, faults: [onChain(1)] });
    proxies.push(proxy);
    const { nodes } = await members(1);
    const stranger = await openNode(proxy.url);
    expect(() => openTestPool([...nodes, stranger])).toThrow(
      `${stranger.id} is a provider of eip155:1, not of ${CHAIN}`,
    );
    expect(() => openTestPool([...nodes, ...nodes])).toThrow('is named twice');
    expect(() => openTestPool(nodes, { quorum: 2 })).toThrow('quorum: 2 providers of eip155:31337 cannot agree');
  });

  test('says that a caller gave up, and blames no member for it', async () => {
    const { nodes, behind } = await members(2);
    const { pool } = openTestPool(nodes);
    const caller = new AbortController();
    proxyAt(behind, 0).setFaults([
      on(
        'eth_getTransactionByHash',
        firstTimes(1, async (call, next) => {
          caller.abort(new Error('enough'));
          return next(call);
        }),
      ),
    ]);
    await expect(pool.transaction(CHAIN, story.theft.hash, caller.signal)).rejects.toThrow('enough');
    expect(proxyAt(behind, 1).count('eth_getTransactionByHash')).toBe(0);
  });
});
