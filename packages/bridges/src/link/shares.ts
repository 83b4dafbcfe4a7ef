import type { LinkArrival, PlacedLeg } from './link.ts';

/**
 * How the origin of a movement is shared among its arrivals: what came back in the asset that was sent, by its amount; the rest among those
 * on the other side, by amount where they are of one asset, else equally. The last one takes the remainder. A movement is of one asset:
 * what a transaction sends of another under the same key is no part of what was sent.
 */
export function sharesOf(sources: readonly PlacedLeg[], arrivals: readonly PlacedLeg[]): readonly LinkArrival[] {
  const { sent, back, isBack } = sentAndBack(sources, arrivals);
  const destinations = arrivals.filter((placed) => !isBack(placed));
  const left = back < sent ? sent - back : 0n;
  const total = sumOf(destinations);
  const comparable = new Set(destinations.map(({ leg }) => `${leg.chain} ${leg.asset}`)).size === 1 && total > 0n;
  return arrivals.map((placed, place) => {
    if (place === arrivals.length - 1 || sent === 0n) return { ...placed, share: 'rest' };
    const amount = placed.leg.amount ?? 0n;
    if (isBack(placed)) return { ...placed, share: { part: amount, of: sent } };
    if (comparable) return { ...placed, share: { part: left * amount, of: sent * total } };
    return { ...placed, share: { part: left, of: sent * BigInt(destinations.length) } };
  });
}

/** What was sent, in the asset of the first source, and what of it came back. */
export function sentAndBack(
  sources: readonly PlacedLeg[],
  arrivals: readonly PlacedLeg[],
): { readonly sent: bigint; readonly back: bigint; isBack(placed: PlacedLeg): boolean } {
  const first = sources[0]?.leg;
  const isSame = ({ leg }: PlacedLeg): boolean => leg.asset === first?.asset && leg.chain === first?.chain;
  const isBack = (placed: PlacedLeg): boolean => placed.leg.side === 'refund' && isSame(placed);
  return { sent: sumOf(sources.filter(isSame)), back: sumOf(arrivals.filter(isBack)), isBack };
}

function sumOf(legs: readonly PlacedLeg[]): bigint {
  return legs.reduce((sum, { leg }) => sum + (leg.amount ?? 0n), 0n);
}
