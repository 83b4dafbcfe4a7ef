import type { Address } from '@fundtrail/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Chain, openChain } from './chain.ts';
import type { TransactionRequest } from './mined.ts';
import { keepAll, keepAllBut, keepInLastBlock } from './reorg.ts';
import { type Anvil, startAnvil } from './start-anvil.ts';

const STRANGER: Address = `0x${'ab'.repeat(20)}`;
const ONE_ETHER = '0xde0b6b3a7640000';
const PLAIN = { gas: '0x5208', gasPrice: '0x77359400' };

describe('a chain under control', () => {
  let anvil: Anvil;
  let chain: Chain;
  let people: readonly Address[];
  let goBack: () => Promise<void>;

  const payment = (from: Address | undefined, to: Address, value: string): TransactionRequest => ({
    from: String(from),
    to,
    value,
    ...PLAIN,
  });
  const pay = (...of: Parameters<typeof payment>): Promise<string> => chain.send(payment(...of));
  const balance = async (address: Address): Promise<bigint> =>
    BigInt(String(await chain.ask('eth_getBalance', [address, 'latest'])));

  beforeAll(async () => {
    anvil = await startAnvil({ secondsBetweenBlocks: 12, timestamp: 1_700_000_000, slotsInAnEpoch: 4 });
    chain = openChain(anvil.url);
    await chain.ask('anvil_autoImpersonateAccount', [true]);
    people = (await chain.ask('eth_accounts')) as readonly Address[];
  });
  afterAll(() => anvil?.stop());

  const payments = async (): Promise<readonly [string, string, string]> => {
    const [first, second] = people;
    return [
      await pay(first, STRANGER, ONE_ETHER),
      await pay(STRANGER, `0x${'cd'.repeat(20)}`, '0x1'),
      await pay(second, `0x${'ef'.repeat(20)}`, '0x2'),
    ];
  };
  const hashesOf = (blocks: readonly { readonly transactions: readonly { readonly hash: string }[] }[]): string[][] =>
    blocks.map((block) => block.transactions.map(({ hash }) => hash));

  test('a snapshot brings everything back, once, with a lower head', async () => {
    const height = await chain.height();
    goBack = await chain.snapshot();
    await payments();
    expect(await chain.height()).toBe(height + 3);
    await goBack();
    expect([await chain.height(), await balance(STRANGER)]).toEqual([height, 0n]);
    await expect(goBack()).rejects.toThrow('set back');
  });

  test('a reorganisation without anything kept undoes what was in the blocks, at the same height and times', async () => {
    await chain.mine(2);
    const sent = await payments();
    const height = await chain.height();
    const reorg = await chain.reorg(3);
    expect(hashesOf(reorg.abandoned)).toEqual(sent.map((hash) => [hash]));
    expect(reorg.dropped).toEqual(sent);
    expect(await chain.height()).toBe(height);
    expect(reorg.ancestor.hash).toBe(reorg.blocks[0]?.parentHash);
    expect(reorg.blocks.map((block) => block.timestamp)).toEqual(reorg.abandoned.map((block) => block.timestamp));
    expect(new Set([...reorg.blocks, ...reorg.abandoned].map((block) => block.hash)).size).toBe(6);
    expect(await balance(STRANGER)).toBe(0n);
    const [old] = reorg.abandoned;
    expect(await chain.ask('eth_getBlockByHash', [old?.hash, false])).toBeNull();
    expect(await chain.ask('eth_getTransactionReceipt', [sent[0]])).toBeNull();
    await expect(chain.ask('eth_getLogs', [{ blockHash: old?.hash }])).rejects.toThrow('unknown block');
    expect(await chain.ask('txpool_status')).toEqual({ pending: '0x0', queued: '0x0' });
  });

  test('what is kept comes again with the same hashes, in its place or all in the last block', async () => {
    const sent = await payments();
    const same = await chain.reorg(3, keepAll);
    expect([same.dropped, hashesOf(same.blocks)]).toEqual([[], sent.map((hash) => [hash])]);
    expect(same.blocks[2]?.hash).not.toBe(same.abandoned[2]?.hash);
    const late = await chain.reorg(3, keepInLastBlock);
    expect([late.dropped, hashesOf(late.blocks)]).toEqual([[], [[], [], sent]]);
    const [, payment] = sent;
    const without = await chain.reorg(1, keepAllBut(payment));
    expect(without.dropped).toEqual([payment]);
    expect(await balance(`0x${'cd'.repeat(20)}`)).toBe(0n);
  });

  test('blocks differ after a reorganisation even where nothing in them and no base fee does', async () => {
    await chain.mine(200);
    const reorg = await chain.reorg(3, keepAll);
    const hashes = [...reorg.abandoned, ...reorg.blocks].map((block) => block.hash);
    expect(new Set(hashes).size).toBe(6);
    const { miner } = (await chain.ask('eth_getBlockByNumber', ['latest', false])) as { miner: string };
    await chain.mine();
    const next = (await chain.ask('eth_getBlockByNumber', ['latest', false])) as { miner: string };
    expect(next.miner).not.toBe(miner);
  });

  test('a transaction that cannot be kept is told, not left out', async () => {
    await pay(people[3], STRANGER, '0x1');
    await expect(
      chain.reorg(1, ([block]) => [[{ ...block?.transactions[0]?.request, from: STRANGER, nonce: '0x77' }]]),
    ).rejects.toThrow('took 0 of 1');
  });

  test('blocks hold what waits when they are mined by hand', async () => {
    await chain.mineBySelf(false);
    const senders = people.slice(0, 3);
    const sent: unknown[] = [];
    for (const sender of senders) {
      sent.push(await chain.ask('eth_sendTransaction', [payment(sender, STRANGER, '0x1')]));
    }
    const block = await chain.mine();
    await chain.mineBySelf(true);
    expect(block.transactions.map(({ hash }) => hash).sort()).toEqual(sent.sort());
  });

  test('safe is one epoch and finalized two epochs behind the head, and a reorganisation may go deeper', async () => {
    const head = await chain.height();
    const tags = async (): Promise<number[]> => [
      (await chain.block('safe')).number,
      (await chain.block('finalized')).number,
    ];
    expect(await tags()).toEqual([head - 4, head - 8]);
    const final = await chain.block('finalized');
    const reorg = await chain.reorg(10, keepAll);
    expect(reorg.abandoned.map((block) => block.hash)).toContain(final.hash);
    expect(await tags()).toEqual([head - 4, head - 8]);
    expect((await chain.block('finalized')).hash).not.toBe(final.hash);
    await expect(chain.ask('eth_getLogs', [{ fromBlock: `0x${(head + 9).toString(16)}` }])).rejects.toThrow(
      'BlockOutOfRange',
    );
  });
});
