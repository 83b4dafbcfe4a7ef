import { joinLegs, type Link, type PlacedLeg, type ProtocolAdapter } from '@fundtrail/bridges';
import { type BridgeLeg, type ChainId, type Hash, type LinkId, linkId, type TransactionFact } from '@fundtrail/core';
import type { Crossing } from '@fundtrail/ledger';
import type { LinkKey } from '@fundtrail/store';
import { crossingsOf, transitLinkOf } from './crossings-of.ts';

/** What is stored of bridge legs. */
export type StoredLegs = {
  legsOf(transactions: readonly TransactionName[]): Promise<readonly BridgeLeg[]>;
  legsByKey(keys: readonly LinkKey[]): Promise<readonly PlacedLeg[]>;
};

export type TransactionName = { readonly chain: ChainId; readonly hash: Hash };

export type PlacedTransaction = TransactionName & { readonly block: number };

/** What goes into a transit: the leg, and its link, if anything joins it. */
export type Departure = { readonly leg: BridgeLeg; readonly link: Link | undefined };

/**
 * What one replay knows of cross-chain movements: legs and links as they were stored when their transactions came up, the same for as long
 * as it lasts. Legs of mixers and of guesses are no movements.
 */
export type CrossingBook = {
  /** Makes what is stored of these transactions known, two queries at most; what is known already is not asked for again. */
  prepare(transactions: readonly TransactionName[]): Promise<void>;
  /** @throws RangeError for a transaction that was not prepared */
  crossingsOf(fact: TransactionFact): readonly Crossing[];
  /** Whether a prepared transaction is part of a movement. */
  crosses(transaction: TransactionName): boolean;
  /** Transactions of which this one brings what they sent: they come before it. */
  waitsFor(transaction: TransactionName): readonly PlacedTransaction[];
  /** What went into transits, by their links. */
  departures(): ReadonlyMap<LinkId, readonly Departure[]>;
  /** Transactions by which these links arrive. */
  arrivalsOf(links: Iterable<LinkId>): readonly PlacedTransaction[];
  /** The same for two books that say the same of these transactions. */
  digest(transactions: readonly TransactionName[]): string;
};

export function createCrossingBook(
  stored: StoredLegs,
  adapterOf: (protocol: string) => ProtocolAdapter | undefined,
): CrossingBook {
  const legs = new Map<string, readonly BridgeLeg[]>();
  const links = new Map<LinkId, Link | undefined>();
  const departures = new Map<LinkId, Departure[]>();

  const linkOf = ({ protocol, key }: BridgeLeg): Link | undefined =>
    key === undefined ? undefined : links.get(linkId(protocol, key));

  const learnLinks = async (fresh: readonly BridgeLeg[]): Promise<void> => {
    const wanted = new Map<LinkId, LinkKey>();
    for (const { protocol, key } of fresh) {
      if (key === undefined) continue;
      const id = linkId(protocol, key);
      if (!links.has(id)) wanted.set(id, { protocol, key });
    }
    if (wanted.size === 0) return;
    const found = Map.groupBy(await stored.legsByKey([...wanted.values()]), ({ leg }) =>
      linkId(leg.protocol, leg.key ?? ''),
    );
    for (const [id, { protocol }] of wanted) {
      const adapter = adapterOf(protocol);
      links.set(id, adapter === undefined ? undefined : joinLegs(adapter, found.get(id) ?? []));
    }
  };

  const noteDeparture = (leg: BridgeLeg): void => {
    const link = linkOf(leg);
    const id = transitLinkOf(leg, link);
    const joined = link?.id === id ? link : undefined;
    departures.set(id, [...(departures.get(id) ?? []), { leg, link: joined }]);
  };

  return {
    prepare: async (transactions) => {
      const fresh = transactions.filter((transaction) => !legs.has(nameOf(transaction)));
      if (fresh.length === 0) return;
      const told = (await stored.legsOf(fresh)).filter((leg) => isMovement(leg, adapterOf(leg.protocol)));
      const byTransaction = Map.groupBy(told, (leg) => nameOf({ chain: leg.chain, hash: leg.tx }));
      await learnLinks(told);
      for (const transaction of fresh) {
        const own = (byTransaction.get(nameOf(transaction)) ?? []).toSorted((a, b) => a.index - b.index);
        legs.set(nameOf(transaction), own);
        for (const leg of own) if (leg.side === 'source') noteDeparture(leg);
      }
    },
    crossingsOf: (fact) => {
      const own = legs.get(nameOf(fact));
      if (own === undefined) throw new RangeError(`transaction ${nameOf(fact)} was not prepared`);
      return own.length === 0 ? NONE : crossingsOf(fact, own, linkOf);
    },
    crosses: (transaction) => (legs.get(nameOf(transaction)) ?? NONE).length > 0,
    waitsFor: (transaction) => {
      const own = legs.get(nameOf(transaction)) ?? NONE;
      const sources = own.flatMap((leg) => (leg.side === 'source' ? [] : (linkOf(leg)?.sources ?? [])));
      return sources.map(placeOf).filter((source) => nameOf(source) !== nameOf(transaction));
    },
    departures: () => departures,
    arrivalsOf: (wanted) => [...wanted].flatMap((id) => (links.get(id)?.arrivals ?? []).map(placeOf)),
    digest: (transactions) =>
      JSON.stringify(
        transactions.map((transaction) => (legs.get(nameOf(transaction)) ?? NONE).map((leg) => [leg, linkOf(leg)])),
        (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
      ),
  };
}

function placeOf({ leg, block }: PlacedLeg): PlacedTransaction {
  return { chain: leg.chain, hash: leg.tx, block };
}

function nameOf({ chain, hash }: TransactionName): string {
  return `${chain}:${hash}`;
}

function isMovement({ proof, side }: BridgeLeg, adapter: ProtocolAdapter | undefined): boolean {
  if (adapter === undefined || adapter.kind === 'mixer') return false;
  // What leaves by a protocol that only guesses join still leaves: it is pending.
  return side === 'source' || proof !== 'H';
}

const NONE: readonly never[] = [];
