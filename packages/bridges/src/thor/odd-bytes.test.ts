import { AbiCoder, concat, Interface } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../bridge-reader.ts';
import { topicOf } from '../decode/foreign-account.ts';
import { madeAddress, madeNative, madeTransaction } from '../made.fixture.ts';
import { THORCHAIN } from '../protocols/thorchain/adapter.ts';
import { DEPOSIT_EVENT } from './deposits.ts';
import { TRANSFER_OUT_EVENT } from './payout-events.ts';
import {
  BATCH_TRANSFER_OUT,
  DEPOSIT,
  DEPOSIT_WITH_EXPIRY,
  TRANSFER_OUT,
  TRANSFER_OUT_AND_CALL,
  TRANSFER_OUT_AND_CALL_V2,
} from './router-calls.ts';

const ROUTER = '0xd37bbe5744d730a1d98d8dc97c42f0ca46ad7146';
const VAULT = '0x0dac1fb302bc428d8dc272a511e7c2f0d2a1c128';
const reader = createBridgeReader([], [THORCHAIN]);
const CALLS = [
  DEPOSIT,
  DEPOSIT_WITH_EXPIRY,
  TRANSFER_OUT,
  TRANSFER_OUT_AND_CALL,
  TRANSFER_OUT_AND_CALL_V2,
  BATCH_TRANSFER_OUT,
];

/** A string of the ABI may hold any bytes: its contract does not look at them. */
function logOf(event: string, memo: Uint8Array) {
  const topic0 = new Interface([event]).fragments[0]?.format('sighash') ?? '';
  const topics = [new Interface([event]).getEvent(topic0)?.topicHash ?? '', topicOf(VAULT), topicOf(madeAddress('b2'))];
  const isDeposit = event === DEPOSIT_EVENT;
  const data = AbiCoder.defaultAbiCoder().encode(
    isDeposit ? ['uint256', 'bytes'] : ['address', 'uint256', 'bytes'],
    isDeposit ? [7n, memo] : [madeAddress('0'), 7n, memo],
  );
  return { address: ROUTER, topics, data, index: 0 };
}

describe('memos of any bytes', () => {
  it('in logs are told, and their value is kept', () => {
    for (const event of [DEPOSIT_EVENT, TRANSFER_OUT_EVENT]) {
      const memo = Uint8Array.from([0x3d, 0x3a, 0x62, 0xff, 0xc3, 0x28]);
      const fact = madeTransaction({ chain: 'eip155:1', legs: [madeNative('value', VAULT, ROUTER, 7n)] });
      const receipt = { to: ROUTER, input: '0x', logs: [logOf(event, memo)] };
      expect(reader.read({ ...fact, receipt })).toMatchObject([
        event === DEPOSIT_EVENT
          ? { fault: undefined, amount: 7n, notes: ['can only come back: the memo has bytes that are no text'] }
          : { fault: 'the memo has bytes that are no text', amount: 7n },
      ]);
    }
  });

  it('are read without failing in logs, calls and plain payments', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('', '=:', 'OUT:', '=:e:'), (bytes, word) => {
        const memo = Buffer.concat([Buffer.from(word), bytes]);
        const fact = madeTransaction({ chain: 'eip155:1', legs: [madeNative('value', madeAddress('a1'), VAULT, 7n)] });
        for (const event of [DEPOSIT_EVENT, TRANSFER_OUT_EVENT]) {
          const legs = reader.read({ ...fact, receipt: { to: ROUTER, logs: [logOf(event, memo)] } });
          expect(legs.length).toBeLessThanOrEqual(1);
        }
        const input = `0x${memo.toString('hex')}`;
        expect(reader.read({ ...fact, receipt: { to: VAULT, input } }).length).toBeLessThanOrEqual(1);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.constantFrom(...CALLS), (bytes, call) => {
        const selector = new Interface([call]).fragments[0]?.format('sighash') ?? '';
        const head = new Interface([call]).getFunction(selector)?.selector ?? '0x';
        const fact = madeTransaction({ chain: 'eip155:1', to: ROUTER });
        const receipt = { to: ROUTER, input: concat([head, bytes]) };
        expect(Array.isArray(reader.read({ ...fact, receipt }))).toBe(true);
      }),
    );
  });
});
