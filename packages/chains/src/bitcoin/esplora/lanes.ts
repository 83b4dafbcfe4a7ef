/** A piece of work that can add others. */
export type Job = (signal: AbortSignal, add: (job: Job) => void) => Promise<void>;

/**
 * Does jobs, so many at once, in the order in which they were added, until none is left. After the first failure no other is begun, and
 * those under way are given up.
 * @throws the first failure; the signal's reason when the caller gave up
 */
export async function runInLanes(width: number, first: readonly Job[], signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const both = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  const waiting = [...first];
  /** Jobs taken out of `waiting`; shifting a long list each time would cost its length. */
  let taken = 0;
  let running = 0;
  await new Promise<void>((resolve, reject) => {
    let failure: { readonly error: unknown } | undefined;
    const fill = (): void => {
      while (failure === undefined && running < width) {
        const job = waiting[taken];
        if (job === undefined) break;
        taken += 1;
        running += 1;
        job(both, (added) => void waiting.push(added)).then(ended, failed);
      }
      if (running > 0) return;
      if (failure === undefined) resolve();
      else reject(failure.error);
    };
    const ended = (): void => {
      running -= 1;
      fill();
    };
    const failed = (error: unknown): void => {
      failure ??= { error };
      stop.abort(error);
      ended();
    };
    fill();
  });
}
