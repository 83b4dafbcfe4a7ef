import { type Source, SourceError } from '@fundtrail/core';
import { type Failed, failureOf, joinFailures } from './failure.ts';
import { inOrder, type Member } from './member.ts';

/** A question as it is put to one provider after another. `undefined` is no answer: it cannot say. */
export type Question<T> = {
  /** Names it in errors, e.g. `block 12`; without secrets. */
  readonly what: string;
  /** Names its kind, where a provider that does not offer it is not asked again. */
  readonly kind: string;
  readonly signal?: AbortSignal | undefined;
  put(source: Source): Promise<T | undefined>;
};

export type Answered<T> = { readonly member: Member; readonly value: T };

/** Those of the members that may know an answer, the best first. */
export function candidates(members: readonly Member[], kind: string): readonly Member[] {
  return inOrder(members.filter((member) => !member.lacks.has(kind)));
}

/**
 * The first answer of providers asked one after another, also past those that refuse: another may know.
 * @returns undefined where those that answered cannot say, and none failed in a way that can pass.
 * @throws SourceError that names all that failed
 */
export async function askInTurn<T>(
  pool: string,
  members: readonly Member[],
  question: Question<T>,
): Promise<Answered<T> | undefined> {
  const failures: Failed[] = [];
  let isUnsaid = false;
  for (const member of candidates(members, question.kind)) {
    const told = await askOne(member, question);
    if ('error' in told) failures.push(told);
    else if (told.value === undefined) isUnsaid = true;
    else return { member, value: told.value };
  }
  const canPass = failures.some(({ error }) => error.retryable || error.failure === 'unauthorized');
  if (isUnsaid && !canPass) return undefined;
  throw joinFailures(pool, failures, question.what);
}

/** Puts the question to one provider and remembers when it does not offer this kind. */
export async function askOne<T>(
  member: Member,
  question: Question<T>,
): Promise<Failed | { readonly member: Member; readonly value: T | undefined }> {
  try {
    return { member, value: await member.ask((source) => question.put(source), question.signal) };
  } catch (error) {
    question.signal?.throwIfAborted();
    if (error instanceof SourceError && error.failure === 'unsupported') member.lacks.add(question.kind);
    return failureOf(member, error);
  }
}
