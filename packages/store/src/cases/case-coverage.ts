import type { TransferKind } from '@fundtrail/core';
import { sql } from 'kysely';
import { JOINED, JOINED_PROVISIONAL, knownOf } from '../facts/known-coverage.ts';
import type { Executor } from './case-rows.ts';

/** Read accounts of a case that stand alike in one kind of transfer, for one reason. */
export type KindStanding = {
  readonly kind: TransferKind;
  /** `disputed`: sources told the account's history differently, and nobody decided. */
  readonly status: 'complete' | 'truncated' | 'unavailable' | 'disputed';
  /** Who could not tell, and why; null where it is complete, or where nobody said so. */
  readonly source: string | null;
  readonly reason: string | null;
  readonly accounts: number;
  /** Of them, those with blocks that could still be taken back when they were read. */
  readonly provisional: number;
  /** The lowest last block that is read; null where nothing is, and where they are on several chains. */
  readonly reached: number | null;
};

/** What reasons name, and what stands for it where those alike are counted together. */
const NAMES = [
  ['(\\mtransaction )?0x[0-9a-f]{64}', 'a transaction'],
  ['(\\maccount )?0x[0-9a-f]{40}', 'an account'],
  ['\\mblock [0-9]+', 'a block'],
] as const;

const alike = (column: string) =>
  sql.raw(NAMES.reduce((inner, [name, word]) => `regexp_replace(${inner}, '${name}', '${word}', 'gi')`, column));

/**
 * How complete the facts are of the accounts that a case read, by whichever source. An account is complete in a kind where
 * everything is stored from its first block of interest to the last block that any kind was told to, and no complaint is
 * open. A hub counts where it was truncated; what was never asked of it is not missed.
 */
export async function readCaseCoverage(db: Executor, caseId: string): Promise<readonly KindStanding[]> {
  const { rows } = await sql<KindStanding>`/* cases: coverage */
    with account as materialized (
      select c.space_id, a.chain_id, a.address, a.state, coalesce(a.first_block, 0) as start
      from cases.accounts a join cases.cases c on c.id = a.case_id
      where a.case_id = ${caseId} and a.state in ('covered', 'hub')
    ),
    known as (
      select a.chain_id, a.address, a.state, a.start, v.* from account a ${sql.raw(knownOf())}
      -- a kind of which nothing is known is one, too
      union all
      select a.chain_id, a.address, a.state, a.start, null, kinds.kind, '{}', null, null, null, null, null
      from account a join facts.chains ch on ch.id = a.chain_id
      cross join unnest(case when ch.caip2 like 'bip122:%' then array['native'] else array['native', 'internal', 'token'] end)
        as kinds (kind)
    ),
    joined as (
      select v.chain_id, v.address, v.state, v.start, v.kind, ${sql.raw(JOINED)} as complete,
        ${sql.raw(JOINED_PROVISIONAL)} as provisional_from,
        jsonb_agg(jsonb_build_object('status', v.lacks_status, 'source', v.source, 'reason', v.lacks_reason, 'block',
            greatest(v.start, case v.lacks_status when 'truncated' then v.lacks_to + 1 else v.lacks_from end)))
          filter (where v.lacks_status is not null) as lacks
      from known v group by v.chain_id, v.address, v.state, v.start, v.kind
    ),
    -- a window, not a join: no estimate of the planner can make it read all accounts for each
    reaching as (select j.*, upper(range_agg(j.complete) over (partition by j.chain_id, j.address)) - 1 as reached from joined j),
    told as (
      select r.kind, r.chain_id, l.lacking ->> 'source' as source, l.lacking ->> 'reason' as reason, r.reached, r.provisional_from,
        case when exists (select from facts.disputes d where d.chain_id = r.chain_id and d.about = r.address and d.taken is null)
            then 'disputed'
          when l.lacking is not null then l.lacking ->> 'status'
          when r.complete @> int8range(r.start, greatest(r.reached, r.start), '[]') then 'complete'
          when isempty(r.complete) then 'unavailable'
          else 'truncated' end as status
      from reaching r
      cross join lateral (select case when r.lacks is not null then (
        select e from jsonb_array_elements(r.lacks) e where not r.complete @> (e ->> 'block')::bigint
        order by e ->> 'status', e ->> 'source' limit 1) end as lacking) l
      where r.state = 'covered' or l.lacking ->> 'status' = 'truncated'
    )
    select kind, status, case when status in ('truncated', 'unavailable') then source end as source,
      case when status in ('truncated', 'unavailable') then ${alike('reason')} end as reason, count(*)::integer as accounts,
      count(provisional_from)::integer as provisional,
      case when count(distinct chain_id) = 1 then min(reached) end as reached
    from told group by 1, 2, 3, 4
    order by array_position(array['native', 'internal', 'token'], kind), status, accounts desc, source, reason`.execute(
    db,
  );
  return rows;
}

