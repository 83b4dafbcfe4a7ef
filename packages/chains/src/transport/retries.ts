import { type Clock, type Logger, SourceError, type SourceFailure } from '@fundtrail/core';

/** How often a question is put before its failure is told, by class; a class that is not named is final. */
export type Attempts = Partial<Record<SourceFailure, number>>;

/** A rate limit passes by waiting, a broken answer rarely does. */
const ATTEMPTS: Attempts = { rate_limited: 8, timeout: 4, unreachable: 5, malformed: 3 };

/**
 * For a source that is one of several: another can answer sooner than this one recovers. Not one only, since what most fail with passes
 * within a second, and not all can answer everything.
 */
export const FEW_ATTEMPTS: Attempts = { rate_limited: 3, timeout: 2, unreachable: 3, malformed: 2 };

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 15_000;
/** A source that asks for more than this is left to the job's own retry, which holds no worker. */
const LONGEST_ASKED_WAIT_MS = 30_000;

export type RetryDeps = {
  readonly source: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 0 to 1, for the jitter. */
  readonly random: () => number;
  /** In place of `ATTEMPTS`, for the classes it names. */
  readonly attempts: Attempts | undefined;
};

export type Retried = {
  readonly signal: AbortSignal;
  /** Names the question in the log. */
  readonly label: string | undefined;
  /** Fewer for this question, for the classes it names. */
  readonly attempts: Attempts | undefined;
};

/**
 * Does `attempt` until it succeeds or its failure is final, with growing waits, at least as long as the source asks.
 * @throws the last failure; the signal's reason when the caller gave up
 */
export async function retry<T>(deps: RetryDeps, question: Retried, attempt: () => Promise<T>): Promise<T> {
  const allowed = { ...ATTEMPTS, ...deps.attempts };
  const most = (failure: SourceFailure): number =>
    Math.min(allowed[failure] ?? 1, question.attempts?.[failure] ?? Number.POSITIVE_INFINITY);
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof SourceError) || !error.retryable) throw error;
      const asked = error.retryAfterMs ?? 0;
      if (tried >= most(error.failure) || asked > LONGEST_ASKED_WAIT_MS) throw error;
      const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tried - 1));
      const wait = Math.max(asked, Math.round(backoff * (0.5 + deps.random() / 2)));
      deps.logger.warn(
        {
          action: 'retry',
          source: deps.source,
          ...(question.label === undefined ? {} : { question: question.label }),
          attempt: tried,
          wait_ms: wait,
          code: error.code,
        },
        'source will be asked again',
      );
      await deps.clock.sleep(wait, question.signal);
    }
  }
}
