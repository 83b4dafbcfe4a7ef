import type { Attribution } from '@fundtrail/attribution';
import {
  type AccountId,
  assetId,
  formatAccount,
  formatAsset,
  isTransit,
  type LinkId,
  linkId,
  linkOf,
  type Policy,
  splitAccountId,
  weakestGrade,
} from '@fundtrail/core';
import type { CaseRow, DerivedCrossing, DerivedFlow } from '@fundtrail/store';
import { readCrossings, readFlows, readSeededAccounts, readUnits } from '@fundtrail/store';
import { viewFlow } from './case-views.ts';
import { type CrossingProof, type TrailStep, trailSteps } from './crossings/trail-steps.ts';
import type { TracerDependencies } from './dependencies.ts';
import { labelledAccount, shownParty } from './shown-party.ts';
import { readPolicies } from './stored-case.ts';
import { inflowsAmong, largestInflow, trailTo, type WeighedFlow, weigh } from './trail.ts';
import { readSegments } from './trail-reading/read-segments.ts';
import type { PathStep, PathView, PeelRun, StepReading } from './types.ts';

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
  const proofs = proofsOf(await readCrossings(database.db, row.id));
  const own = flows.filter(({ flow }) => flow.to === account || shownParty(flow.to, flow.toOwner) === shown);
  const paths: PathView[] = [];
  for (const asset of new Set(own.map((flow) => flow.asset))) {
    const last = largestInflow(own, asset);
    if (last === undefined) continue;
    const trail = trailTo(last, inflowsOf, (passed) => seeded.has(passed));
    const { readings, peel_runs, mix } = await readSegments(facts, row.space, attribution, trail);
    const context = { policies, units, attribution, inflowsOf, proofs };
    const joined = trailSteps(trail);
    const steps = joined.map((step, at) => stepOf(step, { ...context, n: at + 1, reading: readings[step.at] }));
    const runs = peel_runs?.map((run) => renumbered(run, joined));
    paths.push({
      account: shown,
      asset: formatAsset(assetId(last.chain, asset)),
      steps,
      weakest_grade: weakestGrade(steps.map(({ grade }) => grade)),
      ...(runs === undefined ? {} : { peel_runs: runs }),
      ...(mix === undefined ? {} : { mix }),
    });
  }
  return paths;
}

/** Runs count flows; a crossing is two flows and one step. */
function renumbered(run: PeelRun, steps: readonly TrailStep<Weighed>[]): PeelRun {
  const stepAt = (flow: number): number => steps.findIndex(({ at }) => at >= flow - 1) + 1;
  return { ...run, first_step: stepAt(run.first_step), last_step: stepAt(run.last_step) };
}

type StepContext = {
  readonly n: number;
  readonly policies: readonly Policy[];
  readonly units: readonly string[];
  readonly attribution: Attribution;
  readonly inflowsOf: (receiver: string) => readonly Weighed[];
  readonly proofs: ReadonlyMap<LinkId, CrossingProof>;
  readonly reading: StepReading | undefined;
};

function stepOf(step: TrailStep<Weighed>, context: StepContext): PathStep {
  if (step.kind === 'crossing') return crossingStep(step.link, step.into, step.out, context);
  const { address } = splitAccountId(step.flow.to);
  const link = isTransit(address) ? linkOf(address) : undefined;
  if (link !== undefined) return crossingStep(link, step.flow, undefined, context);
  const kind = convertedBefore(step.flow, context.inflowsOf) ? 'conversion' : 'transfer';
  return { ...shownStep(step.flow, kind, context), grade: 'on_chain' };
}

/** Two flows as one step; without `out` nothing has arrived. */
function crossingStep(link: LinkId, into: Weighed, out: Weighed | undefined, context: StepContext): PathStep {
  const { policies, units, attribution, proofs } = context;
  const proof = proofs.get(link);
  const left = viewFlow(into.flow, policies, units);
  const step = shownStep(out ?? into, 'crossing', context);
  return {
    ...step,
    from: left.from,
    from_label: entityOf(attribution, into.flow.from, into.flow.fromOwner),
    ...(left.from_output === undefined ? {} : { from_output: left.from_output }),
    grade: out === undefined ? 'on_chain' : (proof?.grade ?? 'protocol_linked'),
    crossing: {
      protocol: proof?.protocol ?? 'unknown',
      key: proof?.key ?? null,
      class: out === undefined ? null : (proof?.proof ?? null),
      confidence: out === undefined ? null : (proof?.confidence ?? null),
      from_chain: left.chain,
      from_tx: left.tx,
      from_block: left.block,
      from_time: left.time,
      from_asset: left.asset,
      from_amount: left.amount,
      from_tainted: left.tainted,
      from_legs: left.legs,
      to_chain: out?.chain ?? null,
      to_tx: out === undefined ? null : step.tx,
      notes: proof?.notes ?? [],
    },
  };
}

function shownStep(
  { flow }: Weighed,
  kind: PathStep['kind'],
  { n, policies, units, attribution, reading }: StepContext,
): Omit<PathStep, 'grade'> {
  const view = viewFlow(flow, policies, units);
  return {
    n,
    kind,
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

function proofsOf(crossings: readonly DerivedCrossing[]): ReadonlyMap<LinkId, CrossingProof> {
  return new Map(crossings.map((crossing) => [linkId(crossing.protocol, crossing.key), crossing]));
}
