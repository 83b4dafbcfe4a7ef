import { type Context, describeError, FundtrailError, findCause, redactUrls, SourceError } from '@fundtrail/core';
import { type Finding, type FindingDetail, findingsAbout, withoutName } from './finding.ts';

/** What a check is given: the context, and a signal that ends with the check's time. */
export type CheckContext = Context;

/**
 * Runs one check for at most so long. What it throws, and its not ending, is a finding like any other: a doctor never fails.
 * @param fallback what such a finding is about, and what it means
 */
export async function bounded(
  context: Context,
  timeoutMs: number,
  fallback: Pick<Finding, 'subject' | 'check'> & FindingDetail,
  check: (context: CheckContext) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const ended = new AbortController();
  const signal = AbortSignal.any([context.signal, ended.signal]);
  const late = context.clock.sleep(timeoutMs, signal).then(
    () => 'late' as const,
    () => 'late' as const,
  );
  const { subject, check: name, ...more } = fallback;
  const { fail } = findingsAbout(subject);
  try {
    const found = await Promise.race([check({ ...context, signal }), late]);
    context.signal.throwIfAborted();
    return found === 'late' ? [fail(name, `no answer within ${timeoutMs / 1_000} s`, more)] : found;
  } catch (error) {
    context.signal.throwIfAborted();
    const known = findCause(error, (candidate) => candidate instanceof FundtrailError);
    const remedy = known?.remedy === undefined ? {} : { remedy: redactUrls(known.remedy) };
    return [fail(name, wordsOf(known ?? error), { ...more, ...remedy })];
  } finally {
    ended.abort(new Error('the check is over'));
  }
}

function wordsOf(error: unknown): string {
  const { message } = describeError(error);
  return error instanceof SourceError ? withoutName(message, error.source) : message;
}
