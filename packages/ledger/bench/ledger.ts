import { cpus } from 'node:os';
import { serialize } from 'node:v8';
import {
  ACCOUNT_POLICIES,
  type AccountId,
  type AssetId,
  assetId,
  type Policy,
  type TransactionFact,
  UTXO_POLICIES,
} from '@fundtrail/core';
import { createReplay, type ReplayOptions, runWaves } from '../src/index.ts';
import { madeCoins } from './made-coins.ts';
import { type BenchSet, madeSet } from './made-set.ts';

export type { BenchSet } from './made-set.ts';

export type LedgerBenchOptions = {
  /** Print one JSON object instead of a table. */
  readonly json: boolean;
  /** Sets to run beside the made ones of a million transfers. */
  readonly sets?: readonly BenchSet[];
  /** Transfers of the made sets; 0 leaves them out. */
  readonly transfers?: number;
  readonly print?: (text: string) => void;
};

export type LedgerBenchRun = {
  readonly set: string;
  readonly policies: readonly Policy[];
  readonly transactions: number;
  readonly legs: number;
  readonly transactions_per_s: number;
  readonly legs_per_s: number;
  /** Of the whole process, the facts in memory included. */
  readonly peak_rss_mb: number;
  /** The replay's own state, serialized: what grows with the accounts followed, not with the transfers. */
  readonly state_mb: number;
  /** Accounts followed, and rows of the ledger. */
  readonly accounts_open: number;
  readonly rows: number;
  readonly waves: number;
};

const MADE_TRANSFERS = 1_000_000;
/** A large case, whose accounts a processor's cache still holds, and one ten times as wide, where memory sets the pace. */
const MADE_ACCOUNTS: readonly number[] = [5_000, 50_000];
/** The quickest of so many runs counts: the others tell of the machine's other work. */
const REPEATS = 3;

/**
 * Times the replay alone: the facts lie in memory, the open set has been found by waves before, at floor 0. Resident memory
 * is the process's own peak while it replays, facts included.
 */
export async function runLedgerBench(options: LedgerBenchOptions): Promise<readonly LedgerBenchRun[]> {
  const print = options.print ?? ((text: string) => void process.stdout.write(`${text}\n`));
  const transfers = options.transfers ?? MADE_TRANSFERS;
  const made =
    transfers === 0 ? [] : [...MADE_ACCOUNTS.map((accounts) => madeSet(transfers, accounts)), ...madeCoins()];
  const sets = [...made, ...(options.sets ?? [])];
  const runs: LedgerBenchRun[] = [];
  if (!options.json)
    print(row(['set', 'policies', 'transactions/s', 'legs/s', 'peak MB', 'state MB', 'open', 'rows', 'waves']));
  for (const set of sets) {
    const facts = await set.load();
    const { open, waves } = runWaves(replayOptions(set, ['haircut'], new Set(), facts), () => facts);
    for (const policies of [['haircut'], ['haircut', 'fifo'], defined(set)] as const) {
      const run = timeReplay(set, facts, policies, open, waves);
      runs.push(run);
      if (options.json) continue;
      const { transactions_per_s, legs_per_s, peak_rss_mb, state_mb, accounts_open, rows } = run;
      print(
        row([
          run.set,
          shortName(policies),
          ...[transactions_per_s, legs_per_s, peak_rss_mb, state_mb, accounts_open, rows, waves],
        ]),
      );
    }
  }
  if (options.json) {
    const [cpu] = cpus();
    const machine = `${cpu?.model ?? process.arch}, ${cpus().length} cores, node ${process.version}`;
    print(JSON.stringify({ machine, date: new Date().toISOString(), runs }));
  }
  return runs;
}

function timeReplay(
  set: BenchSet,
  facts: readonly TransactionFact[],
  policies: readonly Policy[],
  open: ReadonlySet<AccountId>,
  waves: number,
): LedgerBenchRun {
  let best = Number.POSITIVE_INFINITY;
  let rows = 0;
  let peak = 0;
  let state = 0;
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const replay = createReplay(replayOptions(set, policies, open, facts));
    const start = performance.now();
    for (const fact of facts) replay.apply(fact);
    best = Math.min(best, (performance.now() - start) / 1000);
    peak = Math.max(peak, process.memoryUsage.rss());
    rows = replay.result().accounts.length;
    if (repeat === REPEATS - 1) state = serialize(replay.snapshot()).length;
  }
  const legs = facts.reduce((sum, fact) => sum + fact.legs.length, 0);
  return {
    set: set.name,
    policies,
    transactions: facts.length,
    legs,
    transactions_per_s: Math.round(facts.length / best),
    legs_per_s: Math.round(legs / best),
    peak_rss_mb: Math.round(peak / 2 ** 20),
    state_mb: Math.round((state / 2 ** 20) * 10) / 10,
    accounts_open: open.size,
    rows,
    waves,
  };
}

function replayOptions(
  set: BenchSet,
  policies: readonly Policy[],
  open: ReadonlySet<AccountId>,
  facts: readonly TransactionFact[],
): ReplayOptions {
  return {
    policies,
    seeds: set.seeds,
    open,
    floors: set.limits === undefined ? zeroFloors(facts) : set.limits.floors,
    maxHops: set.limits?.maxHops ?? 40,
    isCode: (account) => set.labels.code.has(account),
    stopOf: (account) =>
      set.labels.stops.has(account) ? { kind: 'exchange', entity: 'labelled', reason: 'labelled' } : undefined,
  };
}

function zeroFloors(facts: readonly TransactionFact[]): ReadonlyMap<AssetId, bigint> {
  const floors = new Map<AssetId, bigint>();
  for (const fact of facts) for (const leg of fact.legs) floors.set(assetId(fact.chain, leg.asset), 0n);
  return floors;
}

function defined({ utxo }: BenchSet): readonly Policy[] {
  return utxo === true ? UTXO_POLICIES : ACCOUNT_POLICIES;
}

function shortName(policies: readonly Policy[]): string {
  return policies.length > 2 ? 'all' : policies.join('+');
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell).padEnd(14)).join(' ');
}
