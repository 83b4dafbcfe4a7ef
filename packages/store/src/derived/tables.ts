import { type QueryExecutorProvider, sql } from 'kysely';

/**
 * Makes the schema `derived`: everything in it is computed from facts and cases. The only place that says what is in it,
 * shared by the first migration and by `rebuildDerived`; a later version of it comes with a migration that drops and makes it anew.
 */
export async function createDerived(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

/**
 * One movement across chains, and one arrival of it or none yet, per row. Also made by the migration that brought it, where what is
 * derived was made before.
 */
export const CROSSINGS = `create table if not exists derived.crossings (
    case_id text not null references cases.cases on delete cascade,
    protocol text not null,
    key text not null,
    -- place among the arrivals of the movement, from 0
    ordinal integer not null,
    proof text not null check (proof in ('K', 'D', 'A', 'H')),
    grade text not null check (grade in ('on_chain', 'protocol_linked', 'heuristic')),
    confidence smallint not null check (confidence between 0 and 100),
    state text not null check (state in ('pending', 'arrived', 'refunded', 'refused')),
    -- Chains, transactions and accounts as text, in stored form: the other side may be on a chain that cannot be traced, where
    -- they are as they are written there. Owners: of UTXO chains, the account as it is written.
    source_chain text not null,
    source_tx text not null,
    source_account text,
    source_owner text,
    -- native, or the contract
    source_asset text,
    source_amount base_units,
    -- null: nothing arrived as far as is known
    destination_chain text,
    destination_tx text,
    destination_account text,
    destination_owner text,
    destination_asset text,
    destination_amount base_units,
    -- one entry per policy, in the case's order
    tainted numeric(78,0)[] not null,
    -- per policy, per unit: policy-major
    origin numeric(78,0)[] not null,
    first_time bigint not null,
    reason text,
    notes jsonb not null,
    primary key (case_id, protocol, key, ordinal)
  )`;

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
  CROSSINGS,
];
