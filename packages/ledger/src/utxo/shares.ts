import type { Policy } from '@fundtrail/core';
import { originOfUnit } from '../origin.ts';
import { apportion, apportionOrigin } from './apportion.ts';
import { shareInOrder } from './share-in-order.ts';
import { shareToHighest } from './share-to-highest.ts';
import { brought, type Shares, type Spending, wholeUnitOf } from './spending.ts';

/** Shares what the inputs bring among outputs and fee, as the policy at place `p` has it. Conserving ones lose nothing. */
export function share(policy: Policy, p: number, spending: Spending): Shares {
  if (policy === 'poison') return poison(p, spending);
  const unit = wholeUnitOf(spending, p);
  if (unit >= 0) {
    const { slots } = spending;
    return { tainted: slots, origin: unit === 0 ? slots : slots.map((amount) => originOfUnit(unit, amount)) };
  }
  switch (policy) {
    case 'haircut':
    // The two bounds mean nothing where coins are spent whole: what a case on accounts has moved to coins parts in proportion there.
    case 'taint_first':
    case 'clean_first':
      return haircut(p, spending);
    case 'fifo':
    case 'lifo':
      return shareInOrder(policy, p, spending);
    case 'tiho':
      return shareToHighest(p, spending);
  }
}

/** Any tainted input taints every output whole; it has no origin, and the fee is nobody's. */
function poison(p: number, { tainted, slots }: Spending): Shares {
  const flagged = tainted.some(({ coin }) => coin.tainted[p] !== 0n);
  const last = slots.length - 1;
  return {
    tainted: slots.map((amount, slot) => (flagged && slot < last ? amount : 0n)),
    origin: slots.map(() => 0n),
  };
}

function haircut(p: number, spending: Spending): Shares {
  const { slots, total } = spending;
  const { tainted, origin } = brought(spending, p);
  const shares = apportion(tainted, slots, total);
  return { tainted: shares, origin: apportionOrigin(origin, shares, tainted, slots, total) };
}
