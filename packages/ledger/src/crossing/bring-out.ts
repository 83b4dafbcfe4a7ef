import { type ChainId, isUtxo, type Policy } from '@fundtrail/core';
import { hasTaint, newMoved } from '../balances.ts';
import type { ReplayContext } from '../context.ts';
import type { Distance } from '../movement.ts';
import { addOrigin, isNoOrigin, type Origin, originAt, scaleOrigin, subtractOrigin } from '../origin.ts';
import type { Moved } from '../policy.ts';
import { addSums, type CrossingState, chainOf } from '../state.ts';
import type { Crossing } from '../types.ts';
import { type Entered, enteredOf } from './arrived.ts';

export type Arriving = Extract<Crossing, { side: 'out' }>;

/**
 * Takes out of a movement what an arrival of `amount` brings: taint as the received amount times the tainted fraction of what went
 * in, and its share of the origin that the fee leaves, the last one taking the remainder. The fee, where the protocol states it, is
 * taken before the first. Undefined where no taint is left in it.
 */
export function bringOut(
  context: ReplayContext,
  { link, share }: Arriving,
  amount: bigint,
  onto: ChainId,
): { readonly moved: Moved; readonly distance: Distance } | undefined {
  const entered = enteredOf(context.state, link);
  if (entered === undefined || entered.done) return undefined;
  const { came, distance, ...crossing } = entered;
  const gone = crossing.feeKept ? crossing.gone : keepFee(context, entered);
  const moved = newMoved(context.policies.length);
  const after = newMoved(context.policies.length);
  context.policies.forEach((policy, p) => {
    const tainted = came.tainted[p] as bigint;
    const origin = came.origin[p] as Origin;
    const left = subtractOrigin(origin, gone.origin[p] as Origin);
    const leftTainted = tainted - (gone.tainted[p] as bigint);
    const fee = feePart(policy, entered, p);
    const part =
      share === 'rest' ? left : atMost(scaleOrigin(subtractOrigin(origin, fee.origin), share.part, share.of), left);
    moved.origin[p] = part;
    moved.tainted[p] = taintOf(policy, tainted, amount, crossing.amount);
    // A coin has no place for origin without a tainted amount.
    if (isUtxo(onto) && moved.tainted[p] === 0n && !isNoOrigin(part)) moved.tainted[p] = 1n;
    let goes = share === 'rest' ? leftTainted : ((tainted - fee.tainted) * share.part) / share.of;
    if (goes > leftTainted) goes = leftTainted;
    after.tainted[p] = (gone.tainted[p] as bigint) + goes;
    after.origin[p] = addOrigin(gone.origin[p] as Origin, part);
  });
  const state: CrossingState = { ...crossing, gone: after, feeKept: true, done: share === 'rest' };
  context.state.crossings.set(link, state);
  return hasTaint(moved) ? { moved, distance } : undefined;
}

function taintOf(policy: Policy, came: bigint, amount: bigint, sent: bigint): bigint {
  if (policy === 'poison') return came > 0n ? amount : 0n;
  return came >= sent ? amount : (amount * came) / sent;
}

/** What the protocol keeps ends as a fee of the chain where the value left. */
function keepFee(context: ReplayContext, entered: Entered): Moved {
  const kept = newMoved(context.policies.length);
  if (entered.fee === 0n) return kept;
  context.policies.forEach((policy, p) => {
    const part = feePart(policy, entered, p);
    kept.tainted[p] = part.tainted;
    kept.origin[p] = part.origin;
  });
  addSums(chainOf(context.state, entered.chain).fees, entered.asset, kept);
  return kept;
}

/** What the protocol keeps of it under a policy; poison is not kept. */
function feePart(policy: Policy, { came, amount, fee }: Entered, p: number): { tainted: bigint; origin: Origin } {
  if (policy === 'poison' || fee === 0n) return { tainted: 0n, origin: 0n };
  const kept = fee < amount ? fee : amount;
  return {
    tainted: ((came.tainted[p] as bigint) * kept) / amount,
    origin: scaleOrigin(came.origin[p] as Origin, kept, amount),
  };
}

/** What is told of a movement may not add up; more than there is of a unit never comes out. */
function atMost(part: Origin, left: Origin): Origin {
  if (typeof part === 'bigint' && typeof left === 'bigint') return part < left ? part : left;
  const units = Math.max(countUnits(part), countUnits(left));
  return Array.from({ length: units }, (_, unit) => {
    const rest = originAt(left, unit);
    const own = originAt(part, unit);
    if (own > rest) return rest;
    return own;
  });
}

function countUnits(origin: Origin): number {
  return typeof origin === 'bigint' ? 1 : origin.length;
}
