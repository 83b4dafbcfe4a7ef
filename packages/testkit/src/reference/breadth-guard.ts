import type { AccountId } from '@fundtrail/core';
import { addOrigin, NO_ORIGIN, type Origin } from './origin.ts';

/** A parent may have this share of what it paid out cut: 1 in 100. */
const CUT_SHARE = 100n;

/** Which accounts outside the open set should be in it, seen from one replay under the lead policy. */
export type BreadthGuard = {
  /** Every flow that carries origin, in order; `closed` says that the receiver could be opened and is not. */
  see(from: AccountId, to: AccountId, origin: Origin, closed: boolean): void;
  wanted(): ReadonlySet<AccountId>;
};

/**
 * @param floors base units per unit of origin; of a unit that is absent nothing is wanted. 0 means more than 0.
 */
export function createBreadthGuard(floors: Origin): BreadthGuard {
  const outflow = new Map<AccountId, Origin>();
  const cut = new Map<AccountId, Origin>();
  const received = new Map<AccountId, Origin>();
  const wanted = new Set<AccountId>();
  return {
    see: (from, to, origin, closed) => {
      outflow.set(from, addOrigin(outflow.get(from) ?? NO_ORIGIN, origin));
      if (!closed || wanted.has(to)) return;
      received.set(to, addOrigin(received.get(to) ?? NO_ORIGIN, origin));
      const carried = [...origin].filter(([unit, amount]) => amount > 0n && floors.has(unit));
      const reached = carried.some(([unit]) => amountOf(received.get(to), unit) >= (floors.get(unit) ?? 0n));
      const spared = carried.some(
        ([unit]) => amountOf(cut.get(from), unit) * CUT_SHARE >= amountOf(outflow.get(from), unit),
      );
      if (reached || spared) wanted.add(to);
      else cut.set(from, addOrigin(cut.get(from) ?? NO_ORIGIN, origin));
    },
    wanted: () => wanted,
  };
}

function amountOf(origin: Origin | undefined, unit: string): bigint {
  return origin?.get(unit) ?? 0n;
}
