import { isUtxo } from '@fundtrail/core';
import type { AccountView, TraceResult } from '@fundtrail/tracer';

/** One account over all its assets, or on UTXO chains all outputs of an entity or address, with what of the stolen money ended or rests there. */
export type Holder = {
  /** Of several the one with the largest part. */
  readonly account: string;
  readonly accounts: number;
  /** What `fundtrail path` takes for it. */
  readonly name: string;
  /** On UTXO chains how many; 0 elsewhere. */
  readonly outputs: number;
  /** `resting`, or the kind of terminal. */
  readonly kind: string;
  readonly entity: string | null;
  readonly reason: string;
  readonly hops: number;
  /** Units of origin under the policy. */
  readonly amount: bigint;
};

type Part = { readonly entry: AccountView; readonly amount: bigint };

/** Everyone at whom some of the stolen money is, the largest first. */
export function holdersOf(result: TraceResult, policy: string): readonly Holder[] {
  const parts = result.accounts.flatMap((entry): readonly Part[] => {
    const measure = kindOf(entry) === 'resting' ? entry.origin_resting : entry.origin_received;
    const amount = BigInt(measure[policy] ?? '0');
    return amount === 0n ? [] : [{ entry, amount }];
  });
  const holders = [...Map.groupBy(parts, ({ entry }) => groupOf(entry)).values()].map(holderOf);
  return holders.sort((a, b) => compare(b.amount, a.amount) || compare(a.account, b.account));
}

function kindOf({ terminal }: AccountView): string {
  return terminal?.kind ?? 'resting';
}

/** Services take coins at as many addresses as they have customers. */
function groupOf(entry: AccountView): string {
  const entity = isUtxo(entry.account) ? (entry.terminal?.entity ?? null) : null;
  return JSON.stringify(entity === null ? [kindOf(entry), entry.account] : [kindOf(entry), '', entity]);
}

function holderOf(parts: readonly Part[]): Holder {
  const [{ entry }] = parts.toSorted((a, b) => compare(b.amount, a.amount)) as [Part];
  return {
    account: entry.account,
    accounts: new Set(parts.map((part) => part.entry.account)).size,
    name: nameOf(entry),
    outputs: parts.filter((part) => part.entry.output !== undefined).length,
    kind: kindOf(entry),
    entity: entry.terminal?.entity ?? null,
    reason: entry.terminal?.reason ?? '',
    hops: Math.min(...parts.map((part) => part.entry.hops)),
    amount: parts.reduce((sum, { amount }) => sum + amount, 0n),
  };
}

/** Where no address stands for a script, its output names it. */
function nameOf({ account, output }: AccountView): string {
  return output !== undefined && account.includes(':script-') ? output : account;
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
