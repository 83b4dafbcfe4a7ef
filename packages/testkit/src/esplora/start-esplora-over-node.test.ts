import { formatAddress, ownerOf, splitCoin } from '@fundtrail/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasLitecoind } from '../utxo-node/litecoind.ts';
import { createPurse, REPLACING_FEE } from '../utxo-node/purse.ts';
import { startUtxoNode, type UtxoNode } from '../utxo-node/start-utxo-node.ts';
import type { EsploraServer } from './start-esplora.ts';
import { startEsploraOverNode } from './start-esplora-over-node.ts';

describe.runIf(hasLitecoind())('an Esplora over a node', () => {
  let node: UtxoNode;
  let server: EsploraServer;
  beforeAll(async () => {
    node = await startUtxoNode({ timestamp: 1_700_000_000 });
    server = await startEsploraOverNode({ rpcUrl: node.url });
  });
  afterAll(async () => {
    await server?.close();
    await node?.stop();
  });
  const ask = async (path: string): Promise<string> => (await fetch(`${server.url}${path}`)).text();
  const json = async (path: string): Promise<unknown> => JSON.parse(await ask(path));

  test('tells blocks and transactions as the node has them, of every form', async () => {
    const purse = createPurse(node, 'forms');
    await purse.mineCoins(1);
    const [from] = purse.coins;
    const lock = purse.lock('p2tr');
    const paid = await purse.pay([{ script: lock.script, amount: 123_456_789n }]);
    const [block = ''] = await node.mine();
    expect(await ask('/blocks/tip/height')).toBe(String(await node.height()));
    expect(await ask('/blocks/tip/hash')).toBe(block.slice(2));
    expect(await json(`/tx/${paid.hash.slice(2)}`)).toMatchObject({
      vin: [{ txid: from?.tx.slice(2), vout: from?.place, prevout: { value: Number(from?.amount) } }],
      vout: [{ value: 123_456_789 }, {}],
      fee: Number(paid.fee),
      status: { confirmed: true, block_hash: block.slice(2) },
    });
    const address = formatAddress(ownerOf(lock.script), node.chain);
    expect(await json(`/address/${address}/txs/chain`)).toMatchObject([{ txid: paid.hash.slice(2) }]);
    const raw = await (await fetch(`${server.url}/block/${block.slice(2)}/raw`)).arrayBuffer();
    expect(Buffer.from(raw).toString('hex')).toBe(await node.ask('getblock', [block.slice(2), 0]));
  });

  test('keeps in step with the mempool, replacements and reorganisations', async () => {
    const purse = createPurse(node, 'reorg');
    await purse.mineCoins(1);
    const inputs = purse.coins;
    const spender = async (): Promise<unknown> => {
      const { tx, place } = splitCoin(first.inputs[0] ?? '') ?? { tx: '', place: 0 };
      return ((await json(`/tx/${tx.slice(2)}/outspends`)) as unknown[])[place];
    };
    const first = await purse.pay([], { inputs, rbf: true });
    expect(await spender()).toMatchObject({ txid: first.hash.slice(2), status: { confirmed: false } });
    const second = await purse.pay([], { inputs, fee: REPLACING_FEE });
    expect(await spender()).toMatchObject({ txid: second.hash.slice(2), status: { confirmed: false } });
    expect(await json('/mempool/txids')).toEqual([second.hash.slice(2)]);
    const [block = ''] = await node.mine();
    const height = await node.height();
    expect(await spender()).toMatchObject({ txid: second.hash.slice(2), status: { block_height: height } });
    await node.invalidate(block);
    expect(await spender()).toMatchObject({ txid: second.hash.slice(2), status: { confirmed: false } });
    await node.mine(3, purse.lock().script);
    expect(await ask('/blocks/tip/height')).toBe(String(height + 2));
    expect(await ask(`/block-height/${height}`)).not.toBe(block.slice(2));
    expect(await spender()).toMatchObject({ txid: second.hash.slice(2), status: { confirmed: true } });
  });
});
