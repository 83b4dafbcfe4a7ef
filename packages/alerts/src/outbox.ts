import { createHash } from 'node:crypto';
import type { Database } from '@fundtrail/store';
import { sql } from 'kysely';
import type { OutboxEvent } from './events.ts';

/** A Kysely database, or a transaction on it. */
export type Queryable = Database['db'];

/**
 * Puts events into the outbox, with one delivery per enabled endpoint that subscribes to their type, in the caller's
 * transaction. What is already there (by `dedupeKey`) is left alone, so a settle that is repeated tells nothing twice.
 * Afterwards, enqueue a deliver job.
 * @returns how many events are new
 */
export async function enqueueOutbox(trx: Queryable, events: readonly OutboxEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  const inserted = await trx
    .insertInto('ops.outbox')
    .values(
      [...new Map(events.map((event) => [event.dedupeKey, event])).values()].map((event) => ({
        id: eventId(event.dedupeKey),
        case_id: event.caseId,
        type: event.type,
        dedupe_key: event.dedupeKey,
        body: JSON.stringify({ ...(event.subject === undefined ? {} : { subject: event.subject }), data: event.data }),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  if (inserted.length === 0) return 0;
  const ids = inserted.map((row) => row.id);
  await sql`
    insert into ops.deliveries (outbox_id, endpoint_id, state)
    select o.id, e.id, 'pending'
    from ops.outbox o join ops.endpoints e on cardinality(e.types) = 0 or o.type = any (e.types)
    where o.id = any (${ids}::text[]) and e.disabled_at is null
    on conflict do nothing`.execute(trx);
  return inserted.length;
}

/** The webhook-id: stable over retries, and over a case that is derived anew. */
export function eventId(dedupeKey: string): string {
  return `evt_${createHash('sha256').update(dedupeKey).digest('hex').slice(0, 32)}`;
}
