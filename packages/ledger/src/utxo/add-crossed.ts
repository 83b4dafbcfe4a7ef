import type { Policy } from '@fundtrail/core';
import { type Lots, lotsOfClean } from '../lots.ts';
import { addOrigin, isNoOrigin, type Origin, scaleOrigin, subtractOrigin } from '../origin.ts';
import type { MovedParts } from '../policy.ts';
import type { CoinParts } from './coin-state.ts';
import { append, isSingle } from './segments.ts';

/**
 * Joins what an output brings from another chain to what the coins give that paid for it: their sum, and no more taint than the output has.
 * Of its segments the oldest clean ones become what was brought.
 */
export function addCrossed(
  policies: readonly Policy[],
  amount: bigint,
  given: CoinParts,
  crossed: MovedParts,
): CoinParts {
  const tainted = policies.map((_, p) => {
    const both = (given.tainted[p] as bigint) + (crossed.tainted[p] as bigint);
    return both < amount ? both : amount;
  });
  const origin = policies.map((_, p) => addOrigin(given.origin[p] as Origin, crossed.origin[p] as Origin));
  const lots = policies.map((policy, p) => {
    if (policy !== 'fifo' && policy !== 'lifo') return undefined;
    const whole = (given.tainted[p] as bigint) > 0n ? (given.origin[p] as Origin) : null;
    const own = given.lots?.[p] ?? { amounts: [amount], origins: [whole], head: 0 };
    const joined = join(own, crossed.tainted[p] as bigint, crossed.origin[p] as Origin);
    return isSingle(joined) ? undefined : joined;
  });
  return { tainted, origin, lots: lots.some((own) => own !== undefined) ? lots : undefined };
}

function join(segments: Lots, tainted: bigint, origin: Origin): Lots {
  const joined = lotsOfClean(0n);
  let left = tainted;
  let leftOrigin = origin;
  for (let at = segments.head; at < segments.amounts.length; at += 1) {
    const amount = segments.amounts[at] as bigint;
    const own = segments.origins[at] as Origin | null;
    const room = own === null ? amount : 0n;
    const taken = left < room ? left : room;
    if (taken > 0n) {
      const part = taken === left ? leftOrigin : scaleOrigin(origin, taken, tainted);
      append(joined, taken, part);
      leftOrigin = subtractOrigin(leftOrigin, part);
      left -= taken;
    }
    if (amount > taken) append(joined, amount - taken, own);
  }
  addToLast(joined, leftOrigin);
  return joined;
}

/** Origin for which there was no clean amount goes with the last that is tainted. */
function addToLast(segments: Lots, origin: Origin): void {
  if (isNoOrigin(origin)) return;
  const last = segments.origins.findLastIndex((own) => own !== null);
  if (last >= 0) segments.origins[last] = addOrigin(segments.origins[last] as Origin, origin);
}
