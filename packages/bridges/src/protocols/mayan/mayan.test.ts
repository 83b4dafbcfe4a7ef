import type { BridgeLeg } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { joinLegs } from '../../link/join-legs.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { MAYAN } from './adapter.ts';
import { DESTINATION, SOURCE } from './events.ts';
import { ORDER_CALLS } from './parameters.ts';

describe.skipIf(!HAS_RECORDS)('Mayan in recorded transactions', async () => {
  const legs = legsByTransaction(MAYAN, await recordedFacts());

  it('is one refund, by what the contract paid the trader', () => {
    expect([...legs.keys()]).toEqual(['0xef91ac79']);
    expect(legs.get('0xef91ac79')).toMatchObject([
      {
        side: 'refund',
        proof: 'K',
        key: expect.stringMatching(/^0x[0-9a-f]{64}$/),
        asset: 'native',
        amount: 16_694_820_000_000_000n,
        custody: ['0xc38e4e6a15593f908255214653d3d947ca1c2338'],
        toAccount: '0x3163bb273e8d9960ce003fd542bf26b4c529f515',
        fault: undefined,
      },
    ]);
  });
});

const reader = createBridgeReader([], [MAYAN]);
const FORWARDER = '0x337685fdab40d39bd02028545a4ffa7d287cc3e2';
const SWIFT_1 = '0xc38e4e6a15593f908255214653d3d947ca1c2338';
const SWIFT_2 = '0x40ffe85a28dc9993541449464d7529a922142960';
const DEST = '0xd78d199f8c402e7b5cc2abe278df0412400a3bae';
const [ALICE, BOB, DRIVER, TOKEN] = ['a1', 'b2', 'd1', 'cc'].map((digits) => madeAddress(digits)) as [
  string,
  string,
  string,
  string,
];
const [CREATED = '', , FORWARDED = ''] = SOURCE.map(({ event }) => event);
const [FULFILLED = '', , MCTP = ''] = DESTINATION.map(({ event }) => event);
const KEY = `0x${'12'.repeat(32)}`;
const ZERO = `0x${'0'.repeat(64)}`;
const word = (address: string): string => `0x${address.slice(2).padStart(64, '0')}`;

const second = (chain: number, to = word(BOB)) => [
  0,
  word(ALICE),
  to,
  chain,
  ZERO,
  word(TOKEN),
  9n,
  0n,
  0n,
  0n,
  1_800_000_000n,
  0,
  2,
  KEY,
];
const first = (chain: number) => [
  word(ALICE),
  word(TOKEN),
  9n,
  0n,
  0n,
  0n,
  1_800_000_000n,
  word(BOB),
  chain,
  ZERO,
  0,
  2,
  KEY,
];
const call = (selector: string, args: unknown[]) => ORDER_CALLS.encodeFunctionData(selector, args);
const selectorOf = (name: string, place: number) =>
  ORDER_CALLS.fragments.filter((one) => 'name' in one && one.name === name)[place]?.format('sighash') ?? '';

function create(how: {
  to?: string;
  input?: string;
  logs?: { from: string; event: string; args: unknown[] }[];
  swift?: string;
}): BridgeLeg | undefined {
  const { swift = SWIFT_2 } = how;
  return reader.read(
    madeTransaction({
      chain: 'eip155:1',
      to: how.to ?? FORWARDER,
      input: how.input ?? '0x',
      logs: [{ from: swift, event: CREATED, args: [KEY] }, ...(how.logs ?? [])],
      legs: [madeToken('log:1', TOKEN, ALICE, FORWARDER, 100n), madeToken('log:2', TOKEN, FORWARDER, swift, 100n)],
      time: 100,
    }),
  )[0];
}

const forwarded = (data: string) => [{ from: FORWARDER, event: FORWARDED, args: [TOKEN, 100n, SWIFT_2, data] }];
const TOKEN_2 = call(selectorOf('createOrderWithToken', 1), [TOKEN, 100n, second(30), '0x']);

const EXPECTED = {
  side: 'source',
  key: KEY,
  fromAccount: ALICE,
  toChain: 'eip155:8453',
  toAccount: BOB,
  toAsset: TOKEN,
  minOut: 9n,
  asset: TOKEN,
  amount: 100n,
  fault: undefined,
};

