import { type AssetRef, assetId, type Policy } from '@fundtrail/core';
import type { ReplayContext } from './context.ts';
import { isNoOrigin, type Origin } from './origin.ts';
import { type Moved, type PolicyState, putOldest, putPart, rescale, takePart } from './policy.ts';
import { momentOf, type TransactionRun } from './run.ts';
import {
  type AccountState,
  addHolding,
  type ChainState,
  findHolding,
  type Holding,
  holdingsOf,
  type Moment,
  statesOf,
} from './state.ts';
import { stolenGap } from './stolen.ts';

/** The holding of a followed account, made when first needed; after the first taint it starts at what was told of it. */
export function holdingOf(context: ReplayContext, chain: ChainState, account: AccountState, asset: AssetRef): Holding {
  const known = findHolding(account, asset);
  if (known !== undefined) return known;
  const told = account.first === undefined ? undefined : toldBalance(context, chain, account, asset);
  return addHolding(account, asset, told ?? 0n);
}

/** Takes `amount` out of a followed account; its tainted and origin parts are written to `moved`. */
export function spend(run: TransactionRun, account: AccountState, asset: AssetRef, amount: bigint, moved: Moved): void {
  const { context, chain } = run;
  const holding = findHolding(account, asset) ?? holdingOf(context, chain, account, asset);
  if (context.tellsOpening && account.first === undefined) noteMovement(holding, run.order, -amount);
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
  const { context, chain } = run;
  if (tainted && account.first === undefined) beginTaint(context, chain, account, momentOf(run));
  const holding = findHolding(account, asset) ?? holdingOf(context, chain, account, asset);
  if (tainted) {
    if (holding.states === undefined || holding.first === undefined) {
      statesOf(holding, context.policies.length);
      holding.first ??= momentOf(run);
    }
    if (!account.leadTainted && movedUnder(moved, 0)) account.leadTainted = true;
  } else if (context.tellsOpening && account.first === undefined) {
    noteMovement(holding, run.order, amount);
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

/** The moment before an account's first taint: balances that were told for it replace those counted so far. */
export function beginTaint(context: ReplayContext, chain: ChainState, account: AccountState, moment: Moment): void {
  if (account.first !== undefined) return;
  account.first = moment;
  for (const holding of holdingsOf(account)) {
    const told = toldBalance(context, chain, account, holding.asset);
    const net = holding.latest?.order === moment.order ? holding.latest.net : 0n;
    holding.latest = undefined;
    if (told === undefined) continue;
    holding.balance = told + net;
    holding.gap = 0n;
    if (holding.balance < 0n) {
      holding.gap = -holding.balance;
      holding.balance = 0n;
    }
  }
}

/** Follows a balance that changed without a transfer. */
export function rebase(context: ReplayContext, holding: Holding, balance: bigint): void {
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

export function hasTaint(moved: Moved): boolean {
  for (let p = 0; p < moved.tainted.length; p += 1) if (movedUnder(moved, p)) return true;
  return false;
}

/** Whether taint moved under one policy; an amount that was rounded to nothing may still carry origin. */
export function movedUnder(moved: Moved, p: number): boolean {
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

function noteMovement(holding: Holding, order: number, change: bigint): void {
  if (holding.latest?.order === order) holding.latest.net += change;
  else holding.latest = { order, net: change };
}

function toldBalance(
  context: ReplayContext,
  chain: ChainState,
  account: AccountState,
  asset: AssetRef,
): bigint | undefined {
  return context.options.openingBalance?.(account.id, assetId(chain.id, asset));
}
