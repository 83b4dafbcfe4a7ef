import type { Policy } from '@fundtrail/core';
import {
  addNewest,
  addOldest,
  type Consumed,
  cloneLots,
  type Lots,
  lotsOfClean,
  scaleLots,
  sumTainted,
  taintCleanLots,
  takeNewest,
  takeOldest,
} from './lots.ts';
import { addOrigin, isNoOrigin, type Origin, originOfUnit, scaleOrigin, subtractOrigin } from './origin.ts';

/**
 * What one policy knows of one (account, asset). Invariant: 0 <= tainted <= the balance, and when nothing is left of the
 * balance nothing is left of `tainted` and `origin` either. For an account that absorbs only the two sums received count.
 */
export type PolicyState = {
  tainted: bigint;
  origin: Origin;
  received: bigint;
  originReceived: Origin;
  /** FIFO and LIFO: the lots of the balance; undefined while no lot is tainted. */
  lots: Lots | undefined;
  /**
   * FIFO and LIFO: origin whose tainted amount was rounded to nothing, part of `origin`. It is in no lot, so it leaves in
   * proportion to the balance (defined for a balance without taint, done so beside tainted lots, too).
   */
  stray: Origin;
  /** Poison: ever tainted. */
  flagged: boolean;
};

/** Tainted and origin parts of one movement, per policy. */
export type Moved = { readonly tainted: bigint[]; readonly origin: Origin[] };

/** The same, only read. */
export type MovedParts = { readonly tainted: readonly bigint[]; readonly origin: readonly Origin[] };

export function newPolicyState(): PolicyState {
  return {
    tainted: 0n,
    origin: 0n,
    received: 0n,
    originReceived: 0n,
    lots: undefined,
    stray: 0n,
    flagged: false,
  };
}

export function clonePolicyState(state: PolicyState): PolicyState {
  return { ...state, lots: state.lots === undefined ? undefined : cloneLots(state.lots) };
}

/** Takes `amount` (at most `balance`) out and writes its tainted and origin parts to `moved[at]`. */
export function takePart(
  policy: Policy,
  state: PolicyState,
  balance: bigint,
  amount: bigint,
  moved: Moved,
  at: number,
): void {
  switch (policy) {
    case 'poison':
      moved.tainted[at] = state.flagged ? amount : 0n;
      moved.origin[at] = 0n;
      return;
    case 'fifo':
    case 'lifo':
      takeLots(policy, state, balance, amount, moved, at);
      return;
    case 'haircut':
    case 'taint_first':
    case 'clean_first':
    case 'tiho':
      takeShare(policy, state, balance, amount, moved, at);
      return;
  }
}

/** Puts `amount` in, of which `tainted` with `origin`; `balance` is the balance before. */
export function putPart(
  policy: Policy,
  state: PolicyState,
  balance: bigint,
  amount: bigint,
  tainted: bigint,
  origin: Origin,
): void {
  if (policy === 'poison') {
    if (tainted > 0n) state.flagged = true;
    state.received += tainted;
    return;
  }
  const hasOrigin = origin !== 0n;
  if (tainted === origin && state.tainted === state.origin && state.received === state.originReceived) {
    // As long as no conversion came between, both are one number, and one bigint serves both.
    if (hasOrigin) {
      state.tainted += tainted;
      state.origin = state.tainted;
      state.received += tainted;
      state.originReceived = state.received;
    }
  } else {
    state.tainted += tainted;
    state.origin = addOrigin(state.origin, origin);
    state.received += tainted;
    state.originReceived = addOrigin(state.originReceived, origin);
  }
  if (policy !== 'fifo' && policy !== 'lifo') return;
  if (tainted > 0n) {
    state.lots ??= lotsOfClean(balance);
    addNewest(state.lots, tainted, origin);
  } else if (hasOrigin) {
    state.stray = addOrigin(state.stray, origin);
  }
  if (state.lots !== undefined && amount > tainted) addNewest(state.lots, amount - tainted, null);
}

/** A balance that turns out to have been there before: the oldest lot, of which `tainted` of `unit` is stolen. */
export function putOldest(
  policy: Policy,
  state: PolicyState,
  balance: bigint,
  amount: bigint,
  tainted: bigint,
  unit: number,
): void {
  if (tainted > 0n) receiveStolen(policy, state, tainted, unit);
  if (policy !== 'fifo' && policy !== 'lifo') return;
  if (tainted > 0n) state.lots ??= lotsOfClean(balance);
  if (state.lots === undefined) return;
  if (amount > tainted) addOldest(state.lots, amount - tainted, null);
  if (tainted > 0n) addOldest(state.lots, tainted, originOfUnit(unit, tainted));
}

