import { type QueryExecutorProvider, sql } from 'kysely';

/** Cross-chain movements that a case has money in and of which it wants to know the other side. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table cases.links (
    case_id text not null references cases.cases on delete cascade,
    protocol text not null,
    key text not null,
    wave integer not null,
    -- wanted: to be asked for now; waiting: asked for, and again at next_at; covered: its other side is known
    state text not null check (state in ('wanted', 'covered', 'waiting', 'unavailable')),
    reason text,
    attempts integer not null default 0,
    -- per chain the last block whose logs were searched and that nothing takes back any more
    searched jsonb not null default '{}',
    next_at timestamptz,
    primary key (case_id, protocol, key),
    check ((state = 'waiting') = (next_at is not null))
  )`,
  // What is due, of all cases.
  `create index links_due on cases.links (next_at) where state = 'waiting'`,
];
