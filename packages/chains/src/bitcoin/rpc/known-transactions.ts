import { type Coin, type Hash, SourceError, splitCoin } from '@fundtrail/core';
import type { UtxoOutput } from '../utxo-fact.ts';
import type { CoreTransaction } from './core-transaction.ts';
import type { Transactions } from './transactions.ts';

/**
 * Transactions that the node is known to have, from one question to the next: they are not asked for again. A coin that no block spends may be one that never was: reading blocks does not tell the one
 * from the other.
 */
export type KnownTransactions = {
  /** Notes one that was seen in a block; what is in it where that was told. */
  note(hash: Hash, transaction: CoreTransaction | undefined): void;
  /** As far as it was noted. */
  get(hash: Hash): CoreTransaction | undefined;
  /** As far as it was noted. */
  outputOf(coin: Coin): UtxoOutput | undefined;
  /** Of these coins those that the node says do not exist, and why: at most one request per transaction, and only once. */
  strange(coins: readonly Coin[], signal?: AbortSignal): Promise<ReadonlyMap<Coin, string>>;
};

/** A usual transaction takes some 1,500 bytes. */
const MOST_REMEMBERED = 20_000;
const WIDTH = 4;

export function createKnownTransactions(transactions: Transactions): KnownTransactions {
  /** Undefined where only the transaction was seen. */
  const seen = new Map<Hash, CoreTransaction | undefined>();

  const note: KnownTransactions['note'] = (hash, transaction) => {
    if (transaction === undefined && seen.has(hash)) return;
    seen.set(hash, transaction);
    const [oldest] = seen.keys();
    if (seen.size > MOST_REMEMBERED && oldest !== undefined) seen.delete(oldest);
  };

  /** Number of outputs, infinite where the node does not tell; undefined: there is no such transaction in a block. */
  async function countOf(hash: Hash, signal: AbortSignal | undefined): Promise<number | undefined> {
    if (seen.has(hash)) return seen.get(hash)?.outputs.length ?? Number.POSITIVE_INFINITY;
    try {
      const told = await transactions.ask(hash, { signal });
      if (told.place === 'mempool' || told.place === 'stale') return undefined;
      note(hash, told);
      return told.outputs.length;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.failure === 'refused') return undefined;
      if (error.failure !== 'unsupported') throw error;
      return Number.POSITIVE_INFINITY;
    }
  }

  return {
    note,
    get: (hash) => seen.get(hash),
    outputOf: (coin) => {
      const { tx = '', place = 0 } = splitCoin(coin) ?? {};
      return seen.get(tx)?.outputs[place];
    },
    async strange(coins, signal) {
      const strange = new Map<Coin, string>();
      const left = coins.values();
      const checkOn = async (): Promise<void> => {
        for (const coin of left) {
          const { tx = '', place = 0 } = splitCoin(coin) ?? {};
          const count = await countOf(tx, signal);
          if (count === undefined) strange.set(coin, 'the node knows no such transaction in a block');
          else if (place >= count)
            strange.set(coin, `the transaction has ${count} outputs, and not one at place ${place}`);
        }
      };
      await Promise.all(Array.from({ length: WIDTH }, checkOn));
      return strange;
    },
  };
}
