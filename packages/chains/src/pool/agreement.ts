import type { ChainId, Disputes } from '@fundtrail/core';
import { SourceError } from '@fundtrail/core';
import { type Answered, askOne, candidates, type Question } from './failover.ts';
import { type Failed, joinFailures } from './failure.ts';
import type { Member } from './member.ts';

/** How the answers to one question are held against each other. */
export type Comparison<T> = {
  same(one: T, other: T): boolean;
  /** An answer in a few words, for people. */
  describe(value: T): string;
};

export type AgreementDeps = {
  readonly pool: string;
  readonly chain: ChainId;
  readonly quorum: number;
  readonly disputes: Disputes;
};

/**
 * Answers of which `quorum` agree. So many providers are asked at once; the others only where these fail or disagree.
 * What disagrees is recorded, also where enough agree.
 * @returns the answers that agree, in the order of preference; at least `quorum`
 * @throws SourceError `disputed` where no `quorum` of them agree; of a class of their failures where too few answered
 */
export async function askTogether<T>(
  deps: AgreementDeps,
  members: readonly Member[],
  question: Question<T>,
  comparison: Comparison<T>,
): Promise<readonly Answered<T>[]> {
  const { pool, quorum } = deps;
  const left = [...candidates(members, question.kind)];
  const answers: Answered<T>[] = [];
  const failures: Failed[] = [];
  for (let group: readonly Answered<T>[] = []; ; ) {
    group = largestGroup(answers, (one, other) => comparison.same(one.value, other.value));
    const missing = quorum - group.length;
    if (missing <= 0 || left.length === 0) {
      if (group.length < answers.length)
        await recordDispute(deps, question, comparison, answers, missing <= 0 ? group : []);
      if (missing <= 0) return group;
      break;
    }
    // After a disagreement all the others are asked: a majority of few would be a matter of their order.
    const isDisputed = group.length < answers.length;
    const round = left.splice(0, isDisputed ? left.length : missing);
    for (const told of await Promise.all(round.map((member) => askOne(member, question)))) {
      if ('error' in told) failures.push(told);
      else if (told.value !== undefined) answers.push({ member: told.member, value: told.value });
    }
  }
  if (answers.length >= quorum) {
    const words = answers.map(({ member, value }) => `${member.source.id}: ${comparison.describe(value)}`).join('; ');
    throw new SourceError(
      'disputed',
      pool,
      `${quorum} providers must agree on ${question.what}, and do not: ${words}`,
      {
        remedy: 'Look at the recorded dispute, take the provider that is wrong out of the configuration, then go on.',
      },
    );
  }
  const count = `${answers.length} of the ${quorum} providers that must agree on it`;
  if (failures.length > 0) throw joinFailures(pool, failures, `${question.what} (${count} answered)`);
  throw new SourceError('unsupported', pool, `only ${count} can tell ${question.what}`, {
    remedy: 'Add a provider, or lower the quorum.',
  });
}

/** The largest set of answers that agree with one of them; of two as large, the one of the preferred provider. */
export function largestGroup<T>(answers: readonly T[], same: (one: T, other: T) => boolean): readonly T[] {
  let largest: readonly T[] = [];
  for (const answer of answers) {
    const group = answers.filter((other) => other === answer || same(answer, other));
    if (group.length > largest.length) largest = group;
  }
  return largest;
}

async function recordDispute<T>(
  { chain, disputes }: AgreementDeps,
  question: Question<T>,
  { describe }: Comparison<T>,
  answers: readonly Answered<T>[],
  taken: readonly Answered<T>[],
): Promise<void> {
  const [winner] = taken;
  await disputes.record({
    chain,
    subject: question.what,
    answers: answers.map(({ member, value }) => ({ source: member.source.id, answer: describe(value) })),
    ...(winner === undefined ? {} : { taken: winner.member.source.id }),
  });
}
