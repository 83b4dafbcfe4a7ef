import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { SourceError, splitAccountId } from '@fundtrail/core';
import type { FollowKey, FollowState } from '@fundtrail/store';
import type { GapMemory } from '../acquire/gap-memory.ts';
import type { RequestCount } from '../acquire/request-count.ts';
import type { TracerDependencies } from '../dependencies.ts';
import { type FollowableSource, followable } from './ancestor.ts';
import { createPendingWatch } from './coins/pending.ts';
import type { Follower, FollowOutcome, FollowTarget } from './follower.ts';
import { isLeadLost, withLead } from './lease.ts';
import { createOwedSettles } from './owed.ts';
import { LONGEST_WAIT_MS } from './pace.ts';
import { runStep, type Session } from './step.ts';
import { readTargets } from './targets.ts';
import { watchOpened } from './watch-opened.ts';
import { createWatchSet } from './watch-set.ts';

export type FollowerOptions = {
  /** How long a leader may be silent before another host takes over. */
  readonly leaseMs?: number;
};

/** A follower of this process; see `Follower`. Nothing runs until a step is asked for. */
export function createFollower(
  deps: TracerDependencies,
  gaps: GapMemory,
  requests: RequestCount,
  options: FollowerOptions = {},
): Follower {
  const host = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const sessions = new Map<string, Session & { readonly key: FollowKey }>();
  const nameOf = (target: FollowTarget): string => `${target.chain} ${target.source}`;

  const elsewhere = (target: FollowTarget): FollowOutcome => {
    sessions.delete(nameOf(target));
    return { kind: 'elsewhere', waitMs: LONGEST_WAIT_MS };
  };

  const giveUp = async (name: string): Promise<void> => {
    const session = sessions.get(name);
    sessions.delete(name);
    if (session !== undefined) await deps.follow.release(session.key, session.fence);
  };

  return {
    targets: () => readTargets(deps),

    step: async (target, signal) => {
      const opened = await deps.openSource(target.spec);
      const source = followable(opened);
      const key: FollowKey = { chain: target.chain, source: source.id };
      const before = await deps.follow.stateOf(key);
      // Whoever lets a halted chain go on needs the lead for it.
      if (before?.halted !== undefined) {
        await giveUp(nameOf(target));
        return { kind: 'halted', waitMs: LONGEST_WAIT_MS };
      }
      const context = signal === undefined ? deps.context : { ...deps.context, signal };
      try {
        const outcome = await withLead({ ...options, follow: deps.follow, context, host }, key, async (held) => {
          const known = sessions.get(nameOf(target));
          const leads = known?.fence === held.fence;
          if (!leads) await watchAll(deps, target);
          const session = leads ? known : { key, ...newSession(deps, key, source, target, held.fence) };
          sessions.set(nameOf(target), session);
          // Nobody else has written since while this host led; otherwise somebody may have until the lead was taken.
          readState(session, leads ? before : await deps.follow.stateOf(key));
          return runStep({ deps, gaps, key, source, session, held });
        });
        if (outcome === undefined) return elsewhere(target);
        if (outcome.kind === 'halted') await giveUp(nameOf(target));
        return outcome;
      } catch (error) {
        if (isLeadLost(error)) return elsewhere(target);
        // Unless it was the provider, nobody knows what was written and not settled yet: begin anew, owing all cases.
        if (!(error instanceof SourceError)) sessions.delete(nameOf(target));
        throw error;
      } finally {
        // Looking at heads is no single case's doing, and must not be counted as one's later.
        requests.fresh(opened);
      }
    },

    release: async () => {
      for (const name of [...sessions.keys()]) await giveUp(name);
    },
  };
}

/** Whoever takes the lead makes sure that every open account is watched: of cases from before there were watches, too. */
async function watchAll(deps: TracerDependencies, { chain, cases }: FollowTarget): Promise<void> {
  for (const id of cases) {
    const row = await deps.cases.get(id);
    if (row === undefined) continue;
    const accounts = await deps.cases.accounts(id);
    const own = accounts.filter(({ account }) => splitAccountId(account).chain === chain);
    await watchOpened(deps, deps.database.db, { ...row, follow: true }, own);
  }
}

function newSession(
  deps: TracerDependencies,
  key: FollowKey,
  source: FollowableSource,
  target: FollowTarget,
  fence: number,
): Session {
  return {
    fence,
    tidiedAt: deps.context.clock.now(),
    watches: createWatchSet(deps.follow, key),
    owed: createOwedSettles(deps, key, source, target.cases),
    pending: createPendingWatch({ follow: deps.follow, clock: deps.context.clock }, key, source),
    position: undefined,
    kinds: [],
    finalized: -1,
    asked: undefined,
    notedAt: Number.NEGATIVE_INFINITY,
    kindsChecked: false,
  };
}

function readState(session: Session, state: FollowState | undefined): void {
  session.position = state?.position;
  session.kinds = state?.kinds ?? [];
  session.finalized = state?.finalized ?? -1;
}
