import { chainInfo, formatHash } from '@fundtrail/core';
import {
  createPurse,
  createRandom,
  hasLitecoind,
  playUtxoTheft,
  startUtxoNode,
  type UtxoNode,
  type UtxoStory,
} from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FollowOutcome, Tracer } from '../../src/index.ts';
import { followOnce, type Harness, startHarness } from '../harness.ts';
import { alertsOf } from './alerts-of.ts';
import { type KnownTheft, playedWhereabouts, startPlayedCase, tablesOf, tracedWhereabouts } from './played-theft.ts';

const COIN = 100_000_000n;
/** Jobs that a host does at most before it is gone. */
const MOST_JOBS = 3;

describe.runIf(hasLitecoind())('a theft of coins that is followed', () => {
  let node: UtxoNode;
  let harness: Harness;
  beforeEach(async () => {
    [node, harness] = await Promise.all([startUtxoNode({ timestamp: 1_700_000_000 }), startHarness()]);
  });
  afterEach(async () => {
    await harness.close();
    await node.stop();
  });

  const start = (known: KnownTheft, on: Harness = harness, follow = true): Promise<string> =>
    startPlayedCase(on, { kind: 'rpc', url: node.url }, known, { follow });

  async function tables(id: string, on: Harness = harness) {
    return tablesOf(await on.tracer.cases.result(id));
  }

  async function tracedAfterwards(known: KnownTheft) {
    const other = await startHarness();
    try {
      const id = await start(known, other, false);
      await other.drain();
      return await tables(id, other);
    } finally {
      await other.close();
    }
  }

  const kindsOf = (outcomes: readonly FollowOutcome[]): readonly string[] => outcomes.map(({ kind }) => kind);

  async function lookToTheEnd(tracer: Tracer = harness.tracer): Promise<void> {
    for (let kinds: readonly string[] = []; !kinds.includes('idle'); ) {
      kinds = kindsOf(await followOnce(tracer));
      await harness.drain();
    }
  }

  it.each([1, 2])(
    'is not lost sight of by hosts that go amid their work with all their jobs (seed %i)',
    async (seed) => {
      const random = createRandom(seed);
      let host = harness.tracer;
      let id = '';
      let gone = 0;
      const story: UtxoStory = await playUtxoTheft(node, {
        hops: 60,
        seed,
        reorg: { depth: 3 },
        onTheft: async (known) => {
          id = await start(known);
          await harness.drain();
        },
        onBlock: async () => {
          if (id === '') return;
          await followOnce(host);
          if (random.next() < 0.5) return harness.drain();
          await harness.run(random.between(0, MOST_JOBS));
          harness.lose();
          gone += 1;
          await host.follower.release();
          host = harness.otherHost();
        },
      });
      expect(gone).toBeGreaterThan(3);
      await host.follower.release();
      await lookToTheEnd(harness.otherHost());
      expect(tracedWhereabouts(await harness.tracer.cases.result(id))).toEqual(playedWhereabouts(story));
      expect(await tables(id)).toEqual(await tracedAfterwards(story));
      const { alerts } = await alertsOf(harness, id);
      const standing = alerts.filter(({ state }) => state === 'detected').map(({ tx }) => tx);
      expect(standing).toHaveLength(story.expected.deposits.length);
      expect(alerts.filter(({ state }) => state === 'retracted').length).toBeLessThanOrEqual(1);
    },
  );

  it('halts where final blocks are taken back, and tells what the other chain holds once it is let go on', async () => {
    const { reorgWindow } = chainInfo(node.chain);
    const [victim, thief] = [createPurse(node, 'victim'), createPurse(node, 'thief')];
    await victim.mineCoins(1);
    const theft = await victim.pay([{ script: thief.lock().script, amount: 40n * COIN }]);
    const loot = thief.take(theft);
    await node.mine();
    const known = { chain: node.chain, theft, labels: [] };
    const id = await start(known);
    await harness.drain();
    const first = await thief.pay([{ script: thief.lock().script, amount: 5n * COIN }], { inputs: loot, send: false });
    const block = await node.generateBlock([first.hex]);
    await node.mine(reorgWindow + 1);
    await lookToTheEnd();
    const before = await tables(id);
    expect(before.flows.map(({ tx }) => tx)).toContain(formatHash(first.hash, node.chain));

    await node.invalidate(block);
    const second = await thief.pay([{ script: thief.lock().script, amount: 7n * COIN }], { inputs: loot, send: false });
    await node.generateBlock([second.hex], '0x52');
    await node.mine(reorgWindow + 2, '0x52');
    expect(kindsOf(await harness.follow())).toEqual(['halted']);
    expect((await harness.tracer.cases.show(id)).following?.halted).toContain('fundtrail chains resume');
    expect(await tables(id)).toEqual(before);

    await harness.tracer.chains.resume(node.chain);
    await lookToTheEnd();
    const after = await tables(id);
    expect(new Set(after.flows.map(({ tx }) => tx))).toEqual(new Set([formatHash(second.hash, node.chain)]));
    expect(after).toEqual(await tracedAfterwards(known));
  });
});
