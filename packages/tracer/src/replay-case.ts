import { type Account, type AccountId, accountId, splitAccountId, type TransactionFact } from '@fundtrail/core';
import {
  createReplay,
  type Flow,
  type LedgerResult,
  type LedgerSeed,
  type ReplayOptions,
  type Wanted,
} from '@fundtrail/ledger';
import type { CaseRow, FactStore } from '@fundtrail/store';

/** One whole replay of a case. */
export type CaseReplay = {
  readonly result: LedgerResult;
  readonly flows: readonly Flow[];
  readonly wanted: readonly Wanted[];
  readonly wantedWhole: readonly { readonly chain: string; readonly hash: string }[];
  readonly seedsMet: ReadonlySet<number>;
  readonly transactions: number;
  readonly legs: number;
  /** Highest block replayed; 0 when there was none. */
  readonly head: number;
  /** Time of the first transaction in which something was stolen; 0 when nothing was. */
  readonly theftTime: number;
};

/**
 * Replays a case over the stored facts of the accounts given (and of its seed transactions), in chain order.
 * Pure but for reading: the same facts and options give the same answer.
 */
export async function replayCase(input: {
  readonly row: CaseRow;
  readonly facts: FactStore;
  readonly accounts: ReadonlySet<AccountId>;
  readonly options: Omit<ReplayOptions, 'onFlow'>;
  readonly until: number | null;
  /** Later blocks are left out. */
  readonly upTo: number;
  readonly signal: AbortSignal;
}): Promise<CaseReplay> {
  const flows: Flow[] = [];
  const replay = createReplay({ ...input.options, onFlow: (flow) => flows.push(flow) });
  let transactions = 0;
  let legs = 0;
  let head = 0;
  for await (const batch of input.facts.readTransactions({
    space: input.row.space,
    accounts: [...input.accounts].map(splitAccountId),
    transactions: seedTransactions(input.options.seeds),
  })) {
    input.signal.throwIfAborted();
    for (const transaction of batch) {
      if (transaction.block > input.upTo || (input.until !== null && transaction.time > input.until)) continue;
      replay.apply(transaction);
      transactions += 1;
      legs += transaction.legs.length;
      if (transaction.block > head) head = transaction.block;
    }
  }
  const result = replay.result();
  return {
    result,
    flows,
    wanted: replay.wanted(),
    wantedWhole: replay.wantedWhole(),
    seedsMet: replay.seedsMet(),
    transactions,
    legs,
    head,
    theftTime: Math.min(
      ...result.accounts.filter((row) => row.hops === 0).map((row) => row.firstTaint.time),
      Number.MAX_SAFE_INTEGER,
    ),
  };
}

/** Accounts that seeds name; those of a theft transaction are known once it is read. */
export function seedAccounts(seeds: readonly LedgerSeed[]): Set<AccountId> {
  return new Set(seeds.flatMap((seed) => (seed.account === undefined ? [] : [seed.account])));
}

export function seedTransactions(seeds: readonly LedgerSeed[]): { chain: string; hash: string }[] {
  return seeds.flatMap((seed) => (seed.kind === 'transaction' ? [{ chain: seed.chain, hash: seed.hash }] : []));
}

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
