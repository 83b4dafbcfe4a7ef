import type { Coin, TransactionFact } from '@fundtrail/core';
import {
  hasLitecoind,
  type PlayedTransaction,
  playUtxoTheft,
  startUtxoNode,
  type UtxoNode,
  type UtxoStory,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { callsOf, opener } from './node.fixture.ts';

const HOPS = 300;

describe.runIf(hasLitecoind())('a theft and all that came of it, by a node', () => {
  let node: UtxoNode;
  let story: UtxoStory;
  const { open, closeAll } = opener(() => node);
  beforeAll(async () => {
    node = await startUtxoNode({ timestamp: 1_700_000_000 });
    story = await playUtxoTheft(node, { hops: HOPS, seed: 11, reorg: { depth: 4 } });
  });
  afterEach(closeAll);
  afterAll(() => node?.stop());

  /** Coins of the thief: what was paid to the exchange or to CoinJoins is not looked for. */
  function ofThief(): (fact: TransactionFact) => readonly Coin[] {
    const labelled = new Set(story.labels.map(({ address }) => address));
    const mixes = new Set(story.expected.mixes.map(({ hash }) => hash));
    return ({ hash, legs }) =>
      mixes.has(hash)
        ? []
        : legs.flatMap(({ kind, to, owner }) =>
            kind === 'output' && owner !== undefined && !labelled.has(owner) && !owner.startsWith('0x6a') ? [to] : [],
          );
  }

  const ofLoot = ({ scene }: PlayedTransaction): boolean => scene !== 'theft' && scene !== 'sweep';

  test('is found whole in one question, each block read once, with every amount', async () => {
    const { source, proxy } = await open();
    const { coin, block } = story.theft;
    const toBlock = story.blocks.to;
    const { transactions, coverage } = await source.spends({
      chain: node.chain,
      coins: [{ coin, block }],
      toBlock,
      maxTransactions: 10_000,
      onward: ofThief(),
    });
    const played = story.transactions.filter(ofLoot);
    expect(transactions.map(({ hash, block, blockHash }) => [hash, block, blockHash])).toEqual(
      played.map(({ hash, block, blockHash }) => [hash, block, blockHash]),
    );
    for (const [at, { legs }] of transactions.entries()) {
      const made = played[at];
      expect(legs.filter(({ kind }) => kind === 'output').map(({ to, amount }) => [to, amount])).toEqual(
        made?.outputs.map((output) => [output.coin, output.amount]),
      );
      const fee = legs.reduce((sum, { kind, amount }) => (kind === 'input' ? sum + amount : sum - amount), 0n);
      expect(fee).toBe(made?.fee);
    }
    const blocks = toBlock - block + 1;
    const { getrawtransaction = 0, ...calls } = callsOf(proxy);
    expect(calls).toEqual({ getblockchaininfo: 1, getblockheader: 1, getblockhash: blocks, getblock: blocks });
    // What the crowd brought into CoinJoins came of one transaction: all else was known.
    expect(getrawtransaction).toBe(1);
    const spent = new Set(played.flatMap(({ inputs }) => inputs));
    for (const resting of story.expected.resting) {
      expect(spent.has(resting.coin)).toBe(false);
      expect(coverage.find(({ address }) => address === resting.coin)).toMatchObject({ status: 'complete', toBlock });
    }
  });

  test('costs only the hashes of blocks that are not final when it is asked for again', async () => {
    const { source, proxy } = await open();
    const { coin, block } = story.theft;
    const toBlock = story.blocks.to;
    const coins = [{ coin, block }];
    const look = () => source.spends({ chain: node.chain, coins, toBlock, maxTransactions: 10_000, onward: ofThief() });
    const first = await look();
    expect(await look()).toEqual(first);
    const blocks = toBlock - block + 1;
    // Nothing is final this soon on regtest.
    expect(callsOf(proxy)).toMatchObject({ getblock: blocks, getblockhash: 2 * blocks, getrawtransaction: 1 });
  });
});
