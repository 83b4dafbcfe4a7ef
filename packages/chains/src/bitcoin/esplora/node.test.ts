import { type Coin, ownerOf, type TransactionFact } from '@fundtrail/core';
import {
  createPurse,
  type EsploraServer,
  hasLitecoind,
  REPLACING_FEE,
  startEsploraOverNode,
  startUtxoNode,
  type UtxoNode,
} from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hastyContext } from '../../evm/rpc/test-support.ts';
import { allCoins } from './esplora.fixture.ts';
import { createEsploraSource, type EsploraSource } from './source.ts';

describe.runIf(hasLitecoind())('an Esplora of a real chain', () => {
  let node: UtxoNode;
  let server: EsploraServer;
  let source: EsploraSource;
  beforeAll(async () => {
    node = await startUtxoNode({ timestamp: 1_700_000_000 });
    server = await startEsploraOverNode({ rpcUrl: node.url });
    source = createEsploraSource({ url: server.url, chain: node.chain, context: hastyContext() });
  });
  afterAll(async () => {
    await source?.close();
    await server?.close();
    await node?.stop();
  });

  async function follow(coin: Coin, block: number, more: { readonly onward?: typeof allCoins } = {}) {
    const { block: toBlock } = await source.head(node.chain);
    return source.spends({ chain: node.chain, coins: [{ coin, block }], toBlock, maxTransactions: 1_000, ...more });
  }

  test('walks a chain of payments through blocks and within one, every amount kept', async () => {
    const purse = createPurse(node, 'walk');
    await purse.mineCoins(1);
    const hops = [];
    for (let hop = 0; hop < 20; hop += 1) {
      hops.push(
        await purse.pay([{ script: purse.lock('p2tr').script, amount: 1_000n }], { inputs: purse.coins.slice(-1) }),
      );
      if (hop % 3 === 0) await node.mine();
    }
    await node.mine(100);
    const [first] = hops;
    const start = first?.inputs[0] ?? '';
    server.forget();
    const told = await follow(start, 1, { onward: allCoins });
    expect(told.transactions.map(({ hash }) => hash).sort()).toEqual(hops.map(({ hash }) => hash).sort());
    expect(told.coverage.every(({ status }) => status === 'complete')).toBe(true);
    const paid = new Map(
      hops.map(({ hash, outputs }) => [hash, outputs.map(({ script, amount }) => [ownerOf(script), amount])]),
    );
    const outputs = ({ legs }: TransactionFact) =>
      legs.flatMap(({ kind, owner, amount }) => (kind === 'output' ? [[owner, amount]] : []));
    for (const fact of told.transactions) expect(outputs(fact)).toEqual(paid.get(fact.hash));
    // Once about the outputs of the first coin's transaction and of each hop, and once for each hop; the chain and its newest block before.
    expect(server.requests().total).toBe(2 + 21 + 20);
  });

  test('tells blocks as the node has them', async () => {
    const purse = createPurse(node, 'block');
    await purse.mineCoins(1);
    const paid = await purse.pay([{ script: purse.lock('p2wsh').script, amount: 5_000n }]);
    const [hash = ''] = await node.mine();
    const height = await node.height();
    const block = await source.block(node.chain, height);
    expect(block).toMatchObject({ number: height, hash, parentHash: await node.hashAt(height - 1) });
    expect(block.transactions.map((fact) => fact.hash)).toContain(paid.hash);
    const own = block.transactions.find((fact) => fact.hash === paid.hash);
    const whole = await source.transaction(node.chain, paid.hash);
    expect(own?.legs.filter(({ kind }) => kind === 'output')).toEqual(
      whole.legs.filter(({ kind }) => kind === 'output'),
    );
    expect(await source.header(node.chain, height)).toEqual({
      chain: node.chain,
      number: height,
      hash,
      parentHash: block.parentHash,
      time: block.time,
    });
  });

  test('sees what waits, what takes its place, and what a reorganisation left of it', async () => {
    const purse = createPurse(node, 'reorg');
    await purse.mineCoins(1);
    const inputs = purse.coins;
    const made = (await node.height()) - 100;
    const first = await purse.pay([], { inputs, rbf: true });
    const coin = first.inputs[0] ?? '';
    expect((await follow(coin, made)).transactions).toEqual([]);
    expect((await source.pending(node.chain, [coin])).map(({ tx }) => tx)).toEqual([first.hash]);
    const second = await purse.pay([], { inputs, fee: REPLACING_FEE });
    expect(await source.pending(node.chain, [coin])).toEqual([
      {
        coin,
        tx: second.hash,
        outputs: second.outputs.map(({ script, amount }) => ({ owner: ownerOf(script), amount })),
      },
    ]);
    const [block = ''] = await node.mine();
    const height = await node.height();
    expect(await follow(coin, made)).toMatchObject({
      transactions: [{ hash: second.hash, block: height }],
      coverage: [{ toBlock: height, finalTo: height - 99 }],
    });
    expect(await source.pending(node.chain, [coin])).toEqual([]);
    await node.invalidate(block);
    await node.generateBlock([], purse.lock().script);
    expect((await source.head(node.chain)).hash).not.toBe(block);
    expect(await follow(coin, made)).toMatchObject({ transactions: [], coverage: [{ toBlock: height }] });
    await node.mine();
    expect(await follow(coin, made)).toMatchObject({ transactions: [{ hash: second.hash, block: height + 1 }] });
  });
});
