import { accountId, assetId, formatAccount, formatAsset, formatHash, isTraceable, linkName } from '@fundtrail/core';
import type { CaseRow, CrossingEnd, CrossingState, DerivedCrossing, WantedLink } from '@fundtrail/store';
import { readCrossings, readUnits } from '@fundtrail/store';
import { type CandidateView, viewCandidates } from './candidate-views.ts';
import type { TracerDependencies } from './dependencies.ts';
import { readPolicies } from './stored-case.ts';
import type { PerPolicy } from './types.ts';

/** One side of a crossing. CAIP forms where its chain can be traced, else as it is written there. */
export type CrossingSideView = {
  readonly chain: string;
  readonly tx: string;
  readonly account: string | null;
  readonly asset: string | null;
  /** Base units. */
  readonly amount: string | null;
};

/** A movement of stolen money across chains, and one arrival of it or none. */
export type CrossingRowView = {
  readonly protocol: string;
  readonly key: string;
  readonly state: CrossingState;
  /** How the two sides are joined: K, D or A. */
  readonly class: string;
  readonly grade: string;
  readonly confidence: number;
  readonly source: CrossingSideView;
  readonly destination: CrossingSideView | null;
  /** Per policy: of a pending one what went in, else what came out, in base units of that asset. */
  readonly tainted: PerPolicy;
  /** Per policy, in base units of what was stolen, summed over its assets. */
  readonly origin: PerPolicy;
  /** Unix seconds. */
  readonly left_at: number;
  /** Seconds since it left, while nothing has arrived. */
  readonly pending_seconds: number | null;
  readonly reason: string | null;
  /** What came of looking for the other side; null where it was not looked for, or was found. */
  readonly search: string | null;
  /** When it is looked for again, as long as the case moves; RFC 3339. */
  readonly next_search_at: string | null;
  readonly notes: readonly string[];
  /** Guesses of where a pending one that nothing joins arrived, the best first: never flows, nor reasons of alerts. */
  readonly candidates: readonly CandidateView[];
};

/** @param now Unix seconds */
export async function viewCrossings(
  deps: Pick<TracerDependencies, 'database' | 'cases' | 'facts' | 'bridges'>,
  row: CaseRow,
  filter: { readonly state?: CrossingState },
  now: number,
): Promise<readonly CrossingRowView[]> {
  const policies = readPolicies(row);
  const { db } = deps.database;
  const units = (await readUnits(db, row.id)).length;
  const crossings = await readCrossings(db, row.id, filter);
  const candidates = await viewCandidates(deps, row.space, crossings);
  const awaited = crossings.some(({ state }) => state === 'pending') ? await deps.cases.links(row.id) : [];
  const searches = new Map(awaited.map((link) => [linkName(link.protocol, link.key), link]));
  const searchOf = ({ state, protocol, key }: DerivedCrossing): WantedLink | undefined =>
    state === 'pending' ? searches.get(linkName(protocol, key)) : undefined;
  return crossings.map((crossing) => ({
    protocol: crossing.protocol,
    key: crossing.key,
    state: crossing.state,
    class: crossing.proof,
    grade: crossing.grade,
    confidence: crossing.confidence,
    source: viewEnd(crossing.source),
    destination: crossing.destination === null ? null : viewEnd(crossing.destination),
    tainted: Object.fromEntries(policies.map((policy, p) => [policy, (crossing.tainted[p] ?? 0n).toString()])),
    origin: Object.fromEntries(policies.map((policy, p) => [policy, originOf(crossing, p, units).toString()])),
    left_at: crossing.firstTime,
    pending_seconds: crossing.state === 'pending' ? Math.max(0, now - crossing.firstTime) : null,
    reason: crossing.reason,
    search: searchOf(crossing)?.reason ?? null,
    next_search_at: searchOf(crossing)?.nextAt?.toISOString() ?? null,
    notes: crossing.notes,
    candidates: candidates.get(crossing) ?? [],
  }));
}

function originOf({ origin }: DerivedCrossing, policy: number, units: number): bigint {
  return origin.slice(policy * units, (policy + 1) * units).reduce((sum, amount) => sum + amount, 0n);
}

function viewEnd({ chain, tx, account, asset, amount }: CrossingEnd): CrossingSideView {
  const known = isTraceable(chain);
  return {
    chain,
    tx: known ? formatHash(tx, chain) : tx,
    account:
      account === null || !known || !account.startsWith('0x') ? account : formatAccount(accountId(chain, account)),
    asset: asset === null || !known ? asset : formatAsset(assetId(chain, asset)),
    amount: amount?.toString() ?? null,
  };
}
