import { type BridgeLeg, UNTOLD } from '@fundtrail/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProtocolAdapter } from '../adapter.ts';
import { joinLegs } from './join-legs.ts';
import type { PlacedLeg } from './link.ts';

const adapter: ProtocolAdapter = {
  protocol: 'test',
  title: 'Test',
  kind: 'bridge',
  proof: 'K',
  contracts: [],
  source: [],
  destination: [],
  delays: { usualSeconds: 60, p99Seconds: 600 },
};

const bare: BridgeLeg = {
  ...UNTOLD,
  protocol: 'test',
  side: 'source',
  proof: 'K',
  key: 'k',
  chain: 'eip155:1',
  tx: '0x01',
  index: 0,
  evidence: 'log:0',
  asset: 'native',
  amount: 100n,
};

function placed(more: Partial<BridgeLeg>, time = 100): PlacedLeg {
  return { leg: { ...bare, ...more }, block: time, place: 0, time };
}

const source = placed({});
const out = (tx: string, amount: bigint, time = 200, more: Partial<BridgeLeg> = {}): PlacedLeg =>
  placed({ side: 'destination', chain: 'eip155:10', tx, amount, ...more }, time);

test('without an arrival a movement is pending, and without a source it is none', () => {
  expect(joinLegs(adapter, [source])?.state).toBe('pending');
  expect(joinLegs(adapter, [out('0x02', 1n)])).toBeUndefined();
});

test('a key joins, the weakest proof grades, and payouts share by amount', () => {
  const link = joinLegs(adapter, [out('0x03', 30n, 300, { proof: 'A' }), source, out('0x02', 70n)]);
  expect(link).toMatchObject({ state: 'arrived', proof: 'A', grade: 'protocol_linked', confidence: 95 });
  expect(link?.arrivals.map(({ leg, share }) => [leg.tx, share])).toEqual([
    ['0x02', { part: 7_000n, of: 10_000n }],
    ['0x03', 'rest'],
  ]);
});

test('what came back is shared by what was sent, before the rest', () => {
  const back = placed({ side: 'refund', tx: '0x04', amount: 40n }, 250);
  const link = joinLegs(adapter, [source, back, out('0x02', 5n, 300)]);
  expect(link?.arrivals.map(({ share }) => share)).toEqual([{ part: 40n, of: 100n }, 'rest']);
  expect(joinLegs(adapter, [source, back])?.state).toBe('refunded');
});

test('the same key of two transactions links nothing and says so', () => {
  const link = joinLegs(adapter, [source, placed({ tx: '0x09' }), out('0x02', 100n)]);
  expect(link).toMatchObject({ state: 'refused', arrivals: [] });
  expect(link?.refused).toHaveLength(3);
});

test.each([
  ['another chain than it was sent to', placed({ toChain: 'eip155:56' }), out('0x02', 1n), /arrives on eip155:10/],
  ['from another chain', source, out('0x02', 1n, 200, { fromChain: 'eip155:56' }), /comes from eip155:56/],
  ['long before it left', placed({}, 10_000), out('0x02', 1n, 200), /earlier/],
  ['a fault', source, out('0x02', 1n, 200, { fault: 'cannot be read' }), /cannot be read/],
  ['only a guess', source, out('0x02', 1n, 200, { proof: 'H' }), /only a guess/],
  ['what nobody can tell', source, out('0x02', 1n, 200, { amount: undefined }), /what moved cannot be told/],
  ['back on another chain', source, out('0x02', 1n, 200, { side: 'refund' }), /comes back on eip155:10/],
])('an arrival is refused: %s', (_name, from, to, reason) => {
  const link = joinLegs(adapter, [from, to]);
  expect(link?.state).toBe('pending');
  expect(link?.refused[0]?.reason).toMatch(reason);
});

test('a clock that is a little behind is no contradiction', () => {
  expect(joinLegs(adapter, [placed({}, 1_000), out('0x02', 1n, 900)])?.state).toBe('arrived');
});

test('what the two sides say differently is noted', () => {
  const link = joinLegs(adapter, [placed({ toAccount: '0xaa' }), out('0x02', 1n, 200, { toAccount: '0xbb' })]);
  expect(link?.notes).toEqual(['sent to 0xaa, arrived at 0xbb']);
});

test('what is sent of another asset under the same key is no part of what was sent', () => {
  const other = placed({ asset: `0x${'77'.repeat(20)}`, amount: 10n ** 18n, index: 1 });
  const link = joinLegs(adapter, [
    source,
    other,
    placed({ side: 'refund', tx: '0x06', amount: 40n }, 300),
    out('0x07', 1n, 400),
  ]);
  expect(link?.arrivals.map(({ share }) => share)).toEqual([{ part: 40n, of: 100n }, 'rest']);
  const more = joinLegs(adapter, [source, other, placed({ side: 'refund', tx: '0x06', amount: 101n }, 300)]);
  expect(more?.notes).toEqual(['more came back than was sent: 101 of 100']);
});

test('the order in which legs were found does not matter', () => {
  const legs = [
    source,
    out('0x02', 3n),
    out('0x03', 4n, 200),
    out('0x05', 9n, 400),
    placed({ side: 'refund', tx: '0x06', amount: 7n }, 300),
  ];
  const expected = joinLegs(adapter, legs);
  fc.assert(
    fc.property(fc.shuffledSubarray(legs, { minLength: legs.length }), (shuffled) => {
      expect(joinLegs(adapter, shuffled)).toEqual(expected);
    }),
  );
});
