import { type AccountId, type AssetRef, accountId, type BalanceFact, type TransactionFact } from '@fundtrail/core';

/** Balances seen on the chain, to be given to a replay after the block at whose end they were seen. */
export type Checkpoints = {
  /** Gives those of blocks of this chain before `block` that were not given yet. */
  before(chain: string, block: number): readonly BalanceFact[];
  /** Gives all of a chain that are left up to a block, by block. */
  rest(chain: string, upTo: number): readonly BalanceFact[];
  /** In their order. */
  chains(): readonly string[];
};

export function createCheckpoints(facts: readonly BalanceFact[]): Checkpoints {
  const queues = new Map(
    [...Map.groupBy(facts, (fact) => fact.chain)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([chain, own]) => {
        const sorted = own.toSorted((a, b) => a.block - b.block || compare(keyOf(a), keyOf(b)));
        return [chain, { sorted, next: 0 }];
      }),
  );
  const take = (chain: string, block: number): readonly BalanceFact[] => {
    const queue = queues.get(chain);
    if (queue === undefined) return NONE;
    const from = queue.next;
    while ((queue.sorted[queue.next]?.block ?? Number.POSITIVE_INFINITY) < block) queue.next += 1;
    return queue.next === from ? NONE : queue.sorted.slice(from, queue.next);
  };
  return {
    before: take,
    rest: (chain, upTo) => take(chain, upTo === Number.MAX_SAFE_INTEGER ? upTo : upTo + 1),
    chains: () => [...queues.keys()],
  };
}

/**
 * What accounts that a replay takes up late held at the end of a block of their chain: the last balance seen up to then, and what moved
 * since. Assets of which no balance was seen are left out: the facts alone tell them.
 */
export function balancesAt(
  facts: readonly BalanceFact[],
  earlier: readonly TransactionFact[],
  blocks: ReadonlyMap<string, number>,
): readonly BalanceFact[] {
  const latest = new Map<string, BalanceFact>();
  for (const fact of facts) {
    if (fact.block > (blocks.get(fact.chain) ?? -1)) continue;
    const known = latest.get(keyOf(fact));
    if (known === undefined || known.block < fact.block) latest.set(keyOf(fact), fact);
  }
  const moved = new Map<string, bigint>();
  for (const fact of earlier) {
    for (const leg of fact.legs) {
      if (!fact.success && leg.kind !== 'fee') continue;
      for (const [address, sign] of [
        [leg.from, -1n],
        [leg.to, 1n],
      ] as const) {
        const key = `${accountId(fact.chain, address)} ${leg.asset}`;
        const seen = latest.get(key);
        if (seen !== undefined && fact.block > seen.block) moved.set(key, (moved.get(key) ?? 0n) + sign * leg.amount);
      }
    }
  }
  return [...latest].map(([key, fact]) => {
    const amount = fact.amount + (moved.get(key) ?? 0n);
    return { ...fact, block: blocks.get(fact.chain) ?? fact.block, amount: amount < 0n ? 0n : amount };
  });
}

function keyOf({
  chain,
  address,
  asset,
}: {
  chain: string;
  address: string;
  asset: AssetRef;
}): `${AccountId} ${string}` {
  return `${accountId(chain, address)} ${asset}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const NONE: readonly BalanceFact[] = [];
