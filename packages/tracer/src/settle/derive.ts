import { createHash } from 'node:crypto';
import { type AccountId, type ChainId, formatAddress, isTransit, splitAccountId, splitAssetId } from '@fundtrail/core';
import type { Flow, LedgerAccount, LedgerResult } from '@fundtrail/ledger';
import type {
  Changes,
  DerivedAccount,
  DerivedAmounts,
  DerivedChanges,
  DerivedCrossing,
  DerivedFlow,
  DerivedTotal,
  DerivedWatch,
} from '@fundtrail/store';

/** What a replay says, as rows of the derived tables. */
export type DerivedRows = {
  readonly units: readonly string[];
  readonly accounts: readonly DerivedAccount[];
  readonly amounts: readonly DerivedAmounts[];
  readonly totals: readonly DerivedTotal[];
  readonly watches: readonly DerivedWatch[];
};

/** The rows of a ledger, in the ledger's own order. `heads` are the last blocks that were replayed: what rests is watched from there on. */
export function deriveRows(result: LedgerResult, heads: ReadonlyMap<ChainId, number>): DerivedRows {
  const policies = result.totals.map((totals) => totals.policy);
  // What has crossed to another chain is told as a crossing, not as an account that holds nothing.
  const accounts = result.accounts.filter(
    (row) => !isTransit(splitAccountId(row.account).address) || row.kind !== 'resting',
  );
  const watched = new Set(accounts.filter(rests).map((row) => row.account));
  return {
    units: result.units,
    accounts: accounts.map(deriveAccount),
    amounts: accounts.flatMap((row) =>
      policies.map((policy, index) => ({
        account: row.account,
        asset: splitAssetId(row.asset).ref,
        policy,
        received: row.received[index] ?? 0n,
        resting: row.resting[index] ?? 0n,
        originReceived: row.originReceived[index] ?? [],
        originResting: row.originResting[index] ?? [],
      })),
    ),
    totals: result.totals.flatMap((totals) => [
      ...result.units.map((asset, unit) => ({
        policy: totals.policy,
        kind: 'stolen',
        measure: 'stolen' as const,
        asset,
        amount: totals.stolen[unit] ?? 0n,
      })),
      ...[...totals.origin].flatMap(([kind, amounts]) =>
        result.units.map((asset, unit) => ({
          policy: totals.policy,
          kind,
          measure: 'origin' as const,
          asset,
          amount: amounts[unit] ?? 0n,
        })),
      ),
      ...[...totals.tainted].flatMap(([kind, amounts]) =>
        [...amounts].map(([asset, amount]) => ({
          policy: totals.policy,
          kind,
          measure: 'tainted' as const,
          asset,
          amount,
        })),
      ),
    ]),
    watches: [...watched].map((account) => ({
      account,
      sinceBlock: heads.get(splitAccountId(account).chain) ?? 0,
    })),
  };
}

/** @param units how many assets were stolen in all: a flow knows of those only that were stolen before it */
export function deriveFlow(flow: Flow, units: number): DerivedFlow {
  return {
    chain: flow.chain,
    tx: flow.tx,
    index: flow.index,
    block: flow.block,
    txIndex: flow.txIndex,
    time: flow.time,
    from: flow.from,
    to: flow.to,
    asset: splitAssetId(flow.asset).ref,
    amount: flow.amount,
    tainted: flow.tainted,
    origin: flow.origin.flatMap((own) => Array.from({ length: units }, (_, unit) => own[unit] ?? 0n)),
    legs: flow.legs,
    lowConfidence: flow.lowConfidence,
    fromOwner: shownOwner(flow.fromOwner),
    toOwner: shownOwner(flow.toOwner),
  };
}

/** Remembers digests of what was written, so that the next settle writes only the differences. */
export type Written = { readonly digests: Map<string, Map<string, string>> };

export function createWritten(): Written {
  return { digests: new Map() };
}

