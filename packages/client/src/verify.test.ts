import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type VerifyWebhookInput, verifyWebhook, WebhookVerificationError } from './verify.ts';

const KEY = randomBytes(32);
const SECRET = `whsec_${KEY.toString('base64')}`;
const SENT = 1_700_000_000;
const BODY = JSON.stringify({
  specversion: '1.0',
  id: 'evt_1',
  source: 'urn:fundtrail',
  type: 'org.fundtrail.deposit.detected',
  time: '2023-11-14T22:13:20.000Z',
  endpointid: 'ep_1',
  data: { alert_id: 'alr_1' },
});

function signed(body = BODY, id = 'evt_1', key = KEY): Record<string, string> {
  const signature = createHmac('sha256', key).update(`${id}.${SENT}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(SENT), 'webhook-signature': `v1,${signature}` };
}

function outcome(change: Partial<VerifyWebhookInput>): string {
  try {
    return verifyWebhook({ body: BODY, headers: signed(), secret: SECRET, now: SENT * 1_000, ...change }).id;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.code;
    throw error;
  }
}

describe('verifyWebhook', () => {
  it('accepts what was signed with the secret, as text or bytes, with any kind of headers', () => {
    expect(outcome({})).toBe('evt_1');
    expect(outcome({ body: Buffer.from(BODY) })).toBe('evt_1');
    expect(outcome({ headers: new Headers(signed()) })).toBe('evt_1');
    const shouted = Object.fromEntries(Object.entries(signed()).map(([name, value]) => [name.toUpperCase(), [value]]));
    expect(outcome({ headers: shouted })).toBe('evt_1');
  });

  it('accepts either secret while one replaces the other, and any of several signatures', () => {
    const other = `whsec_${randomBytes(32).toString('base64')}`;
    expect(outcome({ secret: [other, SECRET] })).toBe('evt_1');
    const headers = signed();
    headers['webhook-signature'] = `v1a,AAAA v1,BBBB ${headers['webhook-signature']}`;
    expect(outcome({ headers })).toBe('evt_1');
  });

  it('refuses every changed byte of the body', () => {
    for (let at = 0; at < BODY.length; at++) {
      const changed = `${BODY.slice(0, at)}${BODY[at] === 'x' ? 'y' : 'x'}${BODY.slice(at + 1)}`;
      expect(outcome({ body: changed })).toBe('wrong_signature');
    }
  });

  it('refuses another secret, another id, another time and another scheme', () => {
    expect(outcome({ secret: `whsec_${randomBytes(32).toString('base64')}` })).toBe('wrong_signature');
    expect(outcome({ headers: { ...signed(), 'webhook-id': 'evt_2' } })).toBe('wrong_signature');
    expect(outcome({ headers: { ...signed(), 'webhook-timestamp': String(SENT + 1) } })).toBe('wrong_signature');
    expect(
      outcome({ headers: { ...signed(), 'webhook-signature': (signed()['webhook-signature'] ?? '').slice(3) } }),
    ).toBe('wrong_signature');
  });

  it('refuses what is older or newer than the tolerance', () => {
    expect(outcome({ now: (SENT + 300) * 1_000 })).toBe('evt_1');
    expect(outcome({ now: (SENT + 301) * 1_000 })).toBe('too_old');
    expect(outcome({ now: (SENT - 301) * 1_000 })).toBe('in_the_future');
    expect(outcome({ now: (SENT + 11) * 1_000, toleranceSeconds: 10 })).toBe('too_old');
  });

  it('refuses an event for another endpoint', () => {
    expect(outcome({ endpointId: 'ep_1' })).toBe('evt_1');
    expect(outcome({ endpointId: 'ep_2' })).toBe('other_endpoint');
  });

  it('names what is missing or malformed', () => {
    expect(outcome({ headers: {} })).toBe('missing_header');
    expect(outcome({ headers: { ...signed(), 'webhook-timestamp': 'now' } })).toBe('bad_timestamp');
    expect(outcome({ secret: '' })).toBe('bad_secret');
    expect(outcome({ body: 'x', headers: signed('x') })).toBe('not_an_event');
    expect(outcome({ body: '{}', headers: signed('{}') })).toBe('not_an_event');
    expect(outcome({ headers: signed(BODY, 'evt_2') })).toBe('not_an_event');
  });
});
