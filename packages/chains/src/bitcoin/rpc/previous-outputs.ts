import { type Coin, type Hash, SourceError } from '@fundtrail/core';
import type { UtxoInput, UtxoOutput } from '../utxo-fact.ts';
import type { CoreClient } from './core-client.ts';
import { type CoreTransaction, coinSpent } from './core-transaction.ts';
import type { KnownTransactions } from './known-transactions.ts';
import type { Transactions } from './transactions.ts';

/** What transactions spend, where the node does not tell it beside them. */
export type PreviousOutputs = {
  /** Notes what a transaction makes, so that it need not be asked for. */
  note(transaction: CoreTransaction): void;
  /** Where an asked coin was made, or is thought to have been: makes it found on nodes without an index. */
  hint(transaction: Hash, block: Hash): void;
  /** As far as it is known without a request. */
  known(transaction: CoreTransaction): CoreTransaction;
  /** Whole: one request per transaction whose outputs are not known. @throws SourceError `unsupported` where the node cannot tell them */
  whole(transaction: CoreTransaction, signal?: AbortSignal): Promise<CoreTransaction>;
};

/** Transactions asked for at the same time. */
const WIDTH = 4;
const REMEDY = 'Use Bitcoin Core 23 or newer, which tells what inputs spend, or start the node with -txindex=1.';

export type PreviousOutputsDeps = {
  readonly node: CoreClient;
  readonly transactions: Transactions;
  /** What earlier readings noted. */
  readonly known: KnownTransactions;
};

/** Of one reading: what it notes is forgotten with it. */
export function createPreviousOutputs({ node, transactions, known: noted }: PreviousOutputsDeps): PreviousOutputs {
  const made = new Map<Coin, UtxoOutput>();
  const hints = new Map<Hash, Hash>();

  const note: PreviousOutputs['note'] = ({ hash, outputs }) => {
    for (const [place, output] of outputs.entries()) made.set(coinSpent({ tx: hash, place }), output);
  };

  const filled = (input: UtxoInput): UtxoInput => {
    const coin = coinSpent(input);
    return { ...input, spent: input.spent ?? made.get(coin) ?? noted.outputOf(coin) };
  };

  const known: PreviousOutputs['known'] = (transaction) =>
    transaction.inputs.every(({ spent }) => spent !== undefined)
      ? transaction
      : { ...transaction, inputs: transaction.inputs.map(filled) };

  function keep(told: CoreTransaction): void {
    note(told);
    noted.note(told.hash, told);
  }

  async function fetch(hash: Hash, signal: AbortSignal | undefined): Promise<void> {
    try {
      keep(await transactions.ask(hash, { signal }));
    } catch (error) {
      if (!(error instanceof SourceError) || error.failure !== 'unsupported') throw error;
      const block = hints.get(hash);
      const told = block === undefined ? undefined : await inBlock(hash, block, signal);
      if (told === undefined) throw lacks(node.id, error);
      keep(told);
    }
  }

  /** undefined: it was not made in that block. */
  async function inBlock(hash: Hash, block: Hash, signal: AbortSignal | undefined) {
    try {
      return await transactions.ask(hash, { block, signal });
    } catch (error) {
      if (error instanceof SourceError && error.failure === 'refused') return undefined;
      throw error;
    }
  }

  return {
    note,
    known,
    hint: (transaction, block) => void hints.set(transaction, block),
    async whole(transaction, signal) {
      const first = known(transaction);
      const missing = new Set(first.inputs.filter(({ spent }) => spent === undefined).map(({ tx }) => tx));
      const left = missing.values();
      const fetchOn = async (): Promise<void> => {
        for (const hash of left) await fetch(hash, signal);
      };
      await Promise.all(Array.from({ length: Math.min(WIDTH, missing.size) }, fetchOn));
      const second = known(first);
      const lost = second.inputs.find(({ spent }) => spent === undefined);
      if (lost === undefined) return second;
      const words = `${lost.tx.slice(2)} has no output ${lost.place}, which ${transaction.hash.slice(2)} spends`;
      throw new SourceError('malformed', node.id, words);
    },
  };
}

function lacks(source: string, cause: SourceError): SourceError {
  const words = 'it tells neither what inputs spend nor transactions by their ids';
  return new SourceError('unsupported', source, words, { cause, remedy: REMEDY });
}
