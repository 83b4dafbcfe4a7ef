import { type Coin, createLogger, ownerOf, PLACE_UNKNOWN, type Source, type TransactionFact } from '@fundtrail/core';
import {
  asModernCore,
  createPurse,
  dataOutput,
  type EsploraServer,
  hasLitecoind,
  type NodeProxy,
  SCRIPT_FORMS,
  startEsploraOverNode,
  startNodeProxy,
  startUtxoNode,
  type UtxoNode,
} from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hastyContext } from '../evm/rpc/test-support.ts';
import { openPool } from '../pool/open-pool.ts';
import { createEsploraSource } from './esplora/source.ts';
import { type CoreSource, createCoreSource } from './rpc/source.ts';

const TRANSACTIONS = 40;

const all = (fact: TransactionFact): readonly Coin[] =>
  fact.legs.filter(({ kind }) => kind === 'output').map(({ to }) => to);

/** Facts by their hashes, without the place in the block, which not all sources tell. */
const byHash = (facts: readonly TransactionFact[]) =>
  new Map(facts.map((fact) => [fact.hash, { ...fact, index: PLACE_UNKNOWN }]));

describe.runIf(hasLitecoind())('an Esplora, a node and an older node of one chain', () => {
  let node: UtxoNode;
  let proxy: NodeProxy;
  let esplora: EsploraServer;
  let sources: readonly Source[];
  let modern: CoreSource;
  let first: number;
  let seed: Coin;
  const hashes: string[] = [];
  const owners: string[] = [];
  beforeAll(async () => {
    node = await startUtxoNode({ timestamp: 1_700_000_000 });
    const purse = createPurse(node, 'three sources');
    await purse.mineCoins(2);
    seed = (await purse.pay([], { inputs: purse.coins.slice(0, 1) })).outputs[0]?.coin ?? '';
    await node.mine();
    first = await node.height();
    for (let made = 0; made < TRANSACTIONS; made += 1) {
      const forms = SCRIPT_FORMS.filter((_, at) => (made + at) % 3 === 0);
      const payments = forms.map((form, at) => ({ script: purse.lock(form).script, amount: BigInt(10_000 + 77 * at) }));
      owners.push(...payments.map(({ script }) => script));
      const inputs = purse.coins.slice(1).slice(-1 - (made % 3));
      hashes.push((await purse.pay(made % 5 === 0 ? [...payments, dataOutput(`${made}`)] : payments, { inputs })).hash);
      if (made % 4 === 3) await node.mine();
    }
    await node.mine(3);
    esplora = await startEsploraOverNode({ rpcUrl: node.url });
    proxy = await startNodeProxy({ target: node.url, faults: [asModernCore] });
    const about = { chain: node.chain, context: hastyContext() };
    modern = await createCoreSource({ ...about, url: proxy.url });
    const older = await createCoreSource({ ...about, url: node.url });
    sources = [modern, older, createEsploraSource({ ...about, url: esplora.url })];
  });
  afterAll(async () => {
    await Promise.all((sources ?? []).map((source) => source.close()));
    await esplora?.close();
    await proxy?.stop();
    await node?.stop();
  });

  test('tell the same of what became of coins, and the same coverage', async () => {
    const toBlock = await node.height();
    const answers = await Promise.all(
      sources.map((source) =>
        source.spends?.({
          chain: node.chain,
          coins: [{ coin: seed, block: first }],
          toBlock,
          maxTransactions: 1_000,
          onward: all,
        }),
      ),
    );
    const [one, ...others] = answers.map((answer) => ({
      transactions: byHash(answer?.transactions ?? []),
      coverage: new Map((answer?.coverage ?? []).map(({ source: _, ...entry }) => [entry.address, entry])),
    }));
    expect(one?.transactions.size).toBeGreaterThan(TRANSACTIONS / 2);
    for (const other of others) expect(other).toEqual(one);
  });

  test('tell the same transactions', async () => {
    for (const hash of hashes) {
      const told = await Promise.all(sources.map((source) => source.transaction(node.chain, hash)));
      const [one, ...others] = told.map((fact) => ({ ...fact, index: PLACE_UNKNOWN }));
      for (const other of others) expect(other).toEqual(one);
    }
  });

  test('tell the same history of an owner', async () => {
    const request = {
      chain: node.chain,
      kinds: ['native'] as const,
      fromBlock: 0,
      toBlock: await node.height(),
      maxRows: 99,
    };
    // An Esplora lists coins that are locked by a key in the open under no address.
    const listed = owners.filter((script) => ownerOf(script) === script);
    for (const address of listed.slice(0, 4)) {
      const told = await Promise.all(sources.map((source) => source.history({ ...request, address })));
      const [one, ...others] = told.map(({ transactions, coverage }) => ({
        transactions: byHash(transactions),
        coverage: coverage.map(({ source: _, ...entry }) => entry),
      }));
      expect(one?.transactions.size).toBeGreaterThan(0);
      for (const other of others) expect(other).toEqual(one);
    }
  });

  test('tell the same head, headers and what is final', async () => {
    for (const ask of [
      (source: Source) => source.head(node.chain),
      (source: Source) => source.header?.(node.chain, first),
      (source: Source) => source.finalized?.(node.chain),
    ]) {
      const [one, ...others] = await Promise.all(sources.map((source): unknown => ask(source)));
      expect(one).toBeDefined();
      for (const other of others) expect(other).toEqual(one);
    }
  });

  test('in one pool, the Esplora says what it has an index of, and the node is not made to read blocks', async () => {
    const pool = await openPool(
      {
        chain: node.chain,
        quorum: 1,
        providers: [
          { kind: 'rpc', chain: node.chain, url: proxy.url },
          { kind: 'esplora', chain: node.chain, url: esplora.url },
        ],
      },
      {
        context: { ...hastyContext(), logger: createLogger({ level: 'silent' }) },
        limiter: { take: async () => undefined, slowDown: async () => undefined },
        disputes: { record: async () => undefined },
      },
    );
    const before = proxy.count('getblock');
    const toBlock = await node.height();
    const spends = await pool.spends?.({
      chain: node.chain,
      coins: [{ coin: seed, block: first }],
      toBlock,
      maxTransactions: 10,
    });
    expect(spends?.transactions).toHaveLength(1);
    const request = { chain: node.chain, kinds: ['native'] as const, fromBlock: 0, toBlock, maxRows: 99 };
    const history = await pool.history({ ...request, address: owners[1] ?? '' });
    expect(history.coverage).toMatchObject([{ status: 'complete', fromBlock: 0, toBlock }]);
    expect(proxy.count('getblock')).toBe(before);
    expect((await pool.block?.(node.chain, toBlock))?.hash).toBe(await node.hashAt(toBlock));
    await pool.close();
  });
});