/** What else a case does without: a count for each state and reason. */
export type CaseUnseen = {
  readonly what: 'account' | 'balance' | 'transaction' | 'taken_back' | 'opening_unknown';
  readonly state: string;
  readonly reason: string | null;
  readonly count: number;
};

/**
 * Accounts that are not followed; balances and whole transactions that were asked for and not told; transactions of its accounts
 * that left the facts; accounts whose balance before the first taint is a gap.
 */
export async function readCaseUnseen(db: Executor, caseId: string): Promise<readonly CaseUnseen[]> {
  const { rows } = await sql<CaseUnseen>`/* cases: what is not seen */
    select 'account' as what, state, ${alike('reason')} as reason, count(*)::integer as count from cases.accounts
    where case_id = ${caseId} and state in ('unavailable', 'hub', 'budget') group by 2, 3
    union all
    -- outputs beyond a limit never enter the open set
    select 'account', 'budget', terminal_reason, count(*)::integer from derived.accounts d
    where d.case_id = ${caseId} and d.terminal_kind = 'budget' and d.owner is not null and not exists (
      select from cases.accounts a where a.case_id = d.case_id and a.chain_id = d.chain_id and a.address = d.address)
    group by terminal_reason
    union all
    select 'balance', state, ${alike('reason')}, count(*)::integer from cases.balances
    where case_id = ${caseId} and state = 'unavailable' group by 2, 3
    union all
    select 'transaction', state, ${alike('reason')}, count(*)::integer from cases.transactions
    where case_id = ${caseId} and state = 'unavailable' group by 2, 3
    union all
    -- what a data set does not know whole swallowed what came to it: its pot is named after it, and nobody is asked
    select 'transaction', 'unavailable', terminal_reason, count(*)::integer
    from derived.accounts d join facts.chains ch on ch.id = d.chain_id and ch.caip2 like 'bip122:%'
    where d.case_id = ${caseId} and d.terminal_kind = 'unavailable' and d.owner is null and not exists (
      select from cases.transactions x where x.case_id = d.case_id and x.chain_id = d.chain_id and x.tx_hash = substr(d.address, 2))
    group by terminal_reason
    union all
    select 'opening_unknown', 'unavailable', null, opening_unknown from cases.cases where id = ${caseId}
    union all
    select 'taken_back', 'taken_back', null, count(*)::integer
    from facts.orphans o join cases.cases c on c.id = ${caseId} and c.space_id = o.space_id
    where exists (select from cases.transactions x where x.case_id = c.id and x.chain_id = o.chain_id and x.tx_hash = o.hash)
      or exists (
        select from jsonb_array_elements(o.fact -> 'legs') leg
        cross join lateral (values (leg ->> 'from'), (leg ->> 'to')) as party (address)
        join cases.accounts a on a.case_id = c.id and a.chain_id = o.chain_id
          and a.address = decode(substr(party.address, 3), 'hex'))
    order by 1, 4 desc, 2, 3`.execute(db);
  return rows;
}
