import type { AssetRef, Hash, TransactionFact } from '@fundtrail/core';
import { type Address, accountId, assetId, TRANSFER_KINDS } from '@fundtrail/core';
import { deposit, hasTaint, movedUnder } from './balances.ts';
import { recordOf } from './context.ts';
import { countOutflow, guardBreadth } from './guard.ts';
import { addOrigin, type Origin, originVector } from './origin.ts';
import type { Moved } from './policy.ts';
import { momentOf, type TransactionRun } from './run.ts';
import { cloneMoved } from './snapshot.ts';
import { type AccountState, addHolding, findHolding, type Holding, statesOf } from './state.ts';
import { addStolenReceipt } from './stolen.ts';

/** How far a sender is from a seed, under any policy and under the lead. */
export type Distance = { readonly hops: number; readonly leadHops: number };

/** A movement about to reach its receiver. */
export type Movement = Moved & {
  readonly from: Address;
  readonly to: Address;
  readonly asset: AssetRef;
  readonly amount: bigint;
  readonly lowConfidence: boolean;
  /** Places among the transaction's legs. */
  readonly legs: readonly number[];
};

/** Tells a movement as a flow, if taint moved in it. */
export function tellFlow(run: TransactionRun, movement: Movement): void {
  const { context, chain, fact } = run;
  const { onFlow } = context.options;
  if (onFlow === undefined || !hasTaint(movement)) return;
  const units = context.state.units.length;
  onFlow({
    chain: chain.id,
    tx: fact.hash,
    block: fact.block,
    txIndex: fact.index,
    time: fact.time,
    index: run.flows,
    from: accountId(chain.id, movement.from),
    to: accountId(chain.id, movement.to),
    asset: assetId(chain.id, movement.asset),
    amount: movement.amount,
    tainted: movement.tainted.slice(),
    origin: movement.origin.map((origin) => originVector(origin, units)),
    legs: movement.legs.map((place) => (fact.legs[place] as TransactionFact['legs'][number]).id),
    lowConfidence: movement.lowConfidence,
  });
  run.flows += 1;
}

/**
 * Lets a movement arrive: a followed account gets all of it into its balance, any other absorbs the tainted part.
 * `stolen`: a transaction seed makes all of it stolen. `shownCode`: this transaction shows that the receiver is code.
 */
export function arrive(
  run: TransactionRun,
  movement: Movement,
  distance: Distance,
  receiver: AccountState | undefined,
  stolen: boolean,
  shownCode: boolean,
): void {
  const { context, chain } = run;
  const tainted = hasTaint(movement);
  if (receiver?.followed === true) {
    let moved: Moved = movement;
    if (stolen || receiver.seeds !== undefined) {
      moved = cloneMoved(movement);
      addStolenReceipt(context, chain, receiver.seeds, movement.asset, movement.amount, stolen, moved);
    }
    if (tainted) approach(receiver, distance, movement);
    deposit(run, receiver, movement.asset, movement.amount, moved, tainted || (moved !== movement && hasTaint(moved)));
    return;
  }
  if (!tainted && !stolen) return;
  const record = receiver ?? recordOf(context, chain, movement.to);
  if (shownCode) record.code = true;
  if (tainted) approach(record, distance, movement);
  if (!stolen) {
    absorb(run, record, movement, movement.asset);
    return;
  }
  const moved = cloneMoved(movement);
  addStolenReceipt(context, chain, record.seeds, movement.asset, movement.amount, true, moved);
  absorb(run, record, moved, movement.asset);
}

/** Counts a movement of the lead policy as outflow of whoever sent it, for the breadth guard. */
export function countSent(run: TransactionRun, movement: Movement): void {
  const { context, chain } = run;
  if (!context.floorsCut || !movedUnder(movement, 0)) return;
  countOutflow(context, recordOf(context, chain, movement.from), movement.origin[0] as Origin);
}

/** Counts what a followed account or a converter sent out, and what became of it, for the breadth guard. */
export function guardFlow(run: TransactionRun, movement: Movement, receiver: AccountState | undefined): void {
  const { context, chain } = run;
  if (!context.floorsCut || !movedUnder(movement, 0)) return;
  countSent(run, movement);
  const child = receiver ?? chain.accounts.get(movement.to);
  if (child === undefined || child.followed || child.stop !== undefined || child.code) return;
  guardBreadth(context, recordOf(context, chain, movement.from), child, movement.origin[0] as Origin);
}

export function isWhole(fact: TransactionFact): boolean {
  return TRANSFER_KINDS.every((kind) => fact.whole.includes(kind));
}

/** Says that a transaction is only known from single accounts' views and must be read whole. */
export function askWhole(run: TransactionRun): void {
  const { fact } = run;
  if (isWhole(fact)) return;
  run.context.state.partial.set(fact.hash as Hash, fact.chain);
}

/** Notes that taint came to an account from one that far from a seed. */
export function approach(account: AccountState, distance: Distance, movement: Moved): void {
  if (distance.hops + 1 < account.hops) account.hops = distance.hops + 1;
  if (distance.leadHops + 1 < account.leadHops && movedUnder(movement, 0)) account.leadHops = distance.leadHops + 1;
}

function absorb(run: TransactionRun, record: AccountState, movement: Moved, asset: AssetRef): void {
  const holding: Holding = findHolding(record, asset) ?? addHolding(record, asset, 0n);
  holding.first ??= momentOf(run);
  record.first ??= holding.first;
  const states = statesOf(holding, run.context.policies.length);
  states.forEach((state, p) => {
    state.received += movement.tainted[p] as bigint;
    state.originReceived = addOrigin(state.originReceived, movement.origin[p] as Origin);
  });
  if (!movedUnder(movement, 0)) return;
  record.leadTainted = true;
  record.leadReceived = addOrigin(record.leadReceived, movement.origin[0] as Origin);
}
