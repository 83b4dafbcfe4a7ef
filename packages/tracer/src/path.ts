import type { Attribution } from '@fundtrail/attribution';
import {
  type AccountId,
  assetId,
  formatAccount,
  formatAsset,
  isUtxo,
  type Policy,
  splitAccountId,
} from '@fundtrail/core';
import type { CaseRow, DerivedFlow } from '@fundtrail/store';
import { readFlows, readSeededAccounts, readUnits } from '@fundtrail/store';
import { viewFlow } from './case-views.ts';
import type { TracerDependencies } from './dependencies.ts';
import { labelledAccount, shownParty } from './shown-party.ts';
import { readPolicies } from './stored-case.ts';
import { inflowsAmong, largestInflow, trailTo, type WeighedFlow, weigh } from './trail.ts';
import { type ReadTrail, readTrail } from './trail-reading/read-trail.ts';
import type { PathStep, PathView, StepReading } from './types.ts';

type Weighed = WeighedFlow<DerivedFlow>;

/**
 * The way back to a seed for each asset that a holder received, largest inflow first. A holder is an account, on UTXO chains also an
 * output, an address (all outputs that it owns) or a CoinJoin (its pot).
 */
export async function pathsTo(
  { database, facts }: Pick<TracerDependencies, 'database' | 'facts'>,
  row: CaseRow,
  attribution: Attribution,
  account: AccountId,
): Promise<readonly PathView[]> {
  const policies = readPolicies(row);
  const units = await readUnits(database.db, row.id);
  // Origin is policy-major, so the lead policy's units come first.
  const flows = (await readFlows(database.db, row.id)).map(
    (flow): Weighed => weigh(flow, flow.origin.slice(0, units.length)),
  );
  const inflowsOf = inflowsAmong(flows);
  const seeded = await readSeededAccounts(database.db, row.id);
  const shown = formatAccount(account);
  const { chain } = splitAccountId(account);
  const own = flows.filter(({ flow }) => flow.to === account || shownParty(flow.to, flow.toOwner) === shown);
  const paths: PathView[] = [];
  for (const asset of new Set(own.map((flow) => flow.asset))) {
    const last = largestInflow(own, asset);
    if (last === undefined) continue;
    const trail = trailTo(last, inflowsOf, (passed) => seeded.has(passed));
    const reading = isUtxo(chain) ? await readTrail(facts, row.space, attribution, trail) : NOTHING_READ;
    const { readings, ...more } = reading;
    paths.push({
      account: shown,
      asset: formatAsset(assetId(chain, asset)),
      steps: trail.map((flow, at) =>
        stepOf(flow, { n: at + 1, policies, units, attribution, inflowsOf, reading: readings[at] }),
      ),
      ...more,
    });
  }
  return paths;
}

const NOTHING_READ: ReadTrail = { readings: [] };

type StepContext = {
  readonly n: number;
  readonly policies: readonly Policy[];
  readonly units: readonly string[];
  readonly attribution: Attribution;
  readonly inflowsOf: (receiver: string) => readonly Weighed[];
  readonly reading: StepReading | undefined;
};

function stepOf(weighed: Weighed, { n, policies, units, attribution, inflowsOf, reading }: StepContext): PathStep {
  const { flow } = weighed;
  const view = viewFlow(flow, policies, units);
  return {
    n,
    kind: convertedBefore(weighed, inflowsOf) ? 'conversion' : 'transfer',
    chain: view.chain,
    tx: view.tx,
    block: view.block,
    time: view.time,
    from: view.from,
    to: view.to,
    asset: view.asset,
    amount: view.amount,
    tainted: view.tainted,
    origin: view.origin,
    legs: view.legs,
    ...(view.from_output === undefined ? {} : { from_output: view.from_output }),
    ...(view.to_output === undefined ? {} : { to_output: view.to_output }),
    grade: 'on_chain',
    from_label: entityOf(attribution, flow.from, flow.fromOwner),
    to_label: entityOf(attribution, flow.to, flow.toOwner),
    ...(reading === undefined ? {} : { reading }),
  };
}

function entityOf(attribution: Attribution, holder: AccountId, owner: string | null): string | null {
  const labelled = labelledAccount(holder, owner);
  return (labelled === undefined ? undefined : attribution.labelOf(labelled)?.entity) ?? null;
}

function convertedBefore(flow: Weighed, inflowsOf: (account: string) => readonly Weighed[]): boolean {
  return inflowsOf(flow.from).some((before) => before.tx === flow.tx && before.asset !== flow.asset);
}
