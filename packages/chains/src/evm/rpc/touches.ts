import type { Address, TransactionFact } from '@fundtrail/core';

/** Whether the account paid for the transaction, or any leg or thing in it is its own. */
export function touches(fact: TransactionFact, address: Address): boolean {
  return fact.sender === address || movesOf(fact).some(({ from, to }) => from === address || to === address);
}

/** Whether native value of the transaction itself or inside it was the account's; its fee is not. */
export function movesValueOf(fact: TransactionFact, address: Address): boolean {
  return fact.legs.some(
    ({ kind, from, to }) => (kind === 'native' || kind === 'internal') && (from === address || to === address),
  );
}

function movesOf(fact: TransactionFact): readonly { readonly from: Address; readonly to: Address }[] {
  return [...fact.legs, ...(fact.nfts ?? [])];
}
