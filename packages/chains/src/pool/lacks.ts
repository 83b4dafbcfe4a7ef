import type { Clock } from '@fundtrail/core';

/** Questions that a provider has shown not to offer, by name. Forgotten after a while: a gateway can say so by mistake, and plans change. */
export type Lacks = {
  has(question: string): boolean;
  add(question: string): void;
  delete(question: string): void;
};

const KEPT_MS = 600_000;

export function createLacks(clock: Clock): Lacks {
  const since = new Map<string, number>();
  return {
    has: (question) => {
      const at = since.get(question);
      return at !== undefined && clock.now() - at < KEPT_MS;
    },
    add: (question) => void since.set(question, clock.now()),
    delete: (question) => void since.delete(question),
  };
}
