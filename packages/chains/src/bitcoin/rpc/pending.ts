import { type Coin, type Hash, ownerOf, type PendingSpend, SourceError, splitCoin } from '@fundtrail/core';
import type { Traits } from '../../transport/traits.ts';
import { hashOf, listOf, recordOf } from '../fields.ts';
import type { CoreClient } from './core-client.ts';
import { type CoreTransaction, coinSpent } from './core-transaction.ts';
import type { Mempool } from './mempool.ts';
import type { Transactions } from './transactions.ts';

/**
 * Transactions that wait and spend some of these coins. A node of Core 24 or newer says it at once, one request for a thousand coins; of an
 * older one the mempool is read, see `Mempool`. One more request for each transaction that was not seen before.
 */
export type ReadPending = (coins: readonly Coin[], signal?: AbortSignal) => Promise<readonly PendingSpend[]>;

/** What is remembered of a node without the method. */
const SPENDING_PREVOUT = 'spending_prevout';
const MOST_COINS = 1_000;
const MOST_REMEMBERED = 1_000;

export function createReadPending(deps: {
  readonly node: CoreClient;
  readonly traits: Traits;
  readonly transactions: Transactions;
  readonly mempool: Mempool;
}): ReadPending {
  const { node, traits, transactions, mempool } = deps;
  const seen = new Map<Hash, CoreTransaction>();

  async function spendersOf(coins: readonly Coin[], signal: AbortSignal | undefined): Promise<ReadonlyMap<Coin, Hash>> {
    if (traits.get(SPENDING_PREVOUT) === 'no') return mempool.spendersOf(coins, signal);
    try {
      const spenders = new Map<Coin, Hash>();
      for (let at = 0; at < coins.length; at += MOST_COINS) {
        const answered = await askSpenders(coins.slice(at, at + MOST_COINS), signal);
        for (const [coin, hash] of answered) spenders.set(coin, hash);
      }
      return spenders;
    } catch (error) {
      if (!(error instanceof SourceError) || error.failure !== 'unsupported') throw error;
      await traits.set(SPENDING_PREVOUT, 'no');
      return mempool.spendersOf(coins, signal);
    }
  }

  function askSpenders(coins: readonly Coin[], signal: AbortSignal | undefined) {
    const outputs = coins.flatMap((coin) => {
      const { tx, place } = splitCoin(coin) ?? {};
      return tx === undefined ? [] : [{ txid: tx.slice(2), vout: place }];
    });
    const read = (answer: unknown) =>
      listOf(answer, 'outputs').flatMap((row): [Coin, Hash][] => {
        const { txid, vout, spendingtxid } = recordOf(row, 'output');
        if (spendingtxid === undefined) return [];
        return [[coinSpent({ tx: hashOf(txid, 'txid'), place: Number(vout) }), hashOf(spendingtxid, 'spendingtxid')]];
      });
    return node.ask('gettxspendingprevout', [outputs], read, signal);
  }

  /** Undefined: another took its place in the meantime, or it was mined. */
  async function waiting(hash: Hash, signal: AbortSignal | undefined): Promise<CoreTransaction | undefined> {
    const known = seen.get(hash);
    if (known !== undefined) return known;
    try {
      const told = await transactions.ask(hash, { signal });
      if (told.place !== 'mempool') return undefined;
      seen.set(hash, told);
      const [oldest] = seen.keys();
      if (seen.size > MOST_REMEMBERED && oldest !== undefined) seen.delete(oldest);
      return told;
    } catch (error) {
      if (error instanceof SourceError && (error.failure === 'refused' || error.failure === 'unsupported'))
        return undefined;
      throw error;
    }
  }

  return async (coins, signal) => {
    if (coins.length === 0) return [];
    const spenders = await spendersOf(coins, signal);
    const pending: PendingSpend[] = [];
    for (const coin of coins) {
      const hash = spenders.get(coin);
      const transaction = hash === undefined ? undefined : await waiting(hash, signal);
      if (transaction === undefined) continue;
      const outputs = transaction.outputs.map(({ script, amount }) => ({ owner: ownerOf(script), amount }));
      pending.push({ coin, tx: transaction.hash, outputs });
    }
    return pending;
  };
}
