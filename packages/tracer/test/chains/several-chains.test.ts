import { accountId, formatAccount } from '@fundtrail/core';
import { createRandom, hasLitecoind } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountView, FlowView, SeedInput, TraceResult } from '../../src/index.ts';
import { type Harness, startHarness } from '../harness.ts';
import { type ChainsWorld, caseOf, playAll, receivedBy, startChainsWorld, THIEF, unaccounted } from './world.ts';

describe.runIf(hasLitecoind())('a case with thefts on two account chains and a UTXO chain', () => {
  let world: ChainsWorld;
  let harnesses: Harness[];
  beforeEach(async () => {
    harnesses = [];
    world = await startChainsWorld();
    await playAll(world);
  });
  afterEach(async () => {
    for (const harness of harnesses) await harness.close();
    await world.close();
  });

  async function openHarness(configured = true): Promise<Harness> {
    const harness = await startHarness(configured ? { configuredSource: (chain) => world.sources.get(chain) } : {});
    harnesses.push(harness);
    return harness;
  }

  async function trace(harness: Harness, seeds: readonly SeedInput[]): Promise<TraceResult> {
    const id = await harness.tracer.cases.create(caseOf(world, seeds));
    await harness.drain();
    return harness.tracer.cases.result(id);
  }

  it('accounts for everything stolen, and comes to the sum of a case on each chain', async () => {
    const harness = await openHarness();
    const whole = await trace(harness, world.seeds);
    expect([whole.case.status, whole.case.status_reason]).toEqual(['done', null]);
    expect(unaccounted(whole)).toEqual([]);
    expect(Object.keys(whole.totals.haircut?.stolen ?? {})).toHaveLength(3);

    const apart: TraceResult[] = [];
    for (const seed of world.seeds) apart.push(await trace(await openHarness(false), [seed]));
    for (const part of apart) expect(part.accounts.length).toBeGreaterThan(3);
    const byText = (rows: readonly object[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();
    expect(byText(whole.accounts.map(bareAccount))).toEqual(
      byText(apart.flatMap(({ accounts }) => accounts.map(bareAccount))),
    );
    expect(byText(whole.flows.map(bareFlow))).toEqual(byText(apart.flatMap(({ flows }) => flows.map(bareFlow))));
    for (const part of apart) {
      for (const [policy, totals] of Object.entries(part.totals)) {
        for (const [asset, stolen] of Object.entries(totals.stolen))
          expect(whole.totals[policy]?.stolen[asset]).toBe(stolen);
        for (const [kind, amounts] of Object.entries(totals.origin))
          expect(whole.totals[policy]?.origin).toMatchObject({ [kind]: amounts });
      }
    }
  });

  it('comes to the same in whichever order its chains are asked', async () => {
    const calm = await trace(await openHarness(), world.seeds);
    for (const seed of [1, 2, 3]) {
      const random = createRandom(seed);
      const harness = await openHarness();
      const { acquire } = harness.deps.jobs;
      let jobs = 0;
      Object.assign(harness.deps.jobs, {
        acquire: async (job: Parameters<typeof acquire>[0]) => {
          const items = [...job.items].sort(() => (random.chance(0.5) ? 1 : -1));
          for (const item of items) {
            jobs += 1;
            await acquire({ ...job, items: [item], batch: jobs });
          }
        },
      });
      const shuffled = await trace(harness, world.seeds);
      for (const table of ['totals', 'accounts', 'flows'] as const) expect(shuffled[table]).toEqual(calm[table]);
    }
  });

  it('says which chain has no source and how it gets one, and reads it when there is one and it is resumed', async () => {
    const [seed] = world.seeds;
    const { second } = world;
    const configured = { now: false };
    const harness = await startHarness({
      configuredSource: (chain) => (configured.now ? world.sources.get(chain) : undefined),
    });
    harnesses.push(harness);
    const { cases } = harness.tracer;
    const refused = cases.create(caseOf(world, world.seeds));
    await expect(refused).rejects.toMatchObject({
      place: { field: 'seeds[1].chain' },
      remedy: expect.stringContaining('FUNDTRAIL_RPC_URL'),
    });
    if (seed === undefined) throw new RangeError('there is no seed');
    const id = await cases.create(caseOf(world, [seed]));
    const account = second.account(THIEF);
    // As a crossing opens it.
    await harness.deps.cases.open(harness.database.db, id, [
      { account, wave: 0, state: 'wanted', reason: null, firstBlock: 1 },
      {
        account: accountId(world.coins.id, `0xff${'11'.repeat(36)}`),
        wave: 0,
        state: 'wanted',
        reason: null,
        firstBlock: 1,
      },
    ]);
    await harness.drain();
    const shown = await cases.show(id);
    expect(shown.status).toBe('done');
    expect(shown.coverage.not_followed.toSorted((a, b) => (a.reason < b.reason ? 1 : -1))).toEqual([
      {
        state: 'unavailable',
        reason: 'no source is configured for eip155:31338: set FUNDTRAIL_EXPLORER_URL or FUNDTRAIL_RPC_URL',
        count: 1,
      },
      {
        state: 'unavailable',
        reason: 'no source is configured for Litecoin regtest: set FUNDTRAIL_ESPLORA_URL or FUNDTRAIL_RPC_URL',
        count: 1,
      },
    ]);
    expect(await receivedBy(harness, id, world.first.account(THIEF))).toBe(100n);

    configured.now = true;
    await cases.resume(id);
    await harness.drain();
    const [read] = await harness.deps.cases.accounts(id, [account]);
    expect([read?.state, (await cases.show(id)).status]).toEqual(['covered', 'done']);
    expect(formatAccount(account)).toContain('eip155:31338');
  });
});

function bareAccount({ origin_by_asset: _units, ...row }: AccountView): object {
  return row;
}

function bareFlow({ origin_by_asset: _units, ...row }: FlowView): object {
  return row;
}
