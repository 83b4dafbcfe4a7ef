import type { Clock, Source } from '@fundtrail/core';
import type { FollowKey, FollowStore } from '@fundtrail/store';

/** The mempool is looked at so often: what waits there is shown, and nothing hangs on it. */
const LOOK_EVERY_MS = 15_000;

/** Keeps what waits to be mined of the coins at rest, as long as one host leads. */
export type PendingWatch = {
  /** Looks at the mempool when it is time. @throws SourceError when the source does not answer */
  look(fence: number, signal: AbortSignal): Promise<void>;
};

export function createPendingWatch(
  { follow, clock }: { readonly follow: Pick<FollowStore, 'restingCoins' | 'setPending'>; readonly clock: Clock },
  key: FollowKey,
  source: Pick<Source, 'pending'>,
): PendingWatch {
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    look: async (fence, signal) => {
      if (source.pending === undefined || clock.now() - lookedAt < LOOK_EVERY_MS) return;
      lookedAt = clock.now();
      const coins = await follow.restingCoins(key);
      await follow.setPending(key, fence, coins.length === 0 ? [] : await source.pending(key.chain, coins, signal));
    },
  };
}
