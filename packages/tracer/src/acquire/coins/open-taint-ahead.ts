import { type AccountId, accountId, assetId, type ChainId, splitAccountId } from '@fundtrail/core';
import { type CaseRow, readOrigins } from '@fundtrail/store';
import type { TracerDependencies } from '../../dependencies.ts';
import type { KnowledgeMemory } from '../../load-knowledge.ts';
import { createMixOf } from '../../settle/coins/mix-of.ts';
import { readLimits, readPolicies } from '../../stored-case.ts';
import { createTaintAhead, type TaintAhead } from './taint-ahead.ts';

/** What a case knows of coins that it looks for, as its last replay left them. */
export async function openTaintAhead(
  deps: TracerDependencies,
  knowledge: KnowledgeMemory,
  row: CaseRow,
  chain: ChainId,
  coins: readonly AccountId[],
): Promise<TaintAhead> {
  const { attribution } = await knowledge.load(row);
  const native = assetId(chain, 'native');
  const floor = row.floors?.[native];
  const { maxHops, maxAccounts, until } = readLimits(row);
  const mixOf = createMixOf(attribution);
  const origins = await readOrigins(deps.database.db, row.id, {
    policy: readPolicies(row)[0] ?? 'haircut',
    unit: native,
    accounts: coins,
  });
  return createTaintAhead({
    tainted: new Map([...origins].map(([account, known]) => [splitAccountId(account).address, known])),
    floor: floor === undefined ? undefined : BigInt(floor),
    maxHops,
    until,
    room: maxAccounts === null ? Number.POSITIVE_INFINITY : maxAccounts - (row.counts.accounts_opened ?? 0),
    isStop: (owner) => attribution.stopOf(accountId(chain, owner)) !== undefined,
    isMix: (transaction) => mixOf(transaction) !== undefined,
  });
}
