import { arrivalOf, isArrival, isTransit, type Leg, transitOf } from '@fundtrail/core';
import { payeeOf, payerOf } from '../netting.ts';
import type { Crossing } from '../types.ts';

/** The legs of a transaction with the value of cross-chain movements redirected, and how much of each was found. */
export type Redirected = { readonly legs: readonly Leg[]; readonly found: ReadonlyMap<Crossing, bigint> };

/**
 * Lets value that leaves go to its link's transit, and value that arrives come from there, in place of whoever keeps it for the protocol: what is
 * burnt and minted, too. Netting then sees through all that stands between, wrappers and swaps before and after. Of several legs that
 * could carry it those of just its amount come first, then the others in their order, until the amount is reached; a leg that carries
 * more is split, and both parts keep its id. No value is that of two movements that leave, or of two that arrive; but what arrives may leave at
 * once, when one protocol pays another: so what arrives is looked for first, while whom it is for still stands there.
 */
export function redirectLegs(legs: readonly Leg[], crossings: readonly Crossing[]): Redirected {
  let current = legs;
  const found = new Map<Crossing, bigint>();
  for (const crossing of arrivingFirst(crossings)) {
    const made = madeLeg(crossing);
    if (made !== undefined) {
      current = [...current, made];
      found.set(crossing, crossing.amount);
      continue;
    }
    const places = carriersOf(current, crossing);
    let left = crossing.amount;
    const takes = new Map<number, bigint>();
    for (const place of places) {
      if (left === 0n) break;
      let taken = (current[place] as Leg).amount;
      if (taken > left) taken = left;
      takes.set(place, taken);
      left -= taken;
    }
    found.set(crossing, crossing.amount - left);
    if (takes.size === 0) continue;
    current = current.flatMap((leg, place) => {
      const taken = takes.get(place);
      return taken === undefined ? leg : split(leg, taken, crossing);
    });
  }
  return { legs: current, found };
}

function arrivingFirst(crossings: readonly Crossing[]): readonly Crossing[] {
  if (crossings.length < 2) return crossings;
  return [...crossings.filter(({ side }) => side === 'out'), ...crossings.filter(({ side }) => side === 'in')];
}

/** What the chain itself makes of nothing: no leg of the transaction shows it. */
function madeLeg(crossing: Crossing): Leg | undefined {
  if (crossing.side !== 'out' || crossing.legs !== undefined || crossing.custody.length > 0) return undefined;
  const { recipient, link, asset, amount, evidence = 'bridge' } = crossing;
  if (recipient === undefined) return undefined;
  return { id: evidence, kind: 'internal', from: arrivalOf(link), to: recipient, asset, amount };
}

/** How much of what a crossing says the legs of a transaction of an account chain show. */
export function carriedAmount(legs: readonly Leg[], crossing: Crossing): bigint {
  return redirectLegs(legs, [crossing]).found.get(crossing) ?? 0n;
}

function carriersOf(legs: readonly Leg[], crossing: Crossing): readonly number[] {
  const places = legs.flatMap((leg, place) => (carries(leg, crossing) ? place : []));
  const exact = places.filter((place) => (legs[place] as Leg).amount === crossing.amount);
  const [first] = exact;
  return first === undefined ? places : [first, ...places.filter((place) => place !== first)];
}

function carries(leg: Leg, crossing: Crossing): boolean {
  if (leg.kind === 'fee' || leg.amount === 0n || leg.asset !== crossing.asset) return false;
  // It is another movement's already.
  if (crossing.side === 'in' ? isTransit(leg.to) : isArrival(leg.from)) return false;
  if (crossing.legs !== undefined) return crossing.legs.includes(leg.id);
  const [from, to] = [payerOf(leg), payeeOf(leg)];
  if (crossing.side === 'in') return crossing.custody.includes(to) && !crossing.custody.includes(from);
  if (!crossing.custody.includes(from) || crossing.custody.includes(to)) return false;
  return crossing.recipient === undefined || crossing.recipient === to;
}

function split(leg: Leg, taken: bigint, crossing: Crossing): readonly Leg[] {
  const redirected: Leg = { ...leg, ...sidesOf(leg, crossing), kind: kindOf(leg), amount: taken };
  return taken === leg.amount ? [redirected] : [redirected, { ...leg, amount: leg.amount - taken }];
}

function sidesOf(leg: Leg, { side, link }: Crossing): Pick<Leg, 'from' | 'to'> {
  return side === 'in' ? { from: payerOf(leg), to: transitOf(link) } : { from: arrivalOf(link), to: payeeOf(leg) };
}

/** What was burnt or minted moves like any other: it is on the other side again, or was. */
function kindOf({ kind }: Leg): Leg['kind'] {
  return kind === 'burn' || kind === 'mint' ? 'token' : kind;
}
