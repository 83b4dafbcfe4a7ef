import { type QueryExecutorProvider, sql } from 'kysely';

/** What a case wants to know of balances: what accounts held before their first taint, and where tokens change balances by themselves. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Block of the first taint, where the history from there on and the balance before it are enough; null: the whole history.
  'alter table cases.accounts add column first_block bigint',
  `create table cases.balances (
    case_id text not null references cases.cases on delete cascade,
    chain_id smallint not null references facts.chains,
    address bytea not null,
    asset bytea not null,
    -- at the end of it
    block bigint not null,
    wave integer not null,
    state text not null check (state in ('wanted', 'covered', 'unavailable')),
    reason text,
    primary key (case_id, chain_id, address, asset, block)
  )`,
];
