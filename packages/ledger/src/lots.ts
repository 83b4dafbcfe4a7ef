import { addOrigin, isNoOrigin, type Origin, originOfUnit, scaleOrigin, subtractOrigin } from './origin.ts';

/**
 * A balance as the queue of its lots, oldest first. A lot is wholly clean (`null`) or wholly tainted with an origin; its
 * amount is above zero. Lots live in two parallel arrays from `head` on. Neighbours are merged only where no later split
 * could tell the difference: both clean, or both tainted with an origin equal to the amount, or with none.
 */
export type Lots = { amounts: bigint[]; origins: (Origin | null)[]; head: number };

/** What a take consumed. */
export type Consumed = { tainted: bigint; origin: Origin };

/** Spent lots at the front are dropped once there are this many and they are most of the arrays. */
const SPENT_LOTS_KEPT = 64;

export function lotsOfClean(balance: bigint): Lots {
  return balance === 0n ? { amounts: [], origins: [], head: 0 } : { amounts: [balance], origins: [null], head: 0 };
}

export function cloneLots(lots: Lots): Lots {
  return { amounts: lots.amounts.slice(lots.head), origins: lots.origins.slice(lots.head), head: 0 };
}

export function addNewest(lots: Lots, amount: bigint, origin: Origin | null): void {
  const last = lots.amounts.length - 1;
  if (last >= lots.head) {
    const lastAmount = lots.amounts[last] as bigint;
    const lastOrigin = lots.origins[last] as Origin | null;
    if (mergesLosslessly(lastAmount, lastOrigin, amount, origin)) {
      lots.amounts[last] = lastAmount + amount;
      lots.origins[last] = mergedOrigin(lastOrigin, origin);
      return;
    }
  }
  lots.amounts.push(amount);
  lots.origins.push(origin);
}

export function addOldest(lots: Lots, amount: bigint, origin: Origin | null): void {
  const { head } = lots;
  if (head < lots.amounts.length) {
    const firstAmount = lots.amounts[head] as bigint;
    const firstOrigin = lots.origins[head] as Origin | null;
    if (mergesLosslessly(firstAmount, firstOrigin, amount, origin)) {
      lots.amounts[head] = firstAmount + amount;
      lots.origins[head] = mergedOrigin(firstOrigin, origin);
      return;
    }
  }
  if (head > 0) {
    lots.head = head - 1;
    lots.amounts[lots.head] = amount;
    lots.origins[lots.head] = origin;
  } else {
    lots.amounts.unshift(amount);
    lots.origins.unshift(origin);
  }
}

/** Consumes `amount`, which the lots must hold, from the oldest lot on. A split lot keeps the rest of its origin. */
export function takeOldest(lots: Lots, amount: bigint, into: Consumed): void {
  into.tainted = 0n;
  into.origin = 0n;
  let left = amount;
  while (left > 0n) {
    const held = lots.amounts[lots.head] as bigint;
    const origin = lots.origins[lots.head] as Origin | null;
    if (held > left) {
      lots.amounts[lots.head] = held - left;
      if (origin === null) return;
      lots.origins[lots.head] = consumePart(held, origin, left, into);
      return;
    }
    if (origin !== null) consumeWhole(held, origin, into);
    lots.origins[lots.head] = null;
    lots.head += 1;
    left -= held;
  }
  if (lots.head >= SPENT_LOTS_KEPT && lots.head * 2 > lots.amounts.length) {
    lots.amounts.splice(0, lots.head);
    lots.origins.splice(0, lots.head);
    lots.head = 0;
  }
}

/** Consumes `amount`, which the lots must hold, from the newest lot back. */
export function takeNewest(lots: Lots, amount: bigint, into: Consumed): void {
  into.tainted = 0n;
  into.origin = 0n;
  let left = amount;
  while (left > 0n) {
    const last = lots.amounts.length - 1;
    const held = lots.amounts[last] as bigint;
    const origin = lots.origins[last] as Origin | null;
    if (held > left) {
      lots.amounts[last] = held - left;
      if (origin !== null) lots.origins[last] = consumePart(held, origin, left, into);
      return;
    }
    if (origin !== null) consumeWhole(held, origin, into);
    lots.amounts.pop();
    lots.origins.pop();
    left -= held;
  }
}

/** Makes up to `limit` of the clean lots tainted, oldest first, each with an origin of its own amount in `unit`. */
export function taintCleanLots(lots: Lots, limit: bigint, unit: number): Lots {
  const next = lotsOfClean(0n);
  let left = limit;
  for (let i = lots.head; i < lots.amounts.length; i += 1) {
    const held = lots.amounts[i] as bigint;
    const origin = lots.origins[i] as Origin | null;
    if (origin !== null || left === 0n) {
      addNewest(next, held, origin);
      continue;
    }
    let part = held;
    if (left < part) part = left;
    addNewest(next, part, originOfUnit(unit, part));
    if (held > part) addNewest(next, held - part, null);
    left -= part;
  }
  return next;
}

export function sumTainted(lots: Lots): bigint {
  let sum = 0n;
  for (let i = lots.head; i < lots.amounts.length; i += 1)
    if (lots.origins[i] !== null) sum += lots.amounts[i] as bigint;
  return sum;
}

/**
 * The lots of a balance that changed by itself: each scaled by floor, the remainder to the oldest.
 * @returns also the origin of tainted lots that were scaled to nothing.
 */
export function scaleLots(
  lots: Lots,
  balance: bigint,
  newBalance: bigint,
): { readonly lots: Lots; readonly lost: Origin } {
  const next = lotsOfClean(0n);
  let lost: Origin = 0n;
  let remainder = newBalance;
  for (let i = lots.head; i < lots.amounts.length; i += 1) {
    remainder -= ((lots.amounts[i] as bigint) * newBalance) / balance;
  }
  for (let i = lots.head; i < lots.amounts.length; i += 1) {
    const amount = ((lots.amounts[i] as bigint) * newBalance) / balance + remainder;
    const origin = lots.origins[i] as Origin | null;
    remainder = 0n;
    if (amount > 0n) addNewest(next, amount, origin);
    else if (origin !== null) lost = addOrigin(lost, origin);
  }
  return { lots: next, lost };
}

function consumeWhole(held: bigint, origin: Origin, into: Consumed): void {
  const same = held === origin && into.tainted === into.origin;
  into.tainted += held;
  into.origin = same ? into.tainted : addOrigin(into.origin, origin);
}

function consumePart(held: bigint, origin: Origin, part: bigint, into: Consumed): Origin {
  if (origin === held) {
    consumeWhole(part, part, into);
    return held - part;
  }
  const gone = scaleOrigin(origin, part, held);
  into.tainted += part;
  into.origin = addOrigin(into.origin, gone);
  return subtractOrigin(origin, gone);
}

function mergesLosslessly(amountA: bigint, a: Origin | null, amountB: bigint, b: Origin | null): boolean {
  if (a === null || b === null) return a === b;
  if (a === amountA && b === amountB) return true;
  return isNoOrigin(a) && isNoOrigin(b);
}

function mergedOrigin(a: Origin | null, b: Origin | null): Origin | null {
  return a === null || b === null ? null : addOrigin(a, b);
}
