import { createServer, type Server } from 'node:http';
import type { LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { post } from '../delivery/post.ts';
import { refuseAddress } from './address-rule.ts';
import { parseAllowList } from './allow-list.ts';
import { createEgress } from './egress.ts';

describe('the address rule', () => {
  it.each([
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['127.0.0.1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['169.254.169.254', 'linkLocal'],
    ['100.64.0.1', 'carrierGradeNat'],
    ['100.100.100.200', 'carrierGradeNat'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['192.0.0.192', 'reserved'],
    ['198.18.0.1', 'reserved'],
    ['203.0.113.7', 'reserved'],
    ['240.0.0.1', 'reserved'],
    ['168.63.129.16', 'metadata'],
    ['::1', 'loopback'],
    ['::', 'unspecified'],
    ['fe80::1%eth0', 'linkLocal'],
    ['fd00:ec2::254', 'uniqueLocal'],
    ['ff02::1', 'multicast'],
    ['2002:7f00:1::', '6to4'],
    ['2001:0:1::', 'teredo'],
    ['64:ff9b::7f00:1', 'rfc6052'],
    ['64:ff9b:1::7f00:1', 'rfc6052'],
    ['2001:db8::1', 'reserved'],
    ['::ffff:169.254.169.254', 'linkLocal'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:168.63.129.16', 'metadata'],
    ['fec0::1', 'deprecatedSiteLocal'],
    ['4000::1', 'not globally routed'],
    ['nonsense', 'not an address'],
  ])('refuses %s (%s)', (address, why) => {
    expect(refuseAddress(address)).toBe(why);
  });

  it.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('lets %s pass', (address) => {
    expect(refuseAddress(address)).toBeUndefined();
  });
});

describe('the allow-list', () => {
  it('knows hosts by name, addresses by themselves and by network', () => {
    const allow = parseAllowList(['hooks.internal', '10.1.0.0/16', '::1', ' ']);
    expect(allow.allowsHost('HOOKS.internal')).toBe(true);
    expect(allow.allowsHost('evil.hooks.internal')).toBe(false);
    expect(allow.allowsAddress('10.1.200.3')).toBe(true);
    expect(allow.allowsAddress('::ffff:10.1.200.3')).toBe(true);
    expect(allow.allowsAddress('10.2.0.1')).toBe(false);
    expect(allow.allowsAddress('::1')).toBe(true);
  });

  it.each(['10.0.0.0/33', 'http://x', 'a b', '-x'])('refuses the entry %j', (entry) => {
    expect(() => parseAllowList([entry])).toThrow('FUNDTRAIL_EGRESS_ALLOW');
  });
});

describe('egress', () => {
  let server: Server;
  let port: number;
  let hits = 0;
  const headers = { 'webhook-id': 'evt', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' };

  beforeAll(async () => {
    server = createServer((_request, response) => {
      hits++;
      response.end('ok');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => void server.close());

  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', 'localhost'])(
    'dials nothing at http://%s that is not the operator’s own',
    async (host) => {
      const egress = createEgress({ allow: parseAllowList([]) });
      hits = 0;
      const result = await post(egress, `http://${host}:${port}/`, headers, '{}');
      expect(result).toMatchObject({ kind: 'failed', error: expect.stringContaining('refused (') });
      expect(hits).toBe(0);
      await egress.close();
    },
  );

  it('reaches the operator’s own by host, address and network', async () => {
    for (const entry of ['localhost', '127.0.0.1', '127.0.0.0/8']) {
      const egress = createEgress({ allow: parseAllowList([entry]), lookup: answering(['127.0.0.1']) });
      expect(await post(egress, `http://localhost:${port}/`, headers, '{}')).toMatchObject({ kind: 'delivered' });
      await egress.close();
    }
  });

  it('judges the address that is dialled, not one that was resolved before', async () => {
    // A name that first leads to a public address and then home.
    const answers = [['8.8.8.8'], ['127.0.0.1']];
    const resolve = answering(() => answers.shift() ?? ['127.0.0.1']);
    expect(await lookedUp(resolve)).toBe('8.8.8.8');
    const egress = createEgress({ allow: parseAllowList([]), lookup: resolve });
    hits = 0;
    const result = await post(egress, `http://rebind.example:${port}/`, headers, '{}');
    expect(result).toMatchObject({
      kind: 'failed',
      error: 'rebind.example is at 127.0.0.1, which is refused (loopback)',
    });
    expect(hits).toBe(0);
    await egress.close();
  });

  it('refuses a name that has a forbidden address beside a public one', async () => {
    const egress = createEgress({ allow: parseAllowList([]), lookup: answering(['8.8.8.8', '169.254.169.254']) });
    expect(await post(egress, `http://both.example:${port}/`, headers, '{}')).toMatchObject({
      error: 'both.example is at 169.254.169.254, which is refused (linkLocal)',
    });
    await egress.close();
  });
});

function answering(addresses: readonly string[] | (() => readonly string[])): LookupFunction {
  return (_host, options, callback) => {
    const found = typeof addresses === 'function' ? addresses() : addresses;
    if (options.all === true) {
      callback(
        null,
        found.map((address) => ({ address, family: 4 })),
      );
    } else callback(null, found[0] ?? '', 4);
  };
}

function lookedUp(lookup: LookupFunction): Promise<string> {
  return new Promise((resolve, reject) => {
    lookup('rebind.example', {}, (error, address) => {
      if (error !== null) reject(error);
      else resolve(String(address));
    });
  });
}
