import type { BridgeLeg } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { joinLegs } from '../../link/join-legs.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { DEBRIDGE } from './adapter.ts';
import { CLAIMED, SENT } from './gate.ts';
import { CREATED, FULFILLED } from './orders.ts';

// Made logs of its published ABI: no transaction of it is recorded.
const reader = createBridgeReader([], [DEBRIDGE]);
const DLN_SOURCE = '0xef4fb24ad0916217251f553c0596f8edc630eb66';
const DLN_DESTINATION = '0xe7351fd770a37282b91d153ee690b63579d6dd7f';
const GATE = '0x43de2d77bf8027e25dbd179b491e8d64f38398aa';
const [ALICE, BOB, SOLVER, TOKEN] = ['a1', 'b2', '50', 'cc'].map((digits) => madeAddress(digits)) as [
  string,
  string,
  string,
  string,
];
const NATIVE = madeAddress('0');
const ID = `0x${'12'.repeat(32)}`;
const [CREATED_FIRST = '', CREATED_LATER = ''] = CREATED.map(({ event }) => event);
const [FULFILLED_FIRST = '', FULFILLED_LATER = '', CANCELLED = ''] = FULFILLED.map(({ event }) => event);

type Order = { give?: string; to?: bigint; receiver?: string; call?: string };

function order({ give = TOKEN, to = 10n, receiver = BOB, call = '0x' }: Order = {}): readonly unknown[] {
  return [1n, ALICE, 1n, give, 96n, to, NATIVE, 90n, receiver, ALICE, ALICE, '0x', '0x', call];
}

function create(made: Order = {}, event = CREATED_LATER): BridgeLeg | undefined {
  const more = event === CREATED_LATER ? ['0x'] : [];
  const legs =
    made.give === NATIVE
      ? [madeNative('value', ALICE, DLN_SOURCE, 105n)]
      : [madeNative('value', ALICE, DLN_SOURCE, 5n), madeToken('log:1', TOKEN, ALICE, DLN_SOURCE, 100n)];
  const logs = [{ from: DLN_SOURCE, event, args: [order(made), ID, '0x', 5n, 4n, 0, ...more] }];
  return reader.read(madeTransaction({ chain: 'eip155:1', logs, legs, time: 100 }))[0];
}

function fulfil(event = FULFILLED_LATER): BridgeLeg | undefined {
  const amounts = event === FULFILLED_LATER ? [91n] : [];
  const paid = event === FULFILLED_LATER ? 91n : 90n;
  return reader.read(
    madeTransaction({
      chain: 'eip155:10',
      logs: [{ from: DLN_DESTINATION, event, args: [order(), ID, ...amounts, SOLVER, SOLVER] }],
      legs: [madeNative('value', SOLVER, DLN_DESTINATION, paid), madeNative('call:1', DLN_DESTINATION, BOB, paid)],
      time: 200,
    }),
  )[0];
}

function placed(leg: BridgeLeg | undefined, time: number) {
  if (leg === undefined) throw new Error('no leg');
  return { leg, block: time, place: 0, time };
}

