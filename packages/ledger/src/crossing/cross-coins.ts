import { arrivalOf, type Leg } from '@fundtrail/core';
import type { Arrival, CoinCrossings, TransactionRun } from '../run.ts';
import type { Crossing } from '../types.ts';
import { bringOut } from './bring-out.ts';
import { isForeign, type Leaving, noteLeaving } from './leave.ts';

/**
 * What the outputs of a transaction of a UTXO chain are to cross-chain movements. Value is in whole outputs there: of the ones that legs or
 * custody name one of just the amount, else in their order until it is reached. No output is that of two movements that leave, or of two
 * that arrive, but one that arrives may leave at once. What arrives of a movement that nothing tainted went into is left out.
 */
export function crossCoins({ context, chain, fact }: TransactionRun, crossings: readonly Crossing[]): CoinCrossings {
  const leaving = new Map<number, Leaving>();
  const arriving = new Map<number, Arrival>();
  for (const crossing of crossings) {
    const places = outputsOf(fact.legs, crossing, crossing.side === 'in' ? leaving : arriving);
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

function outputsOf(legs: readonly Leg[], crossing: Crossing, taken: ReadonlyMap<number, unknown>): readonly number[] {
  const { amount } = crossing;
  const named = legs.flatMap((leg, place) => {
    const counts = leg.kind === 'output' && leg.amount > 0n && !taken.has(place) && isNamed(leg, crossing);
    return counts ? { place, amount: leg.amount } : [];
  });
  const exact = named.find((output) => output.amount === amount);
  if (exact !== undefined) return [exact.place];
  const found: number[] = [];
  let sum = 0n;
  for (const output of named) {
    if (sum >= amount) break;
    found.push(output.place);
    sum += output.amount;
  }
  return found;
}

function isNamed({ id, owner }: Leg, crossing: Crossing): boolean {
  if (crossing.legs !== undefined) return crossing.legs.includes(id);
  if (crossing.side === 'in') return owner !== undefined && crossing.custody.includes(owner);
  return owner !== undefined && owner === crossing.recipient;
}
