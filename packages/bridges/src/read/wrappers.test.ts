import type { BridgeLeg } from '@fundtrail/core';
import { expect, test } from 'vitest';
import type { ProtocolAdapter, WrapperNote } from '../adapter.ts';
import { createBridgeReader } from '../bridge-reader.ts';
import { contracts } from '../contracts.ts';
import { joinLegs } from '../link/join-legs.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../made.fixture.ts';
import { CHAIN_BY_WRAPPER } from './wrappers.ts';

const [BRIDGE, OUTER, INNER, ALICE, BOB, TOKEN, VAULT] = ['b1', '0a', '1a', 'a1', 'b2', 'cc', 'fa'].map((digits) =>
  madeAddress(digits),
) as [string, string, string, string, string, string, string];
const SENT = 'event Sent(bytes32 key, address to)';
const TOLD = 'event Told(uint256 number)';
const KEY = `0x${'12'.repeat(32)}`;

const base = { proof: 'K', source: [], destination: [], delays: { usualSeconds: 1, p99Seconds: 2 } } as const;

const bridge: ProtocolAdapter = {
  ...base,
  protocol: 'bridge',
  title: 'Bridge',
  kind: 'bridge',
  contracts: contracts('Bridge', 'made', { 1: BRIDGE }),
  source: [
    {
      on: 'log',
      from: ['Bridge'],
      event: SENT,
      read: (args) => {
        const to = args.address('to');
        const named = to === madeAddress('0') ? {} : { toAccount: to, toChain: 'eip155:10' };
        return {
          kind: 'leg',
          side: 'source',
          key: args.hex('key'),
          asset: TOKEN,
          amount: 5n,
          custody: [BRIDGE],
          ...named,
        };
      },
    },
  ],
};

function wrapper(protocol: string, address: string, notes: readonly WrapperNote[]): ProtocolAdapter {
  return {
    ...base,
    protocol,
    title: protocol,
    kind: 'wrapper',
    contracts: contracts('Contract', 'made', { evm: address }),
    source: [{ on: 'log', from: ['Contract'], event: TOLD, read: (args) => notes[args.number('number')] }],
  };
}

const note: WrapperNote = { kind: 'wrapper', id: 'id', bridge: 'other', receiver: BOB, toChain: 'eip155:10' };
const moved: WrapperNote = { ...note, contract: OUTER, asset: TOKEN, amount: 5n };

type Told = { readonly from: string; readonly to?: string; readonly number?: number };

function read(notes: readonly WrapperNote[], logs: readonly Told[], called = OUTER): readonly BridgeLeg[] {
  const reader = createBridgeReader([], [bridge, wrapper('outer', OUTER, notes), wrapper('inner', INNER, notes)]);
  const made = logs.map(({ from, to, number }) =>
    to === undefined ? { from, event: TOLD, args: [number ?? 0] } : { from, event: SENT, args: [KEY, to] },
  );
  const legs = [
    madeToken('log:1', TOKEN, ALICE, OUTER, 6n),
    madeToken('log:2', TOKEN, OUTER, VAULT, 5n),
    madeToken('log:3', TOKEN, OUTER, madeAddress('5e'), 1n),
  ];
  return reader.read(madeTransaction({ chain: 'eip155:1', to: called, logs: made, legs }));
}

const sentTo = (to: string): Told => ({ from: BRIDGE, to });
const NOBODY = madeAddress('0');

test('names stand outermost first, whoever told first', () => {
  const logs = [sentTo(ALICE), { from: OUTER }, { from: INNER }];
  expect(read([note], logs)[0]?.via).toEqual(['outer', 'inner']);
  expect(read([note], logs, INNER)[0]?.via).toEqual(['inner', 'outer']);
});

test('a wrapper names the receiver that the bridge does not', () => {
  const [leg, ...more] = read([moved], [sentTo(NOBODY), { from: OUTER }]);
  expect(more).toEqual([]);
  expect(leg).toMatchObject({
    protocol: 'bridge',
    toAccount: BOB,
    toChain: 'eip155:10',
    notes: ['outer names the receiver', CHAIN_BY_WRAPPER],
  });
});

