import type { Address, AssetRef, Leg } from '@fundtrail/core';
import { clear, deposit, hasTaint, newMoved, spend } from './balances.ts';
import { arrive, askWhole, type Distance, guardFlow, type Movement, tellFlow } from './movement.ts';
import type { TransactionRun } from './run.ts';
import type { AccountState } from './state.ts';

/** A movement that is written anew for every transaction with a single value leg, the bulk of any chain. */
export type ScratchMovement = {
  -readonly [Field in keyof Movement]: Movement[Field];
} & { legs: number[] };

export function newScratch(policies: number): ScratchMovement {
  const nowhere: Address = '';
  const asset: AssetRef = 'native';
  return { ...newMoved(policies), from: nowhere, to: nowhere, asset, amount: 0n, lowConfidence: false, legs: [0] };
}

/** Applies the only value leg of a transaction: it is its own net movement, and nothing can be converted. */
export function applyPlain(
  run: TransactionRun,
  leg: Leg,
  place: number,
  from: AccountState | undefined,
  to: AccountState | undefined,
  scratch: ScratchMovement,
): void {
  const { chain } = run;
  const { asset, amount } = leg;
  if (amount === 0n || leg.from === leg.to) return;
  if (from?.followed === true) spend(run, from, asset, amount, scratch);
  else clear(scratch);
  if (from === undefined || !hasTaint(scratch)) {
    if (to?.followed === true) deposit(run, to, asset, amount, scratch, false);
    return;
  }
  scratch.from = leg.from;
  scratch.to = leg.to;
  scratch.asset = asset;
  scratch.amount = amount;
  scratch.legs[0] = place;
  const distance: Distance = from;
  tellFlow(run, scratch);
  arrive(run, scratch, distance, to, false, leg.to === asset);
  const receiver = to ?? chain.accounts.get(leg.to);
  guardFlow(run, scratch, receiver);
  if (receiver !== undefined && !receiver.followed && receiver.code && receiver.stop === undefined) askWhole(run);
}
