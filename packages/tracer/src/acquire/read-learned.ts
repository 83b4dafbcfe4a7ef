import {
  type ChainId,
  type FactSpace,
  formatAddress,
  isUtxo,
  SourceError,
  type TransactionFact,
} from '@fundtrail/core';
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
    const about = { action: 'read_learned', case_id: row.id, ...accountOf(account) };
    if (stored.length === MOST_READ_AGAIN)
      context.logger.warn(about, 'more is stored of this account than is read again');
    if (isUtxo(account.chain)) {
      await storeFacts(deps, row.space, unread);
      continue;
    }
    const source = unread.length === 0 ? undefined : await sourceFor(deps, row, account.chain);
    if (source === undefined) {
      if (unread.length > 0)
        context.logger.warn({ ...about, unread: unread.length }, 'no source reads this chain again');
      continue;
    }
    budget.count(source);
    for (const [place, { chain, hash }] of unread.entries()) {
      if (budget.left() <= 0) {
        context.logger.warn({ ...about, unread: unread.length - place }, 'the limit of requests was reached');
        break;
      }
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

function accountOf({ protocol, chain, address }: ProtocolAccount): Readonly<Record<string, string>> {
  return { protocol, chain, address: formatAddress(address, chain) };
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
