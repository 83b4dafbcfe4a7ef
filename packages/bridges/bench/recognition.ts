import type { BridgeReader } from '../src/bridge-reader.ts';
import { createExpectation, type ExpectedLegs } from './expected/expect-legs.ts';
import { NO_LEGS } from './expected/named-legs.ts';
import { CACHED, type Recorded } from './shared-files.ts';

/** Legs of one protocol: how many are expected from other sources than the adapters, and how many of those are read. */
export type RecognitionRow = {
  readonly protocol: string;
  readonly expected: number;
  readonly found: number;
  readonly missed: number;
  /** Read, and told by no list or name. */
  readonly beyond: number;
  /** Read with a fault: they link nothing. */
  readonly faulty: number;
};

/** Of one transaction: legs that are expected and not read, or read and not expected. */
export type Difference = Omit<ExpectedLegs, 'legs'> & {
  readonly file: string;
  readonly chain: string;
  readonly tx: string;
  readonly expected: number;
  readonly read: number;
};

export type Recognition = {
  readonly transactions: number;
  /** Of receipts: without the cached events of Tornado, which are many and alike. */
  readonly receipts: Pick<RecognitionRow, 'expected' | 'found'>;
  /** Recordings called after bridges in which nothing crosses, and how many of them are read as if something did. */
  readonly noLegs: { readonly told: number; readonly read: number };
  readonly rows: readonly RecognitionRow[];
  readonly missed: readonly Difference[];
  readonly beyond: readonly Difference[];
};

type Side = ExpectedLegs['side'];
type Counts = { -readonly [count in Exclude<keyof RecognitionRow, 'protocol'>]: number };

/**
 * Compares what is read of every recorded transaction with what lists and names tell of it: see `expected/`. A wrapper counts once where
 * legs name it.
 */
export function measureRecognition(corpus: readonly Recorded[], reader: BridgeReader): Recognition {
  const expectation = createExpectation();
  const rows = new Map<string, Counts>();
  const receipts = { expected: 0, found: 0 };
  const noLegs = { told: 0, read: 0 };
  const differences: Difference[] = [];
  for (const recorded of corpus) {
    const { fact, file } = recorded;
    const legs = reader.read(fact);
    const read = countsOf(legs);
    if (NO_LEGS.some((one) => one.file === file && recorded.names.includes(one.test))) {
      noLegs.told += 1;
      if (legs.length > 0) noLegs.read += 1;
    }
    const told = new Map(expectation(recorded).map((one) => [idOf(one.protocol, one.side), one]));
    for (const id of new Set([...told.keys(), ...read.keys()])) {
      const [protocol = '', side] = id.split(' ') as [string, Side];
      const [expected, found] = [told.get(id)?.legs ?? 0, read.get(id) ?? 0];
      const row = rows.get(protocol) ?? { expected: 0, found: 0, missed: 0, beyond: 0, faulty: 0 };
      rows.set(protocol, row);
      row.expected += expected;
      row.found += Math.min(expected, found);
      if (file !== CACHED) {
        receipts.expected += expected;
        receipts.found += Math.min(expected, found);
      }
      row.missed += Math.max(0, expected - found);
      row.beyond += Math.max(0, found - expected);
      if (expected === found) continue;
      const { by, why } = told.get(id) ?? { by: 'no list or name', why: undefined };
      const about = { protocol, side, by, why, file, chain: fact.chain, tx: fact.hash };
      differences.push({ ...about, expected, read: found });
    }
    for (const { protocol, fault } of legs) {
      const row = rows.get(protocol);
      if (fault !== undefined && row !== undefined) row.faulty += 1;
    }
  }
  const sorted = [...rows].map(([protocol, row]) => ({ protocol, ...row }));
  return {
    transactions: corpus.length,
    receipts,
    noLegs,
    rows: sorted.sort((a, b) => (a.protocol < b.protocol ? -1 : 1)),
    missed: differences.filter(({ expected, read }) => read < expected),
    beyond: differences.filter(({ expected, read }) => read > expected),
  };
}

function countsOf(legs: ReturnType<BridgeReader['read']>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { protocol, side } of legs) counts.set(idOf(protocol, side), (counts.get(idOf(protocol, side)) ?? 0) + 1);
  for (const name of new Set(legs.flatMap(({ via }) => via))) counts.set(idOf(name, 'wrapper'), 1);
  return counts;
}

function idOf(protocol: string, side: Side): string {
  return `${protocol} ${side}`;
}
