import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { copyBlocks } from './copy-blocks.ts';
import { hasLitecoind } from './litecoind.ts';
import { startUtxoNode, type UtxoNode } from './start-utxo-node.ts';

describe.runIf(hasLitecoind())('blocks that are copied from one node to another', () => {
  const nodes: UtxoNode[] = [];
  const start = async (): Promise<UtxoNode> => {
    const node = await startUtxoNode({ timestamp: 1_700_000_000 });
    nodes.push(node);
    return node;
  };
  const stopAll = () => Promise.all(nodes.splice(0).map((node) => node.stop()));
  afterEach(stopAll);
  afterAll(stopAll);

  test('are the same, without those that were taken back, and come one by one', async () => {
    const [from, to] = [await start(), await start()];
    const hashes = await from.mine(5);
    await from.invalidate(hashes[3] ?? '');
    await from.mine(3, '0x52');
    const seen: unknown[] = [];
    await copyBlocks({ from, to, onBlock: async (block) => void seen.push([block, await to.hashAt(block)]) });
    const there = await Promise.all([1, 2, 3, 4, 5, 6].map(async (block) => [block, await from.hashAt(block)]));
    expect(seen).toEqual(there);
    expect(await to.ask('getchaintips')).toHaveLength(1);
  });

  test('are refused by a node with a chain of its own', async () => {
    const [from, to] = [await start(), await start()];
    await from.mine(2);
    await to.mine(1, '0x52');
    await expect(copyBlocks({ from, to })).rejects.toThrow(/block 2 was not taken/);
  });
});
