import type { Address, AssetRef } from '@fundtrail/core';

/** What somebody holds of one asset, in base units. */
export type Holding = { readonly address: Address; readonly asset: AssetRef; readonly amount: bigint };

/** Balances kept by adding up what was done, apart from the chain, so that the two can be compared. */
export type Book = {
  /** What the account had before. */
  open(address: Address, amount: bigint): void;
  move(asset: AssetRef, from: Address, to: Address, amount: bigint): void;
  /** Paid for a transaction; it goes to nobody in the story. */
  fee(from: Address, amount: bigint): void;
  make(asset: Address, to: Address, amount: bigint): void;
  destroy(asset: Address, from: Address, amount: bigint): void;
  balance(address: Address, asset: AssetRef): bigint;
  /** All that is not zero, by address, then asset. */
  holdings(): readonly Holding[];
};

export function createBook(): Book {
  const balances = new Map<string, Holding>();
  const add = (address: Address, asset: AssetRef, change: bigint): void => {
    const key = `${address} ${asset}`;
    balances.set(key, { address, asset, amount: (balances.get(key)?.amount ?? 0n) + change });
  };
  return {
    open: (address, amount) => add(address, 'native', amount),
    move: (asset, from, to, amount) => {
      add(from, asset, -amount);
      add(to, asset, amount);
    },
    fee: (from, amount) => add(from, 'native', -amount),
    make: (asset, to, amount) => add(to, asset, amount),
    destroy: (asset, from, amount) => add(from, asset, -amount),
    balance: (address, asset) => balances.get(`${address} ${asset}`)?.amount ?? 0n,
    holdings: () =>
      [...balances.values()]
        .filter((holding) => holding.amount !== 0n)
        .sort((one, other) => compare(`${one.address} ${one.asset}`, `${other.address} ${other.asset}`)),
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
