import type { BridgeLeg, Leg } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { joinLegs } from '../../link/join-legs.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { SYNAPSE } from './adapter.ts';
import { CIRCLE_DESTINATION, CIRCLE_SOURCE } from './circle.ts';
import { CLASSIC_DESTINATION, CLASSIC_SOURCE, kappaOf, UNCONFIRMED } from './classic.ts';
import { FAST_DESTINATION, FAST_SOURCE } from './fast-bridge.ts';

// Made logs of its published ABI: no transaction of it is recorded.
const reader = createBridgeReader([], [SYNAPSE]);
const BRIDGE = '0x2796317b0ff8538f253012862c06787adfb8ceb6';
const THERE = '0xaf41a65f786339e7911f4acdad6bd49426f2dc6b';
const FAST = '0x5523d3c98809dddb82c686e152f5c58b1b0fb59e';
const CIRCLE = '0x12715a66773bd9c54534a01abf01d05f6b4bd35e';
const NATIVE = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee';
const NONE = madeAddress('0');
const [ALICE, BOB, RELAYER, TOKEN, OTHER] = ['a1', 'b2', '5e', 'cc', 'dd'].map((digits) => madeAddress(digits)) as [
  string,
  string,
  string,
  string,
  string,
];
const ID = `0x${'12'.repeat(32)}`;
const TX = `0x${'77'.repeat(32)}`;

function one(chain: number, from: string, event: string, args: unknown[], legs: readonly Leg[]): BridgeLeg {
  const found = reader.read(madeTransaction({ chain: `eip155:${chain}`, logs: [{ from, event, args }], legs }));
  if (found[0] === undefined || found.length > 1) throw new Error('not one leg');
  return found[0];
}

function join(source: BridgeLeg, arrival: BridgeLeg) {
  const at = { block: 1, place: 0 };
  return joinLegs(SYNAPSE, [
    { ...at, time: 1, leg: source },
    { ...at, time: 2, leg: arrival },
  ]);
}

describe('the classic bridge of Synapse', () => {
  const locked = madeToken('log:1', TOKEN, ALICE, BRIDGE, 70n);

  it.each(CLASSIC_SOURCE.map(({ event }) => [event]))('only suggests what leaves: %s', (event) => {
    const receiver = event.includes('bytes32 indexed to') ? `0x${BOB.slice(2).padStart(64, '0')}` : BOB;
    const more = event.includes('AndSwap') ? [0, 1, 60n, 9n] : event.includes('AndRemove') ? [1, 60n, 9n] : [];
    const leg = one(1, BRIDGE, event, [receiver, 10n, TOKEN, 70n, ...more], [locked]);
    expect(leg).toMatchObject({
      side: 'source',
      proof: 'H',
      key: kappaOf(TX),
      toChain: 'eip155:10',
      toAccount: BOB,
      asset: TOKEN,
      amount: 70n,
      custody: [BRIDGE],
      notes: [UNCONFIRMED],
    });
    expect(SYNAPSE.search?.(leg)).toMatchObject([
      { by: 'logs', chain: 'eip155:10', addresses: [THERE], topics: [null, null, kappaOf(TX)] },
      { by: 'account', address: BOB },
    ]);
  });

  it.each(CLASSIC_DESTINATION.map(({ event }) => [event]))('only suggests what arrives: %s', (event) => {
    const more = event.includes('AndSwap')
      ? [0, 1, 60n, 9n, true]
      : event.includes('AndRemove')
        ? [1, 60n, 9n, true]
        : [];
    const leg = one(10, THERE, event, [BOB, TOKEN, 70n, 2n, ...more, ID], [madeToken('log:1', TOKEN, NONE, BOB, 68n)]);
    expect(leg).toMatchObject({
      side: 'destination',
      proof: 'H',
      key: ID,
      asset: TOKEN,
      amount: 68n,
      custody: [TOKEN],
    });
    expect(join(one(1, BRIDGE, CLASSIC_SOURCE[0]?.event ?? '', [BOB, 10n, TOKEN, 70n], [locked]), leg)).toBeUndefined();
  });

  it('reads what the receiver got where it was swapped on the way', () => {
    const [, , swapped] = CLASSIC_DESTINATION;
    const args = [BOB, TOKEN, 70n, 2n, 0, 1, 60n, 9n, true, ID];
    const legs = [madeToken('log:1', TOKEN, NONE, THERE, 68n), madeToken('log:2', OTHER, RELAYER, BOB, 67n)];
    expect(one(10, THERE, swapped?.event ?? '', args, legs)).toMatchObject({
      asset: OTHER,
      amount: 67n,
      custody: [RELAYER],
    });
  });
});

