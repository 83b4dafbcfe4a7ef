import type { Policy } from '@fundtrail/core';
import { addNewest, type Lots, lotsOfClean } from '../lots.ts';
import { addOrigin, type Origin, originOfUnit, scaleOrigin, subtractOrigin, wholeUnit } from '../origin.ts';
import type { MovedParts } from '../policy.ts';
import type { CoinParts } from './coin-state.ts';

/** Adds a segment at the end. Merges with the last where no split could tell the difference, in any unit. */
export function append(segments: Lots, amount: bigint, origin: Origin | null): void {
  const last = segments.amounts.length - 1;
  if (last >= segments.head && typeof origin === 'object' && origin !== null) {
    const lastAmount = segments.amounts[last] as bigint;
    const lastOrigin = segments.origins[last] as Origin | null;
    const unit = wholeUnit(origin, amount);
    if (lastOrigin !== null && unit >= 0 && wholeUnit(lastOrigin, lastAmount) === unit) {
      segments.amounts[last] = lastAmount + amount;
      segments.origins[last] = originOfUnit(unit, lastAmount + amount);
      return;
    }
  }
  addNewest(segments, amount, origin);
}

/** Moves `amount`, which `from` must hold, from its oldest segment on to the end of `into`. A split one keeps the rest of its origin. */
export function moveOldest(from: Lots, amount: bigint, into: Lots): void {
  let left = amount;
  while (left > 0n) {
    const { head } = from;
    const held = from.amounts[head] as bigint;
    const origin = from.origins[head] as Origin | null;
    if (held > left) {
      const gone = origin === null ? null : scaleOrigin(origin, left, held);
      from.amounts[head] = held - left;
      from.origins[head] = origin === null || gone === null ? null : subtractOrigin(origin, gone);
      append(into, left, gone);
      return;
    }
    append(into, held, origin);
    from.head = head + 1;
    left -= held;
  }
}

/** The segments in reverse order. */
export function reversed(segments: Lots): Lots {
  const turned: Lots = { amounts: [], origins: [], head: 0 };
  for (let i = segments.amounts.length - 1; i >= segments.head; i -= 1) {
    append(turned, segments.amounts[i] as bigint, segments.origins[i] as Origin | null);
  }
  return turned;
}

export function sumOrigin(segments: Lots): Origin {
  let sum: Origin = 0n;
  for (let i = segments.head; i < segments.origins.length; i += 1) {
    const origin = segments.origins[i] as Origin | null;
    if (origin !== null) sum = addOrigin(sum, origin);
  }
  return sum;
}

/** Whether nothing but one segment is there, so that the sums say all. */
export function isSingle(segments: Lots): boolean {
  return segments.amounts.length - segments.head <= 1;
}

/** What comes to a coin from where there are no segments: the tainted part first, then the clean one. */
export function withSegments(policies: readonly Policy[], amount: bigint, { tainted, origin }: MovedParts): CoinParts {
  const lots = policies.map((policy, p) => {
    const part = tainted[p] as bigint;
    if ((policy !== 'fifo' && policy !== 'lifo') || part === 0n || part === amount) return undefined;
    const segments = lotsOfClean(0n);
    addNewest(segments, part, origin[p] as Origin);
    addNewest(segments, amount - part, null);
    return segments;
  });
  return { tainted, origin, lots: lots.some((own) => own !== undefined) ? lots : undefined };
}
