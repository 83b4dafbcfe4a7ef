import { FundtrailError, type Source, SourceError } from '@fundtrail/core';
import type { AcquireJob, SettleJob } from '@fundtrail/queue';
import type { Random } from '@fundtrail/testkit';
import type { Tracer } from '../../src/index.ts';
import { followOnce, type Harness } from '../harness.ts';

/** Two hosts that work on a followed case in any order while jobs are lost, sources do not answer and processes die. */
export type DisturbedHosts = {
  /** One of a few things that the hosts do: a job or two, a look at the heads, a look for what has not arrived. */
  act(): Promise<void>;
  /** Nothing breaks from now on; everything goes on until nothing is left to do. */
  calm(caseId: string): Promise<void>;
  /** How often something broke, by what it was. */
  readonly broken: ReadonlyMap<string, number>;
};

type Job = (host: Tracer) => Promise<void>;

class Crash extends Error {}

const CRASH_CHANCE = 0.06;
const SOURCE_FAILS_CHANCE = 0.12;
const QUEUE_LOST_CHANCE = 0.06;
const HOST_LEAVES_CHANCE = 0.2;
/** Questions to a source that may not be answered. */
const QUESTIONS: ReadonlySet<string> = new Set([
  'head',
  'history',
  'transaction',
  'spends',
  'block',
  'header',
  'logs',
  'blockAt',
  'balance',
]);
/** What a process dies before or after, by the part of the store that does it. */
const WRITES = {
  facts: ['writeCoverage', 'writeTransactions'],
  cases: ['finish', 'wantTransactions'],
  bridges: ['write'],
} as const;
const LONGEST_PAUSE_MS = 20 * 60_000;
const IDLE_ROUNDS = 3;
const MOST_ROUNDS = 400;

export function createDisturbedHosts(
  harness: Harness,
  random: Random,
  clock: { advance(ms: number): void },
): DisturbedHosts {
  const { deps } = harness;
  const hosts: readonly Tracer[] = [harness.tracer, harness.otherHost()];
  const broken = new Map<string, number>();
  let jobs: Job[] = [];
  let faulty = false;
  const breaks = (what: string, chance: number): boolean => {
    if (!faulty || !random.chance(chance)) return false;
    broken.set(what, (broken.get(what) ?? 0) + 1);
    return true;
  };
  makeFaulty(harness, breaks);
  Object.assign(deps.jobs, {
    acquire: async (job: AcquireJob) => void jobs.push((host) => host.acquire(job)),
    settle: async (job: SettleJob) => void jobs.push((host) => host.settle(job)),
  });

  /** What breaks is tried again, or lost until somebody looks. */
  async function attempt(work: () => Promise<unknown>, again?: () => void): Promise<void> {
    try {
      await work();
    } catch (error) {
      const passes = error instanceof Crash || (error instanceof FundtrailError && error.retryable);
      if (!passes) throw error;
      if (random.chance(0.8)) again?.();
    }
  }

  async function work(): Promise<void> {
    const beside = Math.min(jobs.length, random.pick([1, 1, 2, 3]));
    const taken = Array.from({ length: beside }, () => jobs.splice(random.between(0, jobs.length - 1), 1)).flat();
    await Promise.all(
      taken.map((job) =>
        attempt(
          () => job(random.pick(hosts)),
          () => jobs.push(job),
        ),
      ),
    );
  }

  async function follow(): Promise<void> {
    const host = random.pick(hosts);
    await attempt(() => followOnce(host));
    if (breaks('lead', HOST_LEAVES_CHANCE)) await Promise.all(hosts.map(({ follower }) => follower.release()));
  }

  async function lookAgain(): Promise<void> {
    clock.advance(random.between(1_000, LONGEST_PAUSE_MS));
    await attempt(() => random.pick(hosts).retryLinks());
  }

  return {
    broken,
    act: async () => {
      faulty = true;
      if (breaks('queue', QUEUE_LOST_CHANCE)) jobs = [];
      await random.pick([work, work, work, follow, lookAgain])();
      if (jobs.length === 0 && random.chance(0.3)) await harness.tracer.recover();
    },
    calm: async (caseId) => {
      faulty = false;
      await Promise.all(hosts.map(({ follower }) => follower.release()));
      let idle = 0;
      for (let round = 0; idle < IDLE_ROUNDS; round += 1) {
        if (round === MOST_ROUNDS) throw new Error(`the case does not come to its end within ${MOST_ROUNDS} rounds`);
        if ((await harness.tracer.cases.show(caseId)).status === 'paused') await harness.tracer.cases.resume(caseId);
        await harness.tracer.recover();
        const outcomes = await followOnce(harness.tracer);
        clock.advance(LONGEST_PAUSE_MS);
        await harness.tracer.retryLinks();
        while (jobs.length > 0) await work();
        const waits = await deps.cases.waits(caseId);
        idle = !waits && outcomes.every(({ kind }) => kind === 'idle') ? idle + 1 : 0;
      }
    },
  };
}

function makeFaulty({ deps }: Harness, breaks: (what: string, chance: number) => boolean): void {
  const { openSource } = deps;
  const sources = new Map<string, Source>();
  Object.assign(deps, {
    openSource: async (spec: Parameters<typeof openSource>[0]) => {
      const key = JSON.stringify(spec);
      const source = sources.get(key) ?? faultySource(await openSource(spec), breaks);
      sources.set(key, source);
      return source;
    },
  });
  const stores = { facts: deps.facts, cases: deps.cases, bridges: deps.bridges.store };
  for (const [store, names] of Object.entries(WRITES)) {
    const calls = stores[store as keyof typeof stores] as unknown as Record<string, (...args: unknown[]) => unknown>;
    for (const name of names) {
      const call = calls[name];
      if (call === undefined) throw new RangeError(`${store} cannot ${name}`);
      calls[name] = async (...args) => {
        if (breaks(name, CRASH_CHANCE)) throw new Crash(`before ${name}`);
        const answer = await call(...args);
        if (breaks(name, CRASH_CHANCE)) throw new Crash(`after ${name}`);
        return answer;
      };
    }
  }
}

function faultySource(source: Source, breaks: (what: string, chance: number) => boolean): Source {
  return new Proxy(source, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const call = (value as (...args: unknown[]) => unknown).bind(target);
      if (typeof name !== 'string' || !QUESTIONS.has(name)) return call;
      return async (...args: unknown[]) => {
        if (breaks('source', SOURCE_FAILS_CHANCE))
          throw new SourceError('unreachable', target.id, 'is down for a test');
        return call(...args);
      };
    },
  });
}
