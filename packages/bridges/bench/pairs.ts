import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { BridgeLeg, TransactionFact } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import type { ProtocolAdapter } from '../src/adapter.ts';
import { createBridgeReader } from '../src/bridge-reader.ts';
import { type CandidateRules, DEFAULT_RULES, findCandidates, type TimedLeg } from '../src/heuristic/find-candidates.ts';
import { joinLegs } from '../src/link/join-legs.ts';
import type { PlacedLeg } from '../src/link/link.ts';
import { madeOf as madeNomad, type PairRow, pairRows, received } from '../src/protocols/nomad/made-nomad.fixture.ts';
import { madeOf as madeRonin } from '../src/protocols/ronin/made-ronin.fixture.ts';
import { PROTOCOLS } from '../src/registry.ts';

/** What became of known pairs. `matched`: with the transaction it belongs to; `wrong`: with another; `missed`: with none, or with several alike. */
export type Matched = {
  readonly matched: number;
  /** Its own is among the first three guesses; of keys there is one answer. */
  readonly among3: number;
  readonly wrong: number;
  readonly missed: number;
};

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
  return [verified(facts), ...listed, amongThefts()];
}

/** The withdrawals of Nomad among the payouts of its theft, which nobody sent: messages of their own, many with amounts of real ones. */
function amongThefts(): PairsRow {
  const rows = pairRows('nomad-bridge__results__CCTX_Withdrawal');
  const thefts = theftRows().map(({ to, token, amount, time, tx }, place) =>
    received({ id: rows.length + place + 1, to, token, amount, time }, tx),
  );
  const truth = new Map(rows.map(({ from, into }) => [from, into]));
  return measure(`Nomad withdrawals among ${thefts.length} thefts`, [...rows.flatMap(madeNomad), ...thefts], truth);
}

function theftRows() {
  const path = sharedData('nomad-ronin-bridge/analysis__nomad-bridge__data__attacks.csv.gz') ?? '';
  const [, ...lines] = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n');
  return lines.map((line) => {
    const [, time, tx = '', , token = '', to = '', amount = '0'] = line.split(',');
    return { time: Number(time), tx, token, to, amount: BigInt(amount) };
  });
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
  return count(truth, (tx) => ({ best: arrivals.get(tx) ?? [], first3: arrivals.get(tx) ?? [] }));
}

function byGuess(legs: readonly PlacedLeg[], truth: Truth, known: (leg: BridgeLeg) => BridgeLeg): Matched {
  const timed = legs.map(({ leg, time }): TimedLeg => ({ leg: known(leg), time }));
  const arrivals = timed.filter(({ leg }) => leg.side === 'destination').sort((a, b) => a.time - b.time);
  const times = arrivals.map(({ time }) => time);
  const sources = Map.groupBy(
    timed.filter(({ leg }) => leg.side === 'source'),
    ({ leg }) => leg.tx,
  );
  return count(truth, (tx) => {
    const guesses = (sources.get(tx) ?? []).map((source) => {
      const { delays } = adapterOf(source.leg.protocol);
      // What comes outside that time is no candidate: left out here so that not all are compared with all.
      const inTime = arrivals.slice(placeOf(times, source.time), placeOf(times, source.time + delays.p99Seconds + 1));
      return guess(source, inTime, { ...DEFAULT_RULES, delays });
    });
    return { best: guesses.flatMap(({ best }) => best), first3: guesses.flatMap(({ first3 }) => first3) };
  });
}

/** How many of the sorted times are before this one. */
function placeOf(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Guesses = { readonly best: readonly string[]; readonly first3: readonly string[] };

/** `best`: the one guess that is better than all others; none where several are alike. */
function guess(source: TimedLeg, arrivals: readonly TimedLeg[], rules: CandidateRules): Guesses {
  const found = findCandidates(source, arrivals, rules);
  const [first, second] = found;
  const isAlone = first !== undefined && second?.score !== first.score;
  const first3 = found.slice(0, 3).map(({ destination }) => destination.leg.tx);
  return { best: isAlone ? first3.slice(0, 1) : [], first3 };
}

function adapterOf(name: string): ProtocolAdapter {
  const adapter = PROTOCOLS.find(({ protocol }) => protocol === name);
  if (adapter === undefined) throw new Error(`no protocol ${name}`);
  return adapter;
}

function count(truth: Truth, find: (tx: string) => Guesses): Matched {
  const counts = { matched: 0, among3: 0, wrong: 0, missed: 0 };
  for (const [from, into] of truth) {
    const { best, first3 } = find(from);
    counts[best.includes(into) ? 'matched' : best.length > 0 ? 'wrong' : 'missed'] += 1;
    if (first3.includes(into)) counts.among3 += 1;
  }
  return counts;
}
