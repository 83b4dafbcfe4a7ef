import { isTransit, type LinkId, linkOf, splitAccountId } from '@fundtrail/core';
import type { LedgerResult } from '@fundtrail/ledger';
import type { CaseRow, LinkKey, WantedLink } from '@fundtrail/store';
import type { TracerDependencies } from '../dependencies.ts';
import { type CrossingBook, createCrossingBook, type PlacedTransaction } from './crossing-book.ts';
import { ownKey } from './own-key.ts';

/** What one settle knows of its case's movements across chains; `arrivals` grows as waves pass. */
export type RunCrossings = {
  readonly book: CrossingBook;
  /** Transactions by which tainted movements arrive, by chain and hash: a replay is given them whoever they touch. */
  readonly arrivals: Map<string, PlacedTransaction>;
  /** Movements whose other side the case has asked for, by protocol and key. */
  readonly asked: ReadonlyMap<string, WantedLink>;
};

/** @param arrivals what an earlier settle of the case came to know */
export async function startCrossings(
  { bridges, cases }: Pick<TracerDependencies, 'bridges' | 'cases'>,
  row: CaseRow,
  arrivals: RunCrossings['arrivals'] = new Map(),
): Promise<RunCrossings> {
  const { store } = bridges;
  const stored = {
    legsOf: async (transactions: Parameters<typeof store.legsOf>[1]) =>
      (await store.legsOf(row.space, transactions)).map(({ leg }) => leg),
    legsByKey: (keys: readonly LinkKey[]) => store.legsByKey(row.space, keys),
  };
  return {
    book: createCrossingBook(stored, bridges.adapterOf),
    arrivals,
    asked: new Map((await cases.links(row.id)).map((link) => [nameOf(link), link])),
  };
}

/** The links of the transits that something tainted went into. */
export function taintedLinks({ accounts }: LedgerResult): readonly LinkId[] {
  return accounts.flatMap(({ account }) => {
    const { address } = splitAccountId(account);
    return isTransit(address) ? (linkOf(address) ?? []) : [];
  });
}

/** Takes in where tainted movements arrive, as far as that is known; returns those that no replay was given yet. */
export function learnArrivals({ book, arrivals }: RunCrossings, result: LedgerResult): readonly PlacedTransaction[] {
  const fresh = book.arrivalsOf(taintedLinks(result)).filter(({ chain, hash }) => !arrivals.has(`${chain}:${hash}`));
  for (const arrival of fresh) arrivals.set(`${arrival.chain}:${arrival.hash}`, arrival);
  return fresh;
}

/**
 * Tainted movements of which nothing has arrived and that the case has not asked for; and those that arrived once and do no more. What nothing
 * is known to join goes by a key of its own: accounts of the protocol may be learned, and guesses found.
 */
export function wantedLinks(
  { book, asked }: RunCrossings,
  result: LedgerResult,
): { readonly fresh: readonly LinkKey[]; readonly again: readonly LinkKey[] } {
  const departures = book.departures();
  const fresh: LinkKey[] = [];
  const again: LinkKey[] = [];
  for (const id of taintedLinks(result)) {
    const departure = departures.get(id)?.[0];
    if (departure === undefined || (departure.link !== undefined && departure.link.state !== 'pending')) continue;
    const wanted = { protocol: departure.leg.protocol, key: departure.link?.key ?? ownKey(departure.leg) };
    const known = asked.get(nameOf(wanted));
    if (known === undefined) fresh.push(wanted);
    else if (known.state === 'covered') again.push(wanted);
  }
  return { fresh, again };
}

function nameOf({ protocol, key }: LinkKey): string {
  return `${protocol}:${key}`;
}
