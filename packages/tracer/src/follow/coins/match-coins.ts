import type { Address, BlockFacts, Coin, TransactionFact } from '@fundtrail/core';
import type { AddressSet } from '../address-set.ts';
import type { Matched } from '../watch-set.ts';

/**
 * Transactions of a block that spend a watched coin, or pay or spend from a watched address; and those that spend what such a one
 * made in the same block: nobody could watch it before. The block's order brings parents first.
 */
export function matchCoins(watched: Pick<AddressSet, 'has'>, block: BlockFacts): Matched {
  const transactions: TransactionFact[] = [];
  const addresses = new Set<Address>();
  const made = new Set<Coin>();
  for (const transaction of block.transactions) {
    let hit = false;
    for (const { from, to, owner } of transaction.legs) {
      if (made.has(from)) hit = true;
      for (const party of [from, to, owner]) {
        if (party === undefined || !watched.has(party)) continue;
        hit = true;
        addresses.add(party);
      }
    }
    if (!hit) continue;
    transactions.push(transaction);
    for (const { kind, to } of transaction.legs) if (kind === 'output') made.add(to);
  }
  return { transactions, addresses, contracts: [] };
}
