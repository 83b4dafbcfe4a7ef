import { type AccountId, accountId, formatAddress, isCoin, isUtxo, splitAccountId, splitPot } from '@fundtrail/core';
import { sql } from 'kysely';
import { addressBytes, addressFromBytes, assetBytes, assetFromBytes, hashFromBytes } from '../bytes.ts';
import type { Executor } from './case-rows.ts';
import type { DerivedAccount, DerivedAmounts, DerivedFlow, DerivedTotal } from './derived-rows.ts';

/** An account row with its amounts under every policy of the case. */
export type AccountWithAmounts = DerivedAccount & { readonly amounts: readonly DerivedAmounts[] };

export type AccountFilter = {
  readonly chain?: string;
  /** `native` or a contract in stored form. */
  readonly asset?: string;
  readonly kind?: string;
  /** An account, or all coins of an address. */
  readonly account?: AccountId;
  /** Only what received at least this much origin, summed over units, under this policy. */
  readonly minOrigin?: { readonly policy: string; readonly amount: bigint };
};

/** Place after which a page begins: the sort key of the last row before it. */
export type AccountCursor = {
  readonly hops: number;
  readonly chain: string;
  readonly address: string;
  readonly asset: string;
};

/** Accounts of a case, ordered by hops, chain, address, asset; from `after` on, at most `limit`. */
export async function readAccounts(
  db: Executor,
  caseId: string,
  filter: AccountFilter = {},
  page: { readonly after?: AccountCursor; readonly limit?: number } = {},
): Promise<readonly AccountWithAmounts[]> {
  const after = page.after;
  const account = filter.account === undefined ? undefined : splitAccountId(filter.account);
  const owner = filter.account === undefined ? null : ownerShown(filter.account);
  const { rows } = await sql<AccountRecord>`
    select ch.caip2 as chain, a.address, a.asset, a.hops, a.first_block::text, a.first_time::text, a.first_tx,
      a.terminal_kind, a.terminal_entity, a.terminal_reason, a.gap::text, a.owner, a.spent_by,
      (select jsonb_agg(jsonb_build_object('policy', l.policy, 'received', l.received::text, 'resting', l.resting::text,
          'origin_received', l.origin_received::text[], 'origin_resting', l.origin_resting::text[]) order by l.policy)
        from derived.ledger l
        where l.case_id = a.case_id and l.chain_id = a.chain_id and l.address = a.address and l.asset = a.asset) as amounts
    from derived.accounts a join facts.chains ch on ch.id = a.chain_id
    where a.case_id = ${caseId}
      and (${filter.chain ?? account?.chain ?? null}::text is null or ch.caip2 = ${filter.chain ?? account?.chain ?? null})
      and (${account === undefined ? null : addressBytes(account.address)}::bytea is null or a.address = ${account === undefined ? null : addressBytes(account.address)}
        or a.owner = ${owner})
      and (${filter.asset === undefined ? null : assetBytes(filter.asset)}::bytea is null or a.asset = ${filter.asset === undefined ? null : assetBytes(filter.asset)})
      and (${filter.kind ?? null}::text is null or a.terminal_kind = ${filter.kind ?? null})
      and (${filter.minOrigin?.policy ?? null}::text is null or exists (
        select from derived.ledger m where m.case_id = a.case_id and m.chain_id = a.chain_id and m.address = a.address and m.asset = a.asset
          and m.policy = ${filter.minOrigin?.policy ?? null}
          and (select coalesce(sum(o), 0) from unnest(m.origin_received) o) >= ${filter.minOrigin?.amount.toString() ?? '0'}::numeric))
      and (${after === undefined}::boolean or (a.hops, ch.caip2, a.address, a.asset) >
        (${after?.hops ?? 0}::integer, ${after?.chain ?? ''}::text, ${after === undefined ? null : addressBytes(after.address)}::bytea, ${after === undefined ? null : assetBytes(after.asset)}::bytea))
    order by a.hops, ch.caip2, a.address, a.asset
    limit ${page.limit ?? null}::bigint`.execute(db);
  return rows.map(toAccount);
}

/** Flows of a case in chain order; only those into `to` when it is given. */
export async function readFlows(
  db: Executor,
  caseId: string,
  filter: { /** An account, or all coins of an address. */ readonly to?: AccountId } = {},
): Promise<readonly DerivedFlow[]> {
  const to = filter.to === undefined ? undefined : splitAccountId(filter.to);
  const owner = filter.to === undefined ? null : ownerShown(filter.to);
  const { rows } = await sql<FlowRecord>`
    select ch.caip2 as chain, f.tx_hash, f.flow_index, f.block::text, f.tx_index, f.time::text, f.from_address, f.to_address, f.asset,
      f.amount::text, f.tainted::text[], f.origin::text[], f.legs, f.low_confidence, f.from_owner, f.to_owner
    from derived.flows f join facts.chains ch on ch.id = f.chain_id
    where f.case_id = ${caseId}
      and (${to?.chain ?? null}::text is null or (ch.caip2 = ${to?.chain ?? null} and (f.to_address = ${to === undefined ? null : addressBytes(to.address)}::bytea or f.to_owner = ${owner})))
    order by f.time, ch.caip2, f.block, f.tx_index, f.flow_index`.execute(db);
  return rows.map((row) => ({
    chain: row.chain,
    tx: hashFromBytes(row.tx_hash),
    index: row.flow_index,
    block: Number(row.block),
    txIndex: row.tx_index,
    time: Number(row.time),
    from: accountId(row.chain, addressFromBytes(row.from_address)),
    to: accountId(row.chain, addressFromBytes(row.to_address)),
    asset: assetFromBytes(row.asset),
    amount: BigInt(row.amount),
    tainted: row.tainted.map(BigInt),
    origin: row.origin.map(BigInt),
    legs: row.legs,
    lowConfidence: row.low_confidence,
    fromOwner: row.from_owner,
    toOwner: row.to_owner,
  }));
}

