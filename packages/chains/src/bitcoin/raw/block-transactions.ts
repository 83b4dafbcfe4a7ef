import { type ChainId, type Hash, InputError } from '@fundtrail/core';
import type { UtxoInput, UtxoOutput, UtxoTransaction } from '../utxo-fact.ts';
import type { RawBlock } from './block.ts';
import type { RawTransaction } from './transaction.ts';

export type BlockPlace = {
  readonly chain: ChainId;
  readonly height: number;
  /** The outputs that the block spends, in the order of its inputs, where they are known: `decodeSpentOutputs`. */
  readonly spent?: readonly UtxoOutput[] | undefined;
};

/**
 * The transactions of a decoded block, in its order. Without `spent`, inputs that spend outputs of the same block have their amounts, and no
 * others.
 * @throws InputError where `spent` is not of this block
 */
export function blockTransactions(block: RawBlock, { chain, height, spent }: BlockPlace): readonly UtxoTransaction[] {
  const made = new Map<Hash, RawTransaction>();
  const about = { chain, block: height, time: block.time, blockHash: block.hash };
  let next = 0;
  const read = block.transactions.map((transaction, index): UtxoTransaction => {
    const inputs = transaction.inputs.map(({ tx, place }): UtxoInput => {
      const here = made.get(tx)?.outputs[place];
      const kept = spent?.[next];
      next += 1;
      if (spent !== undefined && (kept === undefined || !isSame(here ?? kept, kept))) throw otherBlock(block);
      return { tx, place, spent: kept ?? here };
    });
    made.set(transaction.hash, transaction);
    const { hash, outputs } = transaction;
    return { ...about, hash, index, inputs, outputs };
  });
  if (spent !== undefined && (next !== spent.length || !read.every(paysNoMore))) throw otherBlock(block);
  return read;
}

function isSame(a: UtxoOutput, b: UtxoOutput): boolean {
  return a.amount === b.amount && a.script === b.script;
}

function paysNoMore({ inputs, outputs }: UtxoTransaction): boolean {
  const had = inputs.reduce((sum, { spent }) => sum + (spent?.amount ?? 0n), 0n);
  const paid = outputs.reduce((sum, { amount }) => sum + amount, 0n);
  return inputs.length === 0 || had >= paid;
}

function otherBlock({ hash }: RawBlock): InputError {
  return new InputError(
    `these are not the outputs that block ${hash.slice(2)} spends`,
    {},
    {
      remedy: 'Give the spent outputs of this very block, or take the file away: then amounts of inputs are not known.',
    },
  );
}
