import { type Coin, type Hash, SourceError } from '@fundtrail/core';
import { eachOf, hashOf } from '../fields.ts';
import type { CoreClient } from './core-client.ts';
import { coinSpent } from './core-transaction.ts';
import type { Transactions } from './transactions.ts';

/** What the transactions that wait on a node spend, kept from call to call: only new ones are asked for. */
export type Mempool = {
  /** One request for what waits, and one for each transaction that is new, at most so many a call: the others have their turn later. */
  spendersOf(coins: readonly Coin[], signal?: AbortSignal): Promise<ReadonlyMap<Coin, Hash>>;
};

/** New transactions looked at in one call: some minutes' worth of Bitcoin's. */
const MOST_NEW = 1_000;
const WIDTH = 8;

export function createMempool(node: CoreClient, transactions: Transactions, mostNew = MOST_NEW): Mempool {
  const spent = new Map<Hash, readonly Coin[]>();
  const spenders = new Map<Coin, Hash>();

  function forget(hash: Hash): void {
    for (const coin of spent.get(hash) ?? []) if (spenders.get(coin) === hash) spenders.delete(coin);
    spent.delete(hash);
  }

  async function look(hash: Hash, signal: AbortSignal | undefined): Promise<void> {
    try {
      const { inputs, place } = await transactions.ask(hash, { signal });
      if (place !== 'mempool') return;
      const coins = inputs.map(coinSpent);
      spent.set(hash, coins);
      for (const coin of coins) spenders.set(coin, hash);
    } catch (error) {
      // Replaced or, on a node without an index, mined since it was listed.
      const isGone = error instanceof SourceError && (error.failure === 'refused' || error.failure === 'unsupported');
      if (!isGone) throw error;
    }
  }

  return {
    async spendersOf(coins, signal) {
      const read = (answer: unknown) => eachOf(answer, 'mempool', (id) => hashOf(id, 'txid'));
      const now = new Set(await node.ask('getrawmempool', [], read, signal));
      for (const hash of [...spent.keys()]) if (!now.has(hash)) forget(hash);
      const fresh = [...now].filter((hash) => !spent.has(hash)).slice(0, mostNew);
      const left = fresh.values();
      const lookOn = async (): Promise<void> => {
        for (const hash of left) await look(hash, signal);
      };
      await Promise.all(Array.from({ length: Math.min(WIDTH, fresh.length) }, lookOn));
      return new Map(
        coins.flatMap((coin): [Coin, Hash][] => {
          const hash = spenders.get(coin);
          return hash === undefined ? [] : [[coin, hash]];
        }),
      );
    },
  };
}
