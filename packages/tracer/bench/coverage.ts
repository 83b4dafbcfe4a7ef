import { createAttribution, readLabelsCsv } from '@fundtrail/attribution';
import { openDataset } from '@fundtrail/chains';
import {
  ACCOUNT_POLICIES,
  type AssetId,
  accountId,
  createLogger,
  type Label,
  type Policy,
  parseShare,
  shareOf,
  splitAccountId,
  type TransactionFact,
} from '@fundtrail/core';
import { type LedgerResult, type ReplayOptions, runWaves } from '@fundtrail/ledger';
import { type LaunderTruth, readLaunderCase, sharedData, valueCoverage, valueOnStrangers } from '@fundtrail/testkit';

export type CoverageBenchRun = {
  readonly set: string;
  readonly floor: string;
  readonly policy: Policy;
  /** Of what truly reached the deposit addresses, the part that the ledger saw arriving there. */
  readonly value_coverage: number;
  /** Share of the theft that ended on accounts that have nothing to do with it. */
  readonly value_on_strangers: number;
  readonly accounts_open: number;
};

const SETS = ['c1', 'c2', 'c3'];
const FLOORS = ['0', '1/10000', '1/1000'];
/** Poison flags and conserves no amounts: there is nothing to cover. */
const CONSERVING = ACCOUNT_POLICIES.filter((policy) => policy !== 'poison');

/**
 * How near each policy comes to the truth of the made laundering cases, with haircut as lead policy: the truth is the
 * launderer's intent, so no policy need reach 1.
 * @throws when the made cases are not there.
 */
export async function runCoverageBench(options: { readonly json: boolean }): Promise<readonly CoverageBenchRun[]> {
  const runs: CoverageBenchRun[] = [];
  for (const set of SETS) {
    const folder = sharedData(`launder-sim/${set}`);
    if (folder === undefined) throw new Error('the made laundering cases are not here');
    const { seeds, truth } = readLaunderCase(folder);
    const transactions = await readFacts(`${folder}/transfers.csv.gz`);
    const labels = await readLabelsCsv(`${folder}/labels.csv`);
    for (const floor of FLOORS) {
      const { result, open } = replay(transactions, labels, seeds, floor);
      for (const [place, { policy }] of result.totals.entries()) {
        runs.push(measure(set, floor, policy, place, result, truth, open));
      }
    }
  }
  print(runs, options.json);
  return runs;
}

async function readFacts(path: string): Promise<readonly TransactionFact[]> {
  const dataset = await openDataset(path, { logger: createLogger({ level: 'error' }) });
  const facts: TransactionFact[] = [];
  for await (const batch of dataset.batches()) facts.push(...batch);
  return facts.sort((a, b) => a.block - b.block || a.index - b.index);
}

function replay(
  transactions: readonly TransactionFact[],
  labels: readonly Label[],
  seeds: ReplayOptions['seeds'],
  floor: string,
): { result: LedgerResult; open: number } {
  const attribution = createAttribution(Map.groupBy(labels, (label) => accountId(label.chain, label.address)));
  const options: ReplayOptions = {
    policies: CONSERVING,
    seeds,
    open: new Set(),
    stopOf: attribution.stopOf,
    isCode: attribution.isCode,
    floors: undefined,
    maxHops: 40,
  };
  const seen = runWaves(options, () => transactions).replay.result();
  const share = parseShare(floor);
  const floors = new Map<AssetId, bigint>(
    seen.units.map((unit, place) => [unit, shareOf(share, seen.totals[0]?.stolen[place] ?? 0n)]),
  );
  const run = runWaves({ ...options, floors }, () => transactions);
  return { result: run.replay.result(), open: run.open.size };
}

function measure(
  set: string,
  floor: string,
  policy: Policy,
  place: number,
  result: LedgerResult,
  truth: LaunderTruth,
  open: number,
): CoverageBenchRun {
  const received = new Map<string, bigint>();
  const ended = new Map<string, bigint>();
  for (const row of result.accounts) {
    const { address } = splitAccountId(row.account);
    const inflow = row.originReceived[place]?.[0] ?? 0n;
    const end = row.kind === 'resting' ? (row.originResting[place]?.[0] ?? 0n) : inflow;
    received.set(address, (received.get(address) ?? 0n) + inflow);
    ended.set(address, (ended.get(address) ?? 0n) + end);
  }
  return {
    set,
    floor,
    policy,
    value_coverage: valueCoverage(truth, (address) => received.get(address) ?? 0n),
    value_on_strangers: valueOnStrangers(truth, ended),
    accounts_open: open,
  };
}

function print(runs: readonly CoverageBenchRun[], json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ date: new Date().toISOString(), runs })}\n`);
    return;
  }
  process.stdout.write('set  floor    policy       value coverage  on strangers  accounts open\n');
  for (const run of runs) {
    const cells = [
      run.set.padEnd(4),
      run.floor.padEnd(8),
      run.policy.padEnd(12),
      run.value_coverage.toFixed(4).padStart(14),
    ];
    process.stdout.write(
      `${cells.join(' ')}  ${run.value_on_strangers.toFixed(4).padStart(12)}  ${String(run.accounts_open).padStart(13)}\n`,
    );
  }
}