/** Makes `amount` of the clean part of what is held stolen, the oldest clean lots first. */
export function taintHeld(policy: Policy, state: PolicyState, balance: bigint, amount: bigint, unit: number): void {
  if (amount === 0n) return;
  receiveStolen(policy, state, amount, unit);
  if (policy !== 'fifo' && policy !== 'lifo') return;
  state.lots = taintCleanLots(state.lots ?? lotsOfClean(balance), amount, unit);
}

/** Follows a balance that changed by itself: the tainted part in proportion, the origin not at all. */
export function rescale(policy: Policy, state: PolicyState, balance: bigint, newBalance: bigint): void {
  if (policy === 'poison' || balance === 0n) return;
  if (state.lots === undefined) {
    state.tainted = (state.tainted * newBalance) / balance;
    return;
  }
  const { lots, lost } = scaleLots(state.lots, balance, newBalance);
  state.stray = addOrigin(state.stray, lost);
  state.tainted = sumTainted(lots);
  state.lots = state.tainted === 0n ? undefined : lots;
}

/** How much of a balance is not yet tainted. */
export function cleanPart(policy: Policy, state: PolicyState, balance: bigint): bigint {
  if (policy === 'poison') return state.flagged ? 0n : balance;
  return balance - state.tainted;
}

function receiveStolen(policy: Policy, state: PolicyState, amount: bigint, unit: number): void {
  state.received += amount;
  if (policy === 'poison') {
    state.flagged = true;
    return;
  }
  const origin = originOfUnit(unit, amount);
  state.tainted += amount;
  state.origin = addOrigin(state.origin, origin);
  state.originReceived = addOrigin(state.originReceived, origin);
}

/** TIHO means nothing where there are balances: what a case on coins has moved to an account chain parts in proportion there. */
type SharingPolicy = 'haircut' | 'taint_first' | 'clean_first' | 'tiho';

function takeShare(
  policy: SharingPolicy,
  state: PolicyState,
  balance: bigint,
  amount: bigint,
  moved: Moved,
  at: number,
): void {
  const held = state.tainted;
  if (amount === balance) {
    moved.tainted[at] = held;
    moved.origin[at] = state.origin;
    state.tainted = 0n;
    state.origin = 0n;
    return;
  }
  if (held === 0n) {
    moved.tainted[at] = 0n;
    moved.origin[at] = 0n;
    // A tainted amount that was rounded away still has its origin, which leaves in proportion to the balance.
    if (state.origin !== 0n) {
      const origin = scaleOrigin(state.origin, amount, balance);
      moved.origin[at] = origin;
      state.origin = subtractOrigin(state.origin, origin);
    }
    return;
  }
  const tainted = taintedShare(policy, held, balance, amount);
  moved.tainted[at] = tainted;
  if (tainted === 0n) {
    moved.origin[at] = 0n;
    return;
  }
  state.tainted = held - tainted;
  if (state.origin === held) {
    moved.origin[at] = tainted;
    state.origin = state.tainted;
    return;
  }
  const origin = scaleOrigin(state.origin, tainted, held);
  moved.origin[at] = origin;
  state.origin = subtractOrigin(state.origin, origin);
}

function taintedShare(policy: SharingPolicy, held: bigint, balance: bigint, amount: bigint): bigint {
  if (policy === 'haircut' || policy === 'tiho') return held === balance ? amount : (amount * held) / balance;
  if (policy === 'taint_first') return amount < held ? amount : held;
  const clean = balance - held;
  return amount > clean ? amount - clean : 0n;
}

function takeLots(
  policy: 'fifo' | 'lifo',
  state: PolicyState,
  balance: bigint,
  amount: bigint,
  moved: Moved,
  at: number,
): void {
  const same = state.tainted === state.origin;
  let tainted = 0n;
  let origin: Origin = 0n;
  if (state.lots !== undefined) {
    const consumed: Consumed = { tainted: 0n, origin: 0n };
    if (policy === 'fifo') takeOldest(state.lots, amount, consumed);
    else takeNewest(state.lots, amount, consumed);
    ({ tainted, origin } = consumed);
    state.tainted -= tainted;
    if (state.tainted === 0n) state.lots = undefined;
  }
  if (state.stray !== 0n && !isNoOrigin(state.stray)) {
    const strayed = amount === balance ? state.stray : scaleOrigin(state.stray, amount, balance);
    state.stray = subtractOrigin(state.stray, strayed);
    origin = addOrigin(origin, strayed);
  }
  state.origin = same && tainted === origin ? state.tainted : subtractOrigin(state.origin, origin);
  moved.tainted[at] = tainted;
  moved.origin[at] = origin;
}
