import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';

/** What everything that does work is given: passed, never global. */
export type Context = {
  readonly logger: Logger;
  readonly clock: Clock;
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
};
