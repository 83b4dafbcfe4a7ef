import type { BridgeReader } from '../src/bridge-reader.ts';
import type { Recorded } from './corpus.ts';
import { createExpectation, type ExpectedLegs } from './expected/expect-legs.ts';

/** Legs of one protocol: how many are expected from other sources than the adapters, and how many of those are read. */
export type RecallRow = {
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

export type Recall = {
  readonly transactions: number;
  readonly rows: readonly RecallRow[];
  readonly missed: readonly Difference[];
  readonly beyond: readonly Difference[];
};

type Side = ExpectedLegs['side'];

/** Compares what is read of every recorded transaction with what lists and names tell of it. A wrapper counts once where legs name it. */
export function measureRecall(corpus: readonly Recorded[], reader: BridgeReader): Recall {
  const expectation = createExpectation();
  const rows = new Map<string, { expected: number; found: number; missed: number; beyond: number; faulty: number }>();
  const differences: Difference[] = [];
  for (const recorded of corpus) {
    const { fact, file } = recorded;
    const legs = reader.read(fact);
    const read = countsOf(legs);
    const told = new Map(expectation(recorded).map((one) => [idOf(one.protocol, one.side), one]));
    for (const id of new Set([...told.keys(), ...read.keys()])) {
      const [protocol = '', side] = id.split(' ') as [string, Side];
      const [expected, found] = [told.get(id)?.legs ?? 0, read.get(id) ?? 0];
      const row = rows.get(protocol) ?? { expected: 0, found: 0, missed: 0, beyond: 0, faulty: 0 };
      rows.set(protocol, row);
      row.expected += expected;
      row.found += Math.min(expected, found);
      row.missed += Math.max(0, expected - found);
      row.beyond += Math.max(0, found - expected);
      const by = told.get(id)?.by ?? '';
      if (expected !== found)
        differences.push({ protocol, side, by, file, chain: fact.chain, tx: fact.hash, expected, read: found });
    }
    for (const { protocol, fault } of legs) {
      const row = rows.get(protocol);
      if (fault !== undefined && row !== undefined) row.faulty += 1;
    }
  }
  const sorted = [...rows].map(([protocol, row]) => ({ protocol, ...row }));
  return {
    transactions: corpus.length,
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
