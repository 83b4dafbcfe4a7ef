import {
  type Coin,
  type Coverage,
  coinOf,
  type SpendsRequest,
  TRANSFER_KINDS,
  type TransactionFact,
} from '@fundtrail/core';
import {
  asModernCore,
  type BuiltTransaction,
  createPurse,
  hasLitecoind,
  type Purse,
  startUtxoNode,
  type UtxoNode,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { callsOf, legsOf, opener } from './node.fixture.ts';

const HOPS = 60;
const HOPS_PER_BLOCK = 5;
const END = Number.MAX_SAFE_INTEGER;

/** All that comes of what was found. */
const all = (fact: TransactionFact): readonly Coin[] =>
  fact.legs.filter(({ kind }) => kind === 'output').map(({ to }) => to);

describe.runIf(hasLitecoind())('what became of coins, by a node', () => {
  let node: UtxoNode;
  let purse: Purse;
  const { open, closeAll } = opener(() => node);
  const hops: BuiltTransaction[] = [];
  /** The block that made the coin which the first hop spends, and that of the last hop. */
  let first: number;
  let last: number;
  let seed: BuiltTransaction;
  beforeAll(async () => {
    node = await startUtxoNode({ timestamp: 1_700_000_000 });
    purse = createPurse(node, 'spends');
    await purse.mineCoins(3);
    seed = await purse.pay([], { inputs: purse.coins.slice(0, 1) });
    await node.mine();
    first = await node.height();
    await node.mine(3);
    let coin = purse.coins.filter(({ tx }) => tx === seed.hash);
    for (let hop = 0; hop < HOPS; hop += HOPS_PER_BLOCK) {
      for (let more = 0; more < HOPS_PER_BLOCK; more += 1) {
        const peel = { script: purse.lock('p2pkh').script, amount: 1_000n + BigInt(hop) };
        const made = await purse.pay([peel], { inputs: coin });
        hops.push(made);
        coin = purse.coins.filter(({ tx, place }) => tx === made.hash && place === 1);
      }
      await node.mine();
    }
    last = await node.height();
    await node.mine(4);
  });
  afterEach(closeAll);
  afterAll(() => node?.stop());

  const seedCoin = () => ({ coin: coinOf(seed.hash, 0), block: first });
  const asking = (more: Partial<SpendsRequest> = {}): SpendsRequest => ({
    chain: node.chain,
    coins: [seedCoin()],
    toBlock: last + 4,
    maxTransactions: 1_000,
    ...more,
  });
  const of = (coverage: readonly Coverage[], coin: Coin) => coverage.find(({ address }) => address === coin);

  test.each([
    ['that tells previous outputs', [asModernCore]],
    ['that is older', []],
  ])('a chain of payments is walked in one pass over the blocks, on a node %s', async (_, faults) => {
    const { source, proxy } = await open(faults);
    const { transactions, coverage } = await source.spends(asking({ onward: all }));
    const blocks = last + 4 - first + 1;
    // The outputs of each hop are those that the one before made: none is asked for but that of the seed, which its block told.
    expect(callsOf(proxy)).toEqual({ getblockchaininfo: 1, getblockheader: 1, getblockhash: blocks, getblock: blocks });
    expect(transactions.map(({ hash }) => hash)).toEqual(hops.map(({ hash }) => hash));
    expect(transactions[1]).toMatchObject({
      block: first + 4,
      index: 2,
      whole: TRANSFER_KINDS,
      legs: legsOf(hops[1] as BuiltTransaction, [hops[0]?.outputs[1]?.amount ?? 0n]),
    });
    // Litecoin's regtest calls nothing this young final: what is spent may be spent otherwise.
    const final = last + 4 - 99;
    expect(of(coverage, coinOf(seed.hash, 0))).toEqual({
      chain: node.chain,
      address: coinOf(seed.hash, 0),
      source: source.id,
      kind: 'native',
      fromBlock: first,
      toBlock: last + 4,
      status: 'complete',
      finalTo: Math.max(final, first - 1),
    });
    expect(of(coverage, hops[0]?.outputs[0]?.coin ?? '')).toMatchObject({ fromBlock: first + 4, toBlock: last + 4 });
    expect(coverage).toHaveLength(1 + 2 * HOPS);
  });

  test('what nothing spends is covered to the last block looked at', async () => {
    const { source } = await open();
    const resting = hops.at(-1)?.outputs[1]?.coin ?? '';
    const toBlock = last + 4;
    const { transactions, coverage } = await source.spends(
      asking({ coins: [{ coin: resting, block: last }], toBlock }),
    );
    expect(transactions).toEqual([]);
    expect(coverage).toEqual([
      expect.objectContaining({ address: resting, fromBlock: last, toBlock, status: 'complete' }),
    ]);
  });

  test('at most so many blocks are read, and asked on from there everything is found', async () => {
    const { source, proxy } = await open([], { maxScanBlocks: 5 });
    const answer = await source.spends(asking({ onward: all }));
    expect(callsOf(proxy).getblock).toBe(5);
    // Three blocks without a hop, and the first with one.
    expect(answer.transactions).toHaveLength(HOPS_PER_BLOCK);
    const found = new Map(answer.transactions.map((fact) => [fact.hash, fact]));
    let left = answer.coverage.filter(({ toBlock }) => toBlock < last);
    for (let looks = 0; left.length > 0; looks += 1) {
      expect(looks).toBeLessThan(4 * HOPS);
      const coins = left.map(({ address, toBlock }) => ({ coin: address, block: toBlock + 1 }));
      const { transactions, coverage } = await source.spends(asking({ coins, onward: all, toBlock: last }));
      for (const fact of transactions) found.set(fact.hash, fact);
      left = coverage.filter(({ toBlock }) => toBlock < last);
    }
    expect(found.size).toBe(HOPS);
    // Blocks are remembered: none was read twice.
    expect(callsOf(proxy).getblock).toBe(last - first + 1);
  });

  test('no more transactions are found than are wanted, and coins that were not looked for are left out', async () => {
    const { source } = await open();
    const { transactions, coverage } = await source.spends(asking({ onward: all, maxTransactions: 7 }));
    expect(transactions.map(({ hash }) => hash)).toEqual(hops.slice(0, 7).map(({ hash }) => hash));
    // The peels of the first block were looked for in it, the seventh transaction is in the midst of the second.
    const block = first + 4;
    expect(of(coverage, hops[0]?.outputs[0]?.coin ?? '')).toMatchObject({ fromBlock: block, toBlock: block });
    expect(of(coverage, hops[6]?.outputs[1]?.coin ?? '')).toBeUndefined();
    // What is spent is told to the last block: no other one can spend it.
    expect(of(coverage, hops[5]?.outputs[1]?.coin ?? '')).toMatchObject({ fromBlock: block + 1, toBlock: last + 4 });
  });

  test('two questions at once read each block once', async () => {
    const { source, proxy } = await open();
    const [one, other] = await Promise.all([source.spends(asking({ onward: all })), source.spends(asking())]);
    expect(callsOf(proxy).getblock).toBe(last + 4 - first + 1);
    expect([one.transactions.length, other.transactions.length]).toEqual([HOPS, 1]);
  });

  test('blocks of no interest between two coins are not read', async () => {
    const { source, proxy } = await open();
    const early = { coin: coinOf(seed.hash, 0), block: first };
    const late = { coin: hops.at(-1)?.outputs[1]?.coin ?? '', block: last };
    const { transactions } = await source.spends(asking({ coins: [late, early], toBlock: last }));
    expect(transactions.map(({ hash }) => hash)).toEqual([hops[0]?.hash]);
    // From the seed to its spender, three that were on their way, and the last.
    expect(callsOf(proxy).getblock).toBeLessThanOrEqual(5 + 3 + 1);
  });

  test('a coin that never was is unavailable, with the reason', async () => {
    const { source } = await open();
    const coins = [
      { coin: coinOf(`0x${'12'.repeat(32)}`, 0), block: last },
      { coin: coinOf(seed.hash, 9), block: first },
    ];
    const { coverage } = await source.spends(asking({ coins, toBlock: last }));
    expect(coverage.map(({ status, reason }) => [status, reason])).toEqual([
      ['unavailable', 'the transaction has 1 outputs, and not one at place 9'],
      ['unavailable', 'the node knows no such transaction in a block'],
    ]);
  });

  test('a node that is behind what is known says so, and not that nothing was found', async () => {
    const { source } = await open();
    const coins = [{ coin: coinOf(seed.hash, 0), block: 100_000 }];
    await expect(source.spends(asking({ coins, toBlock: 100_001 }))).rejects.toMatchObject({ failure: 'unreachable' });
  });

  test('what a final transaction spends is covered to the end of all blocks', async () => {
    const { source } = await open();
    await node.mine(120);
    const { coverage } = await source.spends(asking({ toBlock: last }));
    expect(coverage).toEqual([expect.objectContaining({ fromBlock: first, toBlock: END, status: 'complete' })]);
    expect(coverage[0]).not.toHaveProperty('finalTo');
  });
});