describe('deBridge', () => {
  it.each([CREATED_FIRST, CREATED_LATER])('reads an order with its fees in what was taken: %s', (event) => {
    expect(create({}, event)).toMatchObject({
      side: 'source',
      key: ID,
      fromAccount: ALICE,
      toChain: 'eip155:10',
      toAccount: BOB,
      asset: TOKEN,
      amount: 100n,
      fee: 4n,
      minOut: 90n,
      custody: [DLN_SOURCE],
      fault: undefined,
      notes: [],
    });
  });

  it('leaves the fixed fee out of what is given in the native asset', () => {
    expect(create({ give: NATIVE })).toMatchObject({ asset: 'native', amount: 100n, fee: 4n });
  });

  it.each([
    [FULFILLED_FIRST, 90n],
    [FULFILLED_LATER, 91n],
  ])('joins it with what a solver paid: %s', (event, amount) => {
    const link = joinLegs(DEBRIDGE, [placed(create(), 100), placed(fulfil(event), 200)]);
    expect(link).toMatchObject({ state: 'arrived', proof: 'K', refused: [] });
    expect(link?.arrivals[0]?.leg).toMatchObject({
      asset: 'native',
      amount,
      custody: [DLN_DESTINATION],
      toAccount: BOB,
    });
  });

  it('takes what a cancelled order pays back as a refund', () => {
    const [back] = reader.read(
      madeTransaction({
        chain: 'eip155:1',
        logs: [{ from: DLN_SOURCE, event: CANCELLED, args: [ID, ALICE, 96n, TOKEN] }],
        legs: [madeToken('log:1', TOKEN, DLN_SOURCE, ALICE, 96n)],
      }),
    );
    expect(back).toMatchObject({ side: 'refund', key: ID, amount: 96n, custody: [DLN_SOURCE], toAccount: ALICE });
    expect(joinLegs(DEBRIDGE, [placed(create(), 100), placed(back, 300)])?.state).toBe('refunded');
  });

  it('writes receivers as their chains do, leaves unknown chains open, and faults what is no account', () => {
    expect(create({ to: 7565164n, receiver: `0x${'11'.repeat(32)}` })).toMatchObject({
      toChain: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
      toAccount: '29d2S7vB453rNYFdR5Ycwt7y9haRT5fwVwL9zTmBhfV2',
    });
    expect(create({ to: 100000099n })).toMatchObject({ toChain: undefined, toAccount: BOB });
    expect(create({ receiver: '0x1234' })?.fault).toMatch(/is no account of eip155:10/);
    expect(create({ call: '0x1234' })?.notes).toEqual([expect.stringMatching(/comes with a call/)]);
  });

  it('joins both sides of the gate by their submission', () => {
    const fees = [100n, 0n, 4n, false, false];
    const [source] = reader.read(
      madeTransaction({
        chain: 'eip155:1',
        logs: [{ from: GATE, event: SENT.event, args: [ID, ID, 96n, BOB, 1n, 56n, 0, fees, '0x', ALICE] }],
        legs: [madeToken('log:1', TOKEN, ALICE, GATE, 100n)],
      }),
    );
    const [arrival] = reader.read(
      madeTransaction({
        chain: 'eip155:56',
        logs: [{ from: GATE, event: CLAIMED.event, args: [ID, ID, 96n, BOB, 1n, 1n, '0x', false] }],
        legs: [madeToken('log:1', TOKEN, madeAddress('0'), BOB, 96n)],
      }),
    );
    expect(source).toMatchObject({ amount: 100n, fee: 4n, asset: TOKEN, custody: [GATE], fromAccount: ALICE });
    expect(arrival).toMatchObject({ amount: 96n, asset: TOKEN, custody: [TOKEN], fromChain: 'eip155:1' });
    expect(joinLegs(DEBRIDGE, [placed(source, 1), placed(arrival, 2)])?.state).toBe('arrived');
  });

  it('is looked for at its receiver and asked of its API', () => {
    const source = create();
    if (source === undefined) throw new Error('no leg');
    expect(DEBRIDGE.search?.(source)).toEqual([{ by: 'account', chain: 'eip155:10', address: BOB }]);
    expect(DEBRIDGE.api?.path(source)).toBe(`/Orders/${ID}`);
    // Made: no answer is recorded.
    const answer = {
      state: 'ClaimedUnlock',
      receiverDst: { stringValue: BOB },
      takeOfferWithMetadata: {
        chainId: { bigIntegerValue: 10 },
        tokenAddress: { stringValue: NATIVE },
        amount: { stringValue: '90' },
      },
      fulfilledDstEventMetadata: { transactionHash: { stringValue: `0x${'AB'.repeat(32)}` } },
    };
    expect(DEBRIDGE.api?.read(answer, source).findings).toEqual([
      {
        side: 'destination',
        chain: 'eip155:10',
        tx: `0x${'ab'.repeat(32)}`,
        account: BOB,
        asset: NATIVE,
        amount: 90n,
      },
    ]);
    expect(DEBRIDGE.api?.read({ state: 'Created' }, source).state).toBe('pending');
    expect(DEBRIDGE.api?.read({ state: 'ClaimedOrderCancel' }, source).notes).toEqual(['state ClaimedOrderCancel']);
    expect(() => DEBRIDGE.api?.read({ state: 'Fulfilled' }, source)).toThrow(/no fulfilment/);
    expect(() => DEBRIDGE.api?.read(undefined, source)).toThrow(/no state/);
  });
});
