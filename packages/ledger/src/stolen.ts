import { type AssetRef, assetId } from '@fundtrail/core';
import { type AccountSeed, type ReplayContext, unitOf } from './context.ts';
import { addOrigin, type Origin, originOfUnit } from './origin.ts';
import type { Moved } from './policy.ts';
import type { AccountState, ChainState, SeedState } from './state.ts';

/**
 * Makes stolen, per policy, what of a receipt is not yet tainted: all of it where a transaction seed says so, else as far
 * as the account seeds at `places` and their caps go. Adds it to `moved`. Account seeds count first, also against their caps: where a
 * transaction seed takes the same receipt it is one theft, in whatever order the seeds are named.
 */
export function addStolenReceipt(
  context: ReplayContext,
  chain: ChainState,
  places: readonly number[] | undefined,
  asset: AssetRef,
  amount: bigint,
  whole: boolean,
  moved: Moved,
): void {
  const poison = (p: number): boolean => context.policies[p] === 'poison';
  const add = (p: number, part: bigint): void => {
    if (part === 0n) return;
    const unit = unitOf(context.state, assetId(chain.id, asset));
    moved.tainted[p] = (moved.tainted[p] as bigint) + part;
    if (!poison(p)) moved.origin[p] = addOrigin(moved.origin[p] as Origin, originOfUnit(unit, part));
    addStolen(context, p, unit, part);
  };
  for (const place of places ?? []) {
    const state = context.state.seeds[place] as SeedState;
    if (!state.active || !seedTakes(context.options.seeds[place] as AccountSeed, chain, asset)) continue;
    for (let p = 0; p < context.policies.length; p += 1) {
      const part = capped(state, p, amount - (moved.tainted[p] as bigint));
      spendCap(state, p, part);
      add(p, part);
    }
  }
  if (!whole) return;
  for (let p = 0; p < context.policies.length; p += 1) add(p, amount - (moved.tainted[p] as bigint));
}

/** Of an amount that was there unseen: how much of it is stolen, per policy, and in which unit; undefined when none is. */
export function stolenGap(
  context: ReplayContext,
  chain: ChainState,
  account: AccountState,
  asset: AssetRef,
  gap: bigint,
): { readonly unit: number; readonly amounts: readonly bigint[] } | undefined {
  const amounts = context.policies.map(() => 0n);
  for (const place of account.seeds ?? []) {
    const state = context.state.seeds[place] as SeedState;
    if (!state.active || !seedTakes(context.options.seeds[place] as AccountSeed, chain, asset)) continue;
    for (let p = 0; p < amounts.length; p += 1) {
      const part = capped(state, p, gap - (amounts[p] as bigint));
      spendCap(state, p, part);
      amounts[p] = (amounts[p] as bigint) + part;
    }
  }
  if (amounts.every((amount) => amount === 0n)) return undefined;
  const unit = unitOf(context.state, assetId(chain.id, asset));
  amounts.forEach((amount, p) => {
    addStolen(context, p, unit, amount);
  });
  return { unit, amounts };
}

/** Whether something of a gap would be stolen under the lead policy: an unseen opening balance of a seed's account is tainted. */
export function stealsGap(
  context: ReplayContext,
  chain: ChainState,
  account: AccountState,
  asset: AssetRef,
  gap: bigint,
): boolean {
  if (gap <= 0n) return false;
  return (account.seeds ?? []).some((place) => {
    const state = context.state.seeds[place] as SeedState;
    const seed = context.options.seeds[place] as AccountSeed;
    return state.active && seedTakes(seed, chain, asset) && capped(state, 0, gap) > 0n;
  });
}

/** Whether an account seed speaks of this asset. */
export function seedTakes(seed: AccountSeed, chain: ChainState, asset: AssetRef): boolean {
  return seed.asset === undefined || seed.asset === assetId(chain.id, asset);
}

/** How much of an amount the seed's cap still lets be made stolen. */
export function capped(state: SeedState, p: number, amount: bigint): bigint {
  const left = state.left?.[p];
  return left === undefined || amount < left ? amount : left;
}

export function spendCap(state: SeedState, p: number, amount: bigint): void {
  if (state.left !== undefined) state.left[p] = (state.left[p] as bigint) - amount;
}

/** Counts new taint. */
export function addStolen(context: ReplayContext, p: number, unit: number, amount: bigint): void {
  const stolen = context.state.stolen;
  if (amount > 0n) stolen[p] = addOrigin(stolen[p] as Origin, originOfUnit(unit, amount));
}
