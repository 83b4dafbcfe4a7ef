import {
  type ChainId,
  type Coin,
  coinOf,
  type FactSpace,
  type Hash,
  splitAccountId,
  type TransactionFact,
} from '@fundtrail/core';
import type { FactStore } from '@fundtrail/store';
import { outputsIn } from '../explain/utxo/legs.ts';
import type { TrailFlow } from '../trail.ts';

/** What is stored of a trail's transactions and of those right behind them. */
export type TrailFacts = {
  /** The trail's own transactions by hash, without those that the chain took back since. */
  readonly own: ReadonlyMap<Hash, TransactionFact>;
  /** Transactions that spend outputs of one of the trail's own of up to three outputs. */
  after(fact: TransactionFact): readonly TransactionFact[];
};

type Store = Pick<FactStore, 'readTransactions' | 'spendersOf'>;

/** A payment, its change and data; with more outputs a next transaction says nothing of the form of this one. */
const MOST_OUTPUTS = 3;

/**
 * Reads a trail on one chain in two goes: its transactions, then whatever spends their outputs. All spenders, not only the trail's, so that
 * the output which the trail took is not taken for the change because of that.
 */
export async function trailFacts(store: Store, space: FactSpace, trail: readonly TrailFlow[]): Promise<TrailFacts> {
  const chain = splitAccountId(trail[0]?.to ?? '').chain;
  const own = await read(store, space, chain, new Set(trail.map(({ tx }) => tx)));
  const coins = [...own.values()].flatMap(coinsOf);
  const spenders = await store.spendersOf(space, chain, coins);
  const behind = coins.flatMap((coin) => spenders.get(coin)?.hash ?? []);
  const others = await read(store, space, chain, new Set(behind.filter((hash) => !own.has(hash))));
  return {
    own,
    after: (fact) => {
      const hashes = new Set(coinsOf(fact).flatMap((coin) => spenders.get(coin)?.hash ?? []));
      return [...hashes].flatMap((hash) => own.get(hash) ?? others.get(hash) ?? []);
    },
  };
}

function coinsOf(fact: TransactionFact): readonly Coin[] {
  const outputs = outputsIn(fact);
  return outputs.length > MOST_OUTPUTS ? [] : outputs.map((_output, place) => coinOf(fact.hash, place));
}

async function read(
  store: Store,
  space: FactSpace,
  chain: ChainId,
  hashes: ReadonlySet<Hash>,
): Promise<ReadonlyMap<Hash, TransactionFact>> {
  const found = new Map<Hash, TransactionFact>();
  if (hashes.size === 0) return found;
  const transactions = [...hashes].map((hash) => ({ chain, hash }));
  for await (const batch of store.readTransactions({ space, accounts: [], transactions })) {
    for (const fact of batch) found.set(fact.hash, fact);
  }
  return found;
}
