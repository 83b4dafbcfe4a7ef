import { SourceError } from '@fundtrail/core';

/** What a source does not offer, learned once: the first question of a kind is asked alone, and the others wait to see whether it is answered. */
export type Gaps = {
  /**
   * Asks, unless the question is known to be a gap.
   * @throws SourceError `unsupported` at once for a known gap, or when the source now says so.
   */
  ask<T>(question: string, run: () => Promise<T>): Promise<T>;
  has(question: string): boolean;
};

/**
 * @param lacks questions known from before, so that a later process does not ask again.
 * @param onGap told once for each question newly found to be a gap.
 */
export function createGaps(
  source: string,
  lacks: Iterable<string> = [],
  onGap: (question: string, reason: string) => void = () => undefined,
): Gaps {
  const lacking = new Set(lacks);
  const offered = new Set<string>();
  const probes = new Map<string, Promise<void>>();

  async function run<T>(question: string, ask: () => Promise<T>): Promise<T> {
    try {
      const answer = await ask();
      offered.add(question);
      return answer;
    } catch (error) {
      if (error instanceof SourceError && error.failure === 'unsupported' && !offered.has(question)) {
        lacking.add(question);
        onGap(question, gapReason(question));
      }
      throw error;
    }
  }

  return {
    has: (question) => lacking.has(question),
    async ask(question, ask) {
      // A probe that failed for another reason decides nothing: the next in line probes.
      while (probes.has(question)) await probes.get(question);
      if (lacking.has(question)) throw new SourceError('unsupported', source, gapReason(question));
      if (offered.has(question)) return run(question, ask);
      const answer = run(question, ask);
      const probe = answer.then(ignore, ignore).finally(() => probes.delete(question));
      probes.set(question, probe);
      return answer;
    },
  };
}

/** The same words for every source, so that a recorded and a served history give the same coverage. */
export function gapReason(question: string): string {
  return `the source does not offer ${question}`;
}

/** The two ways to ask a node through an explorer, as names of gaps. */
export const PROXY_GAP = 'proxy';
export const NODE_GAP = 'eth-rpc';

const ignore = (): void => undefined;
