import { type Clock, formatHash } from '@fundtrail/core';
import {
  copyBlocks,
  hasLitecoind,
  playUtxoTheft,
  startEsploraOverNode,
  startNodeProxy,
  startUtxoNode,
  type UtxoNode,
  type UtxoStory,
  type UtxoTheftOptions,
} from '@fundtrail/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../harness.ts';
import { alertsOf, type ShownAlert } from './alerts-of.ts';
import { createHandClock } from './hand-clock.ts';
import { playedWhereabouts, startPlayedCase, tablesOf, tracedWhereabouts } from './played-theft.ts';

type Kind = 'rpc' | 'esplora';
/** A source of facts whose requests are counted. */
type Counted = { readonly kind: Kind; readonly url: string; requests(): number };

const TIMESTAMP = 1_700_000_000;
const REORG = { depth: 3 };
/** On regtest: so many blocks make one final. */
const FINAL_AFTER = 100;
/** A new block in which nothing is of interest: the head, what is final, its hash, itself; a node tells the head's own header apart. */
const PER_EMPTY_BLOCK: Readonly<Record<Kind, number>> = { rpc: 5, esplora: 4 };
/** What waits to be mined: of all coins at once where the mempool can be read, else of the outputs of some transactions in turn. */
const PER_MEMPOOL_LOOK: Readonly<Record<Kind, number>> = { rpc: 1, esplora: 25 };
/** Blocks that are mined before each look, and seconds that pass: the mempool is looked at every 15. */
const LOOKS = [
  { blocks: 1, seconds: 60 },
  { blocks: 0, seconds: 1 },
  { blocks: 1, seconds: 6 },
  { blocks: 1, seconds: 6 },
  { blocks: 0, seconds: 1 },
  { blocks: 0, seconds: 15 },
];
/** What is of interest in a block: each transaction with what it spends, and what became of its outputs since. */
const PER_TRANSACTION = 2;

