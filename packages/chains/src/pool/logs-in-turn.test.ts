import type { LogsRequest, Source } from '@fundtrail/core';
import {
  type Anvil,
  logsOfAtMostBlocks,
  type NodeFault,
  openChain,
  playTheft,
  type Story,
  startAnvil,
  startNodeExplorer,
  startNodeProxy,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createLateNode } from './late-node.ts';
import { openExplorer, openNode, openTestPool } from './test-pool.ts';

let anvil: Anvil;
let story: Story;
let head: number;
let alone: Source;
const ending: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  anvil = await startAnvil();
  story = await playTheft({ url: anvil.url });
  // More blocks than one may be behind, so that an answer that ends early is seen to.
  head = (await openChain(anvil.url).mine(300)).number;
  alone = await openNode(anvil.url);
});
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});
afterAll(() => anvil?.stop());

async function node(...faults: NodeFault[]): Promise<Source> {
  const proxy = await startNodeProxy({ target: anvil.url, faults });
  ending.push(() => proxy.stop());
  return openNode(proxy.url);
}
async function explorer(without: readonly 'getLogs'[] = []): Promise<Source> {
  const api = await startNodeExplorer({ target: anvil.url, without });
  ending.push(() => api.close());
  return openExplorer(api.url);
}
const search = (more: Partial<LogsRequest> = {}): LogsRequest => ({
  chain: story.chain,
  addresses: [story.contracts.token],
  topics: [],
  fromBlock: 0,
  toBlock: head,
  maxRequests: 100,
  ...more,
});
const truth = async () => {
  const answer = await alone.logs?.(search());
  expect(answer?.logs.length).toBeGreaterThan(0);
  return answer?.logs;
};

test('logs come from a node where it finds them in one go, and from an explorer where the range is wide', async () => {
  const [api, own] = [await explorer(), await node()];
  const { pool } = openTestPool([api, own]);
  const before = [api.requests(), own.requests()];
  expect(await pool.logs?.(search())).toMatchObject({ status: 'complete', logs: await truth() });
  expect(api.requests()).toBe(before[0]);
  expect(own.requests()).toBeGreaterThan(before[1] ?? 0);
  const asked = own.requests();
  const wide = await pool.logs?.(search({ toBlock: head + 20_000 }));
  expect(wide).toMatchObject({ status: 'truncated', reached: head, logs: await truth() });
  expect(api.requests()).toBeGreaterThan(before[0] ?? 0);
  expect(own.requests()).toBeGreaterThan(asked);
});

test('logs come from the next where one does not offer them or does not answer', async () => {
  const { pool } = openTestPool([await node(withoutMethods('eth_getLogs')), await explorer()]);
  expect(await pool.logs?.(search())).toMatchObject({ status: 'complete', logs: await truth() });
  const { pool: none } = openTestPool([await node(withoutMethods('eth_getLogs')), await explorer(['getLogs'])]);
  await expect(none.logs?.(search())).rejects.toMatchObject({ code: expect.stringMatching(/^source_/) });
});

test('logs that one has not searched to the end come from one that goes further, within the requests allowed', async () => {
  const slow = await node(logsOfAtMostBlocks(2, 'alchemy'));
  // What a node answers for at once is learned by a refusal.
  await slow.logs?.(search({ maxRequests: 3 }));
  const { pool } = openTestPool([slow, await explorer()]);
  const answer = await pool.logs?.(search({ maxRequests: 12 }));
  // All that are allowed were spent on the node: the furthest answer that there is.
  expect(answer).toMatchObject({ status: 'truncated', requests: 12 });
  expect(answer?.reached).toBeLessThan(head);
  const stuck = await node(async (call, next) => {
    const [filter] = call.params as [{ readonly toBlock?: string } | undefined];
    const isLate = call.method === 'eth_getLogs' && Number(filter?.toBlock) > 5;
    return isLate ? { kind: 'error', code: -32_005, message: 'query returned more than 10000 results' } : next(call);
  });
  const { pool: other } = openTestPool([stuck, await explorer()]);
  expect(await other.logs?.(search())).toMatchObject({ status: 'complete', logs: await truth() });
});

test('a node that is opened late tells logs and blocks by time when it is there', async () => {
  let isThere = false;
  const late = createLateNode('rpc:late', story.chain, async () => {
    if (!isThere) throw new Error('not there');
    return openNode(anvil.url);
  });
  await expect(late.logs?.(search())).rejects.toThrow('not there');
  isThere = true;
  expect(await late.logs?.(search())).toMatchObject({ status: 'complete', logs: await truth() });
  const { time } = await alone.head(story.chain);
  expect(await late.blockAt?.(story.chain, time)).toBe(head);
});
