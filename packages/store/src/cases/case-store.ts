import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { createKeys } from '../keys.ts';
import { type CaseAccounts, createCaseAccounts } from './case-accounts.ts';
import { type CaseBalances, createCaseBalances } from './case-balances.ts';
import { type CaseLinks, createCaseLinks } from './case-links.ts';
import { type CaseRow, type CaseStatus, type Executor, type NewCase, type SeedRow, selectCases } from './case-rows.ts';
import { type CaseSeeds, createCaseSeeds, insertSeeds } from './case-seeds.ts';
import { type CaseTransactions, createCaseTransactions } from './case-transactions.ts';
import { type CaseWaiting, createCaseWaiting } from './case-waiting.ts';

/** Cases, their seeds, their open sets and what they want to know. Every write names what it expects, so that a late writer changes nothing. */
export type CaseStore = CaseLife & CaseSeeds & CaseAccounts & CaseTransactions & CaseBalances & CaseLinks & CaseWaiting;

/** Cases as such. Every write names what it expects, so that a late writer changes nothing. */
export type CaseLife = {
  /** Makes a running case. What its seeds open belongs into the same transaction: a case that waits for nothing ends. */
  insert(trx: Executor, row: NewCase, seeds: readonly SeedRow[], labelSets: readonly number[]): Promise<void>;
  get(caseId: string): Promise<CaseRow | undefined>;
  /** Oldest first; `page`: at most `limit` of those after the case `after`. */
  list(
    statuses?: readonly CaseStatus[],
    page?: { readonly limit: number; readonly after?: string },
  ): Promise<readonly CaseRow[]>;
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
  /**
   * Lets a paused case go on, and puts its unavailable accounts, transactions, balances and links back, to be asked once more; one that
   * is done, too, where it has any, or waits for a link. Whoever settles at the time has not seen that and loses the right to commit. False in every other state.
   */
  resume(caseId: string): Promise<boolean>;
};

const RESTING_STATUSES: ReadonlySet<CaseStatus> = new Set(['done', 'cancelled', 'failed']);

export function createCaseStore(database: Database): CaseStore {
  const { db } = database;
  const keys = createKeys(database);
  return {
    ...createCaseSeeds(db, keys),
    ...createCaseAccounts(db, keys),
    ...createCaseTransactions(db, keys),
    ...createCaseBalances(db, keys),
    ...createCaseLinks(db),
    ...createCaseWaiting(db),

    insert: async (trx, row, seeds, labelSets) => {
      await keys.spaceKey(row.space);
      await sql`
        insert into cases.cases (id, name, reference, status, space_id, source, policies, limits, follow, started_at)
        values (${row.id}, ${row.name}, ${row.reference}, 'running', (select id from facts.spaces where name = ${row.space}),
          ${JSON.stringify(row.source)}::jsonb, ${[...row.policies]}::text[], ${JSON.stringify(row.limits)}::jsonb, ${row.follow}, now())`.execute(
        trx,
      );
      await insertSeeds(trx, keys, row.id, seeds);
      for (const setId of labelSets) {
        await sql`insert into cases.case_label_sets values (${row.id}, ${setId}) on conflict do nothing`.execute(trx);
      }
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

    resume: (caseId) =>
      db.transaction().execute(async (trx) => {
        const resumed = await sql`
          update cases.cases set status = 'running', status_reason = null, fence = fence + 1, finished_at = null
          where id = ${caseId} and (status = 'paused' or status = 'done' and exists (
            select from cases.accounts where case_id = ${caseId} and state = 'unavailable'
            union all select from cases.transactions where case_id = ${caseId} and state = 'unavailable'
            union all select from cases.balances where case_id = ${caseId} and state = 'unavailable'
            union all select from cases.links where case_id = ${caseId} and state in ('unavailable', 'waiting')))`.execute(
          trx,
        );
        if ((resumed.numAffectedRows ?? 0n) === 0n) return false;
        await sql`update cases.accounts set state = 'wanted', reason = null where case_id = ${caseId} and state in ('unavailable', 'budget')`.execute(
          trx,
        );
        for (const table of ['cases.transactions', 'cases.balances']) {
          await sql`update ${sql.table(table)} set state = 'wanted', reason = null where case_id = ${caseId} and state = 'unavailable'`.execute(
            trx,
          );
        }
        await sql`update cases.links set state = 'wanted', reason = null, next_at = null
          where case_id = ${caseId} and state in ('unavailable', 'waiting')`.execute(trx);
        return true;
      }),
  };
}
