import type { ReplayContext } from './context.ts';
import { addOrigin, type Origin, originAt, originOfUnit } from './origin.ts';
import type { AccountState, GuardSums } from './state.ts';

/** Flows under the floor are cut while what was cut before is less than this share of the parent's outflow: 1/100. */
const CUT_SHARE_DENOMINATOR = 100n;

/**
 * Whether origin received so far reaches the floor of any unit. A floor of 0 means more than nothing; a unit without a
 * floor, or no floors at all, means never.
 */
export function reachesFloor(context: ReplayContext, received: Origin): boolean {
  const { floors } = context.options;
  if (floors === undefined) return false;
  return context.state.units.some((asset, unit) => {
    const floor = floors.get(asset);
    const amount = originAt(received, unit);
    return floor !== undefined && amount > 0n && amount >= floor;
  });
}

/**
 * Counts an outflow of the lead policy from a parent, whoever receives it: its payments, also those into a conversion, and
 * what it handed on as a converter. What is shown of contracts between the two sides of a holder's own conversion is nobody's
 * outflow, and fees are none.
 */
export function countOutflow(context: ReplayContext, parent: AccountState, origin: Origin): void {
  if (!context.floorsCut) return;
  const sums = guardOf(parent);
  sums.out = addOrigin(sums.out, origin);
}

/**
 * The breadth guard: decides about one flow of the lead policy to an account that is not followed, after the flow has been
 * counted on both sides. A receiver that has reached a floor by now is no matter of the guard. Else, for each unit the flow
 * carries: it is cut while the sum of what was cut of this parent before is under 1 % of the parent's outflow so far, this
 * flow included; else the receiver is let through. Let through by one unit is let through, and then nothing counts as cut.
 */
export function guardBreadth(context: ReplayContext, parent: AccountState, child: AccountState, origin: Origin): void {
  if (!context.floorsCut || child.letThrough || reachesFloor(context, child.leadReceived)) return;
  if (letsThrough(context, guardOf(parent), origin)) child.letThrough = true;
}

/** Decides about one movement under the floor, of a parent with these sums; what is cut is added to them. */
export function letsThrough(context: ReplayContext, sums: GuardSums, origin: Origin): boolean {
  let cut = sums.cut;
  for (let unit = 0; unit < context.state.units.length; unit += 1) {
    const amount = originAt(origin, unit);
    if (amount === 0n || context.options.floors?.get(context.state.units[unit] as string) === undefined) continue;
    if (originAt(sums.cut, unit) * CUT_SHARE_DENOMINATOR >= originAt(sums.out, unit)) return true;
    cut = addOrigin(cut, originOfUnit(unit, amount));
  }
  sums.cut = cut;
  return false;
}

function guardOf(parent: AccountState): GuardSums {
  parent.guard ??= { out: 0n, cut: 0n };
  return parent.guard;
}
