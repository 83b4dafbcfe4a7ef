import { type Context, FundtrailError } from '@fundtrail/core';
import type { FollowKey, FollowStore } from '@fundtrail/store';

/** After this time without a word from the leader another host takes over. */
const LEASE_MS = 15_000;
/** A leader renews its lease so often, whatever it waits for. */
const RENEW_EVERY_MS = LEASE_MS / 3;

/** What a leader may do: write with the fence, until the signal says that the lead is lost. */
export type Held = { readonly fence: number; readonly signal: AbortSignal };

/**
 * Does work as the leader of a key, and keeps the lease alive meanwhile; undefined when another host leads. The lead stays
 * taken afterwards: it is given up by `release`, or ends by itself.
 * @throws what the work throws; when the lead was lost in between, an error `lead_lost` or of whatever was cut off by it.
 */
export async function withLead<T>(
  deps: { readonly follow: FollowStore; readonly context: Context; readonly host: string; readonly leaseMs?: number },
  key: FollowKey,
  work: (held: Held) => Promise<T>,
): Promise<T | undefined> {
  const { follow, context, host, leaseMs = LEASE_MS } = deps;
  const lead = await follow.lead(key, host, leaseMs);
  if (lead === undefined) return undefined;
  const lost = new AbortController();
  const done = new AbortController();
  const renewing = (async () => {
    while (!done.signal.aborted) {
      await context.clock.sleep(Math.min(RENEW_EVERY_MS, leaseMs / 3), done.signal).catch(() => undefined);
      if (done.signal.aborted) return;
      const renewed = await follow.lead(key, host, leaseMs).catch(() => undefined);
      if (renewed?.fence !== lead.fence) return lost.abort(leadLost(key));
    }
  })();
  try {
    return await work({ fence: lead.fence, signal: AbortSignal.any([context.signal, lost.signal]) });
  } finally {
    done.abort();
    await renewing;
  }
}

/** Whether an error says that another host leads now. */
export function isLeadLost(error: unknown): boolean {
  return error instanceof FundtrailError && error.code === LEAD_LOST;
}

const LEAD_LOST = 'lead_lost';

function leadLost({ chain, source }: FollowKey): FundtrailError {
  return new FundtrailError(LEAD_LOST, `another host follows ${chain} by ${source} now`, { retryable: true });
}
