import type { TransactionFact } from '@fundtrail/core';
import type { ProtocolAdapter } from './adapter.ts';
import { createBridgeReader } from './bridge-reader.ts';
import { joinLegs } from './link/join-legs.ts';
import type { Link, PlacedLeg } from './link/link.ts';

/** The links of all keys that one adapter sees in these transactions, each with all of its legs. Times are left out: not all records tell theirs. */
export function linksOf(adapter: ProtocolAdapter, facts: readonly TransactionFact[]): readonly Link[] {
  const reader = createBridgeReader([], [adapter]);
  const byKey = new Map<string, PlacedLeg[]>();
  for (const fact of facts) {
    for (const leg of reader.read(fact)) {
      if (leg.key === undefined) continue;
      const placed: PlacedLeg = { leg, block: fact.block, place: fact.index, time: 0 };
      byKey.set(leg.key, [...(byKey.get(leg.key) ?? []), placed]);
    }
  }
  return [...byKey.values()].flatMap((legs) => joinLegs(adapter, legs) ?? []);
}

/** Those that arrived: hashes of source and arrival, the first eight digits of each. */
export function arrivedIn(links: readonly Link[]): readonly (readonly string[])[] {
  const arrived = links.filter(({ state }) => state === 'arrived');
  return arrived.map(({ sources, arrivals }) => [...sources, ...arrivals].map(({ leg }) => leg.tx.slice(0, 10))).sort();
}
