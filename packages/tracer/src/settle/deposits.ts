import {
  type AlertCase,
  alertKey,
  type Deposit,
  type DepositFinality,
  depositAlert,
  enqueueOutbox,
  findDeposits,
  judgeAlerts,
  type PathHop,
  type RetractionReason,
  readAlerts,
  retraction,
  type ShownDeposit,
  type StoredAlert,
  writeAlerts,
} from '@fundtrail/alerts';
import type { Attribution } from '@fundtrail/attribution';
import { type AccountId, type ChainId, formatAccount, formatHash, type Hash, InvariantError } from '@fundtrail/core';
import type { Flow } from '@fundtrail/ledger';
import type { CaseRow, Executor, SeedRow } from '@fundtrail/store';
import { sentencesOf } from '../case-coverage.ts';
import type { RunCrossings } from '../crossings/run-crossings.ts';
import { type CrossingProof, trailSteps } from '../crossings/trail-steps.ts';
import type { TracerDependencies } from '../dependencies.ts';
import { ENGINE } from '../engine.ts';
import { ownChain } from '../source-for.ts';
import { readPolicies, seedInput } from '../stored-case.ts';
import { inflowsAmong, trailTo, weigh } from '../trail.ts';
import type { ChainRuns } from './chain-runs.ts';
import type { CaseReplay } from './replay-case.ts';

/** A flow as exchanges know it: between addresses, also where coins moved. */
function betweenOwners(flow: Flow): Flow {
  return { ...flow, from: flow.fromOwner ?? flow.from, to: flow.toOwner ?? flow.to };
}

/** A deposit with what is needed to tell of it. */
type Shown = ShownDeposit & { readonly blockHash: Hash | undefined; readonly finality: DepositFinality };

export type Announcement = {
  readonly row: CaseRow;
  readonly attribution: Attribution;
  readonly replay: CaseReplay;
  readonly chains: Pick<ChainRuns, 'of'>;
  readonly crossings: Pick<RunCrossings, 'book'>;
};

/**
 * Tells what changed about deposits of tainted value at exchanges since this case was last settled: detected, confirmed,
 * retracted. In the settling transaction: what is rolled back is not told, and what is told was settled.
 * @returns how many events went into the outbox
 */
export async function announceDeposits(deps: TracerDependencies, trx: Executor, told: Announcement): Promise<number> {
  const { row, attribution, replay } = told;
  const isExchange = (account: AccountId): boolean => attribution.stopOf(account)?.kind === 'exchange';
  const deposits = findDeposits(replay.flows.map(betweenOwners), isExchange);
  const alerts = await readAlerts(trx, row.id);
  if (deposits.length === 0 && alerts.length === 0) return 0;
  const steps = judgeAlerts(alerts, await showDeposits(deps, told, deposits));
  if (steps.length === 0) return 0;

  const shownCase = describe(row, await deps.cases.seeds(row.id));
  const isTold = steps.some((step) => step.event !== 'retracted');
  const limits = isTold ? await sentencesOf(deps.database, trx, row) : [];
  const event = createDepositEvent(told, shownCase, limits);
  const retracted = steps.flatMap((step) => (step.event === 'retracted' ? [step.alert] : []));
  const reasons = await reasonsOf(deps, row, retracted, isExchange);
  const after = new Map<string, StoredAlert>();
  const events = steps.map((step) => {
    if (step.event === 'retracted') {
      const { alert, revision } = step;
      after.set(alert.key, { ...alert, revision, state: 'retracted' });
      const reason = reasons.get(alert.key) ?? 'path_refuted';
      return retraction({ key: alert.key, case: shownCase, revision, reason, deposit: alert.deposit, engine: ENGINE });
    }
    const { shown, revision } = step;
    const made = event(shown, step.event, revision);
    after.set(shown.key, {
      key: shown.key,
      state: step.event,
      revision,
      told: shown.says,
      chain: shown.deposit.chain,
      account: shown.deposit.to,
      tx: shown.deposit.tx,
      block: shown.deposit.block,
      deposit: made.data.deposit as Readonly<Record<string, unknown>>,
    });
    return made;
  });
  await writeAlerts(trx, row.id, [...after.values()]);
  return enqueueOutbox(trx, events);
}

async function showDeposits(
  deps: TracerDependencies,
  { row, chains }: Announcement,
  deposits: readonly Deposit[],
): Promise<readonly Shown[]> {
  const placements = new Map<string, Hash | undefined>();
  for (const [chain, own] of Map.groupBy(deposits, (deposit) => deposit.chain)) {
    const hashes = [...new Set(own.map((deposit) => deposit.tx))];
    for (const [hash, { blockHash }] of await deps.facts.placementsOf(row.space, chain, hashes))
      placements.set(`${chain} ${hash}`, blockHash);
  }
  return deposits.map((deposit): Shown => {
    const blockHash = placements.get(`${deposit.chain} ${deposit.tx}`);
    const { final, confirmations } = chains.of(deposit.chain).finality.of(deposit.block);
    const tainted = deposit.tainted.join(',');
    return {
      key: alertKey(row.id, deposit),
      deposit,
      blockHash,
      finality: { final, ...(confirmations === undefined ? {} : { confirmations }) },
      final,
      // A deposit that stands in another block, or of other amounts, must be told anew.
      says: `${deposit.block} ${blockHash ?? ''} ${deposit.amount} ${tainted}`,
    };
  });
}

