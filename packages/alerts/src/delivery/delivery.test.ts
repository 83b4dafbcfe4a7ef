import { randomBytes } from 'node:crypto';
import { verifyWebhook, WebhookVerificationError } from '@fundtrail/client';
import { type Context, createLogger, createSystemClock } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseAllowList } from '../egress/allow-list.ts';
import { createEgress, type Egress } from '../egress/egress.ts';
import { createEndpoints, type Endpoints } from '../endpoints/endpoints.ts';
import type { OutboxEvent } from '../events.ts';
import { enqueueOutbox } from '../outbox.ts';
import { type Receiver, startReceiver } from '../receiver.fixture.ts';
import { createSealer } from '../sealer.ts';
import { createDelivery, type Delivery } from './delivery.ts';

const sealer = createSealer(randomBytes(32));
const DEPOSIT = 'org.fundtrail.deposit.detected';

let home: TestDatabase;
let receiver: Receiver;
let egress: Egress;
let endpoints: Endpoints;
let lines: string[];
let context: Context;

beforeAll(async () => {
  home = await createTestDatabase();
});
afterAll(() => home.drop());
beforeEach(async () => {
  receiver = await startReceiver();
  egress = createEgress({ allow: parseAllowList(['127.0.0.1']) });
  endpoints = createEndpoints({ database: home.database, sealer, egress });
  lines = [];
  context = {
    logger: createLogger({ destination: { write: (line) => void lines.push(line) } }),
    clock: createSystemClock(),
    signal: new AbortController().signal,
  };
});
afterEach(async () => {
  await receiver.close();
  await egress.close();
  await sql`truncate ops.outbox, ops.endpoints cascade`.execute(home.database.db);
});

function delivery(): Delivery {
  return createDelivery({ database: home.database, context, sealer, egress, random: () => 0 });
}

function event(name: string, type: OutboxEvent['type'] = DEPOSIT): OutboxEvent {
  return { type, caseId: null, dedupeKey: name, subject: `tx:${name}`, data: { alert_id: name, amount: '1' } };
}

async function enqueue(...events: OutboxEvent[]): Promise<number> {
  return await home.database.db.transaction().execute((trx) => enqueueOutbox(trx, events));
}

async function makeDue(): Promise<void> {
  await sql`update ops.deliveries set next_at = now() where state = 'pending'`.execute(home.database.db);
}

async function deliveries() {
  return await home.database.db
    .selectFrom('ops.deliveries')
    .select(['state', 'attempts', sql<number>`extract(epoch from next_at - clock_timestamp())::float8`.as('wait')])
    .execute();
}

async function attempts() {
  return await home.database.db
    .selectFrom('ops.delivery_attempts')
    .select(['attempt', 'status', 'error'])
    .orderBy('attempt')
    .execute();
}

describe('the outbox', () => {
  it('holds one event and one delivery per subscriber, however often it is derived', async () => {
    await endpoints.add(receiver.url);
    await endpoints.add(receiver.url, { types: ['deposit.detected'] });
    await endpoints.add(receiver.url, { types: ['endpoint.test'] });
    const off = await endpoints.add(receiver.url);
    await endpoints.disable(off.endpoint.id, 'not now');
    expect(await enqueue(event('a'), event('a'), event('b'))).toBe(2);
    expect(await enqueue(event('a'))).toBe(0);
    expect(await deliveries()).toHaveLength(4);
  });

  it('is empty when the transaction around it is rolled back', async () => {
    await endpoints.add(receiver.url);
    await home.database.db
      .transaction()
      .execute(async (trx) => {
        await enqueueOutbox(trx, [event('a')]);
        throw new Error('settling failed');
      })
      .catch(() => {});
    expect(await deliveries()).toEqual([]);
    expect(await delivery().deliverDue()).toEqual({ sent: 0, failed: 0 });
  });
});

