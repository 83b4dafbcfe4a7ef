import type { BlockFacts } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { coin, made, REGTEST, script, txid } from '../../../test/coins/made.ts';
import { createCoinSet } from './coin-set.ts';
import { matchCoins } from './match-coins.ts';

const spend = (tx: number) => ({ coin: coin(tx, 0), owner: script(1), amount: 10n });
const pay = (owner: number) => ({ owner: script(owner), amount: 9n });
const block: BlockFacts = {
  chain: REGTEST,
  number: 5,
  hash: txid(500),
  parentHash: txid(499),
  time: 1,
  contracts: [],
  transactions: [
    made(10, 5, [], [pay(8)], 0),
    made(11, 5, [spend(1)], [pay(2)], 1),
    made(12, 5, [spend(2)], [pay(3)], 2),
    made(13, 5, [spend(11)], [pay(4)], 3),
    made(14, 5, [spend(3)], [pay(7)], 4),
  ],
};

describe('a block against what is watched on a UTXO chain', () => {
  it('shows what spends a watched coin, and what spends what came of it in the same block', () => {
    const watched = createCoinSet();
    watched.add(coin(1, 0));
    const { transactions, addresses } = matchCoins(watched, block);
    expect(transactions.map(({ hash }) => Number(hash))).toEqual([11, 13]);
    expect([...addresses]).toEqual([coin(1, 0)]);
  });

  it('shows what pays or spends from a watched address', () => {
    const watched = createCoinSet();
    watched.add(script(7));
    expect(matchCoins(watched, block).transactions.map(({ hash }) => Number(hash))).toEqual([14]);
  });

  it('shows nothing of others', () => {
    expect(matchCoins(createCoinSet(), block)).toEqual({ transactions: [], addresses: new Set(), contracts: [] });
  });
});

describe('a set of coins and addresses', () => {
  it('has what was added, whichever of the two it is', () => {
    const set = createCoinSet();
    expect([set.add(coin(1, 0)), set.add(coin(1, 0)), set.add(script(1)), set.add(script(1))]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect([set.has(coin(1, 0)), set.has(coin(1, 1)), set.has(script(1)), set.has(script(2)), set.size()]).toEqual([
      true,
      false,
      true,
      false,
      2,
    ]);
  });
});
