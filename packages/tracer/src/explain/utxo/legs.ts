import type { Leg, TransactionFact } from '@fundtrail/core';

/** In the transaction's order: a leg's place is its number. */
export function inputsIn({ legs }: TransactionFact): readonly Leg[] {
  return legs.filter(({ kind }) => kind === 'input');
}

export function outputsIn({ legs }: TransactionFact): readonly Leg[] {
  return legs.filter(({ kind }) => kind === 'output');
}

export function sumOf(legs: readonly Leg[]): bigint {
  return legs.reduce((sum, { amount }) => sum + amount, 0n);
}

/** Where a fact is not whole, amounts are only known of the inputs whose owners are. */
export function isAmountKnown({ whole }: TransactionFact, { owner }: Leg): boolean {
  return whole.length > 0 || owner !== undefined;
}
