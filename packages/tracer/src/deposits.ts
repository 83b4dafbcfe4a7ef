import { depositAlert, enqueueOutbox, findDeposits, type PathHop } from '@fundtrail/alerts';
import type { Attribution } from '@fundtrail/attribution';
import { formatAccount } from '@fundtrail/core';
import type { Flow } from '@fundtrail/ledger';
import type { CaseRow, Executor, SeedRow } from '@fundtrail/store';
import type { TracerDependencies } from './dependencies.ts';
import { ENGINE } from './engine.ts';
import type { CaseReplay } from './replay-case.ts';
import { readPolicies, seedInput } from './stored-case.ts';
import { trailTo, weigh } from './trail.ts';

/**
 * Puts an alert into the outbox for every deposit of tainted value at an exchange that this case shows for the first time,
 * in the settling transaction: what is rolled back is not told, and what is told was settled.
 */
export async function announceDeposits(
  deps: TracerDependencies,
  trx: Executor,
  row: CaseRow,
  attribution: Attribution,
  replay: CaseReplay,
): Promise<number> {
  const deposits = findDeposits(replay.flows, (account) => attribution.stopOf(account)?.kind === 'exchange');
  if (deposits.length === 0) return 0;
  const seeds = await deps.cases.seeds(row.id);
  const flows = replay.flows.map((flow) => weigh(flow, flow.origin[0] ?? []));
  const byReceiver = Map.groupBy(flows, (entry) => entry.to);
  const hopsOf = new Map(
    replay.result.accounts.map((account) => [`${account.account}|${account.asset}`, account.hops]),
  );
  const seeded = new Set(replay.result.accounts.flatMap((account) => (account.hops === 0 ? [account.account] : [])));
  const isSeed = (account: string): boolean => seeded.has(account);
  const source = (row.source as { id: string }).id;
  const events = deposits.flatMap((deposit) => {
    const label = attribution.labelOf(deposit.to);
    const last = (byReceiver.get(deposit.to) ?? []).find(
      (entry) => entry.tx === deposit.tx && entry.asset === deposit.asset && entry.from === deposit.from,
    );
    if (label === undefined || last === undefined) return [];
    return [
      depositAlert({
        case: { id: row.id, name: row.name, reference: row.reference, seedIds: seeds.map(seedId) },
        deposit,
        label,
        policies: readPolicies(row),
        hops: hopsOf.get(`${deposit.to}|${deposit.asset}`) ?? 0,
        path: trailTo(last, (account) => byReceiver.get(account) ?? [], isSeed).map((entry) =>
          pathHop(entry.flow, attribution),
        ),
        sources: [source],
        engine: ENGINE,
      }),
    ];
  });
  return enqueueOutbox(trx, events);
}

function pathHop(flow: Flow, attribution: Attribution): PathHop {
  const from = attribution.labelOf(flow.from)?.entity;
  const to = attribution.labelOf(flow.to)?.entity;
  return {
    tx: flow.tx,
    block: flow.block,
    time: flow.time,
    from: flow.from,
    to: flow.to,
    asset: flow.asset,
    amount: flow.amount,
    tainted: flow.tainted[0] ?? 0n,
    legs: flow.legs,
    lowConfidence: flow.lowConfidence,
    ...(from === undefined ? {} : { fromLabel: from }),
    ...(to === undefined ? {} : { toLabel: to }),
  };
}

function seedId(seed: SeedRow): string {
  const input = seedInput(seed);
  return input.kind === 'transaction' ? `${input.chain}:${input.hash}` : formatAccount(input.account);
}
