import type { BalanceFact, TransactionFact } from '@fundtrail/core';
import { expect, it } from 'vitest';
import { balancesAt, createCheckpoints } from './checkpoints.ts';

const CHAIN = 'eip155:1';
const [HOLDER, OTHER] = ['0x01', '0x02'].map((end) => `0x${end.slice(2).padStart(40, '0')}`) as [string, string];

function balance(block: number, amount: bigint, change: Partial<BalanceFact> = {}): BalanceFact {
  return { chain: CHAIN, address: HOLDER, asset: 'native', block, amount, source: 'rpc:a', ...change };
}

function paid(block: number, from: string, to: string, amount: bigint): TransactionFact {
  const leg = { id: 'value', kind: 'native', from, to, asset: 'native', amount } as const;
  return { chain: CHAIN, hash: `0x${block}`, block, index: 0, time: block, success: true, legs: [leg], whole: [] };
}

it('gives each balance once, after the block at whose end it was seen', () => {
  const facts = [balance(7, 70n), balance(5, 50n), balance(9, 1n, { chain: 'eip155:10' }), balance(12, 120n)];
  const checkpoints = createCheckpoints(facts);
  const amounts = (given: readonly BalanceFact[]): bigint[] => given.map((fact) => fact.amount);
  expect(amounts(checkpoints.before(CHAIN, 5))).toEqual([]);
  expect(amounts(checkpoints.before(CHAIN, 8))).toEqual([50n, 70n]);
  expect(amounts(checkpoints.before(CHAIN, 8))).toEqual([]);
  expect(amounts(checkpoints.rest(CHAIN, 11))).toEqual([]);
  expect(amounts(checkpoints.rest('eip155:10', 11))).toEqual([1n]);
  expect(amounts(checkpoints.rest(CHAIN, 12))).toEqual([120n]);
});

it('carries the last balance seen on to a later block by what moved since', () => {
  const facts = [balance(3, 1_000n), balance(5, 50n), balance(5, 9n, { asset: OTHER }), balance(20, 7n)];
  const earlier = [paid(5, OTHER, HOLDER, 500n), paid(6, OTHER, HOLDER, 30n), paid(7, HOLDER, OTHER, 20n)];
  expect(balancesAt(facts, earlier, new Map([[CHAIN, 10]]))).toEqual([
    balance(10, 60n),
    balance(10, 9n, { asset: OTHER }),
  ]);
});
