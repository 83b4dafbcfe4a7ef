import type { FactSpace, Leg, TransactionFact } from '@fundtrail/core';
import type { FactStore } from '@fundtrail/store';

/**
 * Stores transactions of a UTXO chain that were told just now. One that is stored in another block was told before it was final and
 * mined again: what was stored of it is taken back first.
 */
export async function storeTold(
  facts: Pick<FactStore, 'placementsOf' | 'reconcile' | 'writeTransactions'>,
  space: FactSpace,
  transactions: readonly TransactionFact[],
): Promise<void> {
  for (const [chain, told] of Map.groupBy(transactions, (fact) => fact.chain)) {
    const stored = await facts.placementsOf(
      space,
      chain,
      told.map(({ hash }) => hash),
    );
    for (const fact of told) {
      const known = stored.get(fact.hash);
      const spent = fact.legs.find(isInput);
      if (known === undefined || spent === undefined || isSamePlace(known, fact)) continue;
      const range = { fromBlock: known.block, toBlock: known.block };
      await facts.reconcile(space, { chain, address: spent.from, kinds: ['native'], ...range, told: [fact] });
    }
  }
  await facts.writeTransactions(space, transactions);
}

function isInput({ kind }: Leg): boolean {
  return kind === 'input';
}

type Place = Pick<TransactionFact, 'block'> & { readonly blockHash?: string | undefined };

function isSamePlace(one: Place, other: Place): boolean {
  const known = one.blockHash !== undefined && other.blockHash !== undefined;
  return one.block === other.block && (!known || one.blockHash === other.blockHash);
}
