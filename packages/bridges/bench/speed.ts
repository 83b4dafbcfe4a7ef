import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { TransactionFact } from '@fundtrail/core';
import type { ProtocolAdapter } from '../src/adapter.ts';
import { type BridgeReader, createBridgeReader } from '../src/bridge-reader.ts';
import { PROTOCOLS } from '../src/registry.ts';

export type SpeedRow = {
  readonly protocols: number;
  /** What is read: everything that is recorded, or only what no protocol at all sees, as nearly all transactions of a chain are. */
  readonly of: 'all' | 'no bridge';
  readonly transactions: number;
  /** Legs that they read in those transactions. */
  readonly legs: number;
  readonly perSecond: number;
  readonly microseconds: number;
  /** To build the rules' index of these protocols. */
  readonly indexMilliseconds: number;
  readonly indexMegabytes: number;
};

/** The fastest of some rounds counts, each long enough to be measured: others may use the machine. */
const [ROUNDS, LEAST_MILLISECONDS] = [9, 150];
const SHARES = [0.25, 0.5, 1];
/** Copies of all protocols at other addresses: what more protocols cost that concern none of these transactions. */
const COPIES = [2, 4];

/** Transactions read per second with more and more protocols: rules are found by chain, address and topic, so it should hardly change. */
export function measureSpeed(facts: readonly TransactionFact[]): readonly SpeedRow[] {
  const all = createBridgeReader();
  // The first rounds of a process are slow.
  for (let round = 0; round < ROUNDS; round += 1) for (const fact of facts) all.read(fact);
  const plain = facts.filter((fact) => all.read(fact).length === 0);
  const sets = [
    ...SHARES.map((share) => PROTOCOLS.slice(0, Math.round(PROTOCOLS.length * share))),
    ...COPIES.map((copies) =>
      Array.from({ length: copies }, (_, copy) => PROTOCOLS.map((one) => moved(one, copy))).flat(),
    ),
  ];
  return sets.flatMap((adapters) => {
    const built = build(adapters);
    return [measure('all', facts, adapters, built), measure('no bridge', plain, adapters, built)];
  });
}

type Built = Pick<SpeedRow, 'indexMilliseconds' | 'indexMegabytes'> & { readonly reader: BridgeReader };

function build(adapters: readonly ProtocolAdapter[]): Built {
  collect();
  const [heap, started] = [process.memoryUsage().heapUsed, performance.now()];
  const reader = createBridgeReader([], adapters);
  const indexMilliseconds = Math.round(performance.now() - started);
  collect();
  const indexMegabytes = Math.round((process.memoryUsage().heapUsed - heap) / 2 ** 17) / 8;
  return { reader, indexMilliseconds, indexMegabytes };
}

/** What is no longer used would count as the index's. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

function measure(
  of: SpeedRow['of'],
  facts: readonly TransactionFact[],
  adapters: readonly ProtocolAdapter[],
  { reader, ...index }: Built,
): SpeedRow {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    let passes = 0;
    while (performance.now() - started < LEAST_MILLISECONDS) {
      for (const fact of facts) reader.read(fact);
      passes += 1;
    }
    best = Math.min(best, (performance.now() - started) / passes / facts.length);
  }
  return {
    protocols: adapters.length,
    of,
    transactions: facts.length,
    legs: facts.reduce((sum, fact) => sum + reader.read(fact).length, 0),
    perSecond: Math.round(1000 / best),
    microseconds: Math.round(best * 10_000) / 10,
    ...index,
  };
}

/** A protocol like this one of another name, with its contracts where nothing is. Rules that take any contract's logs are left out. */
function moved(adapter: ProtocolAdapter, copy: number): ProtocolAdapter {
  if (copy === 0) return adapter;
  const isOwn = (rule: ProtocolAdapter['source'][number]): boolean => rule.on !== 'log' || rule.from !== 'any';
  return {
    ...adapter,
    protocol: `${adapter.protocol}_${copy}`,
    contracts: adapter.contracts.map((row) => ({ ...row, address: `0xff0${copy}${row.address.slice(6)}` })),
    source: adapter.source.filter(isOwn),
    destination: adapter.destination.filter(isOwn),
  };
}
