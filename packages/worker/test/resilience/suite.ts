import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signStandardWebhook } from '@fundtrail/alerts';
import type { ExplorerFaultRule } from '@fundtrail/testkit';
import { createRandom } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/index.ts';
import { passingFaults } from './faults.ts';
import { writeRecording } from './recording.ts';
import { openScenario, POLICIES, type QueueBackend, type Scenario, until, type WorkerProcess } from './scenario.ts';
import type { Tables } from './tables.ts';
import { findTears } from './whole.ts';
import { makeWorld } from './world.ts';

const ACCOUNTS = 150;
const FAULTY_SHARE = 0.12;
const KILLS = 3;
const ALL: readonly Role[] = ['acquire', 'settle', 'deliver'];
/** Histories that one process may be asking for when a case is paused, and the lists that each takes. */
const MOST_UNDER_WAY = 4 * 4 * 3;
/** Every scenario runs beside the others; they wait for locks of dead workers, not for the processor. */
const PATIENCE_MS = 150_000;

/** A made theft is traced while everything fails that can; what is in the tables at the end must not tell. */
export function resilienceSuite(backend: QueueBackend, seed: number): void {
  describe(`a case on ${backend}, seed ${seed}`, { timeout: PATIENCE_MS }, () => {
    const world = makeWorld(seed, ACCOUNTS);
    const recorded = world.trail.size - world.unrecorded.size;
    let folder: string;
    let expected: Tables;
    let calm: Scenario;
    let calmCase: string;

    const open = (faults?: ExplorerFaultRule): Promise<Scenario> =>
      openScenario({ backend, world, folder, ...(faults === undefined ? {} : { faults }) });
    /** Runs in a scenario of its own, which is closed however it ends. */
    const within = async (
      faults: ExplorerFaultRule | undefined,
      run: (scenario: Scenario) => Promise<void>,
    ): Promise<void> => {
      const scenario = await open(faults);
      try {
        await run(scenario);
      } finally {
        await scenario.close();
      }
    };
    const expectSameTables = async (scenario: Scenario, caseId: string): Promise<void> => {
      const tables = await scenario.tables(caseId);
      expect([...tables.keys()]).toEqual([...expected.keys()]);
      for (const [table, rows] of tables) expect(rows, `${table}, seed ${seed}`).toEqual(expected.get(table));
      expect(await findTears(scenario.runtime.database, caseId)).toEqual([]);
    };
    const asked = (scenario: Scenario, share: number): Promise<void> =>
      until(() => scenario.explorer.requests().total >= share * recorded * 2, 60_000);

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'fundtrail-resilience-'));
      await writeRecording(world, folder);
      calm = await open();
      await calm.startWorker(ALL);
      calmCase = await calm.begin();
      await calm.done(calmCase);
      expected = await calm.tables(calmCase);
    });
    afterAll(async () => {
      await calm.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('undisturbed, asks for every list of every account once', () => {
      const { byAction, byAddress, total } = calm.explorer.requests();
      expect(Object.fromEntries(byAction)).toEqual({
        // An account of more rows than any before it is asked once more, whether that was all: here the first one is.
        txlist: world.trail.size + 1,
        tokentx: recorded,
        // What is not offered is asked for once.
        txlistinternal: 1,
        eth_getBlockByNumber: 1,
      });
      expect(total).toBe(world.trail.size + 1 + recorded + 1 + 2);
      for (const account of world.unrecorded) expect(byAddress.get(account)).toBe(1);
    });

    it('undisturbed, finds the whole trail, closes its sums and tells every deposit once', async () => {
      const { progress, status } = await calm.runtime.cases.show(calmCase);
      expect({ status, ...progress }).toEqual({
        status: 'done',
        accounts_waiting: 0,
        accounts_covered: recorded,
        accounts_unavailable: world.unrecorded.size,
      });
      const { totals } = await calm.runtime.cases.result(calmCase);
      expect(Object.keys(totals)).toEqual(POLICIES);
      expect(await findTears(calm.runtime.database, calmCase)).toEqual([]);
      expect(calm.receiver.received).toHaveLength(world.deposits);
      expect(new Set(calm.receiver.received.map((webhook) => webhook.id)).size).toBe(world.deposits);
    });

    it.concurrent('leaves the same tables and the same alerts when its workers are killed again and again', () => {
      const faults = passingFaults(seed, FAULTY_SHARE);
      return within(faults.rule, async (scenario) => {
        const random = createRandom(seed);
        const { receiver } = scenario;
        const workers: WorkerProcess[] = [await scenario.startWorker(ALL), await scenario.startWorker(ALL)];
        const replace = async (which: number): Promise<void> => {
          await workers[which]?.kill();
          workers[which] = await scenario.startWorker(ALL);
        };
        // Neither the receiver's word nor the attempt's record outlives this.
        const midDelivery = new Promise<void>((resolve) => receiver.swallow(2, resolve)).then(() =>
          Promise.all([replace(0), replace(1)]),
        );
        const caseId = await scenario.begin();
        const moments = Array.from({ length: KILLS }, () => random.next() * 0.9).sort((a, b) => a - b);
        for (const moment of moments) {
          await asked(scenario, moment);
          await sleep(random.between(0, 250));
          if (random.chance(0.4)) await Promise.all([replace(0), replace(1)]);
          else await replace(random.between(0, 1));
        }
        await midDelivery;
        await scenario.passLeases();
        await scenario.done(caseId);
        await expectSameTables(scenario, caseId);

        const byId = Map.groupBy(receiver.received, (webhook) => webhook.id);
        expect(byId.size).toBe(world.deposits);
        expect(receiver.received.length).toBeGreaterThan(world.deposits);
        for (const same of byId.values()) expect(new Set(same.map((webhook) => webhook.body)).size).toBe(1);
        for (const { id, headers, body } of receiver.received) {
          const timestamp = Number(headers['webhook-timestamp']);
          expect(headers).toMatchObject(signStandardWebhook({ id, timestamp, body, secret: receiver.secret }));
        }
        // Not a calm sea: most ways to fail were met.
        expect(faults.seen.size).toBeGreaterThan(3);
      });
    });

    it.concurrent('goes on after its queue was lost, by itself and after a restart', () =>
      within(passingFaults(seed, FAULTY_SHARE).rule, async (scenario) => {
        const worker = await scenario.startWorker(ALL);
        const caseId = await scenario.begin();
        await asked(scenario, 0.3);
        await scenario.loseQueue();
        await asked(scenario, 0.7);
        await worker.kill();
        await scenario.loseQueue();
        await scenario.startWorker(ALL);
        await scenario.done(caseId);
        await expectSameTables(scenario, caseId);
      }));

    it.concurrent('stops when it is paused, and goes on to the same tables', () =>
      within(undefined, async (scenario) => {
        await scenario.startWorker(ALL);
        const caseId = await scenario.begin();
        await asked(scenario, 0.4);
        await scenario.runtime.cases.pause(caseId, 'a test');
        await expectRest(scenario, caseId);
        expect((await scenario.runtime.cases.show(caseId)).status).toBe('paused');
        await scenario.runtime.cases.resume(caseId);
        await scenario.done(caseId);
        await expectSameTables(scenario, caseId);
      }));

    it.concurrent('stops for good when it is cancelled', () =>
      within(undefined, async (scenario) => {
        await scenario.startWorker(ALL);
        const caseId = await scenario.begin();
        await asked(scenario, 0.4);
        await scenario.runtime.cases.cancel(caseId);
        const before = await scenario.tables(caseId);
        await expectRest(scenario, caseId);
        const after = await scenario.tables(caseId);
        for (const [table, rows] of before) {
          if (/^(derived|ops)[.]/.test(table)) expect(after.get(table), table).toEqual(rows);
        }
        expect((await scenario.runtime.cases.show(caseId)).status).toBe('cancelled');
        await expect(scenario.runtime.cases.resume(caseId)).rejects.toThrow('cannot be resumed');
      }));

    it.concurrent('is never seen torn while two settle at the same time, one of them with what was true a while ago', () =>
      within(undefined, async (scenario) => {
        const random = createRandom(seed);
        const [late] = await Promise.all([
          scenario.startWorker(['settle']),
          scenario.startWorker(['settle']),
          scenario.startWorker(['acquire', 'deliver']),
        ]);
        const caseId = await scenario.begin();
        let over = false;
        const repeat = async (act: () => Promise<void>): Promise<number> => {
          let times = 0;
          for (; !over; times += 1) await act();
          return times;
        };
        const looking = repeat(async () => {
          expect(await findTears(scenario.runtime.database, caseId)).toEqual([]);
          await sleep(40);
        });
        const delaying = repeat(async () => {
          // Jobs of other names than the case's own, so that they run beside it and each other.
          await scenario.runtime.queues.enqueueSettle([1, 2].map((n) => ({ caseId, wave: 1_000_000 + n })));
          await claimed(scenario, caseId);
          await sleep(random.between(0, 40));
          await late.suspend(random.between(150, 500));
        });
        const done = scenario.done(caseId).finally(() => {
          over = true;
        });
        const [looks, delays] = await Promise.all([looking, delaying, done]);
        expect(looks).toBeGreaterThan(10);
        expect(delays).toBeGreaterThan(1);
        // What the late one was still at comes to its end, and changes nothing.
        await until(() => scenario.runtime.queues.isEmpty('settle'), 60_000);
        await expectSameTables(scenario, caseId);
      }));

    /** What was under way ends soon, and then nothing is asked or written any more. */
    async function expectRest(scenario: Scenario, caseId: string): Promise<void> {
      const before = scenario.explorer.requests().total;
      await sleep(3_000);
      const tables = await scenario.tables(caseId);
      const total = scenario.explorer.requests().total;
      expect(total - before).toBeLessThanOrEqual(MOST_UNDER_WAY);
      await sleep(1_500);
      expect(scenario.explorer.requests().total).toBe(total);
      expect(await scenario.tables(caseId)).toEqual(tables);
    }
  });
}

/** Resolves when some settle has begun; soon, also when none does. */
async function claimed({ runtime }: Scenario, caseId: string): Promise<void> {
  const fence = async (): Promise<number> => {
    const query = 'select fence from cases.cases where id = $1';
    return (await runtime.database.pool.query<{ fence: number }>(query, [caseId])).rows[0]?.fence ?? 0;
  };
  const before = await fence();
  for (let looked = 0; looked < 40 && (await fence()) === before; looked += 1) await sleep(3);
}
