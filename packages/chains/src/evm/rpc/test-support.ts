import { type Context, createLogger, createSystemClock } from '@fundtrail/core';
import { createRpcSource, type RpcSource, type RpcSourceOptions } from './source.ts';

/** A context whose pauses take no time, for tests of what is done after them; they are noted in `pauses`. */
export function hastyContext(pauses: number[] = []): Context {
  const clock = createSystemClock();
  return {
    logger: createLogger({ level: 'silent' }),
    clock: {
      now: clock.now,
      sleep: async (ms) => {
        pauses.push(ms);
      },
    },
    signal: new AbortController().signal,
  };
}

export function openSource(options: Omit<RpcSourceOptions, 'context'> & { context?: Context }): Promise<RpcSource> {
  return createRpcSource({ context: hastyContext(), ...options });
}
