import { accountId, assetId, formatAccount, formatAsset, formatHash, formatShare, type Policy } from '@fundtrail/core';
import type { AccountWithAmounts, CaseRow, Database, DerivedFlow, DerivedTotal, SeedRow } from '@fundtrail/store';
import { sql } from 'kysely';
import { viewChains } from './case-chains.ts';
import { viewCoverage } from './case-coverage.ts';
import { shownOutput, shownParty } from './shown-party.ts';
import { ownChain } from './source-for.ts';
import { readLimits, readPolicies } from './stored-case.ts';
import type {
  AccountView,
  CaseCounts,
  CaseView,
  FlowView,
  PerAsset,
  PerPolicy,
  SeedView,
  TotalsView,
} from './types.ts';

/** A case as people and programs see it. */
export async function viewCase(database: Database, row: CaseRow): Promise<CaseView> {
  const limits = readLimits(row);
  const source = row.source as { kind: string; id: string };
  const chains = await viewChains(database, row);
  const accounts = (state: 'waiting' | 'covered' | 'unavailable'): number =>
    chains.reduce((sum, chain) => sum + chain[`accounts_${state}`], 0);
  return {
    id: row.id,
    name: row.name,
    reference: row.reference,
    status: row.status,
    status_reason: row.statusReason,
    source: { kind: source.kind, id: source.id },
    policies: readPolicies(row),
    limits: {
      floor: formatShare(limits.floor),
      floor_usd: limits.floorUsd,
      max_hops: limits.maxHops,
      max_accounts: limits.maxAccounts,
      max_requests: limits.maxRequests,
      until: limits.until === null ? null : new Date(limits.until * 1000).toISOString(),
    },
    wave: row.wave,
    progress: {
      accounts_waiting: accounts('waiting'),
      accounts_covered: accounts('covered'),
      accounts_unavailable: accounts('unavailable'),
    },
    coverage: await viewCoverage(database, row),
    following: chains.find(({ chain }) => chain === ownChain(row))?.following ?? null,
    chains,
    counts: viewCounts(row),
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
  };
}

export function viewCounts(row: CaseRow): CaseCounts {
  const count = (name: string): number => row.counts[name] ?? 0;
  return {
    requests: count('requests'),
    accounts_opened: count('accounts_opened'),
    transactions: count('transactions'),
    legs: count('legs'),
    waves: count('waves'),
  };
}

export async function accountStates(
  database: Database,
  caseId: string,
): Promise<Readonly<Partial<Record<string, number>>>> {
  const { rows } = await sql<{ state: string; accounts: number }>`
    select state, count(*)::integer as accounts from cases.accounts where case_id = ${caseId} group by state`.execute(
    database.db,
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.accounts]));
}

export function viewSeed(seed: SeedRow): SeedView {
  return {
    kind: seed.kind,
    chain: seed.chain,
    tx: seed.hash === null ? null : formatHash(seed.hash, seed.chain),
    account: seed.address === null ? null : formatAccount(accountId(seed.chain, seed.address)),
    asset: seed.asset === null ? null : formatAsset(assetId(seed.chain, seed.asset)),
    amount: seed.amount?.toString() ?? null,
    from_block: seed.fromBlock,
  };
}

/** Totals per policy, every kind that has an amount; zeros of a kind are left out, assets of a kind are not. */
export function viewTotals(
  policies: readonly Policy[],
  totals: readonly DerivedTotal[],
): Readonly<Record<string, TotalsView>> {
  return Object.fromEntries(
    policies.map((policy) => {
      const own = totals.filter((total) => total.policy === policy);
      return [
        policy,
        {
          stolen: perAsset(own.filter((total) => total.measure === 'stolen')),
          origin: byKind(own, 'origin'),
          tainted: byKind(own, 'tainted'),
        },
      ];
    }),
  );
}

