import { type Leg, ZERO_ADDRESS } from '@fundtrail/core';
import { expect, it } from 'vitest';
import { netMovements } from './net-movements.ts';

const A = `0x${'a'.repeat(40)}`;
const B = `0x${'b'.repeat(40)}`;
const POOL = `0x${'c'.repeat(40)}`;
const TOKEN = `0x${'d'.repeat(40)}`;

it('passes through whoever keeps nothing, and cites the legs on the way', () => {
  const legs = [leg('log:0', A, POOL, 5n), leg('log:1', POOL, B, 5n)];
  expect(netMovements(legs)).toEqual([{ from: A, to: B, asset: TOKEN, amount: 5n, legs: ['log:0', 'log:1'] }]);
});

it('leaves out fees, loops and transfers to oneself', () => {
  const fee: Leg = { id: 'fee', kind: 'fee', from: A, to: ZERO_ADDRESS, asset: 'native', amount: 9n };
  expect(netMovements([fee, leg('log:0', A, B, 5n), leg('log:1', B, A, 5n), leg('log:2', A, A, 7n)])).toEqual([]);
});

it('lets units come from and go to their token where they are made and destroyed', () => {
  const legs = [leg('log:0', ZERO_ADDRESS, A, 3n), leg('log:1', B, ZERO_ADDRESS, 2n)];
  expect(netMovements(legs).map(({ from, to, amount }) => [from, to, amount])).toEqual([
    [TOKEN, A, 1n],
    [B, A, 2n],
  ]);
});

function leg(id: string, from: string, to: string, amount: bigint): Leg {
  const kind = from === ZERO_ADDRESS ? 'mint' : to === ZERO_ADDRESS ? 'burn' : 'token';
  return { id, kind, from, to, asset: TOKEN, amount };
}
