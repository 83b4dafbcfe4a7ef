import type { Address, TransactionFact } from '@fundtrail/core';

/** Whether the account paid for the transaction, or any leg or thing in it is its own. */
export function touches(fact: TransactionFact, address: Address): boolean {
  return fact.sender === address || movesOf(fact).some(({ from, to }) => from === address || to === address);
}

/** Whether the account is certainly a party of a call in the transaction: it sent it, or native value moved to or from it. */
export function isPartyOfCalls(fact: TransactionFact, address: Address): boolean {
  const moved = fact.legs.filter(({ kind }) => kind === 'native' || kind === 'internal');
  return fact.sender === address || moved.some(({ from, to }) => from === address || to === address);
}

function movesOf(fact: TransactionFact): readonly { readonly from: Address; readonly to: Address }[] {
  return [...fact.legs, ...(fact.nfts ?? [])];
}
