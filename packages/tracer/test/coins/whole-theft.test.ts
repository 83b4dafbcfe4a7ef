import {
  copyBlocks,
  type EsploraServer,
  hasLitecoind,
  type NodeProxy,
  playUtxoTheft,
  startEsploraOverNode,
  startNodeProxy,
  startUtxoNode,
  type UtxoNode,
  type UtxoStory,
  type UtxoTheftOptions,
} from '@fundtrail/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import type { TraceResult } from '../../src/index.ts';
import { startHarness } from '../harness.ts';
import { playedWhereabouts, startPlayedCase, tablesOf, tracedWhereabouts } from './played-theft.ts';

const TIMESTAMP = 1_700_000_000;
/** Questions about the head, and about the seed's transaction with its block and the eleven that it spends of. */
const SEED_REQUESTS = 16;
/** As coins are acquired; a look ends amid blocks that were read ahead, which the next one reads again. */
const TRANSACTIONS_PER_LOOK = 250;
const REQUESTS_PER_LOOK = 12;
const REORG = { depth: 3 };

describe.runIf(hasLitecoind())('a theft of coins on a real node, traced when it is over', () => {
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

  async function play(options: UtxoTheftOptions): Promise<{ node: UtxoNode; story: UtxoStory }> {
    const node = await startNode();
    return { node, story: await playUtxoTheft(node, options) };
  }

  async function trace(kind: 'rpc' | 'esplora', url: string, story: UtxoStory): Promise<TraceResult> {
    const harness = await startHarness();
    try {
      const id = await startPlayedCase(harness, { kind, url }, story);
      await harness.drain();
      return await harness.tracer.cases.result(id);
    } finally {
      await harness.close();
    }
  }

  async function byNode({ url }: UtxoNode, story: UtxoStory): Promise<{ result: TraceResult; proxy: NodeProxy }> {
    const proxy = await startNodeProxy({ target: url });
    stops.push(proxy.stop);
    return { result: await trace('rpc', proxy.url, story), proxy };
  }

  async function byEsplora(node: UtxoNode, story: UtxoStory): Promise<{ result: TraceResult; server: EsploraServer }> {
    const server = await startEsploraOverNode({ rpcUrl: node.url });
    stops.push(server.close);
    return { result: await trace('esplora', server.url, story), server };
  }

  /** Transactions that a trail leads through: all but the sweep of the exchange. */
  const onTrail = ({ transactions }: UtxoStory): number => transactions.filter(({ scene }) => scene !== 'sweep').length;

  it('accounts for every unit after a thousand hops and a reorganisation, by a node and by an Esplora alike', async () => {
    const { node, story } = await play({ reorg: REORG });
    const { result, proxy } = await byNode(node, story);
    expect(result.case).toMatchObject({ status: 'done', coverage: { not_seen: [] } });
    expect(tracedWhereabouts(result)).toEqual(playedWhereabouts(story));
    expect(result.counts.transactions).toBe(onTrail(story));
    const blocks = story.blocks.to - story.blocks.from + 1;
    const looks = Math.ceil(onTrail(story) / TRANSACTIONS_PER_LOOK);
    expect(proxy.count()).toBeLessThanOrEqual(SEED_REQUESTS + 2 * blocks + looks * REQUESTS_PER_LOOK);

    const other = await byEsplora(node, story);
    expect(tablesOf(other.result)).toEqual(tablesOf(result));
    expect(other.server.requests().total).toBeLessThanOrEqual(2 * onTrail(story));
  }, 300_000);

  it('is the same as on a node where no block was ever taken back, at two requests a block', async () => {
    const { node, story } = await play({ hops: 120, seed: 4, reorg: REORG });
    const { result, proxy } = await byNode(node, story);
    expect(tracedWhereabouts(result)).toEqual(playedWhereabouts(story));
    const blocks = story.blocks.to - story.blocks.from + 1;
    // One more for the coins that the crowd brought into CoinJoins.
    expect(proxy.count()).toBe(SEED_REQUESTS + 2 * blocks + 1);

    const calm = await startNode();
    await copyBlocks({ from: node, to: calm });
    const undisturbed = await byNode(calm, story);
    expect(tablesOf(undisturbed.result)).toEqual(tablesOf(result));
    expect(undisturbed.proxy.count()).toBe(proxy.count());
  });

  it.each(['rpc', 'esplora'] as const)('costs nothing (%s) to be traced once more by others', async (kind) => {
    const { node, story } = await play({ hops: 40, seed: 9, reorg: REORG });
    const [server, harness] = await Promise.all([startEsploraOverNode({ rpcUrl: node.url }), startHarness()]);
    const proxy = await startNodeProxy({ target: node.url });
    stops.push(server.close, harness.close, proxy.stop);
    const source = { kind, url: kind === 'rpc' ? proxy.url : server.url };
    const requests = (): number => (kind === 'rpc' ? proxy.count() : server.requests().total);
    const first = await startPlayedCase(harness, source, story);
    await harness.drain();
    const asked = requests();
    const second = await startPlayedCase(harness, source, story);
    await harness.drain();
    expect(requests()).toBe(asked);
    const [one, other] = [await harness.tracer.cases.result(first), await harness.tracer.cases.result(second)];
    expect(tablesOf(other)).toEqual(tablesOf(one));
    expect(tracedWhereabouts(one)).toEqual(playedWhereabouts(story));
    const paths = server.seen.map(({ path }) => path);
    expect(paths.length).toBe(new Set(paths).size);
  });
});
