import { sql } from 'kysely';
import type { Queryable } from '../outbox.ts';
import { POST_TIMEOUT_MS } from './post.ts';

/**
 * How long a claimed delivery belongs to its claimant. Twice the time an attempt may take and more: a process that was
 * suspended in between must not send what another has taken over (see `sendDeadlineMs`).
 */
const LEASE_MS = 3 * POST_TIMEOUT_MS;

/** A delivery taken for one attempt. */
export type Claim = {
  readonly outboxId: string;
  readonly endpointId: string;
  /** Attempts made before this one. */
  readonly attempts: number;
  readonly url: string;
  readonly secret: Buffer;
  readonly type: string;
  readonly body: unknown;
  readonly createdAt: Date;
  /** `performance.now()` after which the attempt must not be begun any more. */
  readonly startBefore: number;
};

/**
 * Takes the delivery that is due longest, or none. Rows that another transaction has locked are skipped, and a taken row
 * is not due for the length of its lease: so no two workers send it at the same time, and when this one dies, another
 * sends it after that.
 * @param busy endpoints that have enough attempts under way
 */
export async function claimDelivery(db: Queryable, busy: readonly string[]): Promise<Claim | undefined> {
  const asked = performance.now();
  const { rows } = await sql<Omit<Claim, 'startBefore'>>`
    with due as (
      select d.outbox_id, d.endpoint_id
      from ops.deliveries d join ops.endpoints e on e.id = d.endpoint_id
      where d.state = 'pending' and d.next_at <= clock_timestamp()
        and e.disabled_at is null and e.id <> all (${[...busy]}::text[])
      order by d.next_at
      limit 1
      for update of d skip locked
    )
    update ops.deliveries d
    set next_at = clock_timestamp() + make_interval(secs => ${LEASE_MS / 1_000})
    from due, ops.outbox o, ops.endpoints e
    where d.outbox_id = due.outbox_id and d.endpoint_id = due.endpoint_id
      and o.id = d.outbox_id and e.id = d.endpoint_id
    returning d.outbox_id as "outboxId", d.endpoint_id as "endpointId", d.attempts, e.url, e.secret, o.type, o.body,
      o.created_at as "createdAt"`.execute(db);
  const row = rows[0];
  return row === undefined ? undefined : { ...row, startBefore: asked + LEASE_MS - 2 * POST_TIMEOUT_MS };
}
