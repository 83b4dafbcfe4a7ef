import type { Logger } from '@fundtrail/core';
import type { Traits } from '../../transport/traits.ts';
import { isMissing, lacksState } from './answers.ts';

/** One of several methods that tell the same, of which a node has some. */
export type Ways<Way extends string> = {
  /**
   * Asks in the way that the node has, which the first question finds out. Undefined when it has none. A way that fails where it worked
   * before is looked for anew.
   * @throws SourceError what the way throws, unless it says that the node does not have it
   */
  ask<T>(how: (way: Way) => Promise<T>): Promise<T | undefined>;
  /** What is known so far. */
  known(): Way | 'none' | undefined;
};

/**
 * @param trait the name under which the way is remembered. That there is none is found out anew by every process: a node may be upgraded.
 * @param candidates in the order of preference
 */
export function createWays<Way extends string>(deps: {
  readonly source: string;
  readonly traits: Traits;
  readonly logger: Logger;
  readonly trait: string;
  readonly candidates: readonly Way[];
}): Ways<Way> {
  const { source, traits, logger, trait, candidates } = deps;
  const remembered = traits.get(trait);
  let known: Way | 'none' | undefined =
    candidates.length === 0 ? 'none' : candidates.find((candidate) => candidate === remembered);
  let finding: Promise<unknown> | undefined;

  const remember = async (found: Way | 'none'): Promise<void> => {
    if (known === found) return;
    known = found;
    const detail = { action: 'rpc_way', source, trait, way: found };
    if (found === 'none') logger.warn(detail, 'node has none of these methods');
    else await traits.set(trait, found);
  };

  /** Tries one way after the other; only "the node does not have this" leads to the next. */
  const find = async <T>(how: (way: Way) => Promise<T>): Promise<T | undefined> => {
    for (const way of candidates) {
      try {
        const answer = await how(way);
        await remember(way);
        return answer;
      } catch (error) {
        // Old state that is not there shows that the method is.
        if (lacksState(error)) await remember(way);
        if (!isMissing(error)) throw error;
      }
    }
    await remember('none');
    return undefined;
  };

  return {
    known: () => known,
    ask: async (how) => {
      // One asker finds out; the others wait for it and then ask in the way it found.
      while (known === undefined && finding !== undefined) await finding.catch(() => undefined);
      if (known === 'none') return undefined;
      if (known !== undefined) {
        try {
          return await how(known);
        } catch (error) {
          if (!isMissing(error)) throw error;
          logger.warn({ action: 'rpc_way_lost', source, trait, way: known, err: error }, 'node has lost a method');
          known = undefined;
          while (finding !== undefined) await finding.catch(() => undefined);
        }
      }
      const found = find(how).finally(() => {
        finding = undefined;
      });
      finding = found;
      return found;
    },
  };
}