test('a chain that only a wrapper names contradicts no arrival', () => {
  const [leg] = read([note], [sentTo(NOBODY), { from: OUTER }]);
  if (leg === undefined) throw new Error('no leg');
  const arrival: BridgeLeg = { ...leg, side: 'destination', chain: 'eip155:56', toChain: 'eip155:56', notes: [] };
  const at = { block: 1, place: 0, time: 1 };
  expect(
    joinLegs(bridge, [
      { ...at, leg },
      { ...at, leg: arrival },
    ])?.state,
  ).toBe('arrived');
  const bound = { ...leg, notes: [] };
  expect(
    joinLegs(bridge, [
      { ...at, leg: bound },
      { ...at, leg: arrival },
    ])?.state,
  ).toBe('pending');
});

test('a receiver that the bridge names is kept, and what a wrapper names is noted where it differs', () => {
  expect(read([note], [sentTo(BOB), { from: OUTER }])[0]).toMatchObject({ toAccount: BOB, notes: [] });
  expect(read([note], [sentTo(ALICE), { from: OUTER }])[0]).toMatchObject({
    toAccount: ALICE,
    notes: [`outer names ${BOB} on eip155:10`],
  });
  expect(read([note], [sentTo(INNER), { from: OUTER }])[0]).toMatchObject({
    toAccount: INNER,
    notes: [`the receiver is a contract of inner: outer names ${BOB} on eip155:10`],
  });
});

test('of two movements with other receivers in one transaction nothing is completed', () => {
  const other = { ...note, receiver: ALICE };
  const [leg] = read([note, other], [sentTo(NOBODY), { from: OUTER }, { from: OUTER, number: 1 }]);
  expect(leg).toMatchObject({ toAccount: undefined, notes: [] });
});

test('without a known bridge the wrapper is the leg, with what its contract passed on', () => {
  expect(read([moved], [{ from: OUTER }])).toMatchObject([
    {
      protocol: 'outer',
      side: 'source',
      proof: 'A',
      key: 'id',
      evidence: 'log:0',
      asset: TOKEN,
      amount: 5n,
      custody: [VAULT],
      toAccount: BOB,
      toChain: 'eip155:10',
      via: [],
      fault: undefined,
      notes: ['the bridge it calls (other) is not recognised'],
    },
  ]);
});

test('a wrapper that cannot say that value left is no leg, and one without an id is one by its transaction', () => {
  expect(read([note], [{ from: OUTER }])).toEqual([]);
  const { id: _, ...nameless } = moved;
  expect(read([nameless], [{ from: OUTER }])[0]?.key).toBe(`0x${'77'.repeat(32)}:log:0`);
});

test('what a wrapper completes is its arrival where none is known', () => {
  const done: WrapperNote = { ...moved, side: 'destination', receiver: VAULT };
  expect(read([done], [{ from: OUTER }])).toMatchObject([
    { protocol: 'outer', side: 'destination', key: 'id', asset: TOKEN, amount: 5n, custody: [OUTER], toAccount: VAULT },
  ]);
});

test('native value that a wrapper passed on is found without its own fee', () => {
  const told: WrapperNote = { ...moved, asset: 'native', amount: 7n };
  const reader = createBridgeReader([], [wrapper('outer', OUTER, [told])]);
  const legs = [
    madeNative('value', ALICE, OUTER, 9n),
    madeNative('call:1', OUTER, VAULT, 7n),
    madeNative('call:2', OUTER, INNER, 2n),
  ];
  const logs = [{ from: OUTER, event: TOLD, args: [0] }];
  expect(reader.read(madeTransaction({ chain: 'eip155:1', logs, legs }))).toMatchObject([
    { asset: 'native', amount: 7n, custody: [VAULT] },
  ]);
});
