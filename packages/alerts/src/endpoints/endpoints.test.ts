import { randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseAllowList } from '../egress/allow-list.ts';
import { createSealer } from '../sealer.ts';
import { createEndpoints, type Endpoints } from './endpoints.ts';

const sealer = createSealer(randomBytes(32));
let home: TestDatabase;
let endpoints: Endpoints;

beforeAll(async () => {
  home = await createTestDatabase();
  endpoints = createEndpoints({
    database: home.database,
    sealer,
    egress: parseAllowList(['hooks.internal', '10.0.0.0/8']),
  });
});
afterAll(() => home.drop());
beforeEach(async () => {
  await home.database.db.deleteFrom('ops.endpoints').execute();
});

describe('endpoints', () => {
  it('shows the secret once and keeps it sealed', async () => {
    const { endpoint, secret } = await endpoints.add('https://example.com/hook', { types: ['deposit.detected'] });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(endpoint).toMatchObject({
      url: 'https://example.com/hook',
      types: ['org.fundtrail.deposit.detected'],
      disabled: null,
      pending: 0,
    });
    expect(JSON.stringify(await endpoints.list())).not.toContain('whsec_');
    const row = await home.database.db.selectFrom('ops.endpoints').select('secret').executeTakeFirstOrThrow();
    expect(row.secret.includes(secret)).toBe(false);
    expect(sealer.openSecret(row.secret, endpoint.id)).toBe(secret);
  });

  it('takes a secret that the receiver already has', async () => {
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    expect((await endpoints.add('https://example.com/', { secret })).secret).toBe(secret);
  });

  it.each([
    ['nonsense', 'not a URL'],
    ['ftp://example.com/', 'no protocol of webhooks'],
    ['http://example.com/', 'plain http'],
    ['https://me:pass@example.com/', 'no user or password'],
    ['https://127.0.0.1/', 'no public address (loopback)'],
    ['https://[::1]/', 'no public address (loopback)'],
    ['https://0x7f000001/', 'no public address (loopback)'],
    ['https://169.254.169.254/latest', 'no public address (linkLocal)'],
  ])('refuses %s', async (url, message) => {
    await expect(endpoints.add(url)).rejects.toThrow(message);
    expect(await endpoints.list()).toEqual([]);
  });

  it.each(['http://hooks.internal:8080/x', 'http://10.2.3.4/x', 'https://10.2.3.4/x'])(
    'takes %s, which the operator listed',
    async (url) => {
      expect((await endpoints.add(url)).endpoint.url).toBe(url);
    },
  );

  it('refuses unknown event types and weak secrets, storing nothing', async () => {
    await expect(endpoints.add('https://example.com/', { types: ['deposit.guessed'] })).rejects.toThrow(
      '"deposit.guessed" is not an event type',
    );
    await expect(endpoints.add('https://example.com/', { secret: 'whsec_c2hvcnQ=' })).rejects.toThrow('webhook secret');
    expect(await endpoints.list()).toEqual([]);
  });

  it('puts a test event in the outbox, whatever the endpoint subscribes to', async () => {
    const { endpoint } = await endpoints.add('https://example.com/', { types: ['deposit.detected'] });
    await endpoints.add('https://example.com/other');
    await endpoints.test(endpoint.id);
    await endpoints.test(endpoint.id);
    expect((await endpoints.list()).map((one) => one.pending)).toEqual([2, 0]);
  });

  it('disables, enables and removes', async () => {
    const { endpoint } = await endpoints.add('https://example.com/');
    await endpoints.disable(endpoint.id, 'by hand');
    expect((await endpoints.get(endpoint.id)).disabled).toMatchObject({ reason: 'by hand' });
    await endpoints.enable(endpoint.id);
    expect((await endpoints.get(endpoint.id)).disabled).toBeNull();
    await endpoints.remove(endpoint.id);
    await expect(endpoints.get(endpoint.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(endpoints.remove(endpoint.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(endpoints.disable('ep_none', 'x')).rejects.toMatchObject({ code: 'not_found' });
  });
});
