import { randomUUID } from 'node:crypto';
import { ConflictError, NotFoundError } from '@fundtrail/core';
import type { Database } from '@fundtrail/store';
import type { Egress } from '../egress/egress.ts';
import { eventId } from '../outbox.ts';
import type { Sealer } from '../sealer.ts';
import { checkEndpointSecret, makeEndpointSecret } from '../signing.ts';
import { checkEventTypes } from './check-types.ts';
import { checkEndpointUrl } from './check-url.ts';

/** A receiver of webhooks, without its secret. */
export type Endpoint = {
  readonly id: string;
  readonly url: string;
  /** Full event types; empty means all. */
  readonly types: readonly string[];
  readonly createdAt: Date;
  readonly disabled: { readonly at: Date; readonly reason: string } | null;
  /** Deliveries that wait for their (next) attempt. */
  readonly pending: number;
};

export type Endpoints = {
  /**
   * Stores a receiver. The answer is the only place that ever shows its secret.
   * @throws InputError for a URL, type or secret that cannot be used; nothing is stored then
   */
  add(
    url: string,
    options?: { readonly types?: readonly string[]; readonly secret?: string },
  ): Promise<{ readonly endpoint: Endpoint; readonly secret: string }>;
  /** Oldest first. */
  list(): Promise<readonly Endpoint[]>;
  /** @throws NotFoundError */
  get(id: string): Promise<Endpoint>;
  /** Sends nothing more to it; what waits is kept until it is enabled. @throws NotFoundError */
  disable(id: string, reason: string): Promise<void>;
  /** @throws NotFoundError */
  enable(id: string): Promise<void>;
  /** Forgets it, its secret and its deliveries. @throws NotFoundError */
  remove(id: string): Promise<void>;
  /**
   * Puts an `endpoint.test` event for it into the outbox, whatever it subscribes to; a deliver job sends it.
   * @returns the event's id
   * @throws NotFoundError; ConflictError when it is disabled
   */
  test(id: string): Promise<string>;
};

export function createEndpoints(deps: {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly egress: Pick<Egress, 'allowsHost'>;
}): Endpoints {
  const { db } = deps.database;

  const select = () =>
    db
      .selectFrom('ops.endpoints as e')
      .select(['e.id', 'e.url', 'e.types', 'e.created_at', 'e.disabled_at', 'e.disabled_reason'])
      .select((eb) =>
        eb
          .selectFrom('ops.deliveries as d')
          .whereRef('d.endpoint_id', '=', 'e.id')
          .where('d.state', '=', 'pending')
          .select((inner) => inner.fn.countAll<number>().as('pending'))
          .as('pending'),
      );

  const get = async (id: string): Promise<Endpoint> => {
    const row = await select().where('e.id', '=', id).executeTakeFirst();
    if (row === undefined) throw missing(id);
    return toEndpoint(row);
  };

  const setDisabled = async (id: string, at: Date | null, reason: string | null): Promise<void> => {
    const answer = await db
      .updateTable('ops.endpoints')
      .set({ disabled_at: at, disabled_reason: reason })
      .where('id', '=', id)
      .executeTakeFirst();
    if (answer.numUpdatedRows === 0n) throw missing(id);
  };

  return {
    get,
    add: async (url, { types = [], secret = makeEndpointSecret() } = {}) => {
      const id = `ep_${randomUUID().replaceAll('-', '')}`;
      await db
        .insertInto('ops.endpoints')
        .values({
          id,
          url: checkEndpointUrl(url, deps.egress),
          types: [...checkEventTypes(types)],
          secret: deps.sealer.sealSecret(checkEndpointSecret(secret), id),
        })
        .execute();
      return { endpoint: await get(id), secret };
    },
    list: async () => (await select().orderBy('e.created_at').orderBy('e.id').execute()).map(toEndpoint),
    disable: (id, reason) => setDisabled(id, new Date(), reason),
    enable: (id) => setDisabled(id, null, null),
    remove: async (id) => {
      const answer = await db.deleteFrom('ops.endpoints').where('id', '=', id).executeTakeFirst();
      if (answer.numDeletedRows === 0n) throw missing(id);
    },
    test: async (id) => {
      const endpoint = await get(id);
      if (endpoint.disabled !== null) {
        throw new ConflictError(`endpoint ${id} is disabled: ${endpoint.disabled.reason}`, {
          remedy: 'Enable it first.',
        });
      }
      const dedupeKey = `test:${id}:${randomUUID()}`;
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('ops.outbox')
          .values({
            id: eventId(dedupeKey),
            case_id: null,
            type: 'org.fundtrail.endpoint.test',
            dedupe_key: dedupeKey,
            body: JSON.stringify({
              data: { message: 'This endpoint is reached and can verify what fundtrail signs.' },
            }),
          })
          .execute();
        await trx
          .insertInto('ops.deliveries')
          .values({ outbox_id: eventId(dedupeKey), endpoint_id: id, state: 'pending' })
          .execute();
      });
      return eventId(dedupeKey);
    },
  };
}

function missing(id: string): NotFoundError {
  return new NotFoundError(`there is no endpoint ${id}`);
}

function toEndpoint(row: {
  readonly id: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly created_at: Date;
  readonly disabled_at: Date | null;
  readonly disabled_reason: string | null;
  readonly pending: number | null;
}): Endpoint {
  return {
    id: row.id,
    url: row.url,
    types: row.types,
    createdAt: row.created_at,
    disabled: row.disabled_at === null ? null : { at: row.disabled_at, reason: row.disabled_reason ?? '' },
    pending: Number(row.pending ?? 0),
  };
}
