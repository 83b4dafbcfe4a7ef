import {
  type AccountId,
  type Address,
  accountId,
  type ChainId,
  type FactSpace,
  type Hash,
  splitAccountId,
} from '@fundtrail/core';
import { type Kysely, sql, type Transaction } from 'kysely';
import { addressBytes, addressFromBytes, assetBytes, assetFromBytes, hashBytes, hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { createKeys } from '../keys.ts';
import type { Schema } from '../schema/schema.ts';
import {
  type BalanceItem,
  readCaseBalances,
  setCaseBalance,
  type WantedBalance,
  wantCaseBalances,
} from './case-balances.ts';

export type Executor = Kysely<Schema> | Transaction<Schema>;

export type CaseStatus = 'open' | 'running' | 'following' | 'paused' | 'done' | 'cancelled' | 'failed';

/** A case as stored; JSON columns are the tracer's and opaque here. */
export type CaseRow = {
  readonly id: string;
  readonly name: string;
  readonly reference: string | null;
  readonly status: CaseStatus;
  readonly statusReason: string | null;
  readonly space: FactSpace;
  readonly source: Readonly<Record<string, unknown>>;
  readonly policies: readonly string[];
  readonly limits: Readonly<Record<string, unknown>>;
  /** {unit asset: base units}, null until the first settle. */
  readonly floors: Readonly<Record<string, string>> | null;
  readonly wave: number;
  readonly openingUnknown: number;
  readonly fence: number;
  readonly follow: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
};

export type NewCase = Pick<
  CaseRow,
  'id' | 'name' | 'reference' | 'space' | 'source' | 'policies' | 'limits' | 'follow'
>;

/** A seed as stored; `seq` is its place in the case. */
export type SeedRow = {
  readonly seq: number;
  readonly kind: 'transaction' | 'account';
  readonly chain: ChainId;
  readonly hash: Hash | null;
  readonly address: Address | null;
  /** `native`, a contract in stored form, or null for every asset. */
  readonly asset: string | null;
  readonly amount: bigint | null;
  readonly fromBlock: number | null;
};

export type AccountState = 'wanted' | 'covered' | 'unavailable' | 'hub' | 'contract' | 'budget';
export type OpenAccount = {
  readonly account: AccountId;
  readonly wave: number;
  readonly state: AccountState;
  readonly reason: string | null;
  /** Block of the first taint, where the history from there on and the balance before it are enough; else the whole history. */
  readonly firstBlock: number | null;
};

export type TransactionState = 'wanted' | 'covered' | 'unavailable';
export type WholeTransaction = {
  readonly chain: ChainId;
  readonly hash: Hash;
  readonly state: TransactionState;
  readonly reason: string | null;
};

/** Cases, their seeds and their open sets. Every write names what it expects, so that a late writer changes nothing. */
export type CaseStore = {
  /** Makes a running case. What its seeds open belongs into the same transaction: a case that waits for nothing ends. */
  insert(trx: Executor, row: NewCase, seeds: readonly SeedRow[], labelSets: readonly number[]): Promise<void>;
  /**
   * Adds seeds and sets a case that had ended running again; a seed that the case has already is left as it is. Whoever
   * settles at the time has not seen them and loses the right to commit. False when the case is cancelled.
   */
  addSeeds(trx: Executor, caseId: string, seeds: readonly SeedRow[]): Promise<boolean>;
  get(caseId: string): Promise<CaseRow | undefined>;
  /** Oldest first; `page`: at most `limit` of those after the case `after`. */
  list(
    statuses?: readonly CaseStatus[],
    page?: { readonly limit: number; readonly after?: string },
  ): Promise<readonly CaseRow[]>;
  seeds(caseId: string): Promise<readonly SeedRow[]>;
  labelSets(caseId: string): Promise<readonly number[]>;
  /** Moves a case from one of `from` to `to`; false when it was in another state. */
  transition(caseId: string, from: readonly CaseStatus[], to: CaseStatus, reason?: string | null): Promise<boolean>;
  /** Whether work on the case may go on; false when it was paused, cancelled or is over. */
  moves(caseId: string): Promise<boolean>;
  /** Moves a running case on after its last settle, unless somebody else has taken the right to settle since. */
  finish(caseId: string, fence: number, to: 'done' | 'following'): Promise<boolean>;
  /** Takes the right to settle: from now on only the holder of the returned number may commit. */
  claim(caseId: string): Promise<number>;
  /** Inside a settling transaction: locks the case and says whether the number still holds and the case still moves. */
  holds(trx: Executor, caseId: string, fence: number): Promise<boolean>;
  update(
    trx: Executor,
    caseId: string,
    changes: {
      floors?: Record<string, string>;
      wave?: number;
      openingUnknown?: number;
      counts?: Record<string, number>;
    },
  ): Promise<void>;
  /** Adds to the counters kept while sources are asked. */
  addRequests(caseId: string, requests: number): Promise<void>;
  /** The open set, or those of `among` that are in it; by wave, chain, address. */
  accounts(caseId: string, among?: readonly AccountId[]): Promise<readonly OpenAccount[]>;
  /** Puts accounts into the open set; one that is in it already keeps its wave and state. */
  open(trx: Executor, caseId: string, accounts: readonly OpenAccount[]): Promise<void>;
  /** Asks again for accounts whose first taint turned out to be earlier than was known when they were opened. */
  openEarlier(
    trx: Executor,
    caseId: string,
    accounts: readonly { account: AccountId; firstBlock: number }[],
  ): Promise<void>;
  setAccounts(
    caseId: string,
    accounts: readonly { account: AccountId; state: AccountState; reason: string | null }[],
  ): Promise<void>;
  transactions(caseId: string): Promise<readonly (WholeTransaction & { readonly wave: number })[]>;
  wantTransactions(
    trx: Executor,
    caseId: string,
    wave: number,
    transactions: readonly { chain: ChainId; hash: Hash }[],
  ): Promise<void>;
  setTransactions(caseId: string, transactions: readonly WholeTransaction[]): Promise<void>;
  /** Balances that the case wants to know; one that it wanted already keeps its state. */
  wantBalances(trx: Executor, caseId: string, wave: number, items: readonly BalanceItem[]): Promise<void>;
  balances(caseId: string): Promise<readonly WantedBalance[]>;
  setBalance(caseId: string, item: BalanceItem, outcome: Pick<WantedBalance, 'state' | 'reason'>): Promise<void>;
  /** Accounts, transactions and balances that still wait for their facts. */
  waiting(caseId: string): Promise<number>;
  /**
   * Those of some items (`eip155:1:0x…`, `tx:eip155:1:0x…`, `balance:eip155:1:0x…/<asset>@<block>`) that still wait, in their
   * order.
   */
  waitingAmong(caseId: string, items: readonly string[]): Promise<readonly string[]>;
  /**
   * Lets a paused case go on, and puts its unavailable accounts and transactions back, to be asked once more. Whoever settles
   * at the time has not seen that and loses the right to commit. False when it is not paused.
   */
  resume(caseId: string): Promise<boolean>;
};

const RESTING_STATUSES: ReadonlySet<CaseStatus> = new Set(['done', 'cancelled', 'failed']);

export function createCaseStore(database: Database): CaseStore {
  const { db } = database;
  const keys = createKeys(database);

  const insertSeeds = async (trx: Executor, caseId: string, seeds: readonly SeedRow[]): Promise<void> => {
    for (const seed of seeds) {
      await keys.chainKey(seed.chain);
      await sql`
        insert into cases.seeds (case_id, seq, kind, chain_id, tx_hash, address, asset, amount, from_block)
        select ${caseId}, coalesce((select max(seq) + 1 from cases.seeds where case_id = ${caseId}), 0), ${seed.kind},
          (select id from facts.chains where caip2 = ${seed.chain}), ${seed.hash === null ? null : hashBytes(seed.hash)}::bytea,
          ${seed.address === null ? null : addressBytes(seed.address)}::bytea, ${seed.asset === null ? null : assetBytes(seed.asset)}::bytea,
          ${seed.amount === null ? null : seed.amount.toString()}::numeric, ${seed.fromBlock}::bigint
        on conflict do nothing`.execute(trx);
    }
  };

  return {
    insert: async (trx, row, seeds, labelSets) => {
      await keys.spaceKey(row.space);
      await sql`
        insert into cases.cases (id, name, reference, status, space_id, source, policies, limits, follow, started_at)
        values (${row.id}, ${row.name}, ${row.reference}, 'running', (select id from facts.spaces where name = ${row.space}),
          ${JSON.stringify(row.source)}::jsonb, ${[...row.policies]}::text[], ${JSON.stringify(row.limits)}::jsonb, ${row.follow}, now())`.execute(
        trx,
      );
      await insertSeeds(trx, row.id, seeds);
      for (const setId of labelSets) {
        await sql`insert into cases.case_label_sets values (${row.id}, ${setId}) on conflict do nothing`.execute(trx);
      }
    },

    addSeeds: async (trx, caseId, seeds) => {
      // Also lets one adder in at a time: two would choose the same place, and the seed of the later one would be taken as known.
      const taken = await sql`
        update cases.cases set fence = fence + 1,
          status = case when status in ('done', 'failed') then 'running' else status end,
          status_reason = case when status in ('done', 'failed') then null else status_reason end,
          finished_at = null
        where id = ${caseId} and status <> 'cancelled'`.execute(trx);
      if ((taken.numAffectedRows ?? 0n) === 0n) return false;
      await insertSeeds(trx, caseId, seeds);
      return true;
    },

    get: async (caseId) => (await selectCases(db, sql`where c.id = ${caseId}`))[0],

    list: (statuses, page) => {
      const after = page?.after ?? null;
      return selectCases(
        db,
        sql`where (${statuses === undefined}::boolean or c.status = any(${[...(statuses ?? [])]}::text[]))
          and (${after}::text is null or (c.created_at, c.id) > (select created_at, id from cases.cases where id = ${after}))`,
        page?.limit,
      );
    },

    seeds: async (caseId) => {
      const { rows } = await sql<SeedRecord>`
        select s.seq, s.kind, ch.caip2 as chain, s.tx_hash, s.address, s.asset, s.amount::text as amount, s.from_block::text as from_block
        from cases.seeds s join facts.chains ch on ch.id = s.chain_id where s.case_id = ${caseId} order by s.seq`.execute(
        db,
      );
      return rows.map((row) => ({
        seq: row.seq,
        kind: row.kind,
        chain: row.chain,
        hash: row.tx_hash === null ? null : hashFromBytes(row.tx_hash),
        address: row.address === null ? null : addressFromBytes(row.address),
        asset: row.asset === null ? null : assetFromBytes(row.asset),
        amount: row.amount === null ? null : BigInt(row.amount),
        fromBlock: row.from_block === null ? null : Number(row.from_block),
      }));
    },

    labelSets: async (caseId) => {
      const { rows } = await sql<{ set_id: number }>`
        select set_id from cases.case_label_sets where case_id = ${caseId} order by set_id`.execute(db);
      return rows.map((row) => row.set_id);
    },

    transition: async (caseId, from, to, reason = null) => {
      const finished = RESTING_STATUSES.has(to);
      const result = await sql`
        update cases.cases set status = ${to}, status_reason = ${reason},
          finished_at = case when ${finished} then now() end
        where id = ${caseId} and status = any(${[...from]}::text[])`.execute(db);
      return (result.numAffectedRows ?? 0n) > 0n;
    },

    moves: async (caseId) => {
      const { rows } = await sql<{ moves: boolean }>`
        select status in ('running', 'following') as moves from cases.cases where id = ${caseId}`.execute(db);
      return rows[0]?.moves ?? false;
    },

    finish: async (caseId, fence, to) => {
      const result = await sql`
        update cases.cases set status = ${to}, status_reason = null, finished_at = case when ${RESTING_STATUSES.has(to)} then now() end
        where id = ${caseId} and status = 'running' and fence = ${fence}`.execute(db);
      return (result.numAffectedRows ?? 0n) > 0n;
    },

    claim: async (caseId) => {
      const { rows } = await sql<{ fence: string }>`
        update cases.cases set fence = fence + 1 where id = ${caseId} returning fence::text as fence`.execute(db);
      return Number(rows[0]?.fence ?? 0);
    },

    holds: async (trx, caseId, fence) => {
      const { rows } = await sql<{ held: boolean }>`
        select fence = ${fence} and status in ('running', 'following') as held from cases.cases where id = ${caseId} for update`.execute(
        trx,
      );
      return rows[0]?.held ?? false;
    },

    update: async (trx, caseId, changes) => {
      await sql`
        update cases.cases set
          floors = coalesce(${changes.floors === undefined ? null : JSON.stringify(changes.floors)}::jsonb, floors),
          wave = coalesce(${changes.wave ?? null}::integer, wave),
          opening_unknown = coalesce(${changes.openingUnknown ?? null}::integer, opening_unknown),
          counts = counts || ${JSON.stringify(changes.counts ?? {})}::jsonb
        where id = ${caseId}`.execute(trx);
    },

    addRequests: async (caseId, requests) => {
      await sql`
        update cases.cases set counts = counts || jsonb_build_object('requests', coalesce((counts->>'requests')::bigint, 0) + ${requests}::bigint)
        where id = ${caseId}`.execute(db);
    },

    accounts: async (caseId, among) => {
      const parts = among?.map(splitAccountId);
      const { rows } = await sql<{
        chain: string;
        address: Buffer;
        wave: number;
        state: AccountState;
        reason: string | null;
        first_block: number | null;
      }>`
        select ch.caip2 as chain, a.address, a.wave, a.state, a.reason, a.first_block
        from cases.accounts a join facts.chains ch on ch.id = a.chain_id
        where a.case_id = ${caseId} and (${parts === undefined}::boolean or (ch.caip2, a.address) in (
          select * from unnest(${(parts ?? []).map((part) => part.chain)}::text[], ${(parts ?? []).map((part) => addressBytes(part.address))}::bytea[])))
        order by a.wave, ch.caip2, a.address`.execute(db);
      return rows.map((row) => ({
        account: accountId(row.chain, addressFromBytes(row.address)),
        wave: row.wave,
        state: row.state,
        reason: row.reason,
        firstBlock: row.first_block,
      }));
    },

    openEarlier: async (trx, caseId, accounts) => {
      if (accounts.length === 0) return;
      const parts = accounts.map((entry) => splitAccountId(entry.account));
      await sql`
        update cases.accounts a set state = 'wanted', reason = null, first_block = n.first_block
        from unnest(${parts.map((part) => part.chain)}::text[], ${parts.map((part) => addressBytes(part.address))}::bytea[],
          ${accounts.map((entry) => entry.firstBlock)}::bigint[]) as n (chain, address, first_block)
        join facts.chains ch on ch.caip2 = n.chain
        where a.case_id = ${caseId} and a.chain_id = ch.id and a.address = n.address and a.first_block > n.first_block`.execute(
        trx,
      );
    },

    open: async (trx, caseId, accounts) => {
      if (accounts.length === 0) return;
      const parts = accounts.map((entry) => splitAccountId(entry.account));
      await keys.chainKeys(parts.map((part) => part.chain));
      await sql`
        insert into cases.accounts (case_id, chain_id, address, wave, state, reason, first_block)
        select ${caseId}, ch.id, n.address, n.wave, n.state, n.reason, n.first_block
        from unnest(${parts.map((part) => part.chain)}::text[], ${parts.map((part) => addressBytes(part.address))}::bytea[],
          ${accounts.map((entry) => entry.wave)}::integer[], ${accounts.map((entry) => entry.state)}::text[],
          ${accounts.map((entry) => entry.reason)}::text[], ${accounts.map((entry) => entry.firstBlock)}::bigint[])
          as n (chain, address, wave, state, reason, first_block)
        join facts.chains ch on ch.caip2 = n.chain
        on conflict do nothing`.execute(trx);
    },

    setAccounts: async (caseId, accounts) => {
      if (accounts.length === 0) return;
      const parts = accounts.map((entry) => splitAccountId(entry.account));
      await sql`
        update cases.accounts a set state = n.state, reason = n.reason
        from unnest(${parts.map((part) => part.chain)}::text[], ${parts.map((part) => addressBytes(part.address))}::bytea[],
          ${accounts.map((entry) => entry.state)}::text[], ${accounts.map((entry) => entry.reason)}::text[]) as n (chain, address, state, reason)
        join facts.chains ch on ch.caip2 = n.chain
        where a.case_id = ${caseId} and a.chain_id = ch.id and a.address = n.address`.execute(db);
    },

    transactions: async (caseId) => {
      const { rows } = await sql<{
        chain: string;
        tx_hash: Buffer;
        wave: number;
        state: TransactionState;
        reason: string | null;
      }>`
        select ch.caip2 as chain, t.tx_hash, t.wave, t.state, t.reason
        from cases.transactions t join facts.chains ch on ch.id = t.chain_id
        where t.case_id = ${caseId} order by t.wave, ch.caip2, t.tx_hash`.execute(db);
      return rows.map((row) => ({
        chain: row.chain,
        hash: hashFromBytes(row.tx_hash),
        wave: row.wave,
        state: row.state,
        reason: row.reason,
      }));
    },

    wantTransactions: async (trx, caseId, wave, transactions) => {
      if (transactions.length === 0) return;
      await keys.chainKeys(transactions.map((entry) => entry.chain));
      await sql`
        insert into cases.transactions (case_id, chain_id, tx_hash, wave, state)
        select ${caseId}, ch.id, n.hash, ${wave}, 'wanted'
        from unnest(${transactions.map((entry) => entry.chain)}::text[], ${transactions.map((entry) => hashBytes(entry.hash))}::bytea[]) as n (chain, hash)
        join facts.chains ch on ch.caip2 = n.chain
        on conflict do nothing`.execute(trx);
    },

    setTransactions: async (caseId, transactions) => {
      if (transactions.length === 0) return;
      await sql`
        update cases.transactions t set state = n.state, reason = n.reason
        from unnest(${transactions.map((entry) => entry.chain)}::text[], ${transactions.map((entry) => hashBytes(entry.hash))}::bytea[],
          ${transactions.map((entry) => entry.state)}::text[], ${transactions.map((entry) => entry.reason)}::text[]) as n (chain, hash, state, reason)
        join facts.chains ch on ch.caip2 = n.chain
        where t.case_id = ${caseId} and t.chain_id = ch.id and t.tx_hash = n.hash`.execute(db);
    },

    wantBalances: (trx, caseId, wave, items) => wantCaseBalances(trx, keys, caseId, wave, items),
    balances: (caseId) => readCaseBalances(db, caseId),
    setBalance: (caseId, item, outcome) => setCaseBalance(db, caseId, item, outcome),

    waiting: async (caseId) => {
      const { rows } = await sql<{ waiting: number }>`
        select ((select count(*) from cases.accounts where case_id = ${caseId} and state = 'wanted')
          + (select count(*) from cases.transactions where case_id = ${caseId} and state = 'wanted')
          + (select count(*) from cases.balances where case_id = ${caseId} and state = 'wanted'))::integer as waiting`.execute(
        db,
      );
      return rows[0]?.waiting ?? 0;
    },

    waitingAmong: async (caseId, items) => {
      const { rows } = await sql<{ item: string }>`
        select item from (
          select ch.caip2 || ':0x' || encode(a.address, 'hex') as item
          from cases.accounts a join facts.chains ch on ch.id = a.chain_id where a.case_id = ${caseId} and a.state = 'wanted'
          union all
          select 'tx:' || ch.caip2 || ':0x' || encode(t.tx_hash, 'hex')
          from cases.transactions t join facts.chains ch on ch.id = t.chain_id where t.case_id = ${caseId} and t.state = 'wanted'
          union all
          select 'balance:' || ch.caip2 || ':0x' || encode(b.address, 'hex') || '/' ||
            case when length(b.asset) = 0 then 'native' else '0x' || encode(b.asset, 'hex') end || '@' || b.block
          from cases.balances b join facts.chains ch on ch.id = b.chain_id where b.case_id = ${caseId} and b.state = 'wanted'
        ) waiting where item = any(${[...items]}::text[])`.execute(db);
      const waiting = new Set(rows.map((row) => row.item));
      return items.filter((item) => waiting.has(item));
    },

    resume: (caseId) =>
      db.transaction().execute(async (trx) => {
        const resumed = await sql`
          update cases.cases set status = 'running', status_reason = null, fence = fence + 1
          where id = ${caseId} and status = 'paused'`.execute(trx);
        if ((resumed.numAffectedRows ?? 0n) === 0n) return false;
        await sql`update cases.accounts set state = 'wanted', reason = null where case_id = ${caseId} and state in ('unavailable', 'budget')`.execute(
          trx,
        );
        for (const table of ['cases.transactions', 'cases.balances']) {
          await sql`update ${sql.table(table)} set state = 'wanted', reason = null where case_id = ${caseId} and state = 'unavailable'`.execute(
            trx,
          );
        }
        return true;
      }),
  };
}

type SeedRecord = {
  seq: number;
  kind: 'transaction' | 'account';
  chain: string;
  tx_hash: Buffer | null;
  address: Buffer | null;
  asset: Buffer | null;
  amount: string | null;
  from_block: string | null;
};

type CaseRecord = {
  id: string;
  name: string;
  reference: string | null;
  status: CaseStatus;
  status_reason: string | null;
  space: string;
  source: Record<string, unknown>;
  policies: string[];
  limits: Record<string, unknown>;
  floors: Record<string, string> | null;
  wave: number;
  opening_unknown: number;
  fence: string;
  follow: boolean;
  counts: Record<string, number>;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
};

async function selectCases(db: Executor, where: ReturnType<typeof sql>, limit?: number): Promise<readonly CaseRow[]> {
  const { rows } = await sql<CaseRecord>`
    select c.id, c.name, c.reference, c.status, c.status_reason, s.name as space, c.source, c.policies, c.limits, c.floors,
      c.wave, c.opening_unknown, c.fence::text as fence, c.follow, c.counts, c.created_at, c.started_at, c.finished_at
    from cases.cases c join facts.spaces s on s.id = c.space_id ${where} order by c.created_at, c.id
    limit ${limit ?? null}::bigint`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    reference: row.reference,
    status: row.status,
    statusReason: row.status_reason,
    space: row.space,
    source: row.source,
    policies: row.policies,
    limits: row.limits,
    floors: row.floors,
    wave: row.wave,
    openingUnknown: row.opening_unknown,
    fence: Number(row.fence),
    follow: row.follow,
    counts: row.counts,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }));
}
