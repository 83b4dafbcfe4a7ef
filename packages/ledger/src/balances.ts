import type { AssetRef, Policy } from '@fundtrail/core';
import type { ReplayContext } from './context.ts';
import { isNoOrigin, type Origin } from './origin.ts';
import { type Moved, type MovedParts, type PolicyState, putOldest, putPart, rescale, takePart } from './policy.ts';
import { momentOf, type TransactionRun } from './run.ts';
import {
  type AccountState,
  addHolding,
  type ChainState,
  findHolding,
  type Holding,
  type Moment,
  statesOf,
} from './state.ts';
import { stolenGap } from './stolen.ts';

/** The holding of a followed account, made when first needed. */
export function holdingOf(account: AccountState, asset: AssetRef): Holding {
  return findHolding(account, asset) ?? addHolding(account, asset, 0n);
}

/** Takes `amount` out of a followed account; its tainted and origin parts are written to `moved`. */
export function spend(run: TransactionRun, account: AccountState, asset: AssetRef, amount: bigint, moved: Moved): void {
  const { context, chain } = run;
  const holding = holdingOf(account, asset);
  if (amount > holding.balance) fillGap(context, chain, account, holding, amount - holding.balance);
  const { states, balance } = holding;
  holding.balance = balance - amount;
  if (states === undefined) {
    clear(moved);
    return;
  }
  const { policies } = context;
  for (let p = 0; p < states.length; p += 1) {
    takePart(policies[p] as Policy, states[p] as PolicyState, balance, amount, moved, p);
  }
}

/** Puts `amount` into a followed account, with the tainted and origin parts of `moved`, which says whether there are any. */
export function deposit(
  run: TransactionRun,
  account: AccountState,
  asset: AssetRef,
  amount: bigint,
  moved: Moved,
  tainted: boolean,
): void {
  const { context } = run;
  if (tainted) account.first ??= momentOf(run);
  const holding = holdingOf(account, asset);
  if (tainted) {
    if (holding.states === undefined || holding.first === undefined) {
      statesOf(holding, context.policies.length);
      holding.first ??= momentOf(run);
    }
    if (!account.leadTainted && movedUnder(moved, 0)) account.leadTainted = true;
  }
  const { states, balance } = holding;
  holding.balance = balance + amount;
  if (states === undefined) return;
  const { policies } = context;
  const { tainted: parts, origin } = moved;
  for (let p = 0; p < states.length; p += 1) {
    const policy = policies[p] as Policy;
    putPart(policy, states[p] as PolicyState, balance, amount, parts[p] as bigint, origin[p] as Origin);
  }
}

/**
 * Takes over a balance that was seen on the chain. Where taint is held it has changed without a transfer, and the tainted
 * part follows; before an account's first taint it is what the account had, whatever was seen of it until then.
 */
export function rebase(context: ReplayContext, account: AccountState, holding: Holding, balance: bigint): void {
  if (account.first === undefined) holding.gap = 0n;
  holding.states?.forEach((state, p) => {
    rescale(context.policies[p] as Policy, state, holding.balance, balance);
  });
  holding.balance = balance;
}

/** Records when taint first came to a holding, and that its account is tainted under the lead policy. */
export function noteTaint(account: AccountState, holding: Holding, moment: Moment, lead: boolean): void {
  account.first ??= moment;
  holding.first ??= moment;
  if (lead) account.leadTainted = true;
}

export function newMoved(policies: number): Moved {
  return { tainted: Array.from({ length: policies }, () => 0n), origin: Array.from({ length: policies }, () => 0n) };
}

export function clear(moved: Moved): void {
  for (let p = 0; p < moved.tainted.length; p += 1) {
    moved.tainted[p] = 0n;
    moved.origin[p] = 0n;
  }
}

export function hasTaint(moved: MovedParts): boolean {
  for (let p = 0; p < moved.tainted.length; p += 1) if (movedUnder(moved, p)) return true;
  return false;
}

/** Whether taint moved under one policy; an amount that was rounded to nothing may still carry origin. */
export function movedUnder(moved: MovedParts, p: number): boolean {
  if (moved.tainted[p] !== 0n) return true;
  const origin = moved.origin[p] as Origin;
  return origin !== 0n && !isNoOrigin(origin);
}

function fillGap(
  context: ReplayContext,
  chain: ChainState,
  account: AccountState,
  holding: Holding,
  gap: bigint,
): void {
  const stolen = account.seeds === undefined ? undefined : stolenGap(context, chain, account, holding.asset, gap);
  if (stolen !== undefined) {
    statesOf(holding, context.policies.length);
    holding.first ??= account.first;
    if ((stolen.amounts[0] as bigint) > 0n) account.leadTainted = true;
  }
  holding.states?.forEach((state, p) => {
    const policy = context.policies[p] as Policy;
    putOldest(policy, state, holding.balance, gap, stolen?.amounts[p] ?? 0n, stolen?.unit ?? 0);
  });
  holding.gap += gap;
  holding.balance += gap;
}
