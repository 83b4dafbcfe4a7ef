import { createHmac } from 'node:crypto';
import type { Story } from '@fundtrail/testkit';
import type { TraceResult } from '@fundtrail/tracer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDemo } from './check.ts';
import { DEPOSIT_TYPE } from './deposit-event.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const CHAIN = 'eip155:31337';
const ETHER = `${CHAIN}/slip44:60`;
const DEPOSIT = `0x${'1'.repeat(40)}`;
const MIXER = `0x${'2'.repeat(40)}`;
const ENDPOINT = 'ep_1';
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** As much of a story and a result as the checks look at. */
const story = {
  chain: CHAIN,
  contracts: { mixer: MIXER },
  expected: { stolen: 100n, mixer: 30n, deposits: [{ address: DEPOSIT, asset: 'native', amount: 70n }] },
} as unknown as Story;
const resultWith = (fee: string): TraceResult =>
  ({
    case: { policies: ['haircut', 'poison'] },
    totals: {
      haircut: {
        stolen: { [ETHER]: '100' },
        origin: { exchange: { [ETHER]: '69' }, mixer: { [ETHER]: '30' }, fee: { [ETHER]: fee } },
      },
      poison: { stolen: { [ETHER]: '100' }, origin: {} },
    },
    flows: [{ to: `${CHAIN}:${MIXER}`, amount: '30' }],
  }) as unknown as TraceResult;

describe('the checks of the demo', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver(() => {});
    receiver.expect(ENDPOINT, SECRET);
  });
  afterEach(() => receiver.close());

  const send = async (id: string, raw: string, secret = SECRET): Promise<number> => {
    const body = JSON.stringify({
      specversion: '1.0',
      id,
      type: DEPOSIT_TYPE,
      endpointid: ENDPOINT,
      data: { deposit: { to: `${CHAIN}:${DEPOSIT}`, asset: { id: ETHER }, amount: { raw } } },
    });
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
    return (await fetch(receiver.url, { method: 'POST', headers, body })).status;
  };
  const failedOf = (fee = '1'): readonly string[] =>
    checkDemo(story, resultWith(fee), receiver.alerts)
      .filter((check) => !check.ok)
      .map((check) => check.name.split(' at ')[0] ?? '');

  it('pass when verified alerts tell the amounts of the story and the sum closes', async () => {
    expect([await send('evt_1', '40'), await send('evt_2', '30')]).toEqual([204, 204]);
    expect(failedOf()).toEqual([]);
  });

  it('count an event that is delivered twice once', async () => {
    await send('evt_1', '70');
    await send('evt_1', '70');
    expect(failedOf()).toEqual([]);
  });

  it('fail when no alert arrives', () => {
    expect(failedOf()).toEqual(['alert arrived', 'alerts verified', 'deposits']);
  });

  it('fail when an alert is signed with another secret, which the receiver refuses', async () => {
    await send('evt_1', '70');
    const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    expect(await send('evt_2', '1', other)).toBe(400);
    expect(failedOf()).toEqual(['alerts verified']);
  });

  it('fail when a base unit is missing in the sum or at a deposit address', async () => {
    await send('evt_1', '69');
    expect(failedOf('0')).toEqual(['sums close', 'deposits']);
  });
});
