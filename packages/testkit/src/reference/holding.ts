import type { Policy } from '@fundtrail/core';
import { addOrigin, isZeroOrigin, NO_ORIGIN, type Origin, shareOfOrigin, smaller, subtractOrigin } from './origin.ts';

/** Part of a balance; `tainted` is 0 or the whole amount. Oldest lots come first. */
type Lot = { readonly amount: bigint; readonly tainted: bigint; readonly origin: Origin };

/** What one account holds of one asset under one policy. */
export type Holding = {
  balance: bigint;
  tainted: bigint;
  origin: Origin;
  /** Kept for FIFO and LIFO only. */
  lots: Lot[];
  /** Part of `origin` that no lot has: its tainted amount was rounded to nothing. */
  stray: Origin;
  /** Poison: was ever tainted. */
  flagged: boolean;
  /** What left beyond what was seen coming in. */
  gap: bigint;
};

/** What a movement carries. */
export type Carried = { readonly tainted: bigint; readonly origin: Origin };

export const CLEAN: Carried = { tainted: 0n, origin: NO_ORIGIN };

export function emptyHolding(): Holding {
  return { balance: 0n, tainted: 0n, origin: NO_ORIGIN, lots: [], stray: NO_ORIGIN, flagged: false, gap: 0n };
}

export function carriesNothing(carried: Carried): boolean {
  return carried.tainted === 0n && isZeroOrigin(carried.origin);
}

/** Adds `amount`, of which `carried` is tainted: the tainted part as a lot first, then the clean part. */
export function put(holding: Holding, amount: bigint, carried: Carried): void {
  holding.balance += amount;
  holding.tainted += carried.tainted;
  holding.origin = addOrigin(holding.origin, carried.origin);
  holding.flagged ||= carried.tainted > 0n;
  if (carried.tainted > 0n) {
    holding.lots.push({ amount: carried.tainted, tainted: carried.tainted, origin: carried.origin });
  } else {
    holding.stray = addOrigin(holding.stray, carried.origin);
  }
  pushClean(holding.lots, amount - carried.tainted);
}

/** What was there before anyone looked: the oldest lot. */
export function putOldest(holding: Holding, amount: bigint, carried: Carried): void {
  const younger = holding.lots;
  holding.lots = [];
  put(holding, amount, carried);
  holding.lots.push(...younger);
}

/** Makes `fresh` units of the clean part tainted, oldest lots first. */
export function taintHeld(holding: Holding, fresh: bigint, origin: Origin): void {
  let left = fresh;
  let originLeft = origin;
  holding.lots = holding.lots.flatMap((lot) => {
    if (lot.tainted > 0n || left === 0n) return [lot];
    const part = smaller(lot.amount, left);
    left -= part;
    const added = left === 0n ? originLeft : shareOfOrigin(origin, part, fresh);
    originLeft = subtractOrigin(originLeft, added);
    const lots: Lot[] = [{ amount: part, tainted: part, origin: added }];
    if (part < lot.amount) lots.push({ amount: lot.amount - part, tainted: 0n, origin: NO_ORIGIN });
    return lots;
  });
  holding.tainted += fresh;
  holding.origin = addOrigin(holding.origin, origin);
  holding.flagged ||= fresh > 0n;
}

/** Takes `amount` out of a holding that has at least as much, and says what it carries. */
export function take(holding: Holding, amount: bigint, policy: Policy): Carried {
  const carried = carriedBy(holding, amount, policy);
  holding.balance -= amount;
  if (policy !== 'poison') {
    holding.tainted -= carried.tainted;
    holding.origin = subtractOrigin(holding.origin, carried.origin);
  }
  return carried;
}

function carriedBy(holding: Holding, amount: bigint, policy: Policy): Carried {
  const { balance, tainted } = holding;
  switch (policy) {
    case 'poison':
      return { tainted: holding.flagged ? amount : 0n, origin: NO_ORIGIN };
    case 'fifo':
      return withStray(holding, amount, consumeLots(holding, amount, 'oldest'));
    case 'lifo':
      return withStray(holding, amount, consumeLots(holding, amount, 'newest'));
    case 'haircut':
      return withOrigin(holding, amount, balance === 0n ? 0n : (amount * tainted) / balance);
    case 'taint_first':
      return withOrigin(holding, amount, smaller(amount, tainted));
    case 'clean_first': {
      const clean = balance - tainted;
      return withOrigin(holding, amount, amount > clean ? amount - clean : 0n);
    }
    case 'tiho':
      throw new RangeError('tiho is defined inside transactions of UTXO chains only');
  }
}

function withOrigin(holding: Holding, amount: bigint, tainted: bigint): Carried {
  if (amount === holding.balance) return { tainted: holding.tainted, origin: holding.origin };
  // Rounding took the tainted part away (an asset of few decimals): the origin leaves with the balance.
  if (holding.tainted === 0n) return { tainted: 0n, origin: shareOfOrigin(holding.origin, amount, holding.balance) };
  return { tainted, origin: shareOfOrigin(holding.origin, tainted, holding.tainted) };
}

/** Origin without a lot leaves with the balance. */
function withStray(holding: Holding, amount: bigint, { tainted, origin }: Carried): Carried {
  const strayed = shareOfOrigin(holding.stray, amount, holding.balance);
  holding.stray = subtractOrigin(holding.stray, strayed);
  return { tainted, origin: addOrigin(origin, strayed) };
}

function consumeLots(holding: Holding, amount: bigint, end: 'oldest' | 'newest'): Carried {
  let left = amount;
  let carried = CLEAN;
  while (left > 0n) {
    const lot = end === 'oldest' ? holding.lots.shift() : holding.lots.pop();
    if (lot === undefined) throw new Error('lots sum to less than the balance');
    const part = smaller(lot.amount, left);
    const origin = shareOfOrigin(lot.origin, part, lot.amount);
    const tainted = lot.tainted === 0n ? 0n : part;
    carried = { tainted: carried.tainted + tainted, origin: addOrigin(carried.origin, origin) };
    left -= part;
    if (part === lot.amount) continue;
    const rest: Lot = {
      amount: lot.amount - part,
      tainted: lot.tainted - tainted,
      origin: subtractOrigin(lot.origin, origin),
    };
    if (end === 'oldest') holding.lots.unshift(rest);
    else holding.lots.push(rest);
  }
  return carried;
}

function pushClean(lots: Lot[], amount: bigint): void {
  if (amount === 0n) return;
  const last = lots.at(-1);
  if (last !== undefined && last.tainted === 0n) {
    lots[lots.length - 1] = { ...last, amount: last.amount + amount };
  } else {
    lots.push({ amount, tainted: 0n, origin: NO_ORIGIN });
  }
}
