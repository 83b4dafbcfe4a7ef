import type { LogsRequest, PlacedLog } from '@fundtrail/core';
import {
  type Anvil,
  changingLogs,
  logsOfAtMostBlocks,
  logsOfAtMostRows,
  type NodeFault,
  type NodeProxy,
  playTheft,
  type Story,
  startAnvil,
  startNodeProxy,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { matchesTopics } from '../log-filter.ts';
import { TRANSFER_TOPIC } from '../logs.ts';
import type { RpcSource } from './source.ts';
import { openSource } from './test-support.ts';

describe('logs that a node is asked for', () => {
  let anvil: Anvil;
  let story: Story;
  let head: number;
  /** All logs of the chain, from the receipts of its blocks. */
  let all: readonly PlacedLog[];
  const proxies: NodeProxy[] = [];

  beforeAll(async () => {
    anvil = await startAnvil();
    story = await playTheft({ url: anvil.url });
    const source = await openSource({ url: anvil.url });
    head = (await source.head(source.chain)).block;
    const numbers = Array.from({ length: head + 1 }, (_, number) => number);
    const blocks = await Promise.all(numbers.map((number) => source.block(source.chain, number)));
    all = blocks.flatMap((block) =>
      block.transactions.flatMap(({ hash: tx, receipt }) =>
        (receipt?.logs ?? []).map((log) => ({ tx, block: block.number, log })),
      ),
    );
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });
  afterAll(() => anvil?.stop());

  async function open(...faults: NodeFault[]): Promise<{ readonly source: RpcSource; readonly proxy: NodeProxy }> {
    const proxy = await startNodeProxy({ target: anvil.url, faults });
    proxies.push(proxy);
    return { source: await openSource({ url: proxy.url }), proxy };
  }
  const search = (more: Partial<LogsRequest> = {}): LogsRequest => ({
    chain: story.chain,
    addresses: [story.contracts.token, story.contracts.weth],
    topics: [],
    fromBlock: 0,
    toBlock: head,
    maxRequests: 100,
    ...more,
  });
  const expected = ({ addresses, topics, fromBlock, toBlock }: LogsRequest): readonly PlacedLog[] =>
    all.filter(
      ({ block, log }) =>
        addresses.includes(log.address) && matchesTopics(topics, log.topics) && block >= fromBlock && block <= toBlock,
    );
  const asked = (proxy: NodeProxy): number => proxy.seen.filter(({ method }) => method === 'eth_getLogs').length;

  test('are all that the receipts hold, by contract, topics and blocks', async () => {
    const { source, proxy } = await open();
    const [, from] = all.find(({ log }) => log.topics[0] === TRANSFER_TOPIC)?.log.topics ?? [];
    const searches = [
      search(),
      search({ topics: [TRANSFER_TOPIC] }),
      search({ topics: [[TRANSFER_TOPIC, `0x${'1'.repeat(64)}`], from ?? ''] }),
      search({ topics: [null, from ?? ''], addresses: [story.contracts.token] }),
      search({ fromBlock: story.theft.block, toBlock: head - 5 }),
    ];
    for (const request of searches) {
      const wanted = expected(request);
      expect(wanted.length).toBeGreaterThan(0);
      const answer = await source.logs(request);
      expect(answer).toMatchObject({ status: 'complete', reached: request.toBlock, logs: wanted });
      expect(answer).not.toHaveProperty('reason');
    }
    expect(asked(proxy)).toBe(searches.length);
  });

  test('are the same where the node answers for few blocks or rows at once, and requests are counted', async () => {
    const wanted = expected(search());
    for (const fault of [logsOfAtMostBlocks(10, 'alchemy'), logsOfAtMostRows(4, 'infura')]) {
      const { source, proxy } = await open(fault);
      const before = proxy.seen.length;
      const answer = await source.logs(search());
      expect(answer).toMatchObject({ status: 'complete', logs: wanted, requests: proxy.seen.length - before });
      expect(answer.requests).toBeGreaterThan(5);
    }
  });

  test('end where no more requests are allowed, and say at which block', async () => {
    const { source, proxy } = await open(logsOfAtMostBlocks(5, 'alchemy'));
    const answer = await source.logs(search({ maxRequests: 6 }));
    // One for the head, one that is refused, one that the end is there.
    expect(asked(proxy)).toBe(4);
    expect(answer).toMatchObject({
      status: 'truncated',
      reached: 14,
      reason: 'no more requests are allowed',
      requests: 6,
    });
    expect(answer.logs).toEqual(expected(search({ toBlock: 14 })));
    const rest = await source.logs(search({ fromBlock: answer.reached + 1 }));
    expect([...answer.logs, ...rest.logs]).toEqual(expected(search()));
  });

  test('are not told of blocks that there are not yet', async () => {
    const { source } = await open();
    expect(await source.logs(search({ toBlock: head + 100 }))).toMatchObject({
      status: 'truncated',
      reached: head,
      reason: `the node's newest block is ${head}`,
      logs: expected(search()),
    });
    expect(await source.logs(search({ fromBlock: head + 1, toBlock: head + 100 }))).toMatchObject({
      status: 'truncated',
      reached: head,
      logs: [],
    });
  });

  test('are refused where the node tells others than were asked for, or has not the end of the range', async () => {
    const other = `0x${'9'.repeat(40)}`;
    const { source } = await open(changingLogs((logs) => logs.map((log) => ({ ...log, address: other }))));
    await expect(source.logs(search())).rejects.toThrow('that was not asked for');
    const lagging = await open(async (call, next) => {
      const isEnd = call.method === 'eth_getBlockByNumber' && call.params[0] === `0x${head.toString(16)}`;
      return isEnd ? { kind: 'result', result: null } : next(call);
    });
    await expect(lagging.source.logs(search())).rejects.toMatchObject({ failure: 'unreachable' });
  });

  test('need a contract, blocks, and a choice where there is one', async () => {
    const { source } = await open();
    for (const wrong of [{ addresses: [] }, { fromBlock: 9, toBlock: 8 }, { topics: [[]] }, { maxRequests: 0 }])
      await expect(source.logs(search(wrong))).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
