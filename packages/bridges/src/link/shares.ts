import type { LinkArrival, PlacedLeg } from './link.ts';

/**
 * How the origin of a movement is shared among its arrivals: what came back in the asset that was sent, by its amount; the rest among those
 * on the other side, by amount where they are of one asset, else equally. The last one takes the remainder.
 */
export function sharesOf(sources: readonly PlacedLeg[], arrivals: readonly PlacedLeg[]): readonly LinkArrival[] {
  const sent = sources.reduce((sum, { leg }) => sum + (leg.amount ?? 0n), 0n);
  const asset = sources[0]?.leg.asset;
  const chain = sources[0]?.leg.chain;
  const isBack = ({ leg }: PlacedLeg): boolean => leg.side === 'refund' && leg.asset === asset && leg.chain === chain;
  const destinations = arrivals.filter((placed) => !isBack(placed));
  const back = sumOf(arrivals.filter(isBack));
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

function sumOf(legs: readonly PlacedLeg[]): bigint {
  return legs.reduce((sum, { leg }) => sum + (leg.amount ?? 0n), 0n);
}
