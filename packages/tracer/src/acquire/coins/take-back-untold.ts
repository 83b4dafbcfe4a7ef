import type { ChainId, FactSpace, Spends } from '@fundtrail/core';
import type { FactStore } from '@fundtrail/store';

/**
 * Takes back what is stored as the spender of coins of which a new answer tells another one, or none, or the same in another block: it
 * was told before it was final. A coin that the source knows nothing of tells nothing, nor do blocks that an answer did not reach.
 */
export async function takeBackUntold(
  facts: Pick<FactStore, 'spendersOf' | 'reconcile'>,
  space: FactSpace,
  chain: ChainId,
  { transactions, coverage }: Spends,
): Promise<void> {
  const told = coverage.filter(({ status }) => status === 'complete');
  const stored = await facts.spendersOf(
    space,
    chain,
    told.map(({ address }) => address),
  );
  for (const { address, fromBlock, toBlock } of told) {
    const spender = stored.get(address) ?? undefined;
    if (spender === undefined || spender.block > toBlock) continue;
    const range = { fromBlock: Math.min(fromBlock, spender.block), toBlock };
    await facts.reconcile(space, { chain, address, kinds: ['native'], ...range, told: transactions });
  }
}
