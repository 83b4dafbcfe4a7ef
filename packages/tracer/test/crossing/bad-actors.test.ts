import { type BridgeLeg, formatHash } from '@fundtrail/core';
import { type BadAct, type BadActor, hasLitecoind, LITECOIN, THORCHAIN_ROUTERS } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeFacts } from '../../src/crossings/bridge-services.ts';
import type { CrossingRowView, TraceResult } from '../../src/index.ts';
import type { Harness } from '../harness.ts';
import { type CrossingWorld, startCrossingWorld } from './crossing-world.ts';

const OTHERS = [
  'fake_router',
  'unknown_inbound',
  'overclaim',
  'same_key_twice',
  'forged_outbound',
  'replayed_mint',
  'two_op_returns',
  'malformed_memo',
] as const satisfies readonly BadActor[];

type Traced = { readonly harness: Harness; readonly result: TraceResult; readonly rows: readonly CrossingRowView[] };

describe.runIf(hasLitecoind())('those who lead astray', () => {
  let world: CrossingWorld;
  let before: Traced;
  let spoiled: Traced;
  const acts = new Map<BadActor, BadAct>();

  beforeAll(async () => {
    world = await startCrossingWorld();
    await world.story.playTo();
    before = await trace();
    for (const actor of OTHERS) acts.set(actor, await world.story.spoil(actor));
    spoiled = await trace();
  });
  afterAll(() => world?.close());

  /** What bad actors did is stored before, as any other case may have read it. */
  async function trace(): Promise<Traced> {
    const harness = await world.harness({ clock: world.clock });
    const { deps } = harness;
    for (const { transactions } of acts.values()) {
      for (const { chain, hash } of transactions) {
        const spec = world.sources.get(chain);
        if (spec === undefined) throw new RangeError(chain);
        const source = await deps.openSource(spec);
        await storeFacts(deps, 'live', [await source.transaction(chain, hash)]);
      }
    }
    const id = await harness.tracer.cases.create(world.caseSpec());
    await harness.drain();
    expect((await harness.tracer.cases.show(id)).status).toBe('done');
    return {
      harness,
      result: await harness.tracer.cases.result(id),
      rows: await harness.tracer.cases.crossings(id),
    };
  }

  const legsOf = async (actor: BadActor): Promise<readonly BridgeLeg[]> => {
    const stored = await spoiled.harness.deps.bridges.store.legsOf('live', acts.get(actor)?.transactions ?? []);
    return stored.map(({ leg }) => leg);
  };

  it('move nothing: totals, accounts, flows and crossings are those of before', () => {
    for (const table of ['totals', 'accounts', 'flows'] as const)
      expect(spoiled.result[table]).toEqual(before.result[table]);
    const bare = (rows: readonly CrossingRowView[]) =>
      rows.map(({ notes: _notes, pending_seconds: _age, ...row }) => row);
    expect(bare(spoiled.rows)).toEqual(bare(before.rows));
  });

  it('that emit as if they were a protocol have no legs: the emitter is no contract of it', async () => {
    for (const actor of ['fake_router', 'replayed_mint'] as const) expect(await legsOf(actor)).toEqual([]);
  });

  it('that pay for what nobody sent are a destination of no link', async () => {
    const [leg, ...more] = await legsOf('unknown_inbound');
    expect([leg?.side, leg?.protocol, leg?.chain, more]).toEqual(['destination', 'thorchain', LITECOIN, []]);
    const { store } = spoiled.harness.deps.bridges;
    const own = await store.legsByKey('live', [{ protocol: 'thorchain', key: leg?.key ?? '' }]);
    expect(own.map((placed) => placed.leg.side)).toEqual(['destination']);
  });

  it('that claim to have paid more than they did have paid what moved', async () => {
    const arrival = (await legsOf('overclaim')).find(({ side }) => side === 'destination');
    const paid = 75n * 10n ** 18n;
    expect(arrival).toMatchObject({ amount: paid, fault: undefined });
    expect(arrival?.notes).toContainEqual(`says that ${(paid * 4n) / 3n} was paid, but ${paid} moved`);
    expect(acts.get('overclaim')?.expected).toContain(`an arrival of ${paid}`);
  });

  it('that use a key again, or forge a payout, are named with the reason where the crossing is told', async () => {
    const links = new Map(world.story.truth().links.map((link) => [link.name, link.key]));
    for (const [actor, name, reason] of [
      ['same_key_twice', 'direct', /whom the deposit does not name/],
      ['forged_outbound', 'plain', /the vault is not known/],
    ] as const) {
      const [tx] = acts.get(actor)?.transactions ?? [];
      const rows = spoiled.rows.filter(({ key }) => key === links.get(name));
      expect(rows.length).toBeGreaterThan(0);
      for (const { notes } of rows) {
        const told = notes.filter((note) => note.startsWith(`not joined: ${shownHash(tx)} `));
        expect(told).toEqual([expect.stringMatching(reason)]);
      }
    }
    expect(await legsOf('forged_outbound')).toMatchObject([{ fault: expect.stringMatching(/the vault is not known/) }]);
  });

  it('that write two memos or none that can be read are kept with the reason, and can only get it back', async () => {
    const legs = [...(await legsOf('two_op_returns')), ...(await legsOf('malformed_memo'))];
    expect(legs).toHaveLength(4);
    for (const leg of legs) {
      expect(leg).toMatchObject({ side: 'source', toChain: undefined, toAccount: undefined, fault: undefined });
      expect(leg.notes.some((note) => note.startsWith('can only come back: '))).toBe(true);
    }
  });

  it('and the thief, whose own memos nobody can read: what he sent waits, what came back is his again', async () => {
    acts.set('odd_memos', await world.story.spoil('odd_memos'));
    const after = await trace();
    const { transactions = [] } = acts.get('odd_memos') ?? {};
    const sent = transactions.slice(0, 5);
    const rows = sent.map(({ hash }) => after.rows.filter(({ source }) => source.tx === hash));
    expect(rows.map((own) => own.map(({ state }) => state))).toEqual([
      ['refunded'],
      ['pending'],
      ['pending'],
      ['pending'],
      ['pending'],
    ]);
    const [refunded, noText, noAsset, noAddress, noData] = rows.flat();
    expect(refunded?.destination).toMatchObject({ tx: transactions[5]?.hash, amount: String(9n * 10n ** 17n) });
    expect([noText, noAsset, noAddress, noData].map((row) => row?.reason)).toEqual([
      expect.stringMatching(/can only come back: the memo has bytes that are no text/),
      expect.stringMatching(/can only come back: .*abbreviates no asset/),
      expect.stringMatching(/can only come back: .*is no account of bip122:/),
      expect.stringMatching(/can only come back: the memo has bytes that are no text/),
    ]);
    const refused = noText?.notes.filter((note) => note.startsWith('not joined: ')) ?? [];
    expect(refused).toEqual([expect.stringContaining(shownHash(transactions[6]))]);
    for (const policy of Object.keys(after.result.totals) as (keyof typeof after.result.totals)[]) {
      const [now, then] = [after.result.totals[policy], before.result.totals[policy]];
      expect(now?.stolen).toEqual(then?.stolen);
      if (policy === 'poison') continue;
      for (const [asset, stolen] of Object.entries(now?.stolen ?? {})) {
        const placed = Object.values(now?.origin ?? {}).reduce((sum, own) => sum + BigInt(own[asset] ?? '0'), 0n);
        expect([policy, placed]).toEqual([policy, BigInt(stolen)]);
      }
    }
    expect(
      Object.values(THORCHAIN_ROUTERS).some((router) => JSON.stringify(after.result.accounts).includes(router)),
    ).toBe(false);
  });
});

function shownHash(tx: { readonly chain: string; readonly hash: string } | undefined): string {
  if (tx === undefined) throw new RangeError('no such transaction was played');
  return formatHash(tx.hash, tx.chain);
}
