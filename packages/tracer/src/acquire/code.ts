import { type AccountId, accountId, isUtxo, splitAccountId, type TransactionFact } from '@fundtrail/core';
import type { CaseRow } from '@fundtrail/store';
import type { TracerDependencies } from '../dependencies.ts';
import { accountsOf, partiesToKnow } from './parties.ts';
import { isFinal, type Work } from './work.ts';

/** Name of the question that a source may not offer, as remembered. */
const CODE = 'code';

/** Accounts of which it matters to these transactions whether they are code; see `partiesToKnow`. On UTXO chains nothing is. */
export function partiesOf(transactions: readonly TransactionFact[], receivers: boolean): ReadonlySet<AccountId> {
  return new Set(
    transactions.flatMap((transaction) =>
      isUtxo(transaction.chain) ? [] : accountsOf(partiesToKnow(transaction, receivers)),
    ),
  );
}

/** Finds out which accounts are code, each asked about once; what the source cannot say is absent. */
export async function learnCode(
  work: Pick<Work, 'source' | 'gaps'> & {
    readonly deps: Pick<TracerDependencies, 'facts'>;
    readonly row: Pick<CaseRow, 'space'>;
  },
  accounts: ReadonlySet<AccountId>,
): Promise<ReadonlyMap<AccountId, boolean>> {
  const { deps, row, source, gaps } = work;
  if (accounts.size === 0 || (await gaps.reasonOf(source, CODE)) !== undefined) return new Map();
  const known = new Map(await deps.facts.contractsAmong(row.space, [...accounts].map(splitAccountId)));
  for (const account of accounts) {
    if (known.has(account)) continue;
    const { chain, address } = splitAccountId(account);
    try {
      const isContract = await source.isContract(chain, address);
      if (isContract === undefined) continue;
      known.set(accountId(chain, address), isContract);
      await deps.facts.writeContracts(row.space, source.id, [{ chain, address, isContract, seenIn: address }]);
    } catch (error) {
      if (!isFinal(error)) throw error;
      await gaps.note(source, CODE, error.message);
      break;
    }
  }
  return known;
}
