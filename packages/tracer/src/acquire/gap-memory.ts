import type { Source } from '@fundtrail/core';
import type { FactStore } from '@fundtrail/store';

/**
 * What sources are known not to offer, read once per process: gaps are only ever added, and one that another process
 * added costs a single question more.
 */
export type GapMemory = {
  /** Why the source does not offer the question; undefined when it may. */
  reasonOf(source: Source, question: string): Promise<string | undefined>;
  note(source: Source, question: string, reason: string): Promise<void>;
};

export function createGapMemory(facts: Pick<FactStore, 'sourceGaps' | 'writeSourceGap'>): GapMemory {
  const bySource = new Map<string, Promise<Map<string, string>>>();
  const gapsOf = (source: Source): Promise<Map<string, string>> => {
    const key = `${source.space} ${source.id}`;
    const known = bySource.get(key);
    if (known !== undefined) return known;
    const gaps = facts.sourceGaps(source.space, source.id).then((stored) => new Map(stored));
    bySource.set(key, gaps);
    gaps.catch(() => bySource.delete(key));
    return gaps;
  };
  return {
    reasonOf: async (source, question) => (await gapsOf(source)).get(question),
    note: async (source, question, reason) => {
      (await gapsOf(source)).set(question, reason);
      await facts.writeSourceGap(source.space, { source: source.id, question, reason });
    },
  };
}
