import type { Source } from '@fundtrail/core';

/** Tells every request of a source once: jobs that run side by side share the source's own counter. */
export type RequestCount = {
  /** Requests sent since this was last asked, by whichever job. */
  fresh(source: Source): number;
};

export function createRequestCount(): RequestCount {
  const counted = new WeakMap<Source, number>();
  return {
    fresh: (source) => {
      const sent = source.requests();
      const fresh = sent - (counted.get(source) ?? 0);
      counted.set(source, sent);
      return fresh;
    },
  };
}
