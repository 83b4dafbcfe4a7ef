import type { AccountId, Address, ChainId, FactSpace, Hash } from '@fundtrail/core';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Schema } from '../schema/schema.ts';

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

/** Cases by a condition over `c`, oldest first. */
export async function selectCases(
  db: Executor,
  where: ReturnType<typeof sql>,
  limit?: number,
): Promise<readonly CaseRow[]> {
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
