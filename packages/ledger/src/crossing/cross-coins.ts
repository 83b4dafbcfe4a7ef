import { arrivalOf, type Leg } from '@fundtrail/core';
import type { Arrival, CoinCrossings, TransactionRun } from '../run.ts';
import type { Crossing } from '../types.ts';
import { bringOut } from './bring-out.ts';
import { isForeign, type Leaving, noteLeaving } from './leave.ts';

/**
 * What the outputs of a transaction of a UTXO chain are to cross-chain movements. Value is in whole outputs there: the ones that legs or
 * custody name, in their order, until the amount is reached. What arrives of a movement that nothing tainted went into is left out.
 */
export function crossCoins({ context, chain, fact }: TransactionRun, crossings: readonly Crossing[]): CoinCrossings {
  const leaving = new Map<number, Leaving>();
  const arriving = new Map<number, Arrival>();
  for (const crossing of crossings) {
    const places = outputsOf(fact.legs, crossing).filter((place) => !leaving.has(place) && !arriving.has(place));
    if (crossing.side === 'in') {
      if (isForeign(context.state, chain, crossing)) continue;
      for (const place of places) leaving.set(place, crossing);
      const amount = places.reduce((sum, place) => sum + (fact.legs[place] as Leg).amount, 0n);
      if (amount > 0n) noteLeaving(context.state, chain, crossing, amount, context.policies.length);
      continue;
    }
    // One output is one arrival; a link that pays several in one transaction has a crossing for each.
    const [place] = places;
    if (place === undefined) continue;
    const out = bringOut(context, crossing, (fact.legs[place] as Leg).amount, chain.id);
    if (out === undefined) continue;
    arriving.set(place, { from: arrivalOf(crossing.link), parts: out.moved, distance: out.distance });
  }
  return { leaving, arriving };
}

function outputsOf(legs: readonly Leg[], crossing: Crossing): readonly number[] {
  const { amount } = crossing;
  const found: number[] = [];
  let sum = 0n;
  for (const [place, leg] of legs.entries()) {
    if (leg.kind !== 'output' || leg.amount === 0n || sum >= amount) continue;
    if (!isNamed(leg, crossing)) continue;
    found.push(place);
    sum += leg.amount;
  }
  return found;
}

function isNamed({ id, owner }: Leg, crossing: Crossing): boolean {
  if (crossing.legs !== undefined) return crossing.legs.includes(id);
  if (crossing.side === 'in') return owner !== undefined && crossing.custody.includes(owner);
  return owner !== undefined && owner === crossing.recipient;
}