export function viewAccount(
  row: AccountWithAmounts,
  policies: readonly Policy[],
  units: readonly string[],
): AccountView {
  const byPolicy = new Map(row.amounts.map((amounts) => [amounts.policy, amounts]));
  const pick = (value: (amounts: AccountWithAmounts['amounts'][number]) => bigint): PerPolicy =>
    Object.fromEntries(
      policies.map((policy) => {
        const amounts = byPolicy.get(policy);
        return [policy, (amounts === undefined ? 0n : value(amounts)).toString()];
      }),
    );
  const { chain } = splitChain(row.account);
  return {
    ...viewHolder(row),
    asset: formatAsset(assetId(chain, row.asset)),
    hops: row.hops,
    first_taint: { block: row.firstBlock, time: row.firstTime, tx: formatHash(row.firstTx, chain) },
    received: pick((amounts) => amounts.received),
    resting: pick((amounts) => amounts.resting),
    origin_received: pick((amounts) => sum(amounts.originReceived)),
    origin_resting: pick((amounts) => sum(amounts.originResting)),
    ...(units.length < 2
      ? {}
      : {
          origin_by_asset: Object.fromEntries(
            units.map((unit, index) => [
              formatAsset(unit),
              {
                received: pick((amounts) => amounts.originReceived[index] ?? 0n),
                resting: pick((amounts) => amounts.originResting[index] ?? 0n),
              },
            ]),
          ),
        }),
    terminal: row.kind === null ? null : { kind: row.kind, entity: row.entity, reason: row.reason ?? row.kind },
  };
}

export function viewFlow(flow: DerivedFlow, policies: readonly Policy[], units: readonly string[]): FlowView {
  const originOf = (policy: number, unit: number): bigint => flow.origin[policy * units.length + unit] ?? 0n;
  const unitSum = (policy: number): bigint => units.reduce((total, _unit, unit) => total + originOf(policy, unit), 0n);
  return {
    tx: formatHash(flow.tx, flow.chain),
    chain: flow.chain,
    block: flow.block,
    time: flow.time,
    from: shownParty(flow.from, flow.fromOwner),
    to: shownParty(flow.to, flow.toOwner),
    asset: formatAsset(assetId(flow.chain, flow.asset)),
    amount: flow.amount.toString(),
    tainted: Object.fromEntries(policies.map((policy, index) => [policy, (flow.tainted[index] ?? 0n).toString()])),
    origin: Object.fromEntries(policies.map((policy, index) => [policy, unitSum(index).toString()])),
    ...(units.length < 2
      ? {}
      : {
          origin_by_asset: Object.fromEntries(
            units.map((unit, unitIndex) => [
              formatAsset(unit),
              Object.fromEntries(policies.map((policy, index) => [policy, originOf(index, unitIndex).toString()])),
            ]),
          ),
        }),
    legs: flow.legs,
    low_confidence: flow.lowConfidence,
    ...named('from_output', shownOutput(flow.from)),
    ...named('to_output', shownOutput(flow.to)),
  };
}

/** Whose taint a row is: an account, or the address of an output. */
function viewHolder(row: AccountWithAmounts): Pick<AccountView, 'account' | 'output' | 'spent_by'> {
  const account = shownParty(row.account, row.owner);
  const output = shownOutput(row.account);
  if (output === undefined) return { account };
  return { account, output, spent_by: row.spentBy === null ? null : row.spentBy.slice(2) };
}

function named<Name extends string>(name: Name, value: string | undefined): { readonly [K in Name]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in Name]?: string };
}

function byKind(totals: readonly DerivedTotal[], measure: DerivedTotal['measure']): Record<string, PerAsset> {
  const kinds = Map.groupBy(
    totals.filter((total) => total.measure === measure),
    (total) => total.kind,
  );
  return Object.fromEntries([...kinds].map(([kind, rows]) => [kind, perAsset(rows)]));
}

function perAsset(totals: readonly DerivedTotal[]): PerAsset {
  return Object.fromEntries(totals.map((total) => [formatAsset(total.asset), total.amount.toString()]));
}

function splitChain(account: string): { chain: string } {
  return { chain: account.slice(0, account.lastIndexOf(':')) };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
