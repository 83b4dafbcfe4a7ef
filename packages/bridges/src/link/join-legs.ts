import { type BridgeLeg, gradeOf, linkId, type ProofClass } from '@fundtrail/core';
import type { ProtocolAdapter } from '../adapter.ts';
import { CHAIN_BY_WRAPPER } from '../read/wrappers.ts';
import { disagreements } from './disagreements.ts';
import type { Link, PlacedLeg, RefusedLeg } from './link.ts';
import { sharesOf } from './shares.ts';

/** Clocks of two chains differ, and a head may be told late; what arrives longer before it left is no arrival of it. */
export const MOST_SKEW_SECONDS = 15 * 60;

const CLASSES: readonly ProofClass[] = ['K', 'D', 'A', 'H'];
const CONFIDENCE: Readonly<Record<ProofClass, number>> = { K: 100, D: 100, A: 95, H: 0 };

/**
 * Joins all legs that have one protocol and key. Pure: the order in which they were found does not matter. Undefined where no source
 * is among them. A leg with a fault, one that contradicts its source, and one that is only a guess (class H) is refused, with the reason.
 */
export function joinLegs(adapter: ProtocolAdapter, legs: readonly PlacedLeg[]): Link | undefined {
  const ordered = legs.toSorted(byTime);
  const sources = ordered.filter(({ leg }) => leg.side === 'source' && isLinkable(leg));
  const [first] = sources;
  if (first?.leg.key === undefined) return undefined;
  const about = { id: linkId(adapter.protocol, first.leg.key), protocol: adapter.protocol, key: first.leg.key };
  const faulty = ordered.flatMap((placed): RefusedLeg[] => {
    const reason = unlinkable(placed.leg);
    return reason === undefined ? [] : [{ ...placed, reason }];
  });
  const same = sources.filter(({ leg }) => leg.chain === first.leg.chain && leg.tx === first.leg.tx);
  if (same.length < sources.length) {
    const reason = 'the same key was used by several transactions: which one is meant cannot be told';
    const others = ordered.filter(({ leg }) => isLinkable(leg)).map((placed) => ({ ...placed, reason }));
    return {
      ...about,
      ...graded(sources),
      state: 'refused',
      sources,
      arrivals: [],
      refused: [...faulty, ...others],
      notes: [reason],
    };
  }
  const refused: RefusedLeg[] = [];
  const accepted: PlacedLeg[] = [];
  for (const placed of ordered) {
    if (placed.leg.side === 'source' || !isLinkable(placed.leg)) continue;
    const reason = contradiction(adapter, first, placed);
    if (reason === undefined) accepted.push(placed);
    else refused.push({ ...placed, reason });
  }
  const arrivals = sharesOf(same, accepted);
  const arrived = accepted.some(({ leg }) => leg.side === 'destination');
  return {
    ...about,
    ...graded([...same, ...accepted]),
    state: arrived ? 'arrived' : accepted.length > 0 ? 'refunded' : 'pending',
    sources: same,
    arrivals,
    refused: [...faulty, ...refused],
    notes: disagreements(same, accepted),
  };
}

function isLinkable(leg: BridgeLeg): boolean {
  return unlinkable(leg) === undefined;
}

/** Why a leg can be no part of a link. */
function unlinkable({ fault, proof, key, asset, amount }: BridgeLeg): string | undefined {
  if (fault !== undefined) return fault;
  if (proof === 'H') return 'only a guess: heuristics do not link';
  if (key === undefined) return 'its key is not known';
  return asset === undefined || amount === undefined ? 'what moved cannot be told' : undefined;
}

function graded(legs: readonly PlacedLeg[]): Pick<Link, 'proof' | 'grade' | 'confidence'> {
  const places = legs.map(({ leg }) => CLASSES.indexOf(leg.proof));
  const proof = CLASSES[Math.max(...places)] ?? 'H';
  return { proof, grade: gradeOf(proof), confidence: CONFIDENCE[proof] };
}

/** Why an arrival cannot be one of this source, whatever its key. */
function contradiction(adapter: ProtocolAdapter, source: PlacedLeg, arrival: PlacedLeg): string | undefined {
  const [from, to] = [source.leg, arrival.leg];
  if (to.side === 'refund' && to.chain !== from.chain) return `comes back on ${to.chain}, but left ${from.chain}`;
  if (to.side === 'destination') {
    if (from.toChain !== undefined && from.toChain !== to.chain && !from.notes.includes(CHAIN_BY_WRAPPER))
      return `arrives on ${to.chain}, but was sent to ${from.toChain}`;
    if (to.fromChain !== undefined && to.fromChain !== from.chain)
      return `comes from ${to.fromChain}, not from ${from.chain}`;
    if (to.chain === from.chain && to.tx === from.tx) return 'arrives in the transaction in which it leaves';
  }
  if (arrival.time + MOST_SKEW_SECONDS < source.time) return 'is earlier than what it would be the arrival of';
  return adapter.match?.(from, to);
}

/** In the order in which things happened, the same whatever order they were found in. */
export function byTime(a: PlacedLeg, b: PlacedLeg): number {
  return (
    a.time - b.time ||
    compare(a.leg.chain, b.leg.chain) ||
    a.block - b.block ||
    a.place - b.place ||
    compare(a.leg.tx, b.leg.tx) ||
    a.leg.index - b.leg.index
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
