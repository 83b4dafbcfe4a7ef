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
  });
});
