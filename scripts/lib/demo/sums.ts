import { TOTAL_KINDS } from '@fundtrail/core';
import type { TraceResult } from '@fundtrail/tracer';

/** One policy's account of one stolen asset, in base units. */
export type Sum = {
  readonly policy: string;
  readonly asset: string;
  readonly stolen: bigint;
  /** What of it is where, by kind; kinds with nothing are left out. */
  readonly parts: readonly { readonly kind: string; readonly amount: bigint }[];
  /** What the parts lack to what was stolen: 0 when the sum closes. */
  readonly difference: bigint;
};

/** Flags what was touched and keeps no amounts, so there is nothing to sum up. */
const NOT_CONSERVING = 'poison';

/** The sums that must close: one per conserving policy and stolen asset. */
export function sumsOf(result: TraceResult): readonly Sum[] {
  return result.case.policies
    .filter((policy) => policy !== NOT_CONSERVING)
    .flatMap((policy) => {
      const totals = result.totals[policy];
      return Object.entries(totals?.stolen ?? {}).map(([asset, text]) => {
        const parts = TOTAL_KINDS.map((kind) => ({
          kind,
          amount: BigInt(totals?.origin[kind]?.[asset] ?? '0'),
        })).filter(({ amount }) => amount !== 0n);
        const stolen = BigInt(text);
        const difference = stolen - parts.reduce((sum, { amount }) => sum + amount, 0n);
        return { policy, asset, stolen, parts, difference };
      });
    });
}
