import { type Context, FundtrailError } from '@fundtrail/core';
import type { Follower, FollowTarget } from '@fundtrail/tracer';

/** How soon a chain that a case begins to follow is looked at. */
const TARGETS_EVERY_MS = 1_000;
/** After a failed step; doubled with every further one. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

export type Following = {
  /** Cuts running steps off, which are done again by whoever leads next, and gives the leads up. */
  stop(): Promise<void>;
};

type FollowingOptions = {
  readonly context: Context;
  readonly follower: Follower;
  /** Between two looks for chains that are to be followed; a second when left out. */
  readonly targetsEveryMs?: number;
};

/**
 * Follows every chain that some case wants followed, each at its own pace, for as long as the process runs. Every process of
 * the role does so: the database says which of them leads. A chain that fails or halts keeps no other one waiting.
 */
export function startFollowing(options: FollowingOptions): Following {
  const { context, follower, targetsEveryMs = TARGETS_EVERY_MS } = options;
  const stopping = new AbortController();
  const signal = AbortSignal.any([context.signal, stopping.signal]);
  const pause = (ms: number): Promise<void> => context.clock.sleep(ms, signal).catch(() => undefined);
  let targets = new Map<string, FollowTarget>();
  const running = new Map<string, Promise<void>>();

  /** One chain, until no case wants it any more. */
  const followOne = async (name: string): Promise<void> => {
    let failures = 0;
    for (let target = targets.get(name); target !== undefined && !signal.aborted; target = targets.get(name)) {
      try {
        const { kind, waitMs, ...progress } = await follower.step(target, signal);
        failures = 0;
        if (kind === 'advanced')
          context.logger.debug({ action: 'follow', chain: target.chain, ...progress }, 'blocks followed');
        await pause(waitMs);
      } catch (error) {
        if (signal.aborted) return;
        const retryMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
        failures += 1;
        const remedy = error instanceof FundtrailError ? error.remedy : undefined;
        context.logger.warn(
          { action: 'follow', chain: target.chain, source: target.source, err: error, remedy, retry_ms: retryMs },
          'a chain could not be followed and will be tried again',
        );
        await pause(retryMs);
      }
    }
  };

  const refresh = async (): Promise<void> => {
    const wanted = await follower.targets();
    targets = new Map(wanted.map((target) => [`${target.chain} ${target.source}`, target]));
    for (const name of targets.keys()) {
      if (running.has(name)) continue;
      running.set(
        name,
        followOne(name).finally(() => running.delete(name)),
      );
    }
  };

  const refreshing = (async () => {
    while (!signal.aborted) {
      await refresh().catch((error: unknown) => {
        if (signal.aborted) return;
        context.logger.warn({ action: 'follow', err: error }, 'the chains to follow could not be read');
      });
      await pause(targetsEveryMs);
    }
  })();

  let stopped: Promise<void> | undefined;
  return {
    stop: () => {
      stopping.abort(new Error('following is stopping'));
      stopped ??= refreshing.then(() => Promise.all(running.values())).then(() => follower.release());
      return stopped;
    },
  };
}
