import { type QueryExecutorProvider, sql } from 'kysely';

/** Allowances that give way when a source says "too many", and kept answers that can be compressed. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table ops.rate_buckets
    -- share of the configured rate that is used
    add column factor double precision not null default 1 check (factor > 0 and factor <= 1),
    -- until when nothing is sent
    add column paused_until timestamptz`,
  `alter table ops.answers
    alter column body type bytea using convert_to(body, 'UTF8'),
    -- whether body is deflated
    add column packed boolean not null default false`,
  // Large bodies come compressed: the server need not try again.
  'alter table ops.answers alter column body set storage external',
];