describe('delivery', () => {
  it('sends a signed CloudEvent that the client verifies, and no other', async () => {
    const { endpoint, secret } = await endpoints.add(receiver.url);
    await enqueue(event('a'));
    expect(await delivery().deliverDue()).toEqual({ sent: 1, failed: 0 });
    const [got] = receiver.received;
    if (got === undefined) throw new Error('nothing arrived');

    const verified = verifyWebhook({ body: got.body, headers: got.headers, secret, endpointId: endpoint.id });
    expect(verified).toMatchObject({
      specversion: '1.0',
      type: DEPOSIT,
      subject: 'tx:a',
      endpointid: endpoint.id,
      data: { alert_id: 'a', amount: '1' },
    });
    expect(verified.id).toBe(got.headers['webhook-id']);

    const failure = (change: Partial<Parameters<typeof verifyWebhook>[0]>): string => {
      try {
        verifyWebhook({ body: got.body, headers: got.headers, secret, ...change });
      } catch (error) {
        if (error instanceof WebhookVerificationError) return error.code;
        throw error;
      }
      return 'verified';
    };
    expect(failure({ body: got.body.replace('"amount":"1"', '"amount":"2"') })).toBe('wrong_signature');
    expect(failure({ secret: `whsec_${randomBytes(32).toString('base64')}` })).toBe('wrong_signature');
    expect(failure({ now: Date.now() + 301_000 })).toBe('too_old');
    expect(failure({ endpointId: 'ep_other' })).toBe('other_endpoint');
  });

  it('tries again after a failure, with the same id and body, until it succeeds', async () => {
    const { secret } = await endpoints.add(receiver.url);
    await enqueue(event('a'));
    receiver.answer((_request, response) => response.writeHead(receiver.received.length === 1 ? 500 : 200).end());
    const first = await delivery().deliverDue();
    expect(first).toMatchObject({ sent: 0, failed: 1 });
    expect((first.next?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(5_000);
    expect(await deliveries()).toEqual([{ state: 'pending', attempts: 1, wait: expect.closeTo(5, 0) }]);
    // Not due yet.
    expect(await delivery().deliverDue()).toMatchObject({ sent: 0, failed: 0 });
    await makeDue();
    expect(await delivery().deliverDue()).toEqual({ sent: 1, failed: 0 });
    const [one, two] = receiver.received;
    expect(two?.body).toBe(one?.body);
    expect(two?.headers['webhook-id']).toBe(one?.headers['webhook-id']);
    verifyWebhook({ body: two?.body ?? '', headers: two?.headers ?? {}, secret });
    expect(await attempts()).toEqual([
      { attempt: 1, status: 500, error: 'HTTP 500' },
      { attempt: 2, status: 200, error: null },
    ]);
  });

  it('gives up after ten attempts', async () => {
    await endpoints.add(receiver.url);
    await enqueue(event('a'));
    receiver.answer((_request, response) => response.writeHead(503).end());
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt++) {
      await makeDue();
      await delivery().deliverDue();
      waits.push(Math.round((await deliveries())[0]?.wait ?? Number.NaN));
    }
    expect(waits.slice(0, 9)).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
    expect((await deliveries())[0]).toMatchObject({ state: 'abandoned', attempts: 10 });
    expect(await delivery().deliverDue()).toEqual({ sent: 0, failed: 0 });
    expect(receiver.received).toHaveLength(10);
  });

  it('waits as long as the receiver asks', async () => {
    await endpoints.add(receiver.url);
    await enqueue(event('a'));
    receiver.answer((_request, response) => response.writeHead(429, { 'retry-after': '120' }).end());
    await delivery().deliverDue();
    expect((await deliveries())[0]?.wait).toBeCloseTo(120, 0);
  });

  it('disables an endpoint that answers 410, and sends it nothing more', async () => {
    const { endpoint } = await endpoints.add(receiver.url);
    await enqueue(event('a'));
    receiver.answer((_request, response) => response.writeHead(410).end());
    expect(await delivery().deliverDue()).toEqual({ sent: 0, failed: 1 });
    expect((await endpoints.get(endpoint.id)).disabled?.reason).toBe('the receiver answered 410 Gone');
    await enqueue(event('b'));
    await delivery().deliverDue();
    expect(receiver.received).toHaveLength(1);
    await expect(endpoints.test(endpoint.id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is never made twice at the same time by parallel workers', async () => {
    await endpoints.add(receiver.url);
    await enqueue(...Array.from({ length: 40 }, (_, index) => event(`e${index}`)));
    receiver.answer((_request, response) => void setTimeout(() => response.end(), 20));
    const summaries = await Promise.all([1, 2, 3].map(() => delivery().deliverDue()));
    expect(summaries.reduce((sum, one) => sum + one.sent, 0)).toBe(40);
    expect(new Set(receiver.received.map((one) => one.headers['webhook-id'])).size).toBe(40);
    expect(receiver.received).toHaveLength(40);
    // Four at once per endpoint and process.
    expect(receiver.mostAtOnce()).toBeLessThanOrEqual(12);
  });

  it('is made again, after its lease, when the worker died in between', async () => {
    await endpoints.add(receiver.url);
    await enqueue(event('a'));
    // What a worker leaves behind that claimed and was killed.
    await sql`update ops.deliveries set next_at = clock_timestamp() + interval '0.4 s'`.execute(home.database.db);
    const early = await delivery().deliverDue();
    expect(early.sent).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await delivery().deliverDue()).toEqual({ sent: 1, failed: 0 });
  });

  it('does not let a slow receiver hold up another, nor what comes meanwhile', async () => {
    const slow = await startReceiver();
    slow.answer((_request, response) => void setTimeout(() => response.end(), 3_000));
    await endpoints.add(slow.url);
    await enqueue(...Array.from({ length: 6 }, (_, index) => event(`slow${index}`)));
    const running = delivery().deliverDue();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await endpoints.add(receiver.url);
    await enqueue(event('quick'));
    const started = Date.now();
    while (receiver.received.length === 0 && Date.now() - started < 2_500) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(receiver.received).toHaveLength(1);
    expect(Date.now() - started).toBeLessThan(1_000);
    await running;
    await slow.close();
  });

  it('dials no address of the inner network, whatever the endpoint’s name leads to', async () => {
    await endpoints.add('https://rebind.example/hook');
    await enqueue(event('a'));
    const inner = createEgress({
      allow: parseAllowList([]),
      lookup: (_host, _options, callback) => callback(null, [{ address: '169.254.169.254', family: 4 }]),
    });
    await createDelivery({ database: home.database, context, sealer, egress: inner }).deliverDue();
    expect(await attempts()).toEqual([
      {
        attempt: 1,
        status: null,
        error: 'rebind.example is at 169.254.169.254, which is refused (linkLocal)',
      },
    ]);
    await inner.close();
  });

  it('counts an attempt that cannot be signed, and says so', async () => {
    await endpoints.add(receiver.url);
    await enqueue(event('a'));
    const other = createDelivery({
      database: home.database,
      context,
      sealer: createSealer(randomBytes(32)),
      egress,
    });
    expect(await other.deliverDue()).toMatchObject({ sent: 0, failed: 1 });
    expect(receiver.received).toEqual([]);
    expect((await attempts())[0]?.error).toBe('the webhook could not be signed with the stored secret');
  });

  it('logs attempts without secrets, URLs or bodies', async () => {
    const { secret } = await endpoints.add(`${receiver.url}?token=hunter2`);
    await enqueue(event('a'));
    await delivery().deliverDue();
    const text = lines.join('');
    expect(text).toContain('webhook delivered');
    expect(text).toContain('"action":"deliver"');
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(secret);
    expect(text).not.toContain('alert_id');
  });
});
