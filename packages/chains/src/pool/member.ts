import { type Context, type Source, SourceError } from '@fundtrail/core';
import { type Breaker, createBreaker } from './breaker.ts';
import { createLacks, type Lacks } from './lacks.ts';

/** One provider of a pool, with what was measured of it. */
export type Member = {
  readonly source: Source;
  /** A node tells whole blocks; an explorer lists what concerns an account. */
  readonly isNode: boolean;
  readonly lacks: Lacks;
  readonly breaker: Breaker;
  /** How it stands: 0 is well; the higher, the later it is asked. */
  standing(): number;
  /** Milliseconds that it takes to answer, as measured; 0 where nothing was. */
  latency(): number;
  /** Puts a question to it and counts what comes of it. The caller's giving up says nothing of the provider. */
  ask<T>(question: (source: Source) => Promise<T>, signal?: AbortSignal): Promise<T>;
};

/** Weight of the newest answer in the share of failures. */
const NEWEST_SHARE = 0.2;
/** In this time half of what was is forgotten: one that is not asked because of it must come back. */
const HALF_LIFE_MS = 60_000;
const OFTEN_FAILING = 0.1;
const MOSTLY_FAILING = 0.5;
/** Faster ones are asked first only where it is felt. */
const SLOW_MS = 2_000;
const TIMES_THE_FASTEST = 4;

export function createMember(source: Source, context: Context): Member {
  const { clock } = context;
  const breaker = createBreaker(clock);
  let share = 0;
  let counted = clock.now();

  const failing = (): number => share * 0.5 ** ((clock.now() - counted) / HALF_LIFE_MS);

  function count(failed: boolean): void {
    share = failing() * (1 - NEWEST_SHARE) + (failed ? NEWEST_SHARE : 0);
    counted = clock.now();
    if (failed) breaker.failed();
    else breaker.answered();
  }

  return {
    source,
    isNode: source.block !== undefined,
    lacks: createLacks(clock),
    breaker,
    standing() {
      if (breaker.state() === 'open') return 4;
      if (breaker.state() === 'probe') return 3;
      // It asked to be left alone: a question would only wait.
      if ((source.health?.().pausedUntil ?? 0) > clock.now()) return 2;
      return failing() >= MOSTLY_FAILING ? 2 : failing() >= OFTEN_FAILING ? 1 : 0;
    },
    latency: () => source.health?.().latencyMs ?? 0,
    async ask(question, signal) {
      breaker.probing();
      try {
        const answer = await question(source);
        count(false);
        return answer;
      } catch (error) {
        // What it will not or cannot answer is an answer, too: the provider is well.
        if (error instanceof SourceError) count(error.retryable || error.failure === 'unauthorized');
        else if (signal?.aborted === true || context.signal.aborted) breaker.abandoned();
        else count(true);
        throw error;
      }
    },
  };
}

/**
 * Who is asked first: those that are well, in the order of the configuration. Those that keep failing are left out while
 * there are others, but for one question from time to time.
 */
export function inOrder(members: readonly Member[]): readonly Member[] {
  const fastest = Math.min(...members.map((member) => member.latency()).filter((latency) => latency > 0));
  const isSlow = (member: Member): boolean =>
    member.latency() > SLOW_MS && member.latency() > fastest * TIMES_THE_FASTEST;
  const standing = new Map(members.map((member) => [member, Math.max(member.standing(), isSlow(member) ? 1 : 0)]));
  const sorted = [...members].sort((a, b) => (standing.get(a) ?? 0) - (standing.get(b) ?? 0));
  const usable = sorted.filter((member) => member.breaker.state() !== 'open');
  if (usable.length === 0) return sorted;
  // A probe that stands last would never be made while the others answer.
  const probe = usable.findIndex((member) => member.breaker.state() === 'probe');
  return probe <= 0 ? usable : [...usable.slice(probe, probe + 1), ...usable.toSpliced(probe, 1)];
}
