import type { Context } from '@fundtrail/core';

/** Something that is done again and again until it is stopped. */
export type Ticker = {
  /** Resolves when a run under way has ended. */
  stop(): Promise<void>;
};

export type TickerOptions = {
  /** Names it in logs. */
  readonly action: string;
  /** From the end of a run to the start of the next. */
  readonly everyMs: number;
  readonly context: Context;
  run(): Promise<void>;
};

/** Runs at once and then at every interval, never twice at the same time. A run that fails is logged; the next one comes all the same. */
export function startTicker({ action, everyMs, context, run }: TickerOptions): Ticker {
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await run();
      } catch (error) {
        if (stopping.signal.aborted) return;
        context.logger.warn({ action, err: error }, 'a regular task failed and will be tried again');
      }
      // The sleep ends early only when the ticker is stopped.
      await context.clock.sleep(everyMs, stopping.signal).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
