import type { LogsRequest, PlacedLog, Source } from '@fundtrail/core';
import {
  type Anvil,
  type ExplorerFaultRule,
  type NodeExplorer,
  type NodeExplorerOptions,
  playTheft,
  type Story,
  startAnvil,
  startNodeExplorer,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TRANSFER_TOPIC } from '../logs.ts';
import { openSource } from '../rpc/test-support.ts';
import { readLogRow } from './log-row.ts';
import { createTestSource } from './test-source.ts';

describe('logs that an explorer is asked for', () => {
  let anvil: Anvil;
  let story: Story;
  let head: number;
  const open: { readonly api: NodeExplorer; readonly source: Source }[] = [];

  beforeAll(async () => {
    anvil = await startAnvil();
    story = await playTheft({ url: anvil.url });
    const node = await openSource({ url: anvil.url });
    head = (await node.head(node.chain)).block;
  });
  afterEach(async () => {
    for (const { api, source } of open.splice(0)) {
      await source.close();
      await api.close();
    }
  });
  afterAll(() => anvil?.stop());

  async function start(options: Omit<NodeExplorerOptions, 'target'> = {}) {
    const api = await startNodeExplorer({ target: anvil.url, ...options });
    const source = createTestSource({ url: api.url, chain: story.chain });
    open.push({ api, source });
    return { api, source, asked: () => api.requests().byAction.get('getLogs') ?? 0 };
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
  /** What a node says, which is held against receipts elsewhere. */
  const expected = async (more: Partial<LogsRequest> = {}): Promise<readonly PlacedLog[]> => {
    const { logs } = await (await openSource({ url: anvil.url })).logs(search(more));
    expect(logs.length).toBeGreaterThan(0);
    return logs;
  };
  const failing =
    (text: string): ExplorerFaultRule =>
    ({ action }) =>
      action === 'getLogs' ? { kind: 'error', text } : undefined;

  it('are those of a node: each contract and choice of a topic a question of its own, and one for the head', async () => {
    const { source, asked } = await start();
    const from = (await expected({ topics: [TRANSFER_TOPIC] }))[0]?.log.topics[1] ?? '';
    const other = (await expected()).find(({ log }) => log.topics[0] !== TRANSFER_TOPIC)?.log.topics[0] ?? '';
    for (const [more, questions] of [
      [{ topics: [TRANSFER_TOPIC] }, 2],
      [{ topics: [[TRANSFER_TOPIC, other], from] }, 4],
      [{ topics: [null, from], addresses: [story.contracts.token] }, 1],
    ] as const) {
      const before = { asked: asked(), all: source.requests() };
      const answer = await source.logs?.(search(more));
      expect(answer).toMatchObject({ status: 'complete', reached: head, logs: await expected(more) });
      // An answer as long as any before it may have been cut, and is followed up.
      expect(asked() - before.asked).toBeGreaterThanOrEqual(questions);
      expect(answer?.requests).toBe(source.requests() - before.all);
    }
  });

  it('are the same through pages, and within a block that fills a page', async () => {
    const wanted = await expected();
    for (const rowCap of [12, 3]) {
      const api = await startNodeExplorer({ target: anvil.url, rowCap });
      const source = createTestSource({ url: api.url, chain: story.chain, rowCap });
      open.push({ api, source });
      const answer = await source.logs?.(search());
      expect(answer).toMatchObject({ status: 'complete', logs: wanted });
      expect(api.requests().byAction.get('getLogs')).toBeGreaterThan(wanted.length / rowCap);
    }
  });

  it('end where no more requests are allowed, and can be gone on with from there', async () => {
    const api = await startNodeExplorer({ target: anvil.url, rowCap: 3 });
    const source = createTestSource({ url: api.url, chain: story.chain, rowCap: 3 });
    open.push({ api, source });
    const answer = await source.logs?.(search({ maxRequests: 5, addresses: [story.contracts.token] }));
    expect(answer).toMatchObject({ status: 'truncated', reason: 'no more requests are allowed', requests: 5 });
    const reached = answer?.reached ?? -1;
    expect(reached).toBeGreaterThan(0);
    expect(reached).toBeLessThan(head);
    const rest = await source.logs?.(search({ fromBlock: reached + 1, addresses: [story.contracts.token] }));
    expect([...(answer?.logs ?? []), ...(rest?.logs ?? [])]).toEqual(
      await expected({ addresses: [story.contracts.token] }),
    );
    // The second contract was not asked for at all: then nothing is known of any block.
    const both = await source.logs?.(search({ maxRequests: 2 }));
    expect(both?.reached).toBeLessThan(reached);
  });

  it('end before a block of which the explorer tells the same page again', async () => {
    const rows = [row(0), row(1)].map((told) => ({ ...told, blockNumber: '0x2' }));
    const json = { status: '1', message: 'OK', result: rows };
    const api = await startNodeExplorer({
      target: anvil.url,
      faults: ({ action }) => (action === 'getLogs' ? { kind: 'answer', json } : undefined),
    });
    const source = createTestSource({ url: api.url, chain: story.chain, rowCap: 2 });
    open.push({ api, source });
    const answer = await source.logs?.(search({ addresses: [row(0).address] }));
    expect(answer).toMatchObject({ status: 'truncated', reached: 1, logs: [] });
  });

  it('are not told of blocks that the explorer does not have', async () => {
    const { source } = await start();
    expect(await source.logs?.(search({ toBlock: head + 50 }))).toMatchObject({
      status: 'truncated',
      reached: head,
      reason: `the explorer's newest block is ${head}`,
    });
    expect(await source.logs?.(search({ fromBlock: head + 9, toBlock: head + 50 }))).toMatchObject({
      status: 'truncated',
      reached: head + 8,
      logs: [],
    });
  });

  it('are not told where the explorer does not tell its newest block', async () => {
    const { source, asked } = await start({
      faults: ({ action }) =>
        action === 'eth_getBlockByNumber'
          ? { kind: 'error', text: 'Error! Missing Or invalid Module name' }
          : undefined,
    });
    await expect(source.logs?.(search({ toBlock: head + 50 }))).rejects.toMatchObject({ failure: 'unsupported' });
    expect(asked()).toBe(0);
  });

  it('are none where it says so, and an error where it says anything else', async () => {
    const { source } = await start();
    expect(await source.logs?.(search({ addresses: [`0x${'9'.repeat(40)}`] }))).toMatchObject({
      status: 'complete',
      logs: [],
    });
    const blockscout = await start({
      faults: ({ action }) =>
        action === 'getLogs'
          ? { kind: 'answer', json: { status: '0', message: 'No logs found', result: [] } }
          : undefined,
    });
    expect(await blockscout.source.logs?.(search())).toMatchObject({ status: 'complete', logs: [] });
    const refusing = await start({ faults: failing('Error! Block range is wrong') });
    await expect(refusing.source.logs?.(search())).rejects.toMatchObject({ failure: 'refused' });
    const without = await start({ without: ['getLogs'] });
    await expect(without.source.logs?.(search())).rejects.toMatchObject({ failure: 'unsupported' });
    const before = without.asked();
    await expect(without.source.logs?.(search())).rejects.toMatchObject({ failure: 'unsupported' });
    expect(without.asked()).toBe(before);
  });

  it('are not vouched for where the explorer has not finished processing them', async () => {
    const { source } = await start({
      faults: ({ action }) =>
        action === 'getLogs' ? { kind: 'answer', json: { status: '2', message: 'Some', result: [] } } : undefined,
    });
    expect(await source.logs?.(search())).toMatchObject({
      status: 'truncated',
      reached: -1,
      logs: [],
      reason: 'the source has not finished processing this range',
    });
  });

  it('are malformed where a row is of another contract or range, or no log', async () => {
    for (const change of [
      { address: `0x${'8'.repeat(40)}` },
      { blockNumber: '0xffffff' },
      { transactionHash: '0x12' },
    ]) {
      const { source } = await start({
        faults: ({ action }) =>
          action === 'getLogs'
            ? { kind: 'answer', json: { status: '1', message: 'OK', result: [{ ...row(0), ...change }] } }
            : undefined,
      });
      await expect(source.logs?.(search({ addresses: [row(0).address] }))).rejects.toMatchObject({
        failure: 'malformed',
        message: expect.stringContaining('getLogs row 1'),
      });
    }
  });

  it('are read with a zero that has no digit, and topics that are filled up with null', () => {
    const told = { ...row(0), logIndex: '0x', topics: [TRANSFER_TOPIC, null, null, null] };
    expect(readLogRow(told, 1, 'explorer:test')).toEqual({
      tx: row(0).transactionHash,
      block: 1,
      log: { address: row(0).address, topics: [TRANSFER_TOPIC], data: '0x', index: 0 },
    });
  });
});

function row(index: number) {
  return {
    address: `0x${'7'.repeat(40)}`,
    topics: [TRANSFER_TOPIC],
    data: '0x',
    blockNumber: '0x1',
    logIndex: `0x${index.toString(16)}`,
    transactionHash: `0x${'6'.repeat(64)}`,
  };
}
