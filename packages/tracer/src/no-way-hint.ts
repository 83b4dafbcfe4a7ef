import { type AccountId, formatAddress, formatHash, splitAccountId, splitCoin, splitPot } from '@fundtrail/core';

/** What to name instead of an output or a transaction of a UTXO chain that received nothing stolen; undefined for accounts. */
export function noWayHint(holder: AccountId): string | undefined {
  const { chain, address } = splitAccountId(holder);
  const pot = splitPot(address);
  if (pot !== undefined) {
    return `A transaction holds something only where it is a CoinJoin: name one of its outputs, e.g. ${formatHash(pot, chain)}:0.`;
  }
  const coin = splitCoin(address);
  if (coin === undefined) return undefined;
  return `Where ${formatAddress(address, chain)} came out of a CoinJoin, the trail ends in that: name ${formatHash(coin.tx, chain)}.`;
}
