import type { Context } from '@fundtrail/core';
import type { Database } from '@fundtrail/store';
import { sql } from 'kysely';
import type { Egress } from '../egress/egress.ts';
import type { Sealer } from '../sealer.ts';
import { signStandardWebhook } from '../signing.ts';
import { webhookBody } from './body.ts';
import { type Claim, claimDelivery } from './claim.ts';
import { type PostResult, post } from './post.ts';
import { recordAttempt } from './record.ts';

/** Attempts at the same time in one process, and at one endpoint, so that a slow receiver holds nobody up. */
const LANES = 16;
const LANES_PER_ENDPOINT = 4;
/** While attempts are under way, what became due meanwhile is looked for this often. */
const LOOK_AGAIN_MS = 250;
const DEFAULT_SOURCE = 'urn:fundtrail';

export type DeliverySummary = {
  readonly sent: number;
  /** Attempts that did not succeed. */
  readonly failed: number;
  /** When the next attempt is due; undefined when nothing waits. */
  readonly next?: Date;
};

export type Delivery = {
  /**
   * Makes every attempt that is due, until nothing is. May run in many processes at once. `signal` stops it from
   * beginning more. @throws StoreError when the database fails
   */
  deliverDue(signal?: AbortSignal): Promise<DeliverySummary>;
};

export type DeliveryDependencies = {
  readonly database: Database;
  readonly context: Context;
  readonly sealer: Sealer;
  readonly egress: Egress;
  /** CloudEvents `source` of what is sent: a URI of this installation. */
  readonly source?: string;
  /** In [0, 1), for the jitter of retries. */
  readonly random?: () => number;
};

/** Sends what is due in the outbox: at least once, signed, each attempt recorded. */
export function createDelivery(deps: DeliveryDependencies): Delivery {
  const { database, context, sealer, egress, source = DEFAULT_SOURCE, random = Math.random } = deps;
  const log = context.logger.child({ action: 'deliver' });

  const attempt = async (claim: Claim): Promise<PostResult> => {
    try {
      const body = webhookBody(claim, source);
      const secret = sealer.openSecret(claim.secret, claim.endpointId);
      const timestamp = Math.floor(context.clock.now() / 1_000);
      return await post(egress, claim.url, signStandardWebhook({ id: claim.outboxId, timestamp, body, secret }), body);
    } catch (error) {
      log.error({ endpoint: claim.endpointId, err: error }, 'webhook could not be made');
      return { kind: 'failed', error: 'the webhook could not be signed with the stored secret' };
    }
  };

  const deliver = async (claim: Claim): Promise<boolean | undefined> => {
    // This process slept too long since it claimed: the delivery may be another's by now.
    if (performance.now() > claim.startBefore) return undefined;
    const started = performance.now();
    const result = await attempt(claim);
    const duration = performance.now() - started;
    await recordAttempt(database.db, claim, result, duration, random());
    const fields = {
      event: claim.outboxId,
      endpoint: claim.endpointId,
      attempt: claim.attempts + 1,
      status: result.status,
      duration_ms: Math.round(duration),
    };
    if (result.kind === 'delivered') log.info(fields, 'webhook delivered');
    else log.warn({ ...fields, error: result.error }, 'webhook not delivered');
    return result.kind === 'delivered';
  };

  const nextDue = async (): Promise<Date | undefined> => {
    const { rows } = await sql<{ next: Date | null }>`
      select min(d.next_at) as next from ops.deliveries d join ops.endpoints e on e.id = d.endpoint_id
      where d.state = 'pending' and e.disabled_at is null`.execute(database.db);
    return rows[0]?.next ?? undefined;
  };

  return {
    deliverDue: async (signal) => {
      const underWay = new Set<Promise<void>>();
      const perEndpoint = new Map<string, number>();
      const totals = { sent: 0, failed: 0 };
      let fault: { readonly error: unknown } | undefined;

      const begin = (claim: Claim): void => {
        perEndpoint.set(claim.endpointId, (perEndpoint.get(claim.endpointId) ?? 0) + 1);
        const work = deliver(claim)
          .then((delivered) => {
            if (delivered !== undefined) totals[delivered ? 'sent' : 'failed']++;
          })
          .catch((error: unknown) => {
            fault = { error };
          })
          .finally(() => {
            perEndpoint.set(claim.endpointId, (perEndpoint.get(claim.endpointId) ?? 1) - 1);
            underWay.delete(work);
          });
        underWay.add(work);
      };

      while (fault === undefined && signal?.aborted !== true && !context.signal.aborted) {
        if (underWay.size >= LANES) {
          await Promise.race(underWay);
          continue;
        }
        const busy = [...perEndpoint].filter(([, count]) => count >= LANES_PER_ENDPOINT).map(([id]) => id);
        const claim = await claimDelivery(database.db, busy);
        if (claim !== undefined) begin(claim);
        else if (underWay.size === 0) break;
        else await Promise.race([...underWay, pause(LOOK_AGAIN_MS)]);
      }
      await Promise.all(underWay);
      if (fault !== undefined) throw fault.error;
      const next = await nextDue();
      return { ...totals, ...(next === undefined ? {} : { next }) };
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
