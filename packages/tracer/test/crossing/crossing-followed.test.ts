import { CROSSING_STEPS, hasLitecoind } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertsOf } from '../coins/alerts-of.ts';
import type { Harness } from '../harness.ts';
import { type CrossingWorld, startCrossingWorld } from './crossing-world.ts';

const TABLES = ['totals', 'accounts', 'flows'] as const;

/** What an alert says of crossings. */
type ToldPath = {
  readonly weakest_grade: string;
  readonly bridges: readonly {
    readonly protocol: string;
    readonly link_key: string;
    readonly tx_from: string;
    readonly tx_to: string;
  }[];
};

describe.runIf(hasLitecoind())('a theft that is followed while it goes over four chains', () => {
  let world: CrossingWorld;
  let harness: Harness;
  let id: string;
  beforeEach(async () => {
    world = await startCrossingWorld({ slotsInAnEpoch: 2 });
    await world.story.step();
    harness = await world.harness({ clock: world.clock });
    id = await harness.tracer.cases.create(world.caseSpec({ follow: true }));
    await harness.drain();
  });
  afterEach(() => world?.close());

  /** Follows until nothing new is told and nothing is looked for that could be there. */
  async function catchUp(): Promise<void> {
    for (let idle = 0; idle < 3; ) {
      const outcomes = await harness.follow();
      world.clock.advance(120_000);
      await harness.tracer.retryLinks();
      await harness.drain();
      const waits = await harness.deps.cases.waits(id);
      idle = !waits && outcomes.every(({ kind }) => kind === 'idle') ? idle + 1 : 0;
    }
  }

  async function expectAsTracedAfterwards(): Promise<void> {
    const other = await world.harness({ clock: world.clock });
    const again = await other.tracer.cases.create(world.caseSpec());
    await other.drain();
    const [followed, traced] = [await harness.tracer.cases.result(id), await other.tracer.cases.result(again)];
    for (const table of TABLES) expect(followed[table]).toEqual(traced[table]);
    // When what is pending is looked for again depends on how often it was.
    const known = async (tracer: Harness['tracer'], caseId: string): Promise<readonly unknown[]> =>
      (await tracer.cases.crossings(caseId)).map((row) => ({ ...row, next_search_at: null }));
    expect(await known(harness.tracer, id)).toEqual(await known(other.tracer, again));
  }

  async function toldPath(): Promise<ToldPath | undefined> {
    const { rows } = await harness.database.pool.query<{ path: ToldPath }>(
      `select body -> 'data' -> 'path' as path from ops.outbox where case_id = $1 and type = 'org.fundtrail.deposit.detected'
       order by created_at desc, id desc limit 1`,
      [id],
    );
    return rows[0]?.path;
  }

  it('comes to what it comes to afterwards, step by step, and its alert names every crossing', async () => {
    for (const { name } of CROSSING_STEPS.slice(1)) {
      await world.story.playTo(name);
      await catchUp();
    }
    await expectAsTracedAfterwards();
    const { alerts } = await alertsOf(harness, id);
    expect(alerts.map(({ state }) => state)).not.toContain('retracted');
    expect(alerts.length).toBeGreaterThan(0);
    const path = await toldPath();
    const links = new Map(world.story.truth().links.map((link) => [link.key, link]));
    expect(path?.bridges.map(({ protocol }) => protocol)).toEqual(['thorchain', 'thorchain', 'cctp']);
    expect(path?.weakest_grade).toBe('protocol_linked');
    for (const { link_key, tx_from, tx_to } of path?.bridges ?? []) {
      const link = links.get(link_key);
      expect(`0x${tx_from.replace('0x', '')}`).toBe(link?.source.tx);
      expect(link?.arrivals.map(({ tx }) => tx)).toContain(`0x${tx_to.replace('0x', '')}`);
    }
  });

  it('takes a crossing back with the block of its arrival, and has it again when it is mined again', async () => {
    await world.story.playTo('payout_direct_rest');
    await catchUp();
    const arrived = async (): Promise<number> =>
      (await harness.tracer.cases.crossings(id, { state: 'arrived' })).length;
    expect(await arrived()).toBe(2);
    await world.story.takeBack('payout_direct_rest');
    await catchUp();
    expect(await arrived()).toBe(2);
    await world.story.playTo('mint');
    await catchUp();
    await world.story.takeBack('mint');
    await catchUp();
    await world.story.playTo();
    await catchUp();
    await expectAsTracedAfterwards();
    const { alerts } = await alertsOf(harness, id);
    expect(alerts.filter(({ state }) => state !== 'retracted').length).toBeGreaterThan(0);
  });
});
