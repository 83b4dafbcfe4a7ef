import type { BridgeLeg } from '@fundtrail/core';
import { expect, test } from 'vitest';
import { lossOf } from './compare-amounts.ts';
import { DEFAULT_RULES, findCandidates, type TimedLeg } from './find-candidates.ts';

const RULES = { ...DEFAULT_RULES, delays: { usualSeconds: 60, p99Seconds: 600 } };

function timed(time: number, more: Partial<BridgeLeg>): TimedLeg {
  const leg = { chain: 'eip155:1', tx: '0x01', amount: 1_000_000n, notes: [], via: [], custody: [], ...more };
  return { leg: leg as unknown as BridgeLeg, time };
}

const source = timed(0, { side: 'source', toChain: 'eip155:10', toAccount: '0xaa' });
const arrival = (tx: string, time: number, more: Partial<BridgeLeg> = {}): TimedLeg =>
  timed(time, { side: 'destination', chain: 'eip155:10', tx, toAccount: '0xaa', ...more });

test('amounts compare across decimals', () => {
  expect(lossOf(1_000_000n, 990_000n)).toBe(0.01);
  expect(lossOf(10n ** 18n, 995_000n)).toBe(0.005);
  expect(lossOf(0n, 1n)).toBeUndefined();
});

test('the named receiver with nearly the amount soon after is the best candidate', () => {
  const found = findCandidates(source, [arrival('0x03', 500, { amount: 960_000n }), arrival('0x02', 50)], RULES);
  expect(found.map(({ destination }) => destination.leg.tx)).toEqual(['0x02', '0x03']);
  expect(found[0]?.score).toBe(1);
  expect(found[0]?.reasons).toContain('received by the account that was named');
});

test.each([
  ['to another account', arrival('0x02', 50, { toAccount: '0xbb' })],
  ['on another chain', arrival('0x02', 50, { chain: 'eip155:56' })],
  ['on the same chain', arrival('0x02', 50, { chain: 'eip155:1' })],
  ['before it left', arrival('0x02', -1)],
  ['too late', arrival('0x02', 601)],
  ['too little', arrival('0x02', 50, { amount: 900_000n })],
  ['too much', arrival('0x02', 50, { amount: 1_100_000n })],
])('what arrives %s is no candidate', (_name, destination) => {
  expect(findCandidates(source, [destination], RULES)).toEqual([]);
});

test('two that would do as well are half as likely each, and say so', () => {
  const found = findCandidates(source, [arrival('0x02', 50), arrival('0x03', 55)], RULES);
  expect(found.map(({ score }) => score)).toEqual([0.5, 0.5]);
  expect(found[0]?.reasons.at(-1)).toBe('2 transactions would do as well');
});

test('without a named receiver the same address counts, less surely', () => {
  const unnamed = timed(0, { side: 'source', fromAccount: '0xaa' });
  const [best] = findCandidates(unnamed, [arrival('0x02', 50)], RULES);
  expect(best?.score).toBe(0.9);
  const [stranger] = findCandidates(unnamed, [arrival('0x02', 50, { toAccount: '0xcc' })], RULES);
  expect(stranger?.score).toBe(0.3);
});
