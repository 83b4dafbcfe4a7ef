import type { Attribution } from '@fundtrail/attribution';
import { type AccountId, assetId, formatAccount, formatAsset, splitAccountId } from '@fundtrail/core';
import type { CaseRow, Database, DerivedFlow } from '@fundtrail/store';
import { readFlows, readSeededAccounts, readUnits } from '@fundtrail/store';
import { viewFlow } from './case-views.ts';
import { labelledAccount, shownParty } from './shown-party.ts';
import { readPolicies } from './stored-case.ts';
import { largestInflow, trailTo, type WeighedFlow, weigh } from './trail.ts';
import type { PathStep, PathView } from './types.ts';

type Weighed = WeighedFlow<DerivedFlow>;

/** The way back to a seed for each asset that an account (an address, an output) received, largest inflow first. */
export async function pathsTo(
  database: Database,
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
  const byReceiver = Map.groupBy(flows, (flow) => flow.to);
  const inflowsOf = (receiver: string): readonly Weighed[] => byReceiver.get(receiver) ?? [];
  const entityOf = (holder: AccountId, owner: string | null): string | null => {
    const labelled = labelledAccount(holder, owner);
    return (labelled === undefined ? undefined : attribution.labelOf(labelled)?.entity) ?? null;
  };
  const seeded = await readSeededAccounts(database.db, row.id);
  const shown = formatAccount(account);
  const own = flows.filter(({ flow }) => flow.to === account || shownParty(flow.to, flow.toOwner) === shown);
  return [...new Set(own.map((flow) => flow.asset))].flatMap((asset) => {
    const last = largestInflow(own, asset);
    if (last === undefined) return [];
    const steps = trailTo(last, inflowsOf, (passed) => seeded.has(passed)).map((flow, n): PathStep => {
      const view = viewFlow(flow.flow, policies, units);
      return {
        n: n + 1,
        kind: convertedBefore(flow, inflowsOf) ? 'conversion' : 'transfer',
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
        from_label: entityOf(flow.from, flow.flow.fromOwner),
        to_label: entityOf(flow.to, flow.flow.toOwner),
      };
    });
    const { chain } = splitAccountId(account);
    return [{ account: shown, asset: formatAsset(assetId(chain, last.flow.asset)), steps }];
  });
}

function convertedBefore(flow: Weighed, inflowsOf: (account: string) => readonly Weighed[]): boolean {
  return inflowsOf(flow.from).some((before) => before.tx === flow.tx && before.asset !== flow.asset);
}