describe.runIf(hasLitecoind())('a theft of coins that is followed while it happens', () => {
  let stops: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    const all = stops.toReversed();
    stops = [];
    for (const stop of all) await stop();
  });

  async function startNode(): Promise<UtxoNode> {
    const node = await startUtxoNode({ timestamp: TIMESTAMP });
    stops.push(node.stop);
    return node;
  }

  async function openHarness(clock?: Clock): Promise<Harness> {
    const harness = await startHarness(clock === undefined ? {} : { clock });
    stops.push(harness.close);
    return harness;
  }

  async function openSource(kind: Kind, node: UtxoNode): Promise<Counted> {
    if (kind === 'rpc') {
      const proxy = await startNodeProxy({ target: node.url });
      stops.push(proxy.stop);
      return { kind, url: proxy.url, requests: () => proxy.count() };
    }
    const server = await startEsploraOverNode({ rpcUrl: node.url });
    stops.push(server.close);
    return { kind, url: server.url, requests: () => server.requests().total };
  }

  type Followed = {
    readonly node: UtxoNode;
    readonly story: UtxoStory;
    readonly source: Counted;
    readonly harness: Harness;
    readonly id: string;
    /** Requests of the look at each block, with what it led to. */
    readonly perBlock: ReadonlyMap<number, number>;
  };

  type Pace = {
    /** Blocks that are read before what they led to is done; 1 when left out. */
    readonly settleEvery?: number;
    /** Looks also while a branch is not longer yet than the one that it replaces, which nodes show only when theirs was taken from them. */
    readonly seesShorter?: boolean;
    readonly clock?: Clock;
  };

  async function follow(kind: Kind, options: UtxoTheftOptions, pace: Pace = {}): Promise<Followed> {
    const { settleEvery = 1, seesShorter = false, clock } = pace;
    const node = await startNode();
    const [source, harness] = await Promise.all([openSource(kind, node), openHarness(clock)]);
    const perBlock = new Map<number, number>();
    let id = '';
    let looks = 0;
    let highest = 0;
    const story = await playUtxoTheft(node, {
      ...options,
      onTheft: async (known) => {
        id = await startPlayedCase(harness, source, known, { follow: true });
        await harness.drain();
        await harness.follow();
      },
      onBlock: async (block) => {
        if (id === '' || (block <= highest && !seesShorter)) return;
        highest = Math.max(highest, block);
        const before = source.requests();
        await harness.follow();
        looks += 1;
        if (looks % settleEvery === 0) await harness.drain();
        perBlock.set(block, source.requests() - before);
      },
    });
    await harness.drain();
    return { node, story, source, harness, id, perBlock };
  }

  async function look({ harness }: Pick<Followed, 'harness'>): Promise<readonly string[]> {
    const outcomes = await harness.follow();
    await harness.drain();
    return outcomes.map(({ kind }) => kind);
  }

  async function tables({ harness, id }: Pick<Followed, 'harness' | 'id'>) {
    return tablesOf(await harness.tracer.cases.result(id));
  }

  async function tracedAfterwards(source: Counted, story: UtxoStory) {
    const harness = await openHarness();
    const id = await startPlayedCase(harness, source, story);
    await harness.drain();
    return tables({ harness, id });
  }

  /** Alerts that are due for a story's deposits. */
  function dueAlerts({ chain, expected, transactions }: UtxoStory, state: ShownAlert['state']): readonly ShownAlert[] {
    const made = new Map(transactions.flatMap((tx) => tx.outputs.map((output) => [output.coin, tx] as const)));
    return expected.deposits
      .map(({ coin, amount }) => {
        const tx = made.get(coin);
        return { state, tx: formatHash(tx?.hash ?? '', chain), block: tx?.block ?? 0, amount: amount.toString() };
      })
      .sort((one, other) => (one.tx < other.tx ? -1 : 1));
  }

  it('comes to the same as traced afterwards, with an alert of every deposit and the withdrawn one taken back', async () => {
    const followed = await follow('rpc', { hops: 200, seed: 5, reorg: REORG });
    const { node, story, source, harness, id, perBlock } = followed;
    const result = await harness.tracer.cases.result(id);
    expect(tracedWhereabouts(result)).toEqual(playedWhereabouts(story));
    expect(story.expected.resting.length).toBeGreaterThan(150);
    const { reorg } = story;
    if (reorg === undefined) throw new TypeError('nothing was taken back');
    const withdrawn: ShownAlert = {
      state: 'retracted',
      tx: formatHash(reorg.withdrawn.hash, story.chain),
      block: reorg.withdrawn.block,
      amount: reorg.withdrawn.amount.toString(),
    };
    expect(result.flows.filter(({ tx }) => tx === withdrawn.tx)).toEqual([]);
    expect(result.flows.map(({ tx }) => tx)).toContain(formatHash(reorg.instead, story.chain));
    const isStanding = ({ state }: ShownAlert): boolean => state !== 'retracted';
    const seen = await alertsOf(harness, id);
    expect(seen.alerts.filter(isStanding)).toEqual(dueAlerts(story, 'detected'));
    expect(seen.alerts.filter((alert) => !isStanding(alert))).toEqual([withdrawn]);
    expect(seen.retractions).toEqual([{ tx: withdrawn.tx, reason: 'reorg' }]);

    const inBlock = Map.groupBy(story.transactions, ({ block }) => block);
    for (const [block, requests] of [...perBlock].slice(1)) {
      // Where blocks are replaced, two branches are read.
      if (block >= reorg.fromBlock && block <= reorg.toBlock + 1) continue;
      const most = PER_EMPTY_BLOCK.rpc + PER_TRANSACTION * (inBlock.get(block)?.length ?? 0) + 2;
      expect([block, requests, requests <= most]).toEqual([block, requests, true]);
    }

    await node.mine(FINAL_AFTER);
    expect(await look(followed)).toEqual(['advanced']);
    const confirmed = await alertsOf(harness, id);
    expect(confirmed.alerts.filter(isStanding)).toEqual(dueAlerts(story, 'confirmed'));
    expect(confirmed.retractions).toEqual(seen.retractions);
    expect(await tables(followed)).toEqual(await tracedAfterwards(source, story));
  }, 300_000);

  it.each(['rpc', 'esplora'] as const)(
    'costs (%s) a few requests a block once it is caught up, one where there is none, and some for what waits',
    async (kind) => {
      const clock = createHandClock();
      const followed = await follow(kind, { hops: 30, seed: 6 }, { clock });
      const { node, harness, id, source } = followed;
      const { accounts } = await harness.tracer.cases.result(id);
      const unspent = accounts.filter(({ spent_by }) => spent_by === null);
      expect(unspent.length).toBeGreaterThan(40);
      const costs: unknown[] = [];
      for (const { blocks, seconds } of LOOKS) {
        if (blocks > 0) await node.mine(blocks);
        clock.advance(seconds * 1_000);
        const before = source.requests();
        costs.push([...(await look(followed)), source.requests() - before]);
      }
      const [moved, still] = [PER_EMPTY_BLOCK[kind], 1];
      const mempool = PER_MEMPOOL_LOOK[kind];
      expect(costs).toEqual([
        ['advanced', moved + mempool],
        ['idle', still],
        ['advanced', moved],
        ['advanced', moved],
        ['idle', still],
        ['idle', still + mempool],
      ]);
    },
  );

  it.each([
    ['rpc', 3],
    ['esplora', 2],
  ] as const)(
    'loses nothing (%s) where coins are spent before they were known to be of interest',
    async (kind, settleEvery) => {
      const followed = await follow(
        kind,
        { hops: 60, seed: 8, hopsPerBlock: 4, reorg: REORG },
        { settleEvery, seesShorter: true },
      );
      const { story, source, harness, id } = followed;
      await look(followed);
      expect(tracedWhereabouts(await harness.tracer.cases.result(id))).toEqual(playedWhereabouts(story));
      expect(await tables(followed)).toEqual(await tracedAfterwards(source, story));
      expect((await alertsOf(harness, id)).alerts.filter(({ state }) => state !== 'retracted')).toEqual(
        dueAlerts(story, 'detected'),
      );
    },
  );

  it('is told to the same end, block by block, as on a node where no block was ever taken back', async () => {
    const { node, story, ...followed } = await follow('rpc', { hops: 60, seed: 3, reorg: REORG });
    const [calm, harness] = await Promise.all([startNode(), openHarness()]);
    const source = await openSource('rpc', calm);
    let id = '';
    await copyBlocks({
      from: node,
      to: calm,
      onBlock: async (block) => {
        if (block === story.theft.block) id = await startPlayedCase(harness, source, story, { follow: true });
        if (block < story.theft.block) return;
        await harness.follow();
        await harness.drain();
      },
    });
    expect(await tables({ harness, id })).toEqual(await tables(followed));
    const [undisturbed, disturbed] = [await alertsOf(harness, id), await alertsOf(followed.harness, followed.id)];
    expect(disturbed.alerts.filter(({ state }) => state !== 'retracted')).toEqual(undisturbed.alerts);
    expect(undisturbed.retractions).toEqual([]);
  });
});
