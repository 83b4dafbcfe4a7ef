import { sql } from 'kysely';
import type { Queryable } from '../outbox.ts';
import type { Claim } from './claim.ts';
import type { PostResult } from './post.ts';
import { nextDelayMs } from './schedule.ts';

const ERROR_MAX = 500;

/**
 * Records an attempt and what it means for its delivery, in one transaction. When another worker recorded this attempt
 * first (the lease had run out), nothing changes.
 */
export async function recordAttempt(
  db: Queryable,
  claim: Claim,
  result: PostResult,
  durationMs: number,
  random: number,
): Promise<void> {
  const attempts = claim.attempts + 1;
  const delayMs = result.kind === 'failed' ? nextDelayMs(attempts, result.retryAfterMs, random) : undefined;
  const state = result.kind === 'delivered' ? 'delivered' : delayMs === undefined ? 'abandoned' : 'pending';
  await db.transaction().execute(async (trx) => {
    const updated = await trx
      .updateTable('ops.deliveries')
      .set({
        attempts,
        state,
        next_at: sql<Date>`clock_timestamp() + make_interval(secs => ${(delayMs ?? 0) / 1_000})`,
        ...(state === 'delivered' ? { delivered_at: sql<Date>`clock_timestamp()` } : {}),
      })
      .where('outbox_id', '=', claim.outboxId)
      .where('endpoint_id', '=', claim.endpointId)
      .where('state', '=', 'pending')
      .where('attempts', '=', claim.attempts)
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) return;
    await trx
      .insertInto('ops.delivery_attempts')
      .values({
        outbox_id: claim.outboxId,
        endpoint_id: claim.endpointId,
        attempt: attempts,
        status: result.status ?? null,
        duration_ms: Math.round(durationMs),
        error: result.kind === 'delivered' ? null : result.error.slice(0, ERROR_MAX),
      })
      .execute();
    if (result.kind !== 'gone') return;
    await trx
      .updateTable('ops.endpoints')
      .set({ disabled_at: sql<Date>`clock_timestamp()`, disabled_reason: 'the receiver answered 410 Gone' })
      .where('id', '=', claim.endpointId)
      .where('disabled_at', 'is', null)
      .execute();
  });
}
