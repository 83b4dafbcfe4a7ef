import { type Source, SourceError, type Spends, type SpendsRequest } from '@fundtrail/core';
import type { AcquireJob, SettleJob } from '@fundtrail/queue';
import type { Random } from '@fundtrail/testkit';
import type { Tracer } from '../../src/index.ts';
import type { Harness } from '../harness.ts';

/** Runs the jobs of a case on two hosts in any order, some at the same time, while its source tells little at a time and much breaks. */
export type Unreliable = {
  /** Until the case rests. `meanwhile` happens once, at some moment before that. */
  run(caseId: string, meanwhile: () => Promise<void>): Promise<void>;
};

type Job = (host: Tracer) => Promise<void>;

class Crash extends Error {}

/** What a process dies before or after. */
const CRASHES = ['writeCoverage', 'writeTransactions', 'reconcile', 'spendersOf'] as const;
const CRASH_CHANCE = 0.02;
const SOURCE_FAILS_CHANCE = 0.04;
const QUEUE_LOST_CHANCE = 0.03;
const MEANWHILE_CHANCE = 0.2;
/** Rounds after which nothing breaks any more, and after which a case that still moves never ends. */
const CALM_AFTER_ROUNDS = 400;
const MOST_ROUNDS = 2_000;

export function createUnreliable(harness: Harness, random: Random): Unreliable {
  const { deps } = harness;
  const hosts: readonly Tracer[] = [harness.tracer, harness.otherHost()];
  let jobs: Job[] = [];
  let faulty = false;
  const breaks = (chance: number): boolean => faulty && random.chance(chance);
  makeUnreliable(harness, random, breaks);
  Object.assign(deps, {
    jobs: {
      acquire: async (job: AcquireJob) => void jobs.push((host) => host.acquire(job)),
      settle: async (job: SettleJob) => void jobs.push((host) => host.settle(job)),
      deliver: async () => {},
    },
  });

  async function work(job: Job): Promise<void> {
    try {
      await job(random.pick(hosts));
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      // It is tried again, or lost until somebody looks.
      if (random.chance(0.8)) jobs.push(job);
    }
  }

  return {
    run: async (caseId, meanwhile) => {
      let happened = false;
      const happen = async (): Promise<void> => {
        happened = true;
        await meanwhile();
      };
      const { finish } = deps.cases;
      Object.assign(deps.cases, {
        finish: async (...call: Parameters<typeof finish>) => {
          if (happened) return finish(...call);
          await happen();
          await deps.jobs.settle({ caseId, wave: 0 });
          return false;
        },
      });
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        faulty = round < CALM_AFTER_ROUNDS;
        const { status } = await harness.tracer.cases.show(caseId);
        if (status === 'done') return;
        if (status === 'paused') await harness.tracer.cases.resume(caseId);
        if (!happened && random.chance(MEANWHILE_CHANCE)) await happen();
        if (random.chance(QUEUE_LOST_CHANCE)) jobs = [];
        if (jobs.length === 0) await harness.tracer.recover();
        const beside = Math.min(jobs.length, random.pick([1, 1, 2, 3]));
        const taken = Array.from({ length: beside }, () => jobs.splice(random.between(0, jobs.length - 1), 1)).flat();
        await Promise.all(taken.map(work));
      }
      throw new Error(`the case does not come to its end within ${MOST_ROUNDS} rounds`);
    },
  };
}

function makeUnreliable({ deps }: Harness, random: Random, breaks: (chance: number) => boolean): void {
  const { openSource } = deps;
  const sources = new Map<string, Source>();
  Object.assign(deps, {
    openSource: async (spec: Parameters<typeof openSource>[0]) => {
      const key = JSON.stringify(spec);
      const source = sources.get(key) ?? unreliableSource(await openSource(spec), random, breaks);
      sources.set(key, source);
      return source;
    },
  });
  const facts = deps.facts as unknown as Record<string, (...args: readonly unknown[]) => Promise<unknown>>;
  for (const name of CRASHES) {
    const call = facts[name];
    if (call === undefined) throw new RangeError(name);
    facts[name] = async (...args) => {
      if (breaks(CRASH_CHANCE)) throw new Crash(`before ${name}`);
      const answer = await call(...args);
      if (breaks(CRASH_CHANCE)) throw new Crash(`after ${name}`);
      return answer;
    };
  }
}

/** Tells of some coins that are asked for, after few transactions; goes on by itself only at times. */
function unreliableSource(source: Source, random: Random, breaks: (chance: number) => boolean): Source {
  const spends = source.spends?.bind(source);
  if (spends === undefined) throw new RangeError('a source of coins is wanted');
  const partly = async (request: SpendsRequest): Promise<Spends> => {
    if (breaks(SOURCE_FAILS_CHANCE)) throw new SourceError('unreachable', source.id, 'is down for a test');
    const some = request.coins.filter(() => random.chance(0.6));
    const goesOn = random.chance(0.6);
    return spends({
      ...request,
      coins: some.length === 0 ? request.coins.slice(0, 1) : some,
      maxTransactions: Math.min(request.maxTransactions, random.pick([1, 2, 5, 250])),
      onward: (transaction) => (goesOn ? (request.onward?.(transaction) ?? []) : []),
    });
  };
  return new Proxy(source, {
    get: (target, name) => {
      if (name === 'spends') return partly;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}
