import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { type MadeLog, madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { NOMAD } from './adapter.ts';

const reader = createBridgeReader([], [NOMAD]);
const [ALICE, BOB, TOKEN, TOKEN_2] = [madeAddress('a1'), madeAddress('b2'), madeAddress('70'), madeAddress('72')];
const HOME = '0x8f184d6aa1977fd2f9d9024317d0ea5cf5815b6f';
const ROUTER = '0xd3dfd3ede74e0dcebc1aa685e151332857efce2d';
const REPLICA = '0x049b51e531fd8f90da6d92ea83dc4125002f20ef';
const ROUTER_1 = '0x88a69b4e698a4b090df6cf5bd7b2d47325ad30a3';
const NOBODY = madeAddress('0');
const BEAM = 1650811245n;
const hashOf = (id: number): string => `0x${id.toString(16).padStart(64, '0')}`;

function eventOf(name: string): string {
  const rule = [...NOMAD.source, ...NOMAD.destination].find(
    (one) => one.on === 'log' && one.event.startsWith(`event ${name}(`),
  );
  return rule?.on === 'log' ? rule.event : '';
}

type Movement = { readonly id: number; readonly token: string; readonly to: string; readonly amount: bigint };

function sent({ id, token, to, amount }: Movement, tx = `0x${'0a'.repeat(32)}`) {
  const logs: readonly MadeLog[] = [
    { from: HOME, event: eventOf('Dispatch'), args: [hashOf(id), 1, 2, hashOf(3), '0x'] },
    { from: ROUTER, event: eventOf('Send'), args: [token, ALICE, 6648936, topicOf(to), amount, false] },
  ];
  const legs = [madeToken('log:5', token, ALICE, NOBODY, amount)];
  return { ...madeTransaction({ chain: 'eip155:1284', logs, legs }), hash: tx };
}

function received({ id, token, to, amount }: Movement, tx = `0x${'0b'.repeat(32)}`, success = true) {
  const logs: readonly MadeLog[] = [
    { from: ROUTER_1, event: eventOf('Receive'), args: [(BEAM << 32n) | BigInt(id), token, to, NOBODY, amount] },
    { from: REPLICA, event: eventOf('Process'), args: [hashOf(id), success, '0x'] },
  ];
  const legs = [madeToken('log:5', token, ROUTER_1, to, amount)];
  return { ...madeTransaction({ chain: 'eip155:1', logs, legs }), hash: tx };
}

describe('Nomad in made logs of its published ABI', () => {
  const movement = { id: 5, token: TOKEN, to: BOB, amount: 9n };

  it('joins what left with what arrived by the hash of the message', () => {
    const [source] = reader.read(sent(movement));
    expect(source).toMatchObject({ key: hashOf(5), custody: [TOKEN], toChain: 'eip155:1', toAccount: BOB });
    const facts = [sent(movement), received({ ...movement, token: TOKEN_2 })];
    expect(arrivedIn(linksOf(NOMAD, facts))).toEqual([['0x0a0a0a0a', '0x0b0b0b0b']]);
    expect(source === undefined ? [] : NOMAD.search?.(source)?.[0]).toMatchObject({ by: 'logs', chain: 'eip155:1' });
  });

  it('joins nothing with a message that nobody sent, as in the theft', () => {
    expect(linksOf(NOMAD, [received(movement)])).toEqual([]);
    expect(reader.read(received(movement))[0]).toMatchObject({ key: hashOf(5), custody: [ROUTER_1], amount: 9n });
  });

  it('faults a movement without message, and one whose message failed', () => {
    const alone = { ...sent(movement), receipt: { to: ROUTER, logs: sent(movement).receipt?.logs?.slice(1) ?? [] } };
    expect(reader.read(alone)[0]?.fault).toBe('no message tells it');
    expect(reader.read(received(movement, undefined, false))[0]?.fault).toBe('its message failed');
  });
});

describe.skipIf(sharedData('nomad-ronin-bridge') === undefined)('Nomad over matched pairs of its withdrawals', () => {
  const path = sharedData('nomad-ronin-bridge/datalog__nomad-bridge__results__CCTX_Withdrawal.csv.gz') ?? '';

  it('joins each of a thousand real movements with its own arrival (logs made of their rows)', () => {
    const rows = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n').slice(0, 1000);
    const expected = new Set<string>();
    const facts = rows.flatMap((row, place) => {
      const [, , from = '', , , into = '', , token = '', token2 = '', , to = '', amount = '0'] = row.split('\t');
      expected.add([from, into].map((hash) => hash.slice(0, 10)).join(' '));
      const movement = { id: place + 1, to, amount: BigInt(amount) };
      return [sent({ ...movement, token }, from), received({ ...movement, token: token2 }, into)];
    });
    const joined = arrivedIn(linksOf(NOMAD, facts)).map((pair) => pair.join(' '));
    expect(joined).toHaveLength(1000);
    expect(new Set(joined)).toEqual(expected);
  });
});
