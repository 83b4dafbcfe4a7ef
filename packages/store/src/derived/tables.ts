import { type QueryExecutorProvider, sql } from 'kysely';

/**
 * Makes the schema `derived`: everything in it is computed from facts and cases. The only place that says what is in it,
 * shared by the first migration and by `rebuildDerived`; a later version of it comes with a migration that drops and makes it anew.
 */
export async function createDerived(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'create schema derived',
  // Origin amounts are kept per unit: the assets that were stolen, in the order of their first theft.
  `create table derived.units (
    case_id text not null references cases.cases on delete cascade,
    unit smallint not null,
    asset text not null,
    primary key (case_id, unit)
  )`,
  `create table derived.accounts (
    case_id text not null references cases.cases on delete cascade,
    chain_id smallint not null references facts.chains,
    address bytea not null,
    asset bytea not null,
    hops integer not null,
    first_block bigint not null,
    first_time bigint not null,
    first_tx bytea not null,
    terminal_kind text,
    terminal_entity text,
    terminal_reason text,
    -- base units seen before the first taint and not known from facts; null when nothing was missing
    gap base_units,
    -- of coins: the address that its script stands for, as it is written, and the transaction that spent it
    owner text,
    spent_by bytea,
    primary key (case_id, chain_id, address, asset)
  )`,
  'create index accounts_by_owner on derived.accounts (case_id, chain_id, owner) where owner is not null',
  `create table derived.ledger (
    case_id text not null references cases.cases on delete cascade,
    policy text not null,
    chain_id smallint not null references facts.chains,
    address bytea not null,
    asset bytea not null,
    received base_units not null,
    resting base_units not null,
    -- per unit
    origin_received numeric(78,0)[] not null,
    origin_resting numeric(78,0)[] not null,
    primary key (case_id, chain_id, address, asset, policy)
  )`,
  `create table derived.flows (
    case_id text not null references cases.cases on delete cascade,
    chain_id smallint not null references facts.chains,
    tx_hash bytea not null,
    flow_index integer not null,
    block bigint not null,
    tx_index integer not null,
    time bigint not null,
    from_address bytea not null,
    to_address bytea not null,
    asset bytea not null,
    amount base_units not null,
    -- one entry per policy, in the case's order
    tainted numeric(78,0)[] not null,
    -- per policy, per unit: policy-major
    origin numeric(78,0)[] not null,
    legs text[] not null,
    low_confidence boolean not null,
    -- of coins: the addresses of the two sides, as they are written
    from_owner text,
    to_owner text,
    primary key (case_id, chain_id, tx_hash, flow_index)
  )`,
  'create index flows_by_receiver on derived.flows (case_id, chain_id, to_address)',
  'create index flows_by_sender on derived.flows (case_id, chain_id, from_address)',
  `create table derived.totals (
    case_id text not null references cases.cases on delete cascade,
    policy text not null,
    -- resting, fee, dispersed, or a kind of terminal
    kind text not null,
    -- tainted: amount of this asset; origin: amount in this unit's asset
    measure text not null check (measure in ('stolen', 'origin', 'tainted')),
    asset text not null,
    amount numeric(78,0) not null,
    primary key (case_id, policy, kind, measure, asset)
  )`,
  `create table derived.watches (
    case_id text not null references cases.cases on delete cascade,
    chain_id smallint not null references facts.chains,
    address bytea not null,
    since_block bigint not null,
    primary key (case_id, chain_id, address)
  )`,
];
