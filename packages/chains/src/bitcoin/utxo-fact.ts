import {
  type Address,
  type ChainId,
  coinOf,
  type Hash,
  type Leg,
  NO_ADDRESS,
  ownerOf,
  TRANSFER_KINDS,
  type TransactionFact,
} from '@fundtrail/core';

/** A transaction of a UTXO chain as any source tells it; hashes and scripts in stored form. */
export type UtxoTransaction = {
  readonly chain: ChainId;
  readonly hash: Hash;
  readonly block: number;
  /** `PLACE_UNKNOWN` where the source does not tell it. */
  readonly index: number;
  /** Unix seconds of the block. */
  readonly time: number;
  readonly blockHash?: Hash;
  /** In the transaction's order; none for a coinbase. */
  readonly inputs: readonly UtxoInput[];
  readonly outputs: readonly UtxoOutput[];
};

/** `spent`: the output that is spent; undefined where the source does not tell its amount. */
export type UtxoInput = { readonly tx: Hash; readonly place: number; readonly spent: SpentOutput | undefined };

/** `script` is undefined where the source tells the amount alone: the fact is whole, and its leg has no owner. */
export type SpentOutput = { readonly script: Address | undefined; readonly amount: bigint };

/** `amount` in base units (satoshi). */
export type UtxoOutput = { readonly script: Address; readonly amount: bigint };

/** The fact that all sources of UTXO chains make: inputs, then outputs, as legs. Without all spent outputs it is not whole. */
export function utxoFact(transaction: UtxoTransaction): TransactionFact {
  const { chain, hash, block, index, time, blockHash, inputs, outputs } = transaction;
  const whole = inputs.every((input) => input.spent !== undefined);
  return {
    chain,
    hash,
    block,
    index,
    time,
    ...(blockHash === undefined ? {} : { blockHash }),
    success: true,
    legs: [...inputs.map(inputLeg), ...outputs.map((output, place) => outputLeg(hash, output, place))],
    whole: whole ? TRANSFER_KINDS : [],
  };
}

function inputLeg({ tx, place, spent }: UtxoInput, at: number): Leg {
  return {
    id: `in:${at}`,
    kind: 'input',
    from: coinOf(tx, place),
    to: NO_ADDRESS,
    asset: 'native',
    amount: spent?.amount ?? 0n,
    ...(spent?.script === undefined ? {} : { owner: ownerOf(spent.script) }),
  };
}

function outputLeg(hash: Hash, { script, amount }: UtxoOutput, place: number): Leg {
  return {
    id: `out:${place}`,
    kind: 'output',
    from: NO_ADDRESS,
    to: coinOf(hash, place),
    asset: 'native',
    amount,
    owner: ownerOf(script),
  };
}
