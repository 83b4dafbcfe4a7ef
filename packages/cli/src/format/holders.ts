import type { TraceResult } from '@fundtrail/tracer';

/** One account over all its assets, with what of the stolen money ended or rests there. */
export type Holder = {
  readonly account: string;
  /** `resting`, or the kind of terminal. */
  readonly kind: string;
  readonly entity: string | null;
  readonly reason: string;
  readonly hops: number;
  /** Units of origin under the policy. */
  readonly amount: bigint;
};

/** Everyone at whom some of the stolen money is, the largest first. */
export function holdersOf(result: TraceResult, policy: string): readonly Holder[] {
  const holders = new Map<string, Holder>();
  for (const entry of result.accounts) {
    const kind = entry.terminal?.kind ?? 'resting';
    const measure = kind === 'resting' ? entry.origin_resting : entry.origin_received;
    const amount = BigInt(measure[policy] ?? '0');
    if (amount === 0n) continue;
    const key = `${kind} ${entry.account}`;
    const known = holders.get(key);
    holders.set(key, {
      account: entry.account,
      kind,
      entity: entry.terminal?.entity ?? null,
      reason: entry.terminal?.reason ?? '',
      hops: Math.min(known?.hops ?? entry.hops, entry.hops),
      amount: (known?.amount ?? 0n) + amount,
    });
  }
  return [...holders.values()].sort((a, b) => compare(b.amount, a.amount) || compare(a.account, b.account));
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
