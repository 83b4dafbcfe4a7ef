import { isCoin, ownerOf } from '@fundtrail/core';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { hasLitecoind } from '../utxo-node/litecoind.ts';
import { startUtxoNode, type UtxoNode } from '../utxo-node/start-utxo-node.ts';
import { playUtxoTheft } from './play-utxo-theft.ts';
import type { UtxoStory } from './story.ts';

describe.runIf(hasLitecoind())('a theft of coins', () => {
  const nodes: UtxoNode[] = [];
  const start = async (): Promise<UtxoNode> => {
    const node = await startUtxoNode({ timestamp: 1_700_000_000 });
    nodes.push(node);
    return node;
  };
  const stopAll = () => Promise.all(nodes.splice(0).map((node) => node.stop()));
  afterEach(stopAll);
  afterAll(stopAll);

  const sum = (amounts: readonly { readonly amount: bigint }[]) =>
    amounts.reduce((all, { amount }) => all + amount, 0n);
  const told = ({ expected }: UtxoStory): bigint =>
    sum(expected.deposits) +
    sum(expected.resting) +
    expected.fees +
    expected.mixes.reduce((all, { stolen }) => all + stolen, 0n);

  /** That every transaction is where the story says, and no output is worth more or less: asked of the node. */
  async function expectOnChain(node: UtxoNode, story: UtxoStory): Promise<void> {
    for (const { hash, hex, blockHash } of story.transactions) {
      const answer = (await node.ask('getrawtransaction', [hash.slice(2), true])) as Record<string, unknown>;
      expect([answer.hex, `0x${String(answer.blockhash)}`]).toEqual([hex, blockHash]);
    }
    for (const { coin } of story.expected.resting) {
      const place = Number.parseInt(coin.slice(-8), 16);
      expect(await node.ask('gettxout', [coin.slice(4, 68), place, true])).not.toBeNull();
    }
  }

  test('has all that happens in one, and every amount is accounted for', async () => {
    const node = await start();
    const story = await playUtxoTheft(node, { hops: 60, seed: 7 });
    expect(story.expected.stolen).toBe(50_000_000_000n);
    expect(told(story)).toBe(story.expected.stolen);
    await expectOnChain(node, story);
    const scenes = new Map<string, number>();
    for (const { scene } of story.transactions) scenes.set(scene, (scenes.get(scene) ?? 0) + 1);
    expect(Object.fromEntries(scenes)).toEqual({
      ...{ theft: 1, peel: 59, replaced: 1, fan_out: 1, consolidation: 1, late: 1, split: 1, coinjoin: 2, sweep: 1 },
    });
    expect(
      story.transactions.filter(({ outputs }) => outputs.some(({ script }) => script.startsWith('0x6a'))),
    ).not.toEqual([]);
    expect(story.expected.deposits.length).toBeGreaterThanOrEqual(7);
    const labelled = new Set(story.labels.map(({ address }) => address));
    expect(story.expected.deposits.every(({ owner }) => labelled.has(ownerOf(owner)))).toBe(true);
    expect(isCoin(story.theft.coin)).toBe(true);
    const replaced = node.ask('getrawtransaction', [story.replaced.hash.slice(2)]);
    await expect(replaced).rejects.toThrow(/No such mempool/);
  });

  test('takes blocks back, mines what was in them in others, and the withdrawn deposit is in none', async () => {
    const node = await start();
    const seen: number[] = [];
    const reorg = { depth: 3, untilSeen: (block: number) => void seen.push(block) };
    const story = await playUtxoTheft(node, { hops: 80, seed: 3, reorg });
    expect(told(story)).toBe(story.expected.stolen);
    await expectOnChain(node, story);
    const { oldHashes, newHashes, fromBlock, toBlock, withdrawn, instead } = story.reorg ?? {};
    expect(oldHashes).toHaveLength(3);
    expect(newHashes?.length).toBe(4);
    expect(new Set([...(oldHashes ?? []), ...(newHashes ?? [])]).size).toBe(7);
    expect(seen).toEqual([toBlock, (toBlock ?? 0) + 1]);
    expect([withdrawn?.blockHash, withdrawn?.block]).toEqual([oldHashes?.[0], fromBlock]);
    expect(story.transactions.some(({ hash }) => hash === withdrawn?.hash)).toBe(false);
    expect(story.transactions.some(({ hash }) => hash === instead)).toBe(true);
  });

  test('comes out the same for the same seed, and otherwise for another', async () => {
    const hashes = [];
    for (const seed of [5, 5, 6]) {
      const { transactions } = await playUtxoTheft(await start(), { hops: 10, seed });
      hashes.push(transactions.map(({ hash, blockHash }) => `${hash} ${blockHash}`));
    }
    expect(hashes[0]).toEqual(hashes[1]);
    expect(hashes[2]).not.toEqual(hashes[1]);
  });

  test('has a chain of a thousand payments', async () => {
    const node = await start();
    const story = await playUtxoTheft(node);
    expect(story.transactions.filter(({ scene }) => scene === 'peel' || scene === 'replaced')).toHaveLength(1_000);
    expect(story.transactions.filter(({ scene }) => scene === 'fan_out')).toHaveLength(6);
    expect(told(story)).toBe(story.expected.stolen);
  });
});
