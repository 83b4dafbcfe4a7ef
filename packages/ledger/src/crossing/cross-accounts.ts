import { type AssetRef, arrivalOf, type LinkId } from '@fundtrail/core';
import { deposit, newMoved } from '../balances.ts';
import type { TransactionRun } from '../run.ts';
import { type AccountState, type ChainState, newAccount } from '../state.ts';
import type { Crossing } from '../types.ts';
import { enteredOf } from './arrived.ts';
import { type Arriving, bringOut } from './bring-out.ts';
import { ensureTransit, isForeign, type Leaving, noteLeaving } from './leave.ts';
import { redirectLegs } from './redirect.ts';

/**
 * Prepares a transaction of an account chain that is part of cross-chain movements: its value redirected, and what arrives put into the
 * arrival here, from where this very transaction pays all of it out. What arrives of a movement that nothing tainted went into
 * stays as it is, and so does all of a transaction that failed.
 */
export function crossAccounts(run: TransactionRun, crossings: readonly Crossing[]): TransactionRun {
  const { context, chain, fact } = run;
  const live = liveCrossings(run, crossings);
  const { legs, found } = redirectLegs(fact.legs, live);
  if (live.every((crossing) => found.get(crossing) === 0n)) return run;
  const crossed: TransactionRun = { ...run, fact: { ...fact, legs }, crossed: true };
  for (const crossing of live) {
    const amount = found.get(crossing) ?? 0n;
    if (amount === 0n) continue;
    if (crossing.side === 'out') arriveIn(crossed, crossing, amount);
    else {
      ensureTransit(chain, crossing);
      noteLeaving(context.state, chain, crossing, amount, context.policies.length);
    }
  }
  return crossed;
}

/** A transaction that a replay has passed, with its value redirected as it was then: for accounts that nothing tainted had come to. */
export function crossedBefore(run: TransactionRun, crossings: readonly Crossing[]): TransactionRun {
  const { legs } = redirectLegs(run.fact.legs, liveCrossings(run, crossings));
  return { ...run, fact: { ...run.fact, legs } };
}

/** Those that something can come of. */
function liveCrossings({ context, chain, fact }: TransactionRun, crossings: readonly Crossing[]): readonly Crossing[] {
  if (!fact.success) return [];
  const assets = new Map<LinkId, AssetRef>();
  return crossings.filter((crossing) => {
    const { link, asset } = crossing;
    if (crossing.side === 'out') return enteredOf(context.state, link) !== undefined;
    if (isForeign(context.state, chain, crossing) || (assets.get(link) ?? asset) !== asset) return false;
    assets.set(link, asset);
    return true;
  });
}

function arriveIn(run: TransactionRun, crossing: Arriving, amount: bigint): void {
  const { context, chain } = run;
  const out = bringOut(context, crossing, amount, chain.id);
  const arrival = arrivalHere(chain, crossing);
  if (out !== undefined) {
    arrival.hops = Math.min(arrival.hops, out.distance.hops);
    arrival.leadHops = Math.min(arrival.leadHops, out.distance.leadHops);
  }
  const moved = out?.moved ?? newMoved(context.policies.length);
  deposit(run, arrival, crossing.asset, amount, moved, out !== undefined);
}

/** Holds, for as long as a transaction takes, what it brings. */
function arrivalHere(chain: ChainState, { link }: Leaving | Arriving): AccountState {
  const address = arrivalOf(link);
  const known = chain.accounts.get(address);
  if (known !== undefined) return known;
  return newAccount(chain, address, { followed: true, named: true, stop: undefined, code: false, seeds: undefined });
}
