import { type Account, type AccountId, accountId, type TransactionFact } from '@fundtrail/core';

/**
 * Accounts of a transaction that may convert or be paid by it, so that it matters whether they are code: those that
 * received something and gave something else, and with `receivers` also those that only received.
 */
export function partiesToKnow(transaction: TransactionFact, receivers: boolean): Account[] {
  const gave = new Map<string, Set<string>>();
  const got = new Map<string, Set<string>>();
  for (const leg of transaction.legs) {
    if (leg.kind === 'fee' || leg.amount === 0n || leg.from === leg.to) continue;
    add(gave, leg.from, leg.asset);
    add(got, leg.to, leg.asset);
  }
  return [...got.keys()]
    .filter((address) => receivers || differs(gave.get(address), got.get(address)))
    .map((address) => ({ chain: transaction.chain, address }));
}

export function accountsOf(accounts: readonly Account[]): AccountId[] {
  return accounts.map((account) => accountId(account.chain, account.address));
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

function differs(gave: ReadonlySet<string> | undefined, got: ReadonlySet<string> | undefined): boolean {
  if (gave === undefined || got === undefined) return false;
  return [...gave].some((asset) => !got.has(asset)) || [...got].some((asset) => !gave.has(asset));
}
