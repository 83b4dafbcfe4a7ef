import { type AccountId, type AssetId, assetId, splitAccountId, type TransactionFact } from '@fundtrail/core';
import type { NetFlow } from './net-flows.ts';
import { smaller } from './origin.ts';
import type { Roles } from './roles.ts';
import type { ReferenceSeed } from './types.ts';

/** Accounts that are open because tracing starts there. */
export function seedAccounts(
  seeds: readonly ReferenceSeed[],
  transactions: readonly TransactionFact[],
  flowsOf: (transaction: TransactionFact) => readonly NetFlow[],
  roles: Roles,
): ReadonlySet<AccountId> {
  const accounts = seeds.flatMap((seed) => {
    if (seed.account !== undefined) return [seed.account];
    const theft = transactions.filter((tx) => isSeedTransaction(seed, tx));
    return theft
      .flatMap(flowsOf)
      .map((flow) => flow.to)
      .filter((account) => roles.isPlain(account));
  });
  return new Set(accounts);
}

type AccountSeed = Extract<ReferenceSeed, { kind: 'account' }>;

/** What one run of the replay knows of its seeds: which account seeds have begun and how much each may still taint. */
export type SeedState = {
  /** Account seeds whose first transaction this is; each has begun when it is given, and not before. */
  begin(transaction: TransactionFact): Iterable<AccountSeed>;
  /** Whether a transaction seed speaks of what the account receives in this transaction. */
  steals(transaction: TransactionFact, account: AccountId): boolean;
  /** Of a gap, an unseen opening balance, how much is stolen: what a begun account seed has not counted yet. */
  claimableGap(account: AccountId, asset: AssetId, gap: bigint): bigint;
  /**
   * Of `fresh` units that the account holds or receives, how many are newly stolen; counts them against the seed's amount.
   * Without a transaction, what it holds: only account seeds speak of that.
   */
  claim(transaction: TransactionFact | undefined, account: AccountId, asset: AssetId, fresh: bigint): bigint;
};

export function createSeedState(seeds: readonly ReferenceSeed[], roles: Roles): SeedState {
  const begun = new Set<ReferenceSeed>();
  // What a transaction seed takes whole counts against the amounts of the receiver's account seeds first, whatever their order.
  const ofAccounts = seeds.filter((seed) => seed.kind === 'account');
  const ofTransactions = seeds.filter((seed) => seed.kind === 'transaction');
  const claimed = new Map<ReferenceSeed, bigint>();
  const means = (seed: ReferenceSeed, transaction: TransactionFact, account: AccountId): boolean =>
    isSeedTransaction(seed, transaction) &&
    (seed.account === undefined ? roles.isPlain(account) : seed.account === account);
  /** What a seed may still taint; one without an amount, as much as is asked for. */
  const leftOf = (seed: ReferenceSeed, asked: bigint): bigint =>
    seed.kind === 'account' && seed.amount !== undefined ? seed.amount - (claimed.get(seed) ?? 0n) : asked;
  return {
    *begin(transaction) {
      for (const seed of ofAccounts) {
        if (begun.has(seed) || splitAccountId(seed.account).chain !== transaction.chain) continue;
        if (transaction.block < seed.fromBlock) continue;
        begun.add(seed);
        yield seed;
      }
    },
    steals: (transaction, account) => ofTransactions.some((seed) => means(seed, transaction, account)),
    claimableGap: (account, asset, gap) => {
      const left = seeds.flatMap((seed) =>
        begun.has(seed) && covers(seed, account, asset) ? [leftOf(seed, gap)] : [],
      );
      return smaller(
        gap,
        left.reduce((sum, part) => sum + part, 0n),
      );
    },
    claim: (transaction, account, asset, fresh) => {
      let left = fresh;
      for (const seed of [...ofAccounts, ...ofTransactions]) {
        const applies =
          seed.kind === 'account'
            ? begun.has(seed) && covers(seed, account, asset)
            : transaction !== undefined && means(seed, transaction, account);
        if (!applies) continue;
        const part = smaller(leftOf(seed, left), left);
        claimed.set(seed, (claimed.get(seed) ?? 0n) + part);
        left -= part;
      }
      return fresh - left;
    },
  };
}

/** An amount without an asset means the native one. */
function covers(seed: ReferenceSeed, account: AccountId, asset: AssetId): boolean {
  if (seed.kind !== 'account' || seed.account !== account) return false;
  const only = seed.asset ?? (seed.amount === undefined ? undefined : assetId(splitAccountId(account).chain, 'native'));
  return only === undefined || only === asset;
}

function isSeedTransaction(seed: ReferenceSeed, transaction: TransactionFact): boolean {
  return seed.kind === 'transaction' && seed.chain === transaction.chain && seed.hash === transaction.hash;
}