/** Makes the events of deposits; the ways back are only looked up for those that are told of. */
function createDepositEvent(
  { row, attribution, replay, chains, crossings }: Announcement,
  shownCase: AlertCase,
  limits: readonly string[],
) {
  const flows = replay.flows.map((flow) => weigh(flow, flow.origin[0] ?? []));
  const inflowsOf = inflowsAmong(flows);
  const byTransaction = Map.groupBy(flows, (entry) => entry.tx);
  const hopsOf = new Map(
    replay.result.accounts.map((account) => [`${account.account}|${account.asset}`, account.hops]),
  );
  const seeded = new Set(replay.result.accounts.flatMap((account) => (account.hops === 0 ? [account.account] : [])));
  const isSeed = (account: string): boolean => seeded.has(account);
  const sourceOn = (chain: ChainId): string =>
    chain === (ownChain(row) ?? chain) ? String(row.source.id) : (chains.of(chain).source?.id ?? String(row.source.id));
  return ({ deposit, blockHash, finality }: Shown, event: 'detected' | 'confirmed', revision: number) => {
    const label = attribution.labelOf(deposit.to);
    // Several outputs of one transaction may pay the same address: the way to the one that brought most is shown.
    const [last] = (byTransaction.get(deposit.tx) ?? [])
      .filter(({ flow }) => {
        const { from, to, asset } = betweenOwners(flow);
        return to === deposit.to && from === deposit.from && asset === deposit.asset;
      })
      .sort((one, other) => compare(other.flow.tainted[0] ?? 0n, one.flow.tainted[0] ?? 0n));
    if (label === undefined || last === undefined) {
      throw new InvariantError(`deposit ${deposit.tx} has no label or no flow`);
    }
    const path = trailTo(last, inflowsOf, isSeed).map((entry) => entry.flow);
    const proofs = crossings.book.departures();
    return depositAlert({
      case: shownCase,
      event,
      revision,
      deposit,
      ...(blockHash === undefined ? {} : { blockHash }),
      finality,
      label,
      policies: readPolicies(row),
      limits,
      hops: hopsOf.get(`${last.to}|${deposit.asset}`) ?? 0,
      path: trailSteps(path).map((step) => {
        if (step.kind === 'flow') return pathHop(step.flow, attribution);
        const link = proofs.get(step.link)?.[0]?.link;
        if (link === undefined) throw new InvariantError(`crossing ${step.link} has no link`);
        return crossingHop(step.into, step.out, link, attribution);
      }),
      sources: [...new Set([...path.map(({ chain }) => chain), deposit.chain].map(sourceOn))],
      engine: ENGINE,
    });
  };
}

/** Why alerts do not hold any more: gone from the chain, not the exchange's, or no taint came that way. */
async function reasonsOf(
  deps: TracerDependencies,
  row: CaseRow,
  alerts: readonly StoredAlert[],
  isExchange: (account: AccountId) => boolean,
): Promise<ReadonlyMap<string, RetractionReason>> {
  const reasons = new Map<string, RetractionReason>();
  for (const [chain, own] of Map.groupBy(alerts, (alert): ChainId => alert.chain)) {
    const there = await deps.facts.placementsOf(
      row.space,
      chain,
      own.map((alert) => alert.tx),
    );
    for (const alert of own) {
      const stays = there.has(alert.tx);
      reasons.set(alert.key, !stays ? 'reorg' : isExchange(alert.account) ? 'path_refuted' : 'label_withdrawn');
    }
  }
  return reasons;
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function describe(row: CaseRow, seeds: readonly SeedRow[]): AlertCase {
  return { id: row.id, name: row.name, reference: row.reference, seedIds: seeds.map(seedId) };
}

function pathHop(flow: Flow, attribution: Attribution): PathHop {
  const between = betweenOwners(flow);
  const from = attribution.labelOf(between.from)?.entity;
  const to = attribution.labelOf(between.to)?.entity;
  return {
    tx: flow.tx,
    block: flow.block,
    time: flow.time,
    from: between.from,
    to: between.to,
    asset: flow.asset,
    amount: flow.amount,
    tainted: flow.tainted[0] ?? 0n,
    legs: flow.legs,
    lowConfidence: flow.lowConfidence,
    ...(from === undefined ? {} : { fromLabel: from }),
    ...(to === undefined ? {} : { toLabel: to }),
  };
}

/** A hop that crosses chains: it arrives as its second flow does, and left as the first did. */
function crossingHop(into: Flow, out: Flow, link: CrossingProof, attribution: Attribution): PathHop {
  const [left, came] = [pathHop(into, attribution), pathHop(out, attribution)];
  const { fromLabel: _arrival, ...arrived } = came;
  return {
    ...arrived,
    from: left.from,
    lowConfidence: into.lowConfidence || out.lowConfidence,
    ...(left.fromLabel === undefined ? {} : { fromLabel: left.fromLabel }),
    crossing: {
      protocol: link.protocol,
      key: link.key,
      proof: link.proof,
      grade: link.grade,
      confidence: link.confidence,
      tx: left.tx,
      block: left.block,
      time: left.time,
      asset: left.asset,
      amount: left.amount,
      tainted: left.tainted,
      legs: left.legs,
    },
  };
}

function seedId(seed: SeedRow): string {
  const input = seedInput(seed);
  return input.kind === 'transaction'
    ? `${input.chain}:${formatHash(input.hash, input.chain)}`
    : formatAccount(input.account);
}
