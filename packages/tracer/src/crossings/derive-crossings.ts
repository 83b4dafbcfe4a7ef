import {
  accountId,
  arrivalOf,
  type BridgeLeg,
  formatHash,
  isArrival,
  isTraceable,
  isTransit,
  type LinkId,
  linkOf,
  splitAccountId,
} from '@fundtrail/core';
import type { Flow } from '@fundtrail/ledger';
import type { CrossingEnd, DerivedCrossing } from '@fundtrail/store';
import type { CrossingBook, Departure } from './crossing-book.ts';
import { ownKey } from './own-key.ts';

/**
 * The tainted movements of a case, as rows: one for each arrival, and one without for each of which nothing has arrived. What cannot be joined is
 * a row, too, with the reason. Amounts of an arrival are those that came out of it, of a pending one those that went in.
 */
export function deriveCrossings(flows: readonly Flow[], book: CrossingBook): readonly DerivedCrossing[] {
  const into = Map.groupBy(
    flows.filter(({ to }) => isTransit(splitAccountId(to).address)),
    ({ to }) => linkOf(splitAccountId(to).address) ?? '',
  );
  const outOf: FlowsOut = Map.groupBy(
    flows.filter(({ from }) => isArrival(splitAccountId(from).address)),
    ({ from, tx }) => `${from} ${tx}`,
  );
  const departures = book.departures();
  return [...into].flatMap(([link, sent]) => {
    const departure = departures.get(link)?.[0];
    return departure === undefined ? [] : rowsOf(link, departure, sent, outOf);
  });
}

/** What came out of arrivals, by the arrival's account and its transaction. */
type FlowsOut = ReadonlyMap<string, readonly Flow[]>;

function rowsOf(id: LinkId, { leg, link }: Departure, sent: readonly Flow[], outOf: FlowsOut): DerivedCrossing[] {
  const [first] = sent;
  if (first === undefined) return [];
  const about = {
    protocol: leg.protocol,
    key: link?.key ?? ownKey(leg),
    proof: link?.proof ?? leg.proof,
    grade: link?.grade ?? ('protocol_linked' as const),
    confidence: link?.confidence ?? 0,
    source: endOf(leg, sent),
    firstTime: first.time,
    notes: [
      ...(link?.notes ?? []),
      ...leg.notes,
      ...(link?.refused ?? []).map((refused) => refusal(refused.leg, refused.reason)),
    ],
  };
  const arrivals = link?.arrivals ?? [];
  const rows = arrivals.flatMap((arrival, ordinal): DerivedCrossing[] => {
    const from = accountId(arrival.leg.chain, arrivalOf(id));
    const came = outOf.get(`${from} ${arrival.leg.tx}`);
    if (came === undefined) return [];
    const state = arrival.leg.side === 'refund' ? 'refunded' : 'arrived';
    return [{ ...about, ordinal, state, reason: null, destination: endOf(arrival.leg, came), ...sumsOf(came) }];
  });
  if (rows.length > 0) return rows;
  const state = link?.state === 'refused' ? 'refused' : 'pending';
  return [{ ...about, ordinal: 0, state, reason: reasonOf(leg, link?.key), destination: null, ...sumsOf(sent) }];
}

/** Why nothing is known of the other side; null where it has only not been found yet. */
function reasonOf({ fault, proof, toChain, toAccount, notes }: BridgeLeg, key: string | undefined): string | null {
  if (fault !== undefined) return fault;
  if (proof === 'H') return 'only guesses join what this protocol moves';
  if (key === undefined) return 'nothing that is known joins it';
  if (toChain === undefined) return ['where it goes cannot be told', ...notes].join('; ');
  if (toChain.startsWith('cosmos:')) return `held by ${toAccount ?? 'an account'} on ${toChain}`;
  return null;
}

function refusal({ chain, tx }: BridgeLeg, reason: string): string {
  return `not joined: ${isTraceable(chain) ? formatHash(tx, chain) : tx} on ${chain}: ${reason}`;
}

function endOf(leg: BridgeLeg, flows: readonly Flow[]): CrossingEnd {
  const [first] = flows;
  const account = leg.side === 'source' ? first?.from : first?.to;
  const owner = leg.side === 'source' ? first?.fromOwner : first?.toOwner;
  const named = owner ?? account;
  return {
    chain: leg.chain,
    tx: leg.tx,
    account: named === undefined ? null : splitAccountId(named).address,
    asset: leg.asset ?? null,
    amount: leg.amount ?? null,
  };
}

function sumsOf(flows: readonly Flow[]): Pick<DerivedCrossing, 'tainted' | 'origin'> {
  const tainted: bigint[] = [];
  const origin: bigint[] = [];
  for (const flow of flows) {
    flow.tainted.forEach((amount, p) => {
      tainted[p] = (tainted[p] ?? 0n) + amount;
    });
    flow.origin.flat().forEach((amount, at) => {
      origin[at] = (origin[at] ?? 0n) + amount;
    });
  }
  return { tainted, origin };
}
