import { CROSSING_STEPS, createRandom, hasLitecoind } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storedTexts } from '../coins/derived-texts.ts';
import type { Harness } from '../harness.ts';
import { type CrossingWorld, startCrossingWorld } from './crossing-world.ts';
import { createDisturbedHosts } from './disturbed-hosts.ts';

const FIRST = Number(process.env.FUNDTRAIL_TEST_SEED ?? 1);
const SEEDS = Number(process.env.FUNDTRAIL_TEST_WORLDS ?? 2);
const MOST_ACTS_BETWEEN_STEPS = 8;
const TABLES = ['totals', 'accounts', 'flows'] as const;

describe.runIf(hasLitecoind()).each(Array.from({ length: SEEDS }, (_, at) => FIRST + at))(
  'a theft over four chains that is followed by two hosts amid disturbances, seed %i',
  (seed) => {
    let world: CrossingWorld;
    beforeEach(async () => {
      world = await startCrossingWorld({ slotsInAnEpoch: 2 });
    });
    afterEach(() => world?.close());

    async function tablesOf({ tracer, database }: Harness, id: string) {
      const result = await tracer.cases.result(id);
      // When what is pending is looked for again depends on how often it was.
      const crossings = (await tracer.cases.crossings(id)).map((row) => ({ ...row, next_search_at: null }));
      return {
        ...Object.fromEntries(TABLES.map((table) => [table, result[table]])),
        crossings,
        texts: await storedTexts(database, id),
      };
    }

    it('comes to every table that an undisturbed trace comes to afterwards', async () => {
      const random = createRandom(seed);
      await world.story.step();
      const harness = await world.harness({ clock: world.clock });
      const hosts = createDisturbedHosts(harness, random, world.clock);
      const id = await harness.tracer.cases.create(world.caseSpec({ follow: true }));
      for (const { name } of CROSSING_STEPS.slice(1)) {
        await world.story.playTo(name);
        for (let acts = random.between(0, MOST_ACTS_BETWEEN_STEPS); acts > 0; acts -= 1) await hosts.act();
      }
      await hosts.calm(id);

      const other = await world.harness({ clock: world.clock });
      const traced = await other.tracer.cases.create(world.caseSpec());
      await other.drain();
      expect(await tablesOf(harness, id), `seed ${seed}`).toEqual(await tablesOf(other, traced));
      expect((await harness.tracer.cases.crossings(id, { state: 'arrived' })).length, `seed ${seed}`).toBeGreaterThan(
        5,
      );
      expect(
        [...hosts.broken.values()].reduce((sum, times) => sum + times, 0),
        `seed ${seed}`,
      ).toBeGreaterThan(5);
    });
  },
);
