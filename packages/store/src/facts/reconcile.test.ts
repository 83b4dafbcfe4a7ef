import { type Account, type Leg, LIVE_SPACE, type TransferKind } from '@fundtrail/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  address,
  CHAIN,
  hash,
  type LiveHome,
  makeCase,
  payment,
  startLiveHome,
  storedHashes,
} from '../follow/live.fixture.ts';
import type { Retold } from './reconcile.ts';

const ALL_KINDS: readonly TransferKind[] = ['native', 'internal', 'token'];
const ACCOUNT: Account = { chain: CHAIN, address: address(1) };
const TOKEN = address(0xabc);

let home: LiveHome;
beforeEach(async () => {
  home = await startLiveHome();
});
afterEach(() => home.drop());

const told = (n: number, block: number) => ({ hash: hash(n), block });

function reconcile(fromBlock: number, toBlock: number, more: Partial<Retold> = {}) {
  return home.facts.reconcile(LIVE_SPACE, { ...ACCOUNT, kinds: ALL_KINDS, fromBlock, toBlock, told: [], ...more });
}

/** A transaction that others pay for, with one leg of the account. */
function received(n: number, block: number, kind: Leg['kind']) {
  const { legs, ...fact } = payment(n, block, 8, 9);
  const leg: Leg = { id: 'log:1', kind, from: TOKEN, to: address(1), asset: TOKEN, amount: 5n };
  return { ...fact, legs: [...legs, leg] };
}

test('what a new answer tells again stays; what it does not, or in another block, is taken back with the cases it was part of', async () => {
  await makeCase(home.database, 'case-a', [1]);
  await makeCase(home.database, 'case-b', [7]);
  const blockHash = hash(0xb11);
  await home.facts.writeTransactions(LIVE_SPACE, [
    payment(1, 10, 1, 2),
    payment(2, 11, 1, 2),
    payment(3, 12, 2, 1, { blockHash }),
    payment(4, 13, 2, 1),
    payment(5, 14, 7, 8),
  ]);
  const answer = [told(1, 10), told(2, 12), { ...told(3, 12), blockHash }];
  expect(await reconcile(10, 20, { told: answer })).toEqual({
    transactions: [
      { hash: hash(2), block: 11 },
      { hash: hash(4), block: 13 },
    ],
    cases: ['case-a'],
  });
  await home.facts.writeTransactions(LIVE_SPACE, [payment(2, 12, 1, 2)]);
  expect(new Set(await storedHashes(home.facts))).toEqual(new Set([1, 2, 3, 5].map(hash)));
  expect(await reconcile(10, 20, { told: answer })).toEqual({ transactions: [], cases: [] });
  const [orphan] = await home.facts.orphansOf(LIVE_SPACE, CHAIN, [hash(4)]);
  expect(orphan?.reason).toBe('no longer told among blocks 10 to 20 of an account');
});

test('a transaction that is told in a block of another branch is taken back', async () => {
  await home.facts.writeTransactions(LIVE_SPACE, [payment(1, 10, 1, 2, { blockHash: hash(0xa) })]);
  const answer = { told: [{ ...told(1, 10), blockHash: hash(0xb) }] };
  expect((await reconcile(10, 10, answer)).transactions).toEqual([{ hash: hash(1), block: 10 }]);
});

test('blocks and kinds that were not asked for are left alone', async () => {
  await home.facts.writeTransactions(LIVE_SPACE, [
    payment(1, 9, 1, 2),
    payment(2, 21, 1, 2),
    payment(3, 15, 1, 2),
    received(4, 15, 'token'),
    received(5, 15, 'internal'),
  ]);
  expect((await reconcile(10, 20, { kinds: ['token'] })).transactions).toEqual([{ hash: hash(4), block: 15 }]);
  expect((await reconcile(10, 20, { kinds: ['internal'] })).transactions).toEqual([{ hash: hash(5), block: 15 }]);
  expect((await reconcile(10, 20, { kinds: ['native'] })).transactions).toEqual([{ hash: hash(3), block: 15 }]);
  expect(new Set(await storedHashes(home.facts))).toEqual(new Set([hash(1), hash(2)]));
});

test('a wrap that no list of token transfers tells is kept, and a mint that others paid for is not', async () => {
  const { legs, ...fact } = payment(1, 15, 1, 2);
  const wrap: Leg = { id: 'log:3', kind: 'mint', from: TOKEN, to: address(1), asset: TOKEN, amount: 5n };
  await home.facts.writeTransactions(LIVE_SPACE, [{ ...fact, legs: [...legs, wrap] }, received(2, 15, 'mint')]);
  expect((await reconcile(10, 20, { kinds: ['token'] })).transactions).toEqual([{ hash: hash(2), block: 15 }]);
});

test('balances of the account in these blocks go, also where another account has taken a shared payment back already', async () => {
  const balance = { ...ACCOUNT, asset: 'native', amount: 1n, source: 'rpc:a' };
  await home.facts.writeTransactions(LIVE_SPACE, [payment(1, 15, 1, 2)]);
  await home.facts.writeBalances(LIVE_SPACE, [
    { ...balance, block: 9 },
    { ...balance, block: 15 },
    { ...balance, block: 15, address: address(2) },
  ]);
  const other = { ...ACCOUNT, address: address(2) };
  const left = async (account = ACCOUNT) =>
    [...(await home.facts.balancesOf(LIVE_SPACE, [account])).values()].flat().map(({ block }) => block);
  expect((await reconcile(10, 20)).transactions).toHaveLength(1);
  expect([await left(), await left(other)]).toEqual([[9], [15]]);
  expect((await reconcile(10, 20, { address: address(2) })).transactions).toEqual([]);
  expect(await left(other)).toEqual([]);
});
