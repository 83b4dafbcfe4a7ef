import { type ChainId, type Context, chainInfo, type Source, SourceError } from '@fundtrail/core';
import { askInTurn, askOne, candidates, type Question } from './failover.ts';
import { type Failed, joinFailures } from './failure.ts';
import type { Member } from './member.ts';

export type Head = Awaited<ReturnType<Source['head']>>;

/** Where the members of a pool see the end of their chain, and which of them can be asked because of it. */
export type Heads = {
  /** The highest block that as many members as must agree have reached. @throws SourceError where too few say */
  head(): Promise<Head>;
  /** Up to where so many members call the chain final; undefined where too few say. */
  finalized(signal?: AbortSignal): Promise<number | undefined>;
  /** The members without those that are known to lag behind or to show a head that does not exist; all where none is left. */
  usable(members: readonly Member[]): readonly Member[];
  /** Blocks that a member may be behind the head. */
  readonly maxLag: number;
};

export type HeadsDeps = {
  readonly pool: string;
  readonly chain: ChainId;
  readonly members: readonly Member[];
  readonly quorum: number;
  readonly context: Context;
  readonly maxLag?: number;
};

/** A member so much behind is asked for nothing. */
const MOST_LAG_MS = 120_000;
const LEAST_LAG_BLOCKS = 3;
/** Chains have their own clocks; one that is further ahead than this shows blocks that cannot be. */
const FUTURE_MS = 60_000;
/** Where another tells the head, a member's own only tells whether it lags: that is not worth a request for each block. */
const HEAD_AGE_MS = 60_000;

type Seen = { readonly head: Head; isFalse: boolean };

export function createHeads(deps: HeadsDeps): Heads {
  const { pool, chain, members, quorum, context } = deps;
  const { clock, logger } = context;
  const usualLag = Math.ceil(MOST_LAG_MS / chainInfo(chain).blockTimeMs);
  const maxLag = deps.maxLag ?? Math.max(LEAST_LAG_BLOCKS, usualLag);
  const nodes = members.filter((member) => member.isNode);
  // Only nodes tell blocks, so a head that only an explorer has reached is of no use.
  const voters = nodes.length >= quorum ? nodes : members;
  const votersFirst = [...voters, ...members.filter((member) => !voters.includes(member))];
  const seen = new Map<Member, Seen>();
  const looked = new Map<Member, number>();
  let best = -1;

  const question: Question<Head> = { what: 'the head of the chain', kind: 'head', put: (source) => source.head(chain) };

  /** Asks as many as must agree, and from time to time the others, of whom only a great lag matters. */
  async function look(): Promise<readonly Failed[]> {
    const failures: Failed[] = [];
    const ask = async (member: Member): Promise<void> => {
      looked.set(member, clock.now());
      const told = await askOne(member, question);
      if ('error' in told || told.value === undefined) seen.delete(member);
      else seen.set(member, { head: told.value, isFalse: false });
      if ('error' in told) failures.push(told);
    };
    const order = usable(candidates(voters, question.kind));
    const first = order.slice(0, quorum);
    const unsure = candidates(members, question.kind).filter((member) => {
      return !first.includes(member) && clock.now() - (looked.get(member) ?? -HEAD_AGE_MS) >= HEAD_AGE_MS;
    });
    await Promise.all([...first, ...unsure].map(ask));
    const others = order.filter((member) => !first.includes(member) && !unsure.includes(member));
    // In place of those that failed.
    await Promise.all(others.slice(0, failures.filter(({ member }) => first.includes(member)).length).map(ask));
    return failures;
  }

  /** What the voters say, highest first, without heads that are ahead of the clock while others are not. */
  function votes(): readonly { readonly member: Member; readonly vote: Seen }[] {
    const told = (asked: readonly Member[]) =>
      asked.flatMap((member) => {
        const vote = seen.get(member);
        return vote === undefined || vote.isFalse ? [] : [{ member, vote }];
      });
    const own = told(voters);
    // Histories go on without the nodes.
    const all = own.length >= quorum ? own : told(members);
    const latest = clock.now() + FUTURE_MS;
    const present = all.filter(({ vote }) => vote.head.time * 1000 <= latest);
    if (present.length > 0 && present.length < all.length) {
      for (const { member, vote } of all)
        if (vote.head.time * 1000 > latest) setAside(member, vote, 'is in the future');
    }
    return (present.length > 0 ? present : all).toSorted((a, b) => b.vote.head.block - a.vote.head.block);
  }

  function setAside(member: Member, vote: Seen, why: string): void {
    vote.isFalse = true;
    logger.warn(
      { action: 'false_head', source: member.source.id, chain, block: vote.head.block },
      `the head of a provider ${why}`,
    );
  }

  /** Whether a member knows the block that it calls its newest: one far ahead of all others may not. */
  async function isReal(member: Member, { head }: Seen): Promise<boolean> {
    if (member.source.header === undefined || head.hash === undefined) return true;
    const told = await askOne(member, {
      what: `block ${head.block}`,
      kind: 'header',
      put: async (source) => source.header?.(chain, head.block),
    });
    // A head that was replaced in the meantime is looked at again the next time.
    return !('error' in told) && told.value?.hash === head.hash;
  }

  return {
    maxLag,
    async head() {
      const failures = await look();
      for (;;) {
        const sorted = votes();
        const chosen = sorted[quorum - 1];
        if (chosen === undefined) {
          if (failures.length > 0) throw joinFailures(pool, failures, question.what);
          const text = `only ${sorted.length} of the ${quorum} providers that must agree tell the head of the chain`;
          throw new SourceError('unreachable', pool, text);
        }
        const next = sorted[quorum];
        const isFarAhead = next !== undefined && chosen.vote.head.block - next.vote.head.block > maxLag;
        if (isFarAhead && !(await isReal(chosen.member, chosen.vote))) {
          setAside(chosen.member, chosen.vote, 'is a block that it does not have');
          continue;
        }
        best = chosen.vote.head.block;
        return chosen.vote.head;
      }
    },
    async finalized(signal) {
      const ask: Question<number> = {
        what: 'the last final block',
        kind: 'finalized',
        signal,
        put: async (source) => source.finalized?.(chain, signal),
      };
      if (quorum === 1) return (await askInTurn(pool, usable(votersFirst), ask))?.value;
      const told = await Promise.all(candidates(usable(voters), ask.kind).map((member) => askOne(member, ask)));
      const heights = told.flatMap((one) => ('error' in one || one.value === undefined ? [] : [one.value]));
      return heights.sort((a, b) => b - a)[quorum - 1];
    },
    usable,
  };

  function usable(asked: readonly Member[]): readonly Member[] {
    const able = asked.filter((member) => {
      const known = seen.get(member);
      return known === undefined || (!known.isFalse && known.head.block >= best - maxLag);
    });
    return able.length > 0 ? able : asked;
  }
}
