import { type Hash, PLACE_UNKNOWN, SourceError, type TransactionFact } from '@fundtrail/core';
import { utxoFact } from '../utxo-fact.ts';
import type { EsploraClient } from './client.ts';
import { compactTransaction } from './compact-transaction.ts';
import type { Heads } from './heads.ts';
import { type EsploraTransaction, readEsploraTransaction } from './transaction.ts';

/** Transactions one by one, each with one request, or none where the answer was kept. */
export type Transactions = {
  /**
   * @throws SourceError `refused` for one that is not known or waits to be mined; `malformed` for what is not this transaction,
   * whole and mined
   */
  mined(hash: Hash, how?: MinedQuestion): Promise<TransactionFact>;
  /** One that may wait to be mined. @throws SourceError `refused` for one that is not known */
  any(hash: Hash, signal?: AbortSignal): Promise<EsploraTransaction>;
  /** A mined one as a row of a list. @throws InputError, SourceError `malformed` that names the list's path */
  factOf(json: unknown, path: string): TransactionFact;
};

export type MinedQuestion = {
  readonly signal?: AbortSignal | undefined;
  /** It is known to be mined: that the server does not know it, or knows it only as waiting, shows that it is behind. */
  readonly exists?: boolean;
  /** Holds it against what else is known of it. @throws SourceError `malformed`; it is asked for again then */
  readonly check?: (fact: TransactionFact) => void;
};

export function createTransactions(client: EsploraClient, heads: Heads): Transactions {
  const { source, chain } = client;

  /** @throws InputError, SourceError `malformed` */
  function read(hash: Hash, json: unknown): EsploraTransaction {
    const transaction = readEsploraTransaction(chain, json);
    if (transaction.hash !== hash)
      throw client.malformed(pathOf(hash), `answered with transaction ${transaction.hash.slice(2)}`);
    return transaction;
  }

  /** @returns undefined for one that waits to be mined */
  function factOf({ status, ...told }: EsploraTransaction, path: string): TransactionFact | undefined {
    if (status === undefined) throw client.malformed(path, 'does not say whether it is mined');
    if (status === 'mempool') return undefined;
    const fact = utxoFact({ ...told, index: PLACE_UNKNOWN, ...status });
    if (fact.whole.length === 0) throw client.malformed(path, 'does not tell what its inputs spend');
    return fact;
  }

  function waiting(hash: Hash, exists: boolean): SourceError {
    const words = `${pathOf(hash)}: it calls waiting what is mined, it lags behind`;
    if (exists) return new SourceError('unreachable', source, words);
    return new SourceError('refused', source, `transaction ${hash.slice(2)} waits in the mempool`, {
      remedy: 'Try again when it is mined.',
    });
  }

  return {
    async mined(hash, { signal, exists = false, check } = {}) {
      let passed = false;
      const pass = (fact: TransactionFact): TransactionFact => {
        check?.(fact);
        passed = true;
        return fact;
      };
      const fact = await client.json(
        {
          path: pathOf(hash),
          thing: 'transaction',
          signal,
          exists,
          unwrap: compactTransaction,
          kept: { keeps: (payload) => isFinal(payload, heads) },
        },
        (payload) => {
          const told = factOf(read(hash, payload), pathOf(hash));
          if (told === undefined) throw waiting(hash, exists);
          return pass(told);
        },
      );
      // Whoever shared another's request has an answer that passed the other's checks.
      return passed ? fact : pass(fact);
    },
    any: (hash, signal) =>
      client.json(
        { path: pathOf(hash), thing: 'transaction', as: 'any', signal, unwrap: compactTransaction },
        (payload) => read(hash, payload),
      ),
    factOf(json, path) {
      const fact = factOf(readEsploraTransaction(chain, json), path);
      if (fact === undefined) throw client.malformed(path, 'lists what is not mined among what is');
      return fact;
    },
  };
}

function pathOf(hash: Hash): string {
  return `/tx/${hash.slice(2)}`;
}

/** Only looked at once the answer was read, so its form is known. */
function isFinal(payload: unknown, heads: Heads): boolean {
  const { status } = payload as { readonly status?: { readonly block_height?: number } };
  return status?.block_height !== undefined && heads.isFinal(status.block_height);
}
