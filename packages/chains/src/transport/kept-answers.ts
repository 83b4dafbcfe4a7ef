import { createHash } from 'node:crypto';
import { type AnswerCache, type Logger, SourceError } from '@fundtrail/core';

/** Answers that can never change, looked up before a source is asked. A cache that fails costs requests, never an answer. */
export type KeptAnswers = {
  /** The answer kept under this name as `read` reads it; undefined where there is none, or none that passes. */
  find<T>(name: string, read: (payload: unknown) => T): Promise<{ readonly value: T } | undefined>;
  keep(name: string, payload: unknown): Promise<void>;
  /** Questions answered from here. */
  hits(): number;
};

/**
 * The name of an answer: a digest of who was asked (`source`) and what (chain, method, parameters). Without keys and URLs, so
 * that a new key finds what an old one fetched. An answer of one source is never taken for that of another.
 */
export function answerName(source: string, parts: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify([source, ...parts]))
    .digest('hex');
}

export function createKeptAnswers(cache: AnswerCache, source: string, logger: Logger): KeptAnswers {
  let hits = 0;
  return {
    async find(name, read) {
      try {
        const body = await cache.get(name);
        if (body === undefined) return undefined;
        const value = read(JSON.parse(body));
        hits += 1;
        return { value };
      } catch (error) {
        const passed = !(error instanceof SourceError || error instanceof SyntaxError);
        logger.warn(
          { action: 'kept_answer', source, err: error },
          passed ? 'kept answers cannot be read' : 'a kept answer does not pass the checks and is asked for anew',
        );
        return undefined;
      }
    },
    async keep(name, payload) {
      try {
        await cache.put(name, JSON.stringify(payload));
      } catch (error) {
        logger.warn({ action: 'keep_answer', source, err: error }, 'an answer could not be kept');
      }
    },
    hits: () => hits,
  };
}
