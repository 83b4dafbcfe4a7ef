import { type FundtrailError, SourceError, type SourceFailure } from '@fundtrail/core';
import type { Member } from './member.ts';

/** A provider that gave no answer, and why. */
export type Failed = { readonly member: Member; readonly error: SourceError };

/**
 * What is told when several providers failed, each in its way: first what can pass, then what a person can mend, and only
 * where nobody could have known better that there is no answer.
 */
const WORST_FIRST: readonly SourceFailure[] = [
  'rate_limited',
  'timeout',
  'unreachable',
  'malformed',
  'disputed',
  'unauthorized',
  'refused',
  'unsupported',
];

/** One error for all that failed, naming each. One failure alone stays as it is. */
export function joinFailures(pool: string, failures: readonly Failed[], what: string): SourceError {
  const [only, ...others] = failures;
  if (only === undefined) return new SourceError('unsupported', pool, `none of its providers tells ${what}`);
  if (others.length === 0) return only.error;
  const failure = WORST_FIRST.find((kind) => failures.some(({ error }) => error.failure === kind)) ?? 'unreachable';
  const waits = failures.flatMap(({ error }) => error.retryAfterMs ?? []);
  const words = failures.map(({ error }) => error.message).join('; ');
  return new SourceError(failure, pool, `no provider told ${what}: ${words}`, {
    cause: only.error,
    ...(waits.length === 0 ? {} : { retryAfterMs: Math.min(...waits) }),
  });
}

/** The failure of a provider, or the error itself thrown where it is another thing: a caller that gave up, a defect. */
export function failureOf(member: Member, error: unknown): Failed {
  if (error instanceof SourceError) return { member, error };
  if (isOwnKind(error)) {
    return { member, error: new SourceError('refused', member.source.id, error.message, { cause: error }) };
  }
  throw error;
}

/** A source refuses what is not for it with an error of the input's kind, e.g. a question about another chain. */
function isOwnKind(error: unknown): error is FundtrailError {
  return error instanceof Error && 'code' in error && error.code === 'invalid_input';
}