/** What accounts received of one stolen asset under a policy, in its base units, and their hops; those that received nothing are absent. */
export async function readOrigins(
  db: Executor,
  caseId: string,
  of: { readonly policy: string; readonly unit: string; readonly accounts: readonly AccountId[] },
): Promise<ReadonlyMap<AccountId, { readonly origin: bigint; readonly hops: number }>> {
  const parts = of.accounts.map(splitAccountId);
  const { rows } = await sql<{ chain: string; address: Buffer; origin: string | null; hops: number }>`
    select ch.caip2 as chain, l.address, l.origin_received[u.unit + 1]::text as origin, a.hops
    from derived.units u
    cross join unnest(${parts.map(({ chain }) => chain)}::text[], ${parts.map(({ address }) => addressBytes(address))}::bytea[]) as n (chain, address)
    join facts.chains ch on ch.caip2 = n.chain
    join derived.accounts a on a.case_id = u.case_id and a.chain_id = ch.id and a.address = n.address
    join derived.ledger l on l.case_id = u.case_id and l.chain_id = ch.id and l.address = n.address and l.asset = a.asset and l.policy = ${of.policy}
    where u.case_id = ${caseId} and u.asset = ${of.unit}`.execute(db);
  return new Map(
    rows.flatMap(({ chain, address, origin, hops }) =>
      origin === null || origin === '0'
        ? []
        : [[accountId(chain, addressFromBytes(address)), { origin: BigInt(origin), hops }]],
    ),
  );
}

/** Accounts in which stolen money was found first: no flow lies between them and a seed. */
export async function readSeededAccounts(db: Executor, caseId: string): Promise<ReadonlySet<AccountId>> {
  const { rows } = await sql<{ chain: string; address: Buffer }>`
    select distinct ch.caip2 as chain, a.address from derived.accounts a join facts.chains ch on ch.id = a.chain_id
    where a.case_id = ${caseId} and a.hops = 0`.execute(db);
  return new Set(rows.map((row) => accountId(row.chain, addressFromBytes(row.address))));
}

export async function readTotals(db: Executor, caseId: string): Promise<readonly DerivedTotal[]> {
  const { rows } = await sql<{
    policy: string;
    kind: string;
    measure: DerivedTotal['measure'];
    asset: string;
    amount: string;
  }>`
    select policy, kind, measure, asset, amount::text from derived.totals where case_id = ${caseId}
    order by policy, measure, kind, asset`.execute(db);
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** The stolen assets of a case: the units of every origin amount, in order. */
export async function readUnits(db: Executor, caseId: string): Promise<readonly string[]> {
  const { rows } = await sql<{
    asset: string;
  }>`select asset from derived.units where case_id = ${caseId} order by unit`.execute(db);
  return rows.map((row) => row.asset);
}

export async function countFlows(db: Executor, caseId: string): Promise<number> {
  const { rows } = await sql<{
    flows: number;
  }>`select count(*)::integer as flows from derived.flows where case_id = ${caseId}`.execute(db);
  return rows[0]?.flows ?? 0;
}

/** How an address of a UTXO chain stands beside the coins that it owns; null for what owns no coins. */
function ownerShown(account: AccountId): string | null {
  const { chain, address } = splitAccountId(account);
  if (!isUtxo(chain) || isCoin(address) || splitPot(address) !== undefined) return null;
  return formatAddress(address, chain);
}

type AmountsRecord = {
  policy: string;
  received: string;
  resting: string;
  origin_received: string[];
  origin_resting: string[];
};

type AccountRecord = {
  chain: string;
  address: Buffer;
  asset: Buffer;
  hops: number;
  first_block: string;
  first_time: string;
  first_tx: Buffer;
  terminal_kind: string | null;
  terminal_entity: string | null;
  terminal_reason: string | null;
  gap: string | null;
  owner: string | null;
  spent_by: Buffer | null;
  amounts: AmountsRecord[] | null;
};

type FlowRecord = {
  chain: string;
  tx_hash: Buffer;
  flow_index: number;
  block: string;
  tx_index: number;
  time: string;
  from_address: Buffer;
  to_address: Buffer;
  asset: Buffer;
  amount: string;
  tainted: string[];
  origin: string[];
  legs: string[];
  low_confidence: boolean;
  from_owner: string | null;
  to_owner: string | null;
};

function toAccount(row: AccountRecord): AccountWithAmounts {
  const account = accountId(row.chain, addressFromBytes(row.address));
  const asset = assetFromBytes(row.asset);
  return {
    account,
    asset,
    hops: row.hops,
    firstBlock: Number(row.first_block),
    firstTime: Number(row.first_time),
    firstTx: hashFromBytes(row.first_tx),
    kind: row.terminal_kind,
    entity: row.terminal_entity,
    reason: row.terminal_reason,
    gap: row.gap === null ? null : BigInt(row.gap),
    owner: row.owner,
    spentBy: row.spent_by === null ? null : hashFromBytes(row.spent_by),
    amounts: (row.amounts ?? []).map((entry) => ({
      account,
      asset,
      policy: entry.policy,
      received: BigInt(entry.received),
      resting: BigInt(entry.resting),
      originReceived: entry.origin_received.map(BigInt),
      originResting: entry.origin_resting.map(BigInt),
    })),
  };
}
