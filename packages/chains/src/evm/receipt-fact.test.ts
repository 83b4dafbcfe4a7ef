import type { Source, TransactionFact } from '@fundtrail/core';
import {
  type Anvil,
  playTheft,
  type Story,
  startAnvil,
  startNodeExplorer,
  startNodeProxy,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openExplorer, openNode, openTestPool, wholeHistory } from '../pool/test-pool.ts';
import { joinReceipts } from './receipt-fact.ts';

const TO = `0x${'c'.repeat(40)}`;
const LOGS = [{ address: TO, topics: [], data: '0x', index: 0 }];

describe('what several sources tell of a transaction', () => {
  it('is call data and logs of whoever has them', () => {
    expect(joinReceipts([undefined, undefined])).toBeUndefined();
    expect(joinReceipts([{ to: TO }, undefined])).toEqual({ to: TO });
    expect(
      joinReceipts([
        { to: TO, input: '0x12' },
        { to: TO, logs: LOGS },
      ]),
    ).toEqual({
      to: TO,
      input: '0x12',
      logs: LOGS,
    });
    expect(
      joinReceipts([
        { to: TO, logs: [] },
        { to: TO, input: '0x12', logs: LOGS },
      ]),
    ).toEqual({
      to: TO,
      input: '0x12',
      logs: [],
    });
  });
});

describe('facts of a chain on which a theft was played', () => {
  let anvil: Anvil;
  let story: Story;
  let node: Source;
  let head: number;
  /** Of every transaction, as the blocks of the node tell them. */
  let facts: readonly TransactionFact[];
  const ending: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    anvil = await startAnvil();
    story = await playTheft({ url: anvil.url });
    node = await openNode(anvil.url);
    head = (await node.head(story.chain)).block;
    const numbers = Array.from({ length: head + 1 }, (_, number) => number);
    const blocks = await Promise.all(numbers.map(async (number) => node.block?.(story.chain, number)));
    facts = blocks.flatMap((block) => block?.transactions ?? []);
  });
  afterEach(async () => {
    for (const end of ending.splice(0)) await end();
  });
  afterAll(() => anvil?.stop());

  const sent = (): readonly TransactionFact[] => facts.filter(({ sender }) => sender === story.cast.thief);
  const explorer = async (): Promise<Source> => {
    const api = await startNodeExplorer({ target: anvil.url });
    ending.push(() => api.close());
    return openExplorer(api.url);
  };

  it('come with call data and logs from blocks, a failed one without logs', async () => {
    expect(facts.length).toBeGreaterThan(20);
    let logs = 0;
    for (const { hash, success, receipt } of facts) {
      const reading = await node.reading?.(story.chain, hash);
      expect(receipt).toEqual({ to: reading?.to, input: expect.stringMatching(/^0x/), logs: reading?.logs });
      if (!success) expect(receipt?.logs).toEqual([]);
      logs += receipt?.logs?.length ?? 0;
    }
    expect(logs).toBeGreaterThan(20);
    expect(facts.some(({ receipt }) => (receipt?.input?.length ?? 0) > 10)).toBe(true);
  });

  it('come with the same from a node’s transactions and histories', async () => {
    const { transactions } = await node.history(wholeHistory(story.cast.thief, head));
    const known = new Map(facts.map((fact) => [fact.hash, fact.receipt]));
    expect(transactions.length).toBeGreaterThan(3);
    for (const { hash, receipt } of transactions) expect(receipt).toEqual(known.get(hash));
    const whole = await node.transaction(story.chain, story.theft.hash);
    expect(whole.receipt).toEqual(known.get(story.theft.hash));
  });

  it('come with the same from an explorer’s whole transactions, before and after a history told the call data', async () => {
    const source = await explorer();
    const read = () => Promise.all(sent().map(async ({ hash }) => source.transaction(story.chain, hash)));
    const expected = sent().map(({ receipt }) => receipt);
    expect((await read()).map(({ receipt }) => receipt)).toEqual(expected);
    await source.history(wholeHistory(story.cast.thief, head));
    const before = source.requests();
    expect((await read()).map(({ receipt }) => receipt)).toEqual(expected);
    expect(source.requests() - before).toBeLessThanOrEqual(2 * expected.length);
    const reading = await source.reading?.(story.chain, story.theft.hash);
    expect(reading?.selector).toBe(reading?.fact.receipt?.input?.slice(0, 10));
    expect(reading?.selector).toMatch(/^0x[0-9a-f]{8}$/);
  });

  it('come with call data and without logs from an explorer’s lists, and with neither where nothing was called', async () => {
    const { transactions } = await (await explorer()).history(wholeHistory(story.cast.thief, head));
    const known = new Map(facts.map((fact) => [fact.hash, fact.receipt]));
    const called = transactions.filter(({ receipt }) => receipt !== undefined);
    expect(called.length).toBeGreaterThan(0);
    for (const { hash, receipt } of called) {
      const { to, input } = known.get(hash) ?? {};
      expect(receipt).toEqual({ to, input });
    }
    const plain = transactions.filter(({ hash }) => known.get(hash)?.input === '0x');
    expect(plain.length).toBeGreaterThan(0);
    expect(plain.every(({ receipt }) => receipt === undefined)).toBe(true);
  });

  it('come with all of it from a pool of an explorer and a node that traces nothing, and no dispute', async () => {
    const proxy = await startNodeProxy({ target: anvil.url, faults: [withoutMethods('trace_*', 'debug_*')] });
    ending.push(() => proxy.stop());
    const { pool, disputes } = openTestPool([await explorer(), await openNode(proxy.url)]);
    const known = new Map(facts.map((fact) => [fact.hash, fact.receipt]));
    // The node tells its tokens, the explorer the rest.
    const { transactions } = await pool.history(wholeHistory(story.cast.wallets[0] ?? '', head));
    const withLogs = transactions.filter(({ receipt }) => receipt?.logs !== undefined);
    expect(withLogs.length).toBeGreaterThan(0);
    for (const { hash, receipt } of withLogs) expect(receipt).toEqual(known.get(hash));
    const whole = await pool.transaction(story.chain, story.theft.hash);
    expect(whole.whole).toContain('internal');
    expect(whole.receipt).toEqual(known.get(story.theft.hash));
    expect(disputes).toEqual([]);
  });
});
