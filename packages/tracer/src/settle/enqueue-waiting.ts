import type { TracerDependencies } from '../dependencies.ts';
import { balanceItem, linkItem, transactionItem } from '../jobs.ts';

/** Accounts per acquire job. */
const ITEMS_PER_JOB = 25;

/**
 * Jobs for what a case waits for, in parts that are the same however much of them is there already: a part that is put
 * back while it runs does not run beside itself.
 */
export async function enqueueWaiting(deps: TracerDependencies, caseId: string): Promise<void> {
  const transactions = (await deps.cases.transactions(caseId)).map(({ chain, hash, wave, state }) => ({
    item: transactionItem(chain, hash),
    wave,
    waits: state === 'wanted',
  }));
  const accounts = (await deps.cases.accounts(caseId)).map(({ account, wave, state }) => ({
    item: account,
    wave,
    waits: state === 'wanted',
  }));
  const balances = (await deps.cases.balances(caseId)).map((entry) => ({
    item: balanceItem(entry),
    wave: entry.wave,
    waits: entry.state === 'wanted',
  }));
  const links = (await deps.cases.links(caseId)).map((entry) => ({
    item: linkItem(entry),
    wave: entry.wave,
    waits: entry.state === 'wanted',
  }));
  for (const [wave, entries] of Map.groupBy(
    [...transactions, ...accounts, ...balances, ...links],
    (entry) => entry.wave,
  )) {
    for (let batch = 0; batch * ITEMS_PER_JOB < entries.length; batch += 1) {
      const part = entries.slice(batch * ITEMS_PER_JOB, (batch + 1) * ITEMS_PER_JOB);
      const items = part.flatMap((entry) => (entry.waits ? [entry.item] : []));
      if (items.length > 0) await deps.jobs.acquire({ caseId, wave, batch, items });
    }
  }
}
