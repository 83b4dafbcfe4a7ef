import { type Clock, type Context, createLogger, type Limiter, type Source } from '@fundtrail/core';
import { createExplorerSource, type ExplorerOptions } from './source.ts';

/** A clock that never waits and remembers what it was asked to wait. */
export function createTestClock(): Clock & { readonly slept: readonly number[] } {
  const slept: number[] = [];
  return {
    now: () => 0,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
    },
    slept,
  };
}

export function createTestContext(clock: Clock, lines: string[] = []): Context {
  const logger = createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  return { logger, clock, signal: new AbortController().signal };
}

export const freeLimiter: Limiter = { take: async () => undefined, slowDown: async () => undefined };

/** An explorer source as tests need it: no waiting, no limit. */
export function createTestSource(options: Partial<ExplorerOptions> & { readonly url: string }): Source {
  return createExplorerSource({
    chain: 'eip155:1',
    limiter: freeLimiter,
    context: createTestContext(createTestClock()),
    ...options,
  });
}
