import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BridgeLeg, TransactionFact } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import type { ProtocolAdapter } from '../src/adapter.ts';
import { createBridgeReader } from '../src/bridge-reader.ts';
import { DEFAULT_RULES, findCandidates, type TimedLeg } from '../src/heuristic/find-candidates.ts';
import { joinLegs } from '../src/link/join-legs.ts';
import type { PlacedLeg } from '../src/link/link.ts';
import { madeOf as madeNomad, type PairRow, pairRows } from '../src/protocols/nomad/made-nomad.fixture.ts';
import { madeOf as madeRonin } from '../src/protocols/ronin/made-ronin.fixture.ts';
import { PROTOCOLS } from '../src/registry.ts';

/** What became of known pairs. `matched`: with the transaction it belongs to; `wrong`: with another; `missed`: with none, or with several alike. */
export type Matched = { readonly matched: number; readonly wrong: number; readonly missed: number };

export type PairsRow = {
  readonly set: string;
  readonly pairs: number;
  readonly key: Matched;
  /** With the keys removed: by declared receiver, amount and time. */
  readonly heuristic: Matched;
  /** With the receivers removed, too: by amount and time. */
  readonly blind: Matched;
};

type Truth = ReadonlyMap<string, string>;

/** @param facts recorded transactions, among which are those of the verified pairs */
export function measurePairs(facts: readonly TransactionFact[]): readonly PairsRow[] {
  const lists: readonly (readonly [string, string, (row: PairRow, place: number) => readonly TransactionFact[]])[] = [
    ['Nomad withdrawals', 'nomad-bridge__results__CCTX_Withdrawal', madeNomad],
    ['Nomad deposits before finality', 'nomad-bridge__results__CCTX_Deposit_FinalityBreak', madeNomad],
    ['Ronin deposits before finality', 'ronin-bridge__results__CCTX_Deposit_FinalityBreak', madeRonin('deposit')],
    [
      'Ronin withdrawals before finality',
      'ronin-bridge__results__CCTX_Withdrawal_FinalityBreak',
      madeRonin('withdrawal'),
    ],
  ];
  const listed = lists.map(([set, name, madeOf]): PairsRow => {
    const rows = pairRows(name);
    return measure(set, rows.flatMap(madeOf), new Map(rows.map(({ from, into }) => [from, into])));
  });
  return [verified(facts), ...listed];
}

/** Real receipts of both sides. Their times are not recorded: they count as one. */
function verified(facts: readonly TransactionFact[]): PairsRow {
  type Pair = { readonly source: { readonly tx: string }; readonly destination: { readonly tx: string } };
  const path = join(sharedData('bridges/fixtures') ?? '', 'verified-pairs.json');
  const { pairs } = JSON.parse(readFileSync(path, 'utf8')) as { readonly pairs: readonly Pair[] };
  const truth = new Map(pairs.map(({ source, destination }) => [source.tx, destination.tx]));
  return measure(
    'verified pairs (real receipts)',
    facts.map((fact) => ({ ...fact, time: 0 })),
    truth,
  );
}

function measure(set: string, facts: readonly TransactionFact[], truth: Truth): PairsRow {
  const reader = createBridgeReader();
  const legs = facts.flatMap((fact) =>
    reader.read(fact).map((leg): PlacedLeg => ({ leg, block: fact.block, place: fact.index, time: fact.time })),
  );
  return {
    set,
    pairs: truth.size,
    key: byKey(legs, truth),
    heuristic: byGuess(legs, truth, (leg) => leg),
    blind: byGuess(legs, truth, (leg) => ({ ...leg, toAccount: undefined, fromAccount: undefined })),
  };
}

function byKey(legs: readonly PlacedLeg[], truth: Truth): Matched {
  const byLink = Map.groupBy(legs, ({ leg }) => `${leg.protocol} ${leg.key ?? leg.tx}`);
  const arrivals = new Map<string, readonly string[]>();
  for (const of of byLink.values()) {
    const adapter = PROTOCOLS.find(({ protocol }) => protocol === of[0]?.leg.protocol);
    const link = adapter === undefined ? undefined : joinLegs(adapter, of);
    for (const { leg } of link?.sources ?? []) {
      const found = (link?.arrivals ?? []).map((arrival) => arrival.leg.tx);
      arrivals.set(leg.tx, [...(arrivals.get(leg.tx) ?? []), ...found]);
    }
  }
  return count(truth, (tx) => arrivals.get(tx) ?? []);
}

function byGuess(legs: readonly PlacedLeg[], truth: Truth, known: (leg: BridgeLeg) => BridgeLeg): Matched {
  const timed = legs.map(({ leg, time }): TimedLeg => ({ leg: known(leg), time }));
  const arrivals = timed.filter(({ leg }) => leg.side === 'destination');
  const sources = Map.groupBy(
    timed.filter(({ leg }) => leg.side === 'source'),
    ({ leg }) => leg.tx,
  );
  return count(truth, (tx) => (sources.get(tx) ?? []).flatMap((source) => best(source, arrivals)));
}

/** The one guess that is better than all others; none where several are alike. */
function best(source: TimedLeg, arrivals: readonly TimedLeg[]): readonly string[] {
  const { delays } = adapterOf(source.leg.protocol);
  const [first, second] = findCandidates(source, arrivals, { ...DEFAULT_RULES, delays });
  if (first === undefined || (second !== undefined && second.score === first.score)) return [];
  return [first.destination.leg.tx];
}

function adapterOf(name: string): ProtocolAdapter {
  const adapter = PROTOCOLS.find(({ protocol }) => protocol === name);
  if (adapter === undefined) throw new Error(`no protocol ${name}`);
  return adapter;
}

function count(truth: Truth, find: (tx: string) => readonly string[]): Matched {
  const counts = { matched: 0, wrong: 0, missed: 0 };
  for (const [from, into] of truth) {
    const found = find(from);
    counts[found.includes(into) ? 'matched' : found.length > 0 ? 'wrong' : 'missed'] += 1;
  }
  return counts;
}
