import type { Source } from '@fundtrail/core';

/** How many requests a case has sent, by all its sources, and how many more it may. */
export type RequestBudget = {
  /** Counts what a source sends from now on. */
  count(source: Source): void;
  /** The most that a case may send; null: any number. */
  readonly most: number | null;
  /** What may still be sent. */
  left(): number;
  /** The sources that are counted. */
  sources(): readonly Source[];
};

/** @param sent requests of the case before */
export function createRequestBudget(most: number | null, sent: number): RequestBudget {
  const counted = new Map<Source, number>();
  return {
    most,
    count: (source) => {
      if (!counted.has(source)) counted.set(source, source.requests());
    },
    left: () => {
      if (most === null) return Number.POSITIVE_INFINITY;
      let fresh = 0;
      for (const [source, before] of counted) fresh += source.requests() - before;
      return most - sent - fresh;
    },
    sources: () => [...counted.keys()],
  };
}
