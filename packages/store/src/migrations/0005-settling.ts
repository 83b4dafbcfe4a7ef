import { type QueryExecutorProvider, sql } from 'kysely';

/**
 * What a settle needs to write only differences: versions of label sets, and what was told of each deposit, and whether it still holds: an alert is detected, then confirmed when its block is final,
 * or retracted when the chain, a label or a replay takes it back; and may be detected anew.
 */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Grows with every change of the set's labels, so that they are read again only then.
  'alter table facts.label_sets add column version integer not null default 1',
  `create table ops.alerts (
    id text primary key,
    case_id text not null references cases.cases on delete cascade,
    -- case, receiving account, transaction and asset: one alert each
    key text not null unique,
    state text not null check (state in ('detected', 'confirmed', 'retracted')),
    -- of the last event about it; counts from 1
    revision integer not null check (revision > 0),
    chain_id smallint not null references facts.chains,
    account text not null,
    tx_hash bytea not null,
    block bigint not null,
    -- what the last event said: another say makes another revision; null for events from before this table
    told text,
    -- the deposit as the last event described it, for the retraction
    deposit jsonb not null,
    updated_at timestamptz not null default now()
  )`,
  'create index alerts_by_case on ops.alerts (case_id)',
  "create index alerts_to_confirm on ops.alerts (chain_id, block) where state = 'detected'",
  // What was told before alerts had a state: known as detected, by the body that was sent.
  `insert into ops.alerts (id, case_id, key, state, revision, chain_id, account, tx_hash, block, told, deposit)
   select o.body #>> '{data,alert_id}', o.case_id, o.dedupe_key, 'detected', 1, c.id, o.body #>> '{data,deposit,to}',
     decode(substr(o.body #>> '{data,deposit,tx_hash}', 3), 'hex'), (o.body #>> '{data,deposit,block_number}')::bigint, null,
     o.body #> '{data,deposit}'
   from ops.outbox o join facts.chains c on c.caip2 = o.body #>> '{data,deposit,chain}'
   where o.type = 'org.fundtrail.deposit.detected' and o.case_id is not null
   on conflict do nothing`,
];
