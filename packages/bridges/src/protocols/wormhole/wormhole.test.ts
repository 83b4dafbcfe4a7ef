import type { BridgeLeg, Leg } from '@fundtrail/core';
import { Interface } from 'ethers';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { joinLegs } from '../../link/join-legs.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { WORMHOLE } from './adapter.ts';
import { COMPLETIONS, PUBLISHED, REDEEMED } from './rules.ts';

// Made logs and messages of its published forms: no transaction of it is recorded.
const reader = createBridgeReader([], [WORMHOLE]);
const CORE = '0x98f3c9e6e3face36baad05fe09d375ef1464288b';
const BRIDGE = '0x3ee18b2214aff97000d974cf647e7c347e8fa585';
const BASE = '0x8d2de8d2f73f1f4cab472ac9a881c9b123c79627';
const [ALICE, BOB, TOKEN, RELAYER] = ['a1', 'b2', 'cc', '5e'].map((digits) => madeAddress(digits)) as [
  string,
  string,
  string,
  string,
];
const NONE = madeAddress('0');
const KEY = `2:${'0'.repeat(24)}${BRIDGE.slice(2)}:77`;

const word = (value: string | bigint): string =>
  (typeof value === 'string' ? value.slice(2) : value.toString(16)).padStart(64, '0');
const short = (value: number): string => value.toString(16).padStart(4, '0');

function payload({ id = 1, amount = 150_000_000n, to = word(BOB), toChain = 30, fee = 10_000_000n } = {}): string {
  const rest = id === 1 ? word(fee) : word(ALICE);
  return `0x0${id}${word(amount)}${word(TOKEN)}${short(2)}${to}${short(toChain)}${rest}`;
}

function vaa(body = payload()): string {
  const signatures = '00'.repeat(66 * 2);
  const head = `01${'0'.repeat(8)}02${signatures}`;
  return `0x${head}${'0'.repeat(16)}${short(2)}${word(BRIDGE)}${(77).toString(16).padStart(16, '0')}01${body.slice(2)}`;
}

function publish(body: string, legs: readonly Leg[], sender = BRIDGE): readonly BridgeLeg[] {
  const logs = [{ from: CORE, event: PUBLISHED.event, args: [sender, 77n, 0, body, 1] }];
  return reader.read(madeTransaction({ chain: 'eip155:1', logs, legs, time: 100 }));
}

const locked = madeToken('log:1', TOKEN, ALICE, BRIDGE, 15n * 10n ** 17n);

function redeem(made: { name?: string; message?: string; event?: boolean; to?: string; legs?: readonly Leg[] }) {
  const { name = COMPLETIONS[0] ?? '', message = vaa(), event = true, to = BASE } = made;
  const abi = new Interface([name]);
  const input = abi.encodeFunctionData(abi.fragments[0] as never, [message]);
  const logs = event ? [{ from: BASE, event: REDEEMED, args: [2, `0x${word(BRIDGE)}`, 77n] }] : [];
  const legs = made.legs ?? [
    madeToken('log:1', TOKEN, NONE, BOB, 14n * 10n ** 17n),
    madeToken('log:2', TOKEN, NONE, RELAYER, 10n ** 17n),
  ];
  return reader.read(madeTransaction({ chain: 'eip155:8453', to, input, logs, legs, time: 200 }));
}

