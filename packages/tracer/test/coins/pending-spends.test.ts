import { formatAddress, formatHash, type Label, ownerOf } from '@fundtrail/core';
import {
  asModernCore,
  type BuiltTransaction,
  createLock,
  createPurse,
  hasLitecoind,
  type NodeFault,
  type OwnedCoin,
  type Purse,
  REPLACING_FEE,
  startEsploraOverNode,
  startNodeProxy,
  startUtxoNode,
  type UtxoNode,
} from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../harness.ts';
import { alertsOf } from './alerts-of.ts';
import { createHandClock, type HandClock } from './hand-clock.ts';
import { startPlayedCase, tablesOf } from './played-theft.ts';

/** The mempool is looked at again after so long. */
const LOOK_AGAIN_MS = 15_000;
const COIN = 100_000_000n;
const EXCHANGE = createLock('p2wpkh', 'an exchange').script;

describe.runIf(hasLitecoind())('a payment of stolen coins that waits to be mined', () => {
  let node: UtxoNode;
  let thief: Purse;
  let theft: BuiltTransaction;
  let harness: Harness;
  let clock: HandClock;
  let stops: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    node = await startUtxoNode({ timestamp: 1_700_000_000 });
    stops = [node.stop];
    const victim = createPurse(node, 'victim');
    thief = createPurse(node, 'thief');
    await victim.mineCoins(1);
    theft = await victim.pay([{ script: thief.lock().script, amount: 40n * COIN }]);
    thief.take(theft);
    await node.mine();
    clock = createHandClock();
    harness = await startHarness({ clock });
    stops.push(harness.close);
  });
  afterEach(async () => {
    for (const stop of stops.toReversed()) await stop();
  });

  /** A case that is followed by a source of this kind, up to the newest block. */
  async function follow(kind: string): Promise<string> {
    const { chain } = node;
    const source =
      kind === 'an Esplora' ? await openEsplora() : await openNode(kind === 'a new node' ? [asModernCore] : []);
    const label: Label = {
      chain,
      address: ownerOf(EXCHANGE),
      entity: 'Example Exchange',
      category: 'exchange',
      confidence: 100,
      source: 'test',
    };
    const id = await startPlayedCase(harness, source, { chain, theft, labels: [label] }, { follow: true });
    await harness.drain();
    await look();
    return id;
  }

  async function openEsplora() {
    const server = await startEsploraOverNode({ rpcUrl: node.url });
    stops.push(server.close);
    return { kind: 'esplora', url: server.url } as const;
  }

  async function openNode(faults: readonly NodeFault[]) {
    const proxy = await startNodeProxy({ target: node.url, faults });
    stops.push(proxy.stop);
    return { kind: 'rpc', url: proxy.url } as const;
  }

  async function look(): Promise<void> {
    clock.advance(LOOK_AGAIN_MS);
    await harness.follow();
    await harness.drain();
  }

  /** What a case shows to wait, as output and transaction. */
  async function pendingOf(id: string): Promise<readonly (readonly [string, string])[]> {
    const { following } = await harness.tracer.cases.show(id);
    return (following?.pending ?? []).map(({ output, tx }) => [output, tx] as const);
  }

  async function tables(id: string) {
    return tablesOf(await harness.tracer.cases.result(id));
  }

  /** Pays the exchange out of these coins. */
  const payExchange = (inputs: readonly OwnedCoin[], options: { readonly fee?: bigint; readonly rbf?: boolean } = {}) =>
    thief.pay([{ script: EXCHANGE, amount: 10n * COIN }], { inputs, ...options });
  const shown = (transaction: BuiltTransaction): string => formatHash(transaction.hash, node.chain);
  const spent = (transaction: BuiltTransaction): string => formatAddress(transaction.inputs[0] ?? '', node.chain);

  it.each(['an old node', 'a new node', 'an Esplora'])(
    'is shown (%s) as the one that took the place of another, counts for nothing, and is gone when it is mined',
    async (kind) => {
      const id = await follow(kind);
      const before = await tables(id);
      const inputs = thief.coins;
      const first = await payExchange(inputs, { rbf: true });
      await look();
      expect(await pendingOf(id)).toEqual([[spent(first), shown(first)]]);
      const second = await payExchange(inputs, { fee: REPLACING_FEE });
      await look();
      expect(await pendingOf(id)).toEqual([[spent(second), shown(second)]]);
      expect(await tables(id)).toEqual(before);
      expect((await alertsOf(harness, id)).alerts).toEqual([]);

      await node.mine();
      await harness.follow();
      await harness.drain();
      expect(await pendingOf(id)).toEqual([]);
      const after = await tables(id);
      expect(new Set(after.flows.map(({ tx }) => tx))).toEqual(new Set([shown(second)]));
      expect((await alertsOf(harness, id)).alerts).toMatchObject([{ state: 'detected', tx: shown(second) }]);
    },
  );

  it('is shown where it spends what another one makes, once that is mined', async () => {
    const id = await follow('an old node');
    const first = await payExchange(thief.coins);
    const change = thief.coins;
    const second = await payExchange(change);
    await look();
    expect(await pendingOf(id)).toEqual([[spent(first), shown(first)]]);
    await node.generateBlock([first.hash]);
    await look();
    await look();
    expect(await pendingOf(id)).toEqual([[spent(second), shown(second)]]);
  });

  it('is gone when it is dropped for one that pays nobody of interest', async () => {
    const id = await follow('an old node');
    const [loot] = thief.coins;
    if (loot === undefined) throw new TypeError('nothing was stolen');
    await payExchange([loot], { rbf: true });
    await look();
    const back = await thief.pay([], { inputs: [loot], fee: REPLACING_FEE });
    await look();
    expect(await pendingOf(id)).toEqual([[spent(back), shown(back)]]);
  });
});
