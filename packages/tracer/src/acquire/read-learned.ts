import { type ChainId, type FactSpace, isUtxo, SourceError, type TransactionFact } from '@fundtrail/core';
import type { ProtocolAccount } from '@fundtrail/store';
import { storeFacts } from '../crossings/bridge-services.ts';
import type { TracerDependencies } from '../dependencies.ts';
import { sourceFor } from '../source-for.ts';
import type { RequestBudget } from './request-budget.ts';
import type { Work } from './work.ts';

/** Stored transactions of one learned account that are read again, at most: what cases hold of a vault are a few deposits. */
const MOST_READ_AGAIN = 500;

/**
 * Reads stored transactions of accounts again that were learned since to be a protocol's: a payment to a vault that emitted nothing is only
 * now known to be a deposit. Those of account chains are fetched, as their calls and logs were not kept.
 */
export async function readLearned({ deps, row }: Pick<Work, 'deps' | 'row'>, budget: RequestBudget): Promise<void> {
  const { bridges, context } = deps;
  await bridges.reader(row.space);
  for (const account of bridges.takeLearned(row.space)) {
    const stored = await storedOf(deps, row.space, account);
    const unread = await unreadOf(deps, row.space, account, stored);
    if (isUtxo(account.chain)) {
      await storeFacts(deps, row.space, unread);
      continue;
    }
    const source = unread.length === 0 ? undefined : await sourceFor(deps, row, account.chain);
    if (source === undefined) continue;
    budget.count(source);
    for (const { chain, hash } of unread) {
      if (budget.left() <= 0) break;
      try {
        await storeFacts(deps, row.space, [await source.transaction(chain, hash, context.signal)]);
      } catch (error) {
        // Taken back meanwhile, or told by a source that reads no whole transactions: it stays as it was read.
        if (!(error instanceof SourceError) || (error.failure !== 'refused' && error.failure !== 'unsupported'))
          throw error;
      }
    }
  }
}

async function storedOf(
  { facts }: Pick<TracerDependencies, 'facts'>,
  space: FactSpace,
  { chain, address }: ProtocolAccount,
): Promise<readonly TransactionFact[]> {
  const transactions = isUtxo(chain)
    ? (await facts.transactionsOfOwners(space, chain, [address])).map(named(chain))
    : [];
  if (isUtxo(chain) && transactions.length === 0) return [];
  const accounts = isUtxo(chain) ? [] : [{ chain, address }];
  const found: TransactionFact[] = [];
  for await (const some of facts.readTransactions({ space, accounts, transactions })) {
    found.push(...some);
    if (found.length >= MOST_READ_AGAIN) break;
  }
  return found.slice(0, MOST_READ_AGAIN);
}

function named(chain: ChainId): (hash: string) => { readonly chain: ChainId; readonly hash: string } {
  return (hash) => ({ chain, hash });
}

/** Those that are nothing to the protocol so far, or only with a fault. */
async function unreadOf(
  { bridges }: Pick<TracerDependencies, 'bridges'>,
  space: FactSpace,
  { protocol }: ProtocolAccount,
  stored: readonly TransactionFact[],
): Promise<readonly TransactionFact[]> {
  const legs = (await bridges.store.legsOf(space, stored)).filter(({ leg }) => leg.protocol === protocol);
  const read = new Set(legs.flatMap(({ leg }) => (leg.fault === undefined ? `${leg.chain}:${leg.tx}` : [])));
  return stored.filter(({ chain, hash }) => !read.has(`${chain}:${hash}`));
}
