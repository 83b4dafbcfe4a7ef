import type { Address, TransactionFact } from '@fundtrail/core';
import { shapeOf, type TransactionShape } from './transaction-shape.ts';

/** A peel spends the coin that the last one left, and now and then a few small ones for the fee. */
export const MOST_PEEL_INPUTS = 3;

/** Few inputs of one owner and two outputs: the form of a step of a peeling chain, which it shares with ordinary payments. */
export function isPeelShaped(fact: TransactionFact): boolean {
  return hasPeelShape(shapeOf(fact));
}

export function hasPeelShape({ inputs, inputOwners, outputs }: TransactionShape): boolean {
  return (
    inputs.length > 0 &&
    inputs.length <= MOST_PEEL_INPUTS &&
    outputs.length === 2 &&
    (inputs.length === 1 || isOne(inputOwners))
  );
}

function isOne(owners: ReadonlySet<Address>): boolean {
  return owners.size === 1;
}
