import { type Hash, InputError, SourceError } from '@fundtrail/core';
import type { Traits } from '../../transport/traits.ts';
import { hashOf, recordOf } from '../fields.ts';
import type { BlockMemory } from './block-memory.ts';
import type { CoreClient } from './core-client.ts';
import { type CoreTransaction, readCoreTransaction } from './core-transaction.ts';

/** A transaction and where the node says that it is. */
export type ToldTransaction = CoreTransaction & {
  /** `mempool` while it waits; `stale` where the block that held it was taken back, and it does not wait either. */
  readonly place: Hash | 'mempool' | 'stale';
};

/** Asks for transactions by their ids. */
export type Transactions = {
  /**
   * One request; with its previous outputs where the node tells them. A block in which it is known to be (or that was read lately) makes it
   * found on nodes without an index, too.
   * @throws SourceError `refused` when the node does not know it, `unsupported` when it has no index that would tell
   */
  ask(hash: Hash, how?: AskTransaction): Promise<ToldTransaction>;
};

export type AskTransaction = { readonly block?: Hash | undefined; readonly signal?: AbortSignal | undefined };

/** What is remembered of a node that refuses verbosity 2 (previous outputs): by itself, one older than Core 25 answers as to 1. */
const VERBOSITY = 'transaction_verbosity';
const WORDS = 'getrawtransaction';

export function createTransactions(deps: {
  readonly node: CoreClient;
  readonly memory: BlockMemory;
  readonly traits: Traits;
}): Transactions {
  const { node, memory, traits } = deps;

  const askAs = (hash: Hash, verbosity: number, block: Hash | undefined, signal: AbortSignal | undefined) => {
    const params = [hash.slice(2), verbosity, ...(block === undefined ? [] : [block.slice(2)])];
    return node.ask(WORDS, params, (answer) => readTold(hash, answer), signal);
  };

  async function askOnce(hash: Hash, { block, signal }: AskTransaction): Promise<ToldTransaction> {
    if (traits.get(VERBOSITY) === '1') return askAs(hash, 1, block, signal);
    try {
      return await askAs(hash, 2, block, signal);
    } catch (error) {
      if (!(error instanceof SourceError) || error.failure !== 'refused' || !ABOUT_VERBOSITY.test(error.message))
        throw error;
      const told = await askAs(hash, 1, block, signal);
      await traits.set(VERBOSITY, '1');
      return told;
    }
  }

  return {
    async ask(hash, how = {}) {
      const remembered = how.block === undefined ? memory.blockOf(hash)?.header.hash : undefined;
      if (remembered === undefined) return askOnce(hash, how);
      const told = await askOnce(hash, { ...how, block: remembered });
      // It may be in another block since that one was taken back.
      return told.place === 'stale' ? askOnce(hash, how) : told;
    },
  };
}

/** What a node says to a parameter that it does not take, and never to an id that it does not know. */
const ABOUT_VERBOSITY = /verbos|not (a|of type) bool|expected type|out of range|invalid (type|param)/i;

function readTold(hash: Hash, answer: unknown): ToldTransaction {
  const transaction = readCoreTransaction(answer);
  if (transaction.hash !== hash) throw new InputError(`is ${transaction.hash.slice(2)}`, { field: 'txid' });
  const { blockhash, confirmations, in_active_chain: isActive } = recordOf(answer, 'transaction');
  if (blockhash === undefined || blockhash === null) return { ...transaction, place: 'mempool' };
  const isStale = isActive === false || confirmations === 0;
  return { ...transaction, place: isStale ? 'stale' : hashOf(blockhash, 'blockhash') };
}
