import type { AccountId, AssetId, ChainId, Hash } from '@fundtrail/core';

/** As much of a ledger flow as a deposit needs; the ledger's own flows fit. */
export type DepositFlow = {
  readonly chain: ChainId;
  readonly tx: Hash;
  readonly block: number;
  /** Unix seconds. */
  readonly time: number;
  readonly from: AccountId;
  readonly to: AccountId;
  readonly asset: AssetId;
  /** Base units that moved, and of them tainted per policy, in the case's order. */
  readonly amount: bigint;
  readonly tainted: readonly bigint[];
  readonly legs: readonly string[];
  readonly lowConfidence: boolean;
};

/** What one account received of one asset in one transaction. */
export type Deposit = DepositFlow & {
  /** Every sender; `from` is the one that moved most taint under the leading policy. */
  readonly senders: readonly AccountId[];
  /** Whether it is the first by which this case reached the account with this asset. */
  readonly first: boolean;
};

/**
 * The deposits among flows in replay order: flows into accounts for which `isExchange` holds, with taint under the
 * leading policy, joined per transaction, receiver and asset.
 */
export function findDeposits(
  flows: Iterable<DepositFlow>,
  isExchange: (account: AccountId) => boolean,
): readonly Deposit[] {
  const groups = new Map<string, DepositFlow[]>();
  for (const flow of flows) {
    if ((flow.tainted[0] ?? 0n) === 0n || !isExchange(flow.to)) continue;
    const key = depositKey(flow);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [flow]);
    else group.push(flow);
  }
  const reached = new Set<string>();
  return [...groups.values()].map((group) => {
    const deposit = join(group);
    const place = `${deposit.to} ${deposit.asset}`;
    const first = !reached.has(place);
    reached.add(place);
    return { ...deposit, first };
  });
}

/** Names a deposit within a case: account, transaction, asset. */
export function depositKey(deposit: Pick<DepositFlow, 'to' | 'tx' | 'asset'>): string {
  return `${deposit.to}:${deposit.tx}:${deposit.asset}`;
}

function join(group: readonly DepositFlow[]): Omit<Deposit, 'first'> {
  const main = group.reduce((best, flow) => ((flow.tainted[0] ?? 0n) > (best.tainted[0] ?? 0n) ? flow : best));
  return {
    ...main,
    amount: group.reduce((sum, flow) => sum + flow.amount, 0n),
    tainted: main.tainted.map((_, policy) => group.reduce((sum, flow) => sum + (flow.tainted[policy] ?? 0n), 0n)),
    legs: [...new Set(group.flatMap((flow) => flow.legs))],
    lowConfidence: group.some((flow) => flow.lowConfidence),
    senders: [...new Set(group.map((flow) => flow.from))],
  };
}