describe('Wormhole', () => {
  it('reads what is locked with a message, in the decimals of the token', () => {
    expect(publish(payload(), [locked])).toMatchObject([
      {
        side: 'source',
        key: KEY,
        toChain: 'eip155:8453',
        toAccount: BOB,
        asset: TOKEN,
        amount: 15n * 10n ** 17n,
        custody: [BRIDGE],
        fault: undefined,
        notes: [],
      },
    ]);
    const burnt = madeToken('log:1', TOKEN, ALICE, NONE, 150_000_000n);
    expect(publish(payload(), [burnt])).toMatchObject([{ amount: 150_000_000n, custody: [TOKEN] }]);
    const other = madeToken('log:1', TOKEN, ALICE, BRIDGE, 15n * 10n ** 17n + 1n);
    expect(publish(payload(), [other])).toMatchObject([{ asset: undefined, custody: [BRIDGE] }]);
  });

  it('says where a contract receives with a payload, writes Solana accounts, and faults what is none', () => {
    expect(publish(payload({ id: 3 }), [locked])[0]?.notes).toEqual([expect.stringMatching(/acts on a payload/)]);
    expect(publish(payload({ toChain: 1, to: '11'.repeat(32) }), [locked])[0]).toMatchObject({
      toChain: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
      toAccount: '29d2S7vB453rNYFdR5Ycwt7y9haRT5fwVwL9zTmBhfV2',
    });
    expect(publish(payload({ to: '11'.repeat(32) }), [locked])[0]?.fault).toMatch(/is no account of eip155:8453/);
  });

  it('takes no other message for a transfer', () => {
    expect(publish(payload(), [locked], madeAddress('ee'))).toEqual([]);
    expect(publish('0x02', [locked])).toEqual([]);
    expect(publish(`0x02${payload().slice(4)}`, [locked])).toEqual([]);
  });

  it.each([
    ['by its event', true],
    ['by its call, as before there was an event', false],
  ])('reads what is redeemed %s, without what the deliverer keeps', (_name, event) => {
    const legs = redeem({ event });
    expect(legs).toMatchObject([
      {
        side: 'destination',
        key: KEY,
        fromChain: 'eip155:1',
        toAccount: BOB,
        asset: TOKEN,
        amount: 14n * 10n ** 17n,
        custody: [TOKEN],
      },
    ]);
    const [source] = publish(payload(), [locked]);
    if (source === undefined || legs[0] === undefined) throw new Error('no legs');
    const at = { block: 1, place: 0 };
    expect(
      joinLegs(WORMHOLE, [
        { ...at, time: 1, leg: source },
        { ...at, time: 2, leg: legs[0] },
      ])?.state,
    ).toBe('arrived');
  });

  it('reads what is unwrapped for the receiver', () => {
    const name = COMPLETIONS[1] ?? '';
    const legs = [madeNative('call:1', BASE, BOB, 14n * 10n ** 17n), madeNative('call:2', BASE, RELAYER, 10n ** 17n)];
    expect(redeem({ name, legs })).toMatchObject([{ asset: 'native', amount: 14n * 10n ** 17n, custody: [BASE] }]);
  });

  it('reads what is redeemed through another contract where one movement alone can be it', () => {
    const one = [madeToken('log:1', TOKEN, NONE, BOB, 5n)];
    expect(redeem({ to: madeAddress('ee'), legs: one })).toMatchObject([{ key: KEY, amount: 5n, custody: [TOKEN] }]);
    const two = [...one, madeToken('log:2', TOKEN, NONE, ALICE, 6n)];
    expect(redeem({ to: madeAddress('ee'), legs: two })).toMatchObject([{ key: KEY, amount: undefined }]);
  });

  it('faults a message that is cut off', () => {
    expect(redeem({ event: false, message: vaa().slice(0, 100) })).toMatchObject([
      { side: 'destination', fault: 'the message is cut off' },
    ]);
  });

  it('is looked for by its message and asked of Wormholescan', () => {
    const [source] = publish(payload(), [locked]);
    if (source === undefined) throw new Error('no leg');
    expect(WORMHOLE.search?.(source)).toEqual([
      {
        by: 'logs',
        chain: 'eip155:8453',
        addresses: [BASE],
        topics: [
          '0xcaf280c8cfeba144da67230d9b009c8f868a75bac9a528fa0474be1ba317c169',
          `0x${word(2n)}`,
          `0x${word(BRIDGE)}`,
          `0x${word(77n)}`,
        ],
      },
      { by: 'account', chain: 'eip155:8453', address: BOB },
    ]);
    expect(WORMHOLE.api?.path(source)).toBe(`/operations?txHash=${source.tx}`);
    // Made, in the documented form: no answer is recorded.
    const done = {
      sequence: '77',
      content: { standarizedProperties: { toAddress: BOB } },
      targetChain: { chainId: 30, transaction: { txHash: `0x${'AB'.repeat(32)}` } },
    };
    const read = (operations: unknown) => WORMHOLE.api?.read({ operations }, source);
    expect(read([done, { ...done, sequence: '78' }])?.findings).toMatchObject([
      { side: 'destination', chain: 'eip155:8453', tx: `0x${'ab'.repeat(32)}`, account: BOB },
    ]);
    expect(read([{ sequence: '77' }])?.state).toBe('pending');
    expect(read([])?.state).toBe('unknown');
    expect(() => read(undefined)).toThrow(/no operations/);
  });
});
