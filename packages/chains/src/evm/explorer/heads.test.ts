import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccountHistory, Source } from '@fundtrail/core';
import { afterEach, describe, expect, it } from 'vitest';
import { ALICE, hashOf, okAnswer, topRow } from './test-rows.ts';
import { createTestSource } from './test-source.ts';

const CHAIN = 'eip155:1';
const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

describe('what an explorer says of the end of the chain', () => {
  it('is provisional within the window below the head it told', async () => {
    const { source } = await start([200]);
    await source.head(CHAIN);
    expect((await history(source, 200)).coverage).toMatchObject([{ status: 'complete', toBlock: 200, finalTo: 190 }]);
    const [old] = (await history(source, 190)).coverage;
    expect(old).toMatchObject({ status: 'complete', toBlock: 190 });
    expect(old).not.toHaveProperty('finalTo');
  });

  it('is provisional below the block asked for where no head was told, without a request more', async () => {
    const { source, asked } = await start([200]);
    expect((await history(source, 150)).coverage).toMatchObject([{ toBlock: 150, finalTo: 140 }]);
    expect(asked).toEqual(['txlist']);
  });

  it('ends at its head, because it answers about later blocks as if they were empty', async () => {
    const { source, asked } = await start([100, 120]);
    await source.head(CHAIN);
    expect((await history(source, 300)).coverage).toMatchObject([{ status: 'complete', toBlock: 120, finalTo: 110 }]);
    expect(asked).toEqual(['latest', 'latest', 'txlist']);
  });

  it('is nothing where its head is older than what is asked for', async () => {
    const { source } = await start([100, 90]);
    await source.head(CHAIN);
    const { coverage, transactions } = await history(source, 150, 120);
    expect(transactions).toEqual([]);
    expect(coverage).toMatchObject([{ status: 'unavailable', reason: "the explorer's newest block is 90" }]);
  });

  it('is not less final when an older head is told afterwards', async () => {
    const { source } = await start([200, 150]);
    await source.head(CHAIN);
    await source.head(CHAIN);
    expect((await history(source, 150)).coverage[0]).not.toHaveProperty('finalTo');
  });

  it('has the heads of blocks, and no block that the explorer does not know', async () => {
    const { source } = await start([200]);
    expect(await source.header?.(CHAIN, 7)).toEqual({
      ...{ chain: CHAIN, number: 7, hash: hashOf(7), parentHash: hashOf(6), time: 700 },
    });
    expect(await source.finalized?.(CHAIN)).toBe(42);
    await expect(source.header?.(CHAIN, 999)).rejects.toMatchObject({ failure: 'refused' });
  });
});

/** An explorer whose head is the next of `heads` each time it is asked, the last one from then on. */
async function start(heads: number[]): Promise<{ readonly source: Source; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const blockOf = (tag: string): number => {
    if (tag === 'finalized') return 42;
    if (tag !== 'latest') return Number(tag);
    return (heads.length > 1 ? heads.shift() : heads[0]) ?? 0;
  };
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://explorer');
    const tag = searchParams.get('tag');
    asked.push(tag ?? searchParams.get('action') ?? '');
    if (tag === null) return void response.end(JSON.stringify(okAnswer([topRow(0)])));
    const number = blockOf(tag);
    const hex = (value: number): string => `0x${value.toString(16)}`;
    const header = { number: hex(number), hash: hashOf(number), parentHash: hashOf(number - 1) };
    const result = number > 500 ? null : { ...header, timestamp: hex(number * 100) };
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  const source = createTestSource({ url, reorgWindow: 10, rowCap: 1000 });
  open.push(
    () => source.close(),
    () => {
      server.closeAllConnections();
      server.close();
    },
  );
  return { source, asked };
}

function history(source: Source, toBlock: number, fromBlock = 0): Promise<AccountHistory> {
  return source.history({ chain: CHAIN, address: ALICE, kinds: ['native'], fromBlock, toBlock, maxRows: 100 });
}
