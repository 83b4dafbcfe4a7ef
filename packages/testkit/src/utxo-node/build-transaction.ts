import { type Address, type Coin, coinOf, type Hash } from '@fundtrail/core';
import { Transaction } from 'bitcoinjs-lib';
import type { Lock, SpentOutput } from './lock.ts';

/** A coin that can be spent: where it is, what it holds (base units), and who signs for it. */
export type OwnedCoin = {
  readonly tx: Hash;
  readonly place: number;
  readonly amount: bigint;
  readonly lock: Lock;
};

export type Output = SpentOutput;

/** A signed transaction. */
export type BuiltTransaction = {
  readonly hash: Hash;
  readonly hex: string;
  /** Spent, in order. */
  readonly inputs: readonly Coin[];
  readonly outputs: readonly (Output & { readonly coin: Coin })[];
  /** Base units. */
  readonly fee: bigint;
};

/** Lets another transaction take its place while it waits (BIP 125). */
const REPLACEABLE = 0xff_ff_ff_fd;
const FINAL = 0xff_ff_ff_ff;

/** Signs a transaction of these coins; what the outputs leave is its fee. */
export function buildTransaction(
  inputs: readonly OwnedCoin[],
  outputs: readonly Output[],
  options: { readonly rbf?: boolean } = {},
): BuiltTransaction {
  const transaction = new Transaction();
  transaction.version = 2;
  for (const { tx, place } of inputs) {
    // Within a transaction, ids stand the other way round.
    const id = Uint8Array.from(Buffer.from(tx.slice(2), 'hex').reverse());
    transaction.addInput(id, place, options.rbf === true ? REPLACEABLE : FINAL);
  }
  for (const { script, amount } of outputs) {
    transaction.addOutput(Uint8Array.from(Buffer.from(script.slice(2), 'hex')), amount);
  }
  const spent = inputs.map(({ lock, amount }) => ({ script: lock.script, amount }));
  for (const [at, { lock }] of inputs.entries()) lock.unlock(transaction, at, spent);
  const hash: Hash = `0x${transaction.getId()}`;
  return {
    hash,
    hex: transaction.toHex(),
    inputs: inputs.map(({ tx, place }) => coinOf(tx, place)),
    outputs: outputs.map((output, place) => ({ ...output, coin: coinOf(hash, place) })),
    fee: sum(inputs) - sum(outputs),
  };
}

/** An output with data (at most 80 bytes are usual), which nobody can spend: OP_RETURN. */
export function dataOutput(text: string): Output {
  const data = Buffer.from(text, 'utf8');
  const push = data.length < 0x4c ? [data.length] : [0x4c, data.length];
  const script: Address = `0x6a${Buffer.from([...push, ...data]).toString('hex')}`;
  return { script, amount: 0n };
}

export function sum(amounts: readonly { readonly amount: bigint }[]): bigint {
  return amounts.reduce((total, { amount }) => total + amount, 0n);
}
