import { formatHash, InvariantError, type Leg, type TransactionFact } from '@fundtrail/core';
import type { TaintedInput } from './spending.ts';

/**
 * Of a whole transaction: its inputs pay for its outputs, and each coin is spent with the amount it was made with.
 * @throws InvariantError
 */
export function checkAmounts(fact: TransactionFact, outputs: number, spent: readonly TaintedInput[]): void {
  const { legs, hash, chain } = fact;
  let left = 0n;
  for (let at = 0; at < legs.length; at += 1) {
    const { amount } = legs[at] as Leg;
    left = at < outputs ? left + amount : left - amount;
  }
  if (left < 0n) throw new InvariantError(`${formatHash(hash, chain)} pays out ${-left} more than it spends`);
  for (const { coin, place } of spent) {
    const { amount, id } = legs[place] as Leg;
    if (amount === coin.amount) continue;
    throw new InvariantError(`${formatHash(hash, chain)} spends ${amount} by ${id}, a coin of ${coin.amount}`);
  }
}