describe('Mayan in made transactions of its published ABI', () => {
  it('reads an order of v2 through the forwarder, and of v1 by its call', () => {
    expect(create({ logs: forwarded(TOKEN_2) })).toMatchObject({ ...EXPECTED, custody: [SWIFT_2], notes: [], via: [] });
    const input = call(selectorOf('createOrderWithToken', 0), [TOKEN, 100n, first(30)]);
    expect(create({ to: SWIFT_1, swift: SWIFT_1, input })).toMatchObject({ ...EXPECTED, custody: [SWIFT_1] });
  });

  it('keeps an order whose parameters it cannot read, writes Solana accounts, and faults what is none', () => {
    expect(create({})).toMatchObject({
      key: KEY,
      amount: 100n,
      toAccount: undefined,
      notes: [expect.stringMatching(/cannot be told/)],
    });
    const to = (chain: number) =>
      create({
        logs: forwarded(
          call(selectorOf('createOrderWithToken', 1), [TOKEN, 100n, second(chain, `0x${'11'.repeat(32)}`), '0x']),
        ),
      });
    expect(to(1)?.toAccount).toBe('29d2S7vB453rNYFdR5Ycwt7y9haRT5fwVwL9zTmBhfV2');
    expect(to(30)?.fault).toMatch(/is no account of eip155:8453/);
  });

  it.each([
    ['by the call of its driver', DEST],
    ['by the movement alone', madeAddress('77')],
  ])('joins it with what a driver paid, %s', (_name, to) => {
    const [arrival] = reader.read(
      madeTransaction({
        chain: 'eip155:8453',
        to,
        input: call(selectorOf('fulfillSimple', 0), [
          70n,
          KEY,
          second(30),
          [2, ZERO, 0, ZERO],
          [ZERO, ZERO, false],
          [0n, 0n, 0, ZERO, ZERO],
        ]),
        logs: [{ from: DEST, event: FULFILLED, args: [KEY, 0n, 70n] }],
        legs: [madeToken('log:1', TOKEN, DRIVER, DEST, 70n), madeToken('log:2', TOKEN, DEST, BOB, 70n)],
      }),
    );
    expect(arrival).toMatchObject({ key: KEY, asset: TOKEN, amount: 70n, custody: [DEST], toAccount: BOB });
    const source = create({ logs: forwarded(TOKEN_2) });
    if (source === undefined || arrival === undefined) throw new Error('no legs');
    const at = { block: 1, place: 0 };
    expect(
      joinLegs(MAYAN, [
        { ...at, time: 1, leg: source },
        { ...at, time: 2, leg: arrival },
      ])?.state,
    ).toBe('arrived');
  });

  it('is no leg where CCTP moves what it forwards', () => {
    const logs = [
      ...forwarded('0x12345678'),
      { from: '0xc1062b7c5dc8e4b1df9f200fe360cdc0ed6e7741', event: MCTP, args: [1, 2n, 3n] },
    ];
    expect(reader.read(madeTransaction({ chain: 'eip155:1', to: FORWARDER, logs }))).toEqual([]);
  });

  it('is looked for at its receiver and asked of its API', () => {
    const source = create({ logs: forwarded(TOKEN_2) });
    if (source === undefined) throw new Error('no leg');
    expect(MAYAN.search?.(source)).toEqual([{ by: 'account', chain: 'eip155:8453', address: BOB }]);
    expect(MAYAN.api?.path(source)).toBe(`/swap/trx/${source.tx}`);
    // Made, in the documented form: no answer is recorded.
    const tx = `0x${'AB'.repeat(32)}`;
    const done = { clientStatus: 'COMPLETED', fulfillTxHash: tx, destChain: '30', destAddress: BOB };
    expect(MAYAN.api?.read(done, source).findings).toMatchObject([
      { side: 'destination', chain: 'eip155:8453', tx: tx.toLowerCase(), account: BOB },
    ]);
    expect(MAYAN.api?.read({ clientStatus: 'REFUNDED', refundTxHash: tx }, source).findings).toMatchObject([
      { side: 'refund', chain: 'eip155:1' },
    ]);
    expect(MAYAN.api?.read({ clientStatus: 'REFUNDED' }, source).state).toBe('unknown');
    expect(MAYAN.api?.read({ clientStatus: 'INPROGRESS' }, source).state).toBe('pending');
    expect(() => MAYAN.api?.read({ clientStatus: 'COMPLETED' }, source)).toThrow(/no fulfilment/);
    expect(() => MAYAN.api?.read({}, source)).toThrow(/no status/);
  });
});
