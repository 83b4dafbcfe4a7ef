import { type AccountId, splitAccountId } from '@fundtrail/core';
import type { BalanceItem, WantedBalance } from '@fundtrail/store';
import { isFinal, type Work } from './work.ts';

/** Name of the question that a source may not offer, as remembered. */
const BALANCE = 'balance';

/**
 * The block from which on an account's history is needed: from its first taint on where what it held before is told, else
 * from the start, which tells it, too.
 */
export async function openingBlock(work: Work, account: AccountId, firstBlock: number | null): Promise<number> {
  if (firstBlock === null || firstBlock === 0) return 0;
  const told = await acquireBalance(work, { account, asset: 'native', block: firstBlock - 1 });
  return told.state === 'covered' ? firstBlock : 0;
}

/** One balance, from the store or the source. What the source keeps no state for is unavailable, never zero. */
export async function acquireBalance(work: Work, item: BalanceItem): Promise<Pick<WantedBalance, 'state' | 'reason'>> {
  const { deps, row, source, gaps } = work;
  const { chain, address } = splitAccountId(item.account);
  const stored = (await deps.facts.balancesOf(row.space, [{ chain, address }])).get(item.account) ?? [];
  if (stored.some((fact) => fact.asset === item.asset && fact.block === item.block)) return COVERED;
  if (source.balance === undefined) return { state: 'unavailable', reason: 'the source tells no balances' };
  const question = `${BALANCE}:${chain}:${address}/${item.asset}@${item.block}`;
  const known = await gaps.reasonOf(source, question);
  if (known !== undefined) return { state: 'unavailable', reason: known };
  try {
    const amount = await source.balance(chain, address, item.asset, item.block, deps.context.signal);
    if (amount === undefined) {
      const reason = `the source keeps no state of block ${item.block}`;
      await gaps.note(source, question, reason);
      return { state: 'unavailable', reason };
    }
    await deps.facts.writeBalances(row.space, [
      { chain, address, asset: item.asset, block: item.block, amount, source: source.id },
    ]);
    return COVERED;
  } catch (error) {
    if (!isFinal(error)) throw error;
    await gaps.note(source, question, error.message);
    return { state: 'unavailable', reason: error.message };
  }
}

const COVERED = { state: 'covered', reason: null } as const;
