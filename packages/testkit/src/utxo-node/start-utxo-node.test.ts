import { formatAddress, isCoin, ownerOf, scriptType } from '@fundtrail/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuiltTransaction, buildTransaction, dataOutput } from './build-transaction.ts';
import { hasLitecoind } from './litecoind.ts';
import { SCRIPT_FORMS } from './lock.ts';
import { createPurse, REPLACING_FEE } from './purse.ts';
import { startUtxoNode, type UtxoNode } from './start-utxo-node.ts';

describe.runIf(hasLitecoind())('a node of a UTXO chain', () => {
  let node: UtxoNode;
  const others: UtxoNode[] = [];
  beforeAll(async () => {
    node = await startUtxoNode({ timestamp: 1_700_000_000 });
  });
  afterAll(() => Promise.all([node, ...others].map((each) => each.stop())));

  /** Ids of a block's transactions, without its coinbase, as the node tells them. */
  async function idsOf(block: string): Promise<readonly string[]> {
    const { tx } = (await node.ask('getblock', [block.slice(2), 1])) as { readonly tx: readonly string[] };
    return tx.slice(1).map((id) => `0x${id}`);
  }

  test('is of the chain of litecoin regtest', () => {
    expect(node.chain).toBe('bip122:530827f38f93b43ed12af0b3ad25a288');
  });

  test.each(SCRIPT_FORMS)('takes and mines payments to and from %s', async (form) => {
    const purse = createPurse(node, `form ${form}`);
    await purse.mineCoins(1);
    const lock = purse.lock(form);
    expect(scriptType(lock.script)).toBe(form);
    const address = formatAddress(ownerOf(lock.script), node.chain);
    const paid = await purse.pay([form === 'p2pk' ? { script: lock.script, amount: 500n } : { address, amount: 500n }]);
    const back = await purse.pay([], { inputs: purse.coins.filter((coin) => coin.lock === lock), fee: 200n });
    expect(back.inputs).toEqual([paid.outputs[0]?.coin]);
    const [block = ''] = await node.mine();
    expect(await idsOf(block)).toEqual([paid.hash, back.hash]);
  });

  test('builds and mines a thousand payments in a chain, in one block', async () => {
    const purse = createPurse(node, 'chain');
    await purse.mineCoins(1);
    const made: BuiltTransaction[] = [];
    for (let hop = 0; hop < 1_000; hop += 1) made.push(await purse.pay([], { send: false }));
    const block = await node.generateBlock(made.map(({ hex }) => hex));
    expect(await idsOf(block)).toEqual(made.map(({ hash }) => hash));
    expect(purse.coins).toHaveLength(1);
    expect(isCoin(made[0]?.outputs[0]?.coin ?? '')).toBe(true);
  });

  test('lets a waiting payment be replaced, and carries data', async () => {
    const purse = createPurse(node, 'replaced');
    await purse.mineCoins(1);
    const inputs = purse.coins;
    const first = await purse.pay([dataOutput('first')], { inputs, rbf: true });
    const second = await purse.pay([dataOutput('second')], { inputs, fee: REPLACING_FEE });
    expect(await node.ask('getrawmempool')).toEqual([second.hash.slice(2)]);
    const [block = ''] = await node.mine();
    expect(await idsOf(block)).toEqual([second.hash]);
    expect(second.hash).not.toBe(first.hash);
  });

  test('takes blocks back, and mines the same coins to others instead', async () => {
    const purse = createPurse(node, 'reorg');
    await purse.mineCoins(1);
    const inputs = purse.coins;
    const first = await purse.pay([], { inputs });
    const [old = ''] = await node.mine();
    const height = await node.height();
    await node.invalidate(old);
    expect(await node.height()).toBe(height - 1);
    expect(await node.ask('getrawmempool')).toEqual([first.hash.slice(2)]);
    const other = buildTransaction(inputs, [{ script: purse.lock('p2tr').script, amount: 1_000_000n }]);
    const block = await node.generateBlock([other.hex], purse.lock().script);
    expect(await node.hashAt(height)).toBe(block);
    expect(await node.ask('getrawmempool')).toEqual([]);
  });

  test('has the same chain for the same doings', async () => {
    const hashes = await Promise.all(
      [0, 1].map(async () => {
        const twin = await startUtxoNode({ timestamp: 1_600_000_000 });
        others.push(twin);
        const purse = createPurse(twin, 'twin');
        await purse.mineCoins(2);
        await purse.pay([{ script: purse.lock('p2tr').script, amount: 7n }]);
        return (await twin.mine())[0];
      }),
    );
    expect(hashes[0]).toBe(hashes[1]);
  });
});
