import type { FactSpace, Hash, TransactionFact } from '@fundtrail/core';
import type { FactStore } from '@fundtrail/store';
import type { TrailFlow } from '../trail.ts';

/** The stored transactions of a trail by hash, read in one go. What a chain took back since is not among them. */
export async function trailFacts(
  facts: Pick<FactStore, 'readTransactions'>,
  space: FactSpace,
  trail: readonly Pick<TrailFlow, 'chain' | 'tx'>[],
): Promise<ReadonlyMap<Hash, TransactionFact>> {
  const found = new Map<Hash, TransactionFact>();
  if (trail.length === 0) return found;
  const transactions = trail.map(({ chain, tx }) => ({ chain, hash: tx }));
  for await (const batch of facts.readTransactions({ space, accounts: [], transactions })) {
    for (const fact of batch) found.set(fact.hash, fact);
  }
  return found;
}
