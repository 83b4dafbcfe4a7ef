import { type Context, createLogger, createSystemClock, type SourceMemory } from '@fundtrail/core';
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

/** What several processes share of a source, kept in memory. */
export function createSharedMemory(): SourceMemory & { readonly kept: ReadonlyMap<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async () => new Map(kept),
    set: async (_source, trait, value) => {
      kept.set(trait, value);
    },
  };
}

type Call = { readonly method: string; readonly params: readonly unknown[] };
type Result = { readonly kind: 'result'; readonly result: unknown };

/** A fault of a node: the results of these methods are changed on their way. */
export function changing(methods: readonly string[], change: (result: unknown, params: readonly unknown[]) => unknown) {
  return async <Asked extends Call, Answer extends { readonly kind: string }>(
    call: Asked,
    next: (call: Asked) => Promise<Answer | Result>,
  ): Promise<Answer | Result> => {
    const answer = await next(call);
    if (!('result' in answer) || !methods.includes(call.method)) return answer;
    return { kind: 'result', result: change(answer.result, call.params) };
  };
}
