import { type QueryExecutorProvider, sql } from 'kysely';
import { CASE_SUMMARY } from './case-summary.ts';
import { TAINTED_ADDRESSES } from './tainted-addresses.ts';
import { TAINTED_CROSSINGS } from './tainted-crossings.ts';
import { TAINTED_FLOWS } from './tainted-flows.ts';
import { TAINTED_OUTPUTS } from './tainted-outputs.ts';
import { TERMINALS } from './terminals.ts';

/** A view for users: its query, and what it and each of its columns mean, which is stored as its comment. */
export type View = {
  readonly name: string;
  readonly comment: string;
  readonly query: string;
  readonly columns: Readonly<Record<string, string>>;
};

/** Those that need no table beyond the first ones: migrations before cross-chain movements make these. */
export const FIRST_VIEWS: readonly View[] = [
  TAINTED_ADDRESSES,
  TAINTED_OUTPUTS,
  TAINTED_FLOWS,
  TERMINALS,
  CASE_SUMMARY,
];

/** The views upon what is derived, which go and come with it. */
export const VIEWS: readonly View[] = [...FIRST_VIEWS, TAINTED_CROSSINGS];

/** May read the views, and nothing else; has no login: grant it to users that have. */
export const READ_ONLY_ROLE = 'fundtrail_readonly';

/** Makes the views with their comments, and lets the read-only role read them where that role exists or can be made. */
export async function createViews(db: QueryExecutorProvider, views: readonly View[] = VIEWS): Promise<void> {
  for (const statement of SUM_ARRAYS) await sql.raw(statement).execute(db);
  for (const view of views) {
    await sql.raw(`create view public.${view.name} as ${view.query}`).execute(db);
    await sql.raw(`comment on view public.${view.name} is ${quote(view.comment)}`).execute(db);
    for (const [column, meaning] of Object.entries(view.columns)) {
      await sql.raw(`comment on column public.${view.name}.${column} is ${quote(meaning)}`).execute(db);
    }
  }
  await sql.raw(grantOn(views)).execute(db);
}

/** Sums arrays element by element: the coins of one address, each with an amount per stolen asset. */
const SUM_ARRAYS = [
  `create or replace function facts.add_arrays(numeric[], numeric[]) returns numeric[] language sql immutable parallel safe
    as 'select array(select coalesce(a, 0) + coalesce(b, 0) from unnest($1, $2) as n (a, b))'`,
  `create or replace aggregate facts.sum_arrays(numeric[]) (sfunc = facts.add_arrays, stype = numeric[], initcond = '{}')`,
];

// Roles belong to the whole server: another database's migration may make it at the same moment, and a role that we may
// not make is the administrator's to make (then this can be granted by hand).
const grantOn = (views: readonly View[]) => `do $$
begin
  if not exists (select from pg_roles where rolname = '${READ_ONLY_ROLE}') then
    begin
      create role ${READ_ONLY_ROLE} nologin;
    exception
      when insufficient_privilege then raise notice 'role ${READ_ONLY_ROLE} cannot be made by this user';
      when duplicate_object or unique_violation then null;
    end;
  end if;
  if exists (select from pg_roles where rolname = '${READ_ONLY_ROLE}') then
    grant usage on schema public to ${READ_ONLY_ROLE};
    grant select on ${views.map((view) => `public.${view.name}`).join(', ')} to ${READ_ONLY_ROLE};
  end if;
end $$`;

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
