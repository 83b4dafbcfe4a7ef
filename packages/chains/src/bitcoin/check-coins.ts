import { coinOf, InputError } from '@fundtrail/core';
import type { UtxoInput, UtxoOutput } from './utxo-fact.ts';

const NO_FEE = 0n;

/** @throws InputError under `field` where one coin is spent twice: no transaction does, so that a row was repeated */
export function checkInputs(inputs: readonly UtxoInput[], field: string): void {
  if (inputs.length < 2) return;
  const coins = new Set(inputs.map(({ tx, place }) => coinOf(tx, place)));
  if (coins.size < inputs.length) throw new InputError('spends one output twice', { field });
}

/**
 * What inputs have more than outputs, in base units; undefined where an input's amount is not known, and for a coinbase.
 * @throws InputError under `field` where outputs have more
 */
export function feeOf(inputs: readonly UtxoInput[], outputs: readonly UtxoOutput[], field: string): bigint | undefined {
  if (inputs.length === 0) return undefined;
  let fee = NO_FEE;
  for (const { spent } of inputs) {
    if (spent === undefined) return undefined;
    fee += spent.amount;
  }
  for (const { amount } of outputs) fee -= amount;
  if (fee >= NO_FEE) return fee;
  throw new InputError(`outputs have ${-fee} more than inputs`, { field });
}