/** The changes from what was written to these rows; `written` is brought up to them. */
export function diffRows(
  written: Written,
  rows: DerivedRows,
  flows: readonly DerivedFlow[],
  crossings: readonly DerivedCrossing[],
): DerivedChanges {
  return {
    units: rows.units,
    accounts: diff(written, 'accounts', rows.accounts, (row) => `${row.account}|${row.asset}`),
    amounts: diff(written, 'amounts', rows.amounts, (row) => `${row.account}|${row.asset}|${row.policy}`),
    flows: diff(written, 'flows', flows, (row) => `${row.chain}|${row.tx}|${row.index}`),
    crossings: diff(written, 'crossings', crossings, (row) => JSON.stringify([row.protocol, row.key, row.ordinal])),
    totals: diff(written, 'totals', rows.totals, (row) => `${row.policy}|${row.measure}|${row.kind}|${row.asset}`),
    watches: diff(written, 'watches', rows.watches, (row) => row.account),
  };
}

function diff<Row>(written: Written, table: string, rows: readonly Row[], keyOf: (row: Row) => string): Changes<Row> {
  const before = written.digests.get(table) ?? new Map<string, string>();
  const after = new Map<string, string>();
  const put: Row[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    const text = JSON.stringify(row, (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
    const digest = createHash('md5').update(text).digest('base64');
    after.set(key, digest);
    if (before.get(key) !== digest) put.push(row);
  }
  const drop = [...before.keys()].filter((key) => !after.has(key)).map((key) => rowOfKey<Row>(table, key));
  written.digests.set(table, after);
  return { put, drop };
}

// A dropped row is only ever matched by its key columns, so its key is enough to name it.
function rowOfKey<Row>(table: string, key: string): Row {
  if (table === 'crossings') {
    // What joins two sides may hold any character.
    const [protocol, joined, ordinal] = JSON.parse(key) as [string, string, number];
    return { protocol, key: joined, ordinal } as Row;
  }
  const [a = '', b = '', c = '', d = ''] = key.split('|');
  const rows: Record<string, unknown> = {
    accounts: { account: a, asset: b },
    amounts: { account: a, asset: b, policy: c },
    flows: { chain: a, tx: b, index: Number(c) },
    totals: { policy: a, measure: b, kind: c, asset: d },
    watches: { account: a },
  };
  return rows[table] as Row;
}

function deriveAccount(row: LedgerAccount): DerivedAccount {
  return {
    account: row.account,
    asset: splitAssetId(row.asset).ref,
    hops: row.hops,
    firstBlock: row.firstTaint.block,
    firstTime: row.firstTaint.time,
    firstTx: row.firstTaint.tx,
    ...terminalOf(row),
    gap: row.gap === 0n ? null : row.gap,
    owner: shownOwner(row.owner ?? undefined),
    spentBy: row.spentBy,
  };
}

/** The address of a coin as it is written; null for an account. */
function shownOwner(owner: AccountId | undefined): string | null {
  if (owner === undefined) return null;
  const { chain, address } = splitAccountId(owner);
  return formatAddress(address, chain);
}

function terminalOf(row: LedgerAccount): { kind: string | null; entity: string | null; reason: string | null } {
  if (row.kind === 'resting') {
    if (!rests(row)) return { kind: null, entity: null, reason: null };
    return { kind: 'resting', entity: null, reason: 'unspent at the end of the facts' };
  }
  return {
    kind: row.kind,
    entity: row.stop?.entity ?? null,
    reason: row.stop?.reason ?? REASONS[row.kind] ?? row.kind,
  };
}

const REASONS: Partial<Record<LedgerAccount['kind'], string>> = {
  dispersed: 'below the floor',
  budget: 'reached the limit of hops',
  contract: 'code that did not pass it on',
  burn: 'destroyed',
};

function rests(row: LedgerAccount): boolean {
  return row.kind === 'resting' && row.resting.some((amount) => amount > 0n);
}
