import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAllowList } from '../egress/allow-list.ts';
import { createEgress, type Egress } from '../egress/egress.ts';
import { type Receiver, startReceiver } from '../receiver.fixture.ts';
import { post } from './post.ts';

const HEADERS = { 'webhook-id': 'evt_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' };

describe('one attempt', () => {
  let receiver: Receiver;
  let egress: Egress;
  beforeEach(async () => {
    receiver = await startReceiver();
    egress = createEgress({ allow: parseAllowList(['127.0.0.1']) });
  });
  afterEach(async () => {
    await receiver.close();
    await egress.close();
  });
  const send = (timeoutMs?: number) => post(egress, receiver.url, HEADERS, '{"a":1}', timeoutMs);

  it('posts the body as it is, as a CloudEvent, with its headers', async () => {
    expect(await send()).toEqual({ kind: 'delivered', status: 200 });
    expect(receiver.received[0]).toMatchObject({
      path: '/hook',
      body: '{"a":1}',
      headers: { ...HEADERS, 'content-type': 'application/cloudevents+json; charset=utf-8' },
    });
  });

  it.each([301, 302, 307, 308])('does not follow a %i, to a metadata address or anywhere', async (status) => {
    receiver.answer((_request, response) => {
      response.writeHead(status, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
    });
    expect(await send()).toEqual({
      kind: 'failed',
      status,
      error: `HTTP ${status}: redirects are not followed`,
    });
    expect(receiver.received).toHaveLength(1);
  });

  it.each([400, 404, 429, 500, 503])('takes a %i for a failure', async (status) => {
    receiver.answer((_request, response) => response.writeHead(status).end());
    expect(await send()).toEqual({ kind: 'failed', status, error: `HTTP ${status}` });
  });

  it.each([200, 201, 202, 204])('takes a %i for success', async (status) => {
    receiver.answer((_request, response) => response.writeHead(status).end());
    expect(await send()).toEqual({ kind: 'delivered', status });
  });

  it('hears Retry-After', async () => {
    receiver.answer((_request, response) => response.writeHead(429, { 'retry-after': '90' }).end());
    expect(await send()).toMatchObject({ status: 429, retryAfterMs: 90_000 });
  });

  it('takes a 410 for good', async () => {
    receiver.answer((_request, response) => response.writeHead(410).end());
    expect(await send()).toMatchObject({ kind: 'gone' });
  });

  it('gives up on a receiver that does not answer in time', async () => {
    receiver.answer(() => {});
    expect(await send(300)).toEqual({ kind: 'failed', error: 'no answer within 0.3 s' });
  });

  it('reads little of an endless body', async () => {
    let written = 0;
    receiver.answer((_request, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(64 * 1_024);
      const write = (): void => {
        while (!response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', write);
            return;
          }
        }
      };
      write();
    });
    const started = Date.now();
    expect(await send(5_000)).toEqual({ kind: 'delivered', status: 200 });
    expect(Date.now() - started).toBeLessThan(2_000);
    expect(written).toBeLessThan(20_000_000);
  });

  it('does not wait for the end of a success that trickles', async () => {
    receiver.answer((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('x');
    });
    expect(await send(500)).toEqual({ kind: 'delivered', status: 200 });
  });

  it('fails when nobody listens, without the path of the URL in its error', async () => {
    await receiver.close();
    const result = await send();
    expect(result.kind).toBe('failed');
    expect(JSON.stringify(result)).not.toContain('hook');
  });
});
