import type { Coin, Coverage, Spends, SpendsRequest } from '@fundtrail/core';
import { askOne, candidates } from './failover.ts';
import { type Failed, joinFailures } from './failure.ts';
import type { Heads } from './heads.ts';
import { reachOf, SPENDS, type SpendsDeps } from './spends-question.ts';

/**
 * What became of coins, from the first member that can tell; what it does not know, or not far enough, from the next.
 * @throws SourceError where a member that failed for a while could have told more than all others
 */
export async function readSpendsInTurn(deps: SpendsDeps, request: SpendsRequest): Promise<Spends> {
  const { pool, members, heads } = deps;
  const transactions = new Map<string, Spends['transactions'][number]>();
  const coverage = new Map<Coin, Coverage>();
  const failures: Failed[] = [];
  let left = request.coins;
  let answered = 0;
  for (const member of candidates(heads.usable(members), SPENDS.kind)) {
    const maxTransactions = request.maxTransactions - transactions.size;
    const told = await askOne(member, {
      ...SPENDS,
      signal: request.signal,
      put: async (source) => source.spends?.({ ...request, coins: left, maxTransactions }),
    });
    if ('error' in told) failures.push(told);
    if ('error' in told || told.value === undefined) continue;
    answered += 1;
    for (const fact of told.value.transactions) if (!transactions.has(fact.hash)) transactions.set(fact.hash, fact);
    for (const entry of told.value.coverage) {
      const before = coverage.get(entry.address);
      if (before === undefined || reachOf(entry) > reachOf(before)) coverage.set(entry.address, entry);
    }
    left = request.coins.filter(({ coin }) => !isEnough(coverage.get(coin), request, heads));
    if (left.length === 0 || transactions.size >= request.maxTransactions) break;
  }
  const canPass = failures.some(({ error }) => error.retryable || error.failure === 'unauthorized');
  const lacksSome = left.some(({ coin }) => coverage.get(coin)?.status === 'unavailable');
  if (answered === 0 || (canPass && lacksSome)) throw joinFailures(pool, failures, SPENDS.what);
  return { transactions: [...transactions.values()], coverage: [...coverage.values()] };
}

/** Whether another need not be asked. What was left out because enough was found is enough. */
function isEnough(coverage: Coverage | undefined, { toBlock }: SpendsRequest, heads: Heads): boolean {
  return coverage === undefined || reachOf(coverage) >= toBlock - heads.maxLag;
}
