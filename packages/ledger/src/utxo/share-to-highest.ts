import { type Origin, scaleOrigin, subtractOrigin } from '../origin.ts';
import { apportionOrigin } from './apportion.ts';
import { brought, type Shares, type Spending } from './spending.ts';

/**
 * TIHO, "taint in, highest out": the largest output takes all it can hold, then the next (ties: the lowest place), the fee what is left.
 * Each take's origin is its part of what is left, by floor; the last one's is the rest.
 */
export function shareToHighest(p: number, spending: Spending): Shares {
  const { slots, total } = spending;
  const all = brought(spending, p);
  const tainted = slots.map(() => 0n);
  if (all.tainted === 0n) return { tainted, origin: apportionOrigin(all.origin, tainted, 0n, slots, total) };
  const origin: Origin[] = slots.map(() => 0n);
  let left = all.tainted;
  let from = all.origin;
  for (const slot of highestFirst(slots)) {
    if (left === 0n) break;
    let taken = slots[slot] as bigint;
    if (left < taken) taken = left;
    if (taken === 0n) continue;
    const gone = taken === left ? from : scaleOrigin(from, taken, left);
    tainted[slot] = taken;
    origin[slot] = gone;
    left -= taken;
    from = subtractOrigin(from, gone);
  }
  return { tainted, origin };
}

/** Places of the outputs, largest first, then of the fee. */
function highestFirst(slots: readonly bigint[]): readonly number[] {
  const fee = slots.length - 1;
  const outputs = [...slots.keys()].slice(0, fee);
  outputs.sort((a, b) => {
    const [x, y] = [slots[a] as bigint, slots[b] as bigint];
    return x > y ? -1 : x < y ? 1 : a - b;
  });
  return [...outputs, fee];
}
