import { accountId, coinOf } from '@fundtrail/core';
import { hasLitecoind, LITECOIN } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Harness } from '../harness.ts';
import { type CrossingWorld, startCrossingWorld } from './crossing-world.ts';

describe.runIf(hasLitecoind())('a tracer that knows no vault', () => {
  let world: CrossingWorld;
  beforeAll(async () => {
    world = await startCrossingWorld();
    await world.story.playTo();
  });
  afterAll(() => world?.close());

  async function traced(harness: Harness): Promise<string> {
    const id = await harness.tracer.cases.create(world.caseSpec());
    await harness.drain();
    return id;
  }

  it('comes to what it would come to if it knew them, where it may ask the network', async () => {
    const asked: string[] = [];
    const ask: CrossingWorld['ask'] = (api, path) => {
      asked.push(path);
      return world.ask(api, path);
    };
    const knowing = await world.harness({ clock: world.clock, bridges: { ask: world.ask, clock: world.clock } });
    const learning = await world.harness({
      clock: world.clock,
      knowsVaults: false,
      bridges: { ask, clock: world.clock },
    });
    const [known, learned] = [await traced(knowing), await traced(learning)];
    expect(await learning.tracer.cases.crossings(learned)).toEqual(await knowing.tracer.cases.crossings(known));
    const [a, b] = [await knowing.tracer.cases.result(known), await learning.tracer.cases.result(learned)];
    expect(b.totals).toEqual(a.totals);
    expect(asked.filter((path) => path.startsWith('/thorchain/vaults/asgard'))).toHaveLength(1);
    expect(asked.filter((path) => path === '/thorchain/inbound_addresses')).toHaveLength(1);

    const accounts = await learning.deps.bridges.store.accounts.all('live');
    const named = accounts.map(({ chain, address, role }) => `${chain} ${address} ${role}`);
    expect(named.sort()).toEqual(world.story.located.map((one) => `${one.chain} ${one.address} ${one.role}`).sort());
    expect(accounts.find(({ chain }) => chain === LITECOIN)).toMatchObject({
      source: expect.stringMatching(/^thornode \/thorchain\/vaults\/asgard, \d{4}-\d\d-\d\d$/),
    });
  });

  it('learns those that routers name, from the time of the event on, where it may not', async () => {
    const harness = await world.harness({ clock: world.clock, knowsVaults: false });
    const id = await traced(harness);
    const accounts = await harness.deps.bridges.store.accounts.all('live');
    const { vault } = world.story.cast;
    const [onA, ...others] = accounts.filter(({ chain }) => chain === 'eip155:1');
    expect([onA?.address, others]).toEqual([vault, []]);
    const direct = world.story.truth().transactions.find(({ step }) => step === 'deposit_direct');
    expect(onA).toMatchObject({ role: 'Vault', source: expect.stringMatching(/^log:\d+ of 0x/), from: direct?.time });
    expect(accounts.some(({ chain }) => chain === LITECOIN)).toBe(false);
    // The payment that emitted nothing is known to be a deposit all the same.
    const plain = world.story.truth().links.find(({ name }) => name === 'plain');
    const rows = await harness.tracer.cases.crossings(id);
    expect(rows.map(({ key }) => key)).toContain(plain?.key);
    // Coins of nobody's vault arrive nowhere until somebody tells whose they are.
    const split = world.story.truth().links.find(({ name }) => name === 'direct');
    const own = rows.filter(({ key }) => key === split?.key);
    expect(own.map(({ state }) => state)).toEqual(['pending']);
    expect(own[0]?.notes.filter((note) => /^not joined: .*the vault is not known/.test(note))).toHaveLength(2);
  });

  it('takes coins that were paid to nobody it knows for a deposit when the network has told its vaults', async () => {
    const [paid] = world.story.truth().links.find(({ name }) => name === 'wrapped')?.arrivals ?? [];
    const source = world.sources.get(LITECOIN);
    if (paid === undefined || source === undefined) throw new RangeError(LITECOIN);
    const seed = { kind: 'transaction', chain: LITECOIN, hash: paid.tx } as const;
    const seeds = [{ ...seed, account: accountId(LITECOIN, coinOf(paid.tx, 0)) }];
    const states = async (options: Parameters<CrossingWorld['harness']>[0]) => {
      const harness = await world.harness({ clock: world.clock, knowsVaults: false, ...options });
      const id = await harness.tracer.cases.create(world.caseSpec({ seeds, source, policies: ['haircut', 'fifo'] }));
      await harness.drain();
      const rows = await harness.tracer.cases.crossings(id);
      const links = await harness.deps.cases.links(id);
      return { rows, links: links.map((link) => `${link.key} ${link.state}`) };
    };
    const returned = world.story.truth().links.find(({ name }) => name === 'avax');
    const ownKey = `${LITECOIN}:${returned?.source.tx}#0`;
    const alone = await states({});
    expect(alone.rows).toMatchObject([
      { key: ownKey, state: 'pending', reason: 'the vault is not known: ask thornode or midgard' },
    ]);
    expect(alone.links).toEqual([`${ownKey} waiting`]);
    const asking = await states({ bridges: { ask: world.ask, clock: world.clock } });
    const [arrival] = returned?.arrivals ?? [];
    expect(asking.rows[0]).toMatchObject({
      key: returned?.key,
      state: 'arrived',
      destination: { tx: arrival?.tx, amount: String(arrival?.amount) },
    });
    expect(asking.links).toContain(`${ownKey} covered`);
  });
});