describe('FastBridge of Synapse', () => {
  const [requested] = FAST_SOURCE;
  const [relayed, refunded] = FAST_DESTINATION;
  const words = [1n, 10n, BigInt(ALICE), BigInt(BOB), BigInt(TOKEN), BigInt(NATIVE), 70n, 69n, 0n, 1_800_000_000n, 5n];
  const request = `0x${words.map((word) => word.toString(16).padStart(64, '0')).join('')}`;
  const ask = (bytes: string) =>
    one(
      1,
      FAST,
      requested?.event ?? '',
      [ID, ALICE, bytes, 10, TOKEN, NATIVE, 70n, 69n, false],
      [madeToken('log:1', TOKEN, ALICE, FAST, 70n)],
    );

  it('joins a request with what a relayer paid', () => {
    const paid = one(
      10,
      FAST,
      relayed?.event ?? '',
      [ID, RELAYER, BOB, 1, TOKEN, NATIVE, 70n, 69n, 0n],
      [madeNative('value', RELAYER, FAST, 69n), madeNative('call:1', FAST, BOB, 69n)],
    );
    expect(ask(request)).toMatchObject({
      proof: 'K',
      key: ID,
      toAccount: BOB,
      asset: TOKEN,
      amount: 70n,
      custody: [FAST],
      minOut: 69n,
      expires: 1_800_000_000,
    });
    expect(paid).toMatchObject({
      asset: 'native',
      amount: 69n,
      custody: [FAST],
      toAccount: BOB,
      fromChain: 'eip155:1',
    });
    expect(join(ask(request), paid)).toMatchObject({ state: 'arrived', proof: 'K' });
    expect(SYNAPSE.search?.(ask(request))[0]).toMatchObject({
      by: 'logs',
      topics: ['0xf8ae392d784b1ea5e8881bfa586d81abf07ef4f1e2fc75f7fe51c90f05199a5c', ID],
    });
  });

  it('takes what is paid back as a refund, and says where a request cannot be read', () => {
    const back = one(
      1,
      FAST,
      refunded?.event ?? '',
      [ID, ALICE, TOKEN, 70n],
      [madeToken('log:1', TOKEN, FAST, ALICE, 70n)],
    );
    expect(join(ask(request), back)?.state).toBe('refunded');
    expect(ask('0x1234')).toMatchObject({
      toAccount: undefined,
      notes: [expect.stringMatching(/not of the known form/)],
    });
  });
});

describe('CCTP of Synapse', () => {
  it('has legs of its own only where those of CCTP are not recognised', () => {
    const sent = one(
      1,
      CIRCLE,
      CIRCLE_SOURCE.event,
      [10n, ALICE, 1n, TOKEN, 70n, 0, '0x', ID],
      [madeToken('log:1', TOKEN, CIRCLE, NONE, 70n)],
    );
    expect(sent).toMatchObject({ proof: 'A', key: ID, toChain: 'eip155:10', amount: 70n, custody: [TOKEN] });
    const got = one(
      10,
      CIRCLE,
      CIRCLE_DESTINATION.event,
      [0, BOB, TOKEN, 1n, TOKEN, 69n, ID],
      [madeToken('log:1', TOKEN, CIRCLE, BOB, 69n)],
    );
    expect(join(sent, got)).toMatchObject({ state: 'arrived', proof: 'A' });
  });
});
