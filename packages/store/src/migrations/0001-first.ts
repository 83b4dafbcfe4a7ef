import { type QueryExecutorProvider, sql } from 'kysely';
import { createDerived } from '../derived/tables.ts';

/**
 * The first schema. Three homes: `facts` (read from chains, never changed), `cases` (what people asked for and how far
 * the work is), `derived` (computed from the two: can be dropped and rebuilt), and `ops` for the machinery of running.
 * What users may query are the views in `public`, see 0002.
 */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await createDerived(db);
}

const STATEMENTS = [
  'create schema facts',
  'create schema cases',
  'create schema ops',
  'create domain base_units as numeric(78,0) check (value >= 0)',

  `create table facts.spaces (
    id smallint generated always as identity primary key,
    -- 'live', or the sha256 (hex) of a data set
    name text not null unique
  )`,
  `create table facts.chains (
    id smallint generated always as identity primary key,
    caip2 text not null unique,
    -- SLIP-44 coin type of the native asset, for its CAIP-19 id
    slip44 integer not null
  )`,
  `create table facts.blocks (
    space_id smallint not null references facts.spaces,
    chain_id smallint not null references facts.chains,
    number bigint not null,
    hash bytea not null,
    parent_hash bytea,
    time bigint not null,
    canonical boolean not null default true,
    primary key (space_id, chain_id, number, hash)
  )`,
  // The two large tables have no foreign keys: their one writer keeps what keys would, and each key costs a look-up per row.
  `create table facts.transactions (
    space_id smallint not null,
    chain_id smallint not null,
    hash bytea not null,
    block bigint not null,
    tx_index integer not null,
    time bigint not null,
    block_hash bytea,
    sender bytea,
    success boolean not null,
    -- of which kinds of transfer all legs are known, not only those of the accounts asked for
    internal_whole boolean not null,
    token_whole boolean not null,
    primary key (space_id, chain_id, hash)
  )`,
  'create index transactions_in_chain_order on facts.transactions (space_id, chain_id, block, tx_index)',
  `create table facts.legs (
    space_id smallint not null,
    chain_id smallint not null,
    tx_hash bytea not null,
    -- names the leg within its transaction: value, fee, trace:0_1, log:12, or the data set's own number
    leg_id text not null,
    -- orders the legs of a transaction; what the network said: kind's rank, then place; a data set: place in the file
    position integer not null,
    -- 0 fee, 1 native, 2 internal, 3 token, 4 mint, 5 burn
    kind smallint not null check (kind between 0 and 5),
    -- read with the whole transaction; replaces the legs of this kind seen from single accounts
    whole boolean not null,
    from_address bytea not null,
    to_address bytea not null,
    -- contract, or empty for the native asset
    asset bytea not null,
    amount base_units not null,
    block bigint not null,
    primary key (space_id, chain_id, tx_hash, leg_id)
  )`,
  'create index legs_by_sender on facts.legs (space_id, chain_id, from_address, block)',
  'create index legs_by_receiver on facts.legs (space_id, chain_id, to_address, block)',
  `create table facts.coverage (
    space_id smallint not null references facts.spaces,
    chain_id smallint not null references facts.chains,
    source text not null,
    address bytea not null,
    kind text not null check (kind in ('native', 'internal', 'token')),
    from_block bigint not null,
    to_block bigint not null,
    status text not null check (status in ('complete', 'truncated', 'unavailable')),
    reason text,
    seen_at timestamptz not null default now(),
    primary key (space_id, chain_id, source, address, kind, from_block)
  )`,
  `create table facts.contracts (
    space_id smallint not null references facts.spaces,
    chain_id smallint not null references facts.chains,
    address bytea not null,
    -- the account whose history, or the question, showed it: a case only knows what its own accounts show
    seen_in bytea not null,
    is_contract boolean not null,
    source text not null,
    primary key (space_id, chain_id, seen_in, address)
  )`,
  `create table facts.heads (
    -- how far a source could see when it was last asked, so that facts just read are not asked for again
    space_id smallint not null references facts.spaces,
    source text not null,
    chain_id smallint not null references facts.chains,
    block bigint not null,
    time bigint not null,
    seen_at timestamptz not null default now(),
    primary key (space_id, source, chain_id)
  )`,
  `create table facts.source_gaps (
    -- a question that a source does not offer at all, so that it is not asked again
    space_id smallint not null references facts.spaces,
    source text not null,
    question text not null,
    reason text not null,
    seen_at timestamptz not null default now(),
    primary key (space_id, source, question)
  )`,
  `create table facts.datasets (
    sha256 text primary key,
    name text not null,
    -- rows, bytes, what was skipped and why
    report jsonb not null,
    loaded_at timestamptz
  )`,
  `create table facts.prices (
    asset text not null,
    time bigint not null,
    usd numeric not null check (usd >= 0),
    source text not null,
    primary key (asset, time, source)
  )`,

  `create table facts.label_sets (
    id integer generated always as identity primary key,
    -- 'default', or the sha256 (hex) of a file given for single cases
    name text not null unique
  )`,
  `create table facts.labels (
    set_id integer not null references facts.label_sets on delete cascade,
    chain_id smallint not null references facts.chains,
    address bytea not null,
    entity text not null,
    category text not null,
    confidence smallint not null check (confidence between 0 and 100),
    source text not null,
    imported_at timestamptz not null default now(),
    primary key (set_id, chain_id, address, category, source)
  )`,

  `create table cases.cases (
    id text primary key,
    name text not null,
    reference text,
    status text not null check (status in ('open', 'running', 'following', 'paused', 'done', 'cancelled', 'failed')),
    -- why it is paused or failed, in one sentence with the remedy
    status_reason text,
    space_id smallint not null references facts.spaces,
    -- where facts come from, without credentials
    source jsonb not null,
    policies text[] not null,
    limits jsonb not null,
    -- {unit asset: base units}: the floor turned into amounts, once
    floors jsonb,
    wave integer not null default 0,
    opening_unknown integer not null default 0,
    -- whoever settles must hold this number; it only grows
    fence bigint not null default 0,
    follow boolean not null default false,
    counts jsonb not null default '{}',
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz
  )`,
  `create table cases.case_label_sets (
    case_id text not null references cases.cases on delete cascade,
    set_id integer not null references facts.label_sets,
    primary key (case_id, set_id)
  )`,
  `create table cases.seeds (
    case_id text not null references cases.cases on delete cascade,
    -- position in the case; never reused
    seq integer not null,
    kind text not null check (kind in ('transaction', 'account')),
    chain_id smallint not null references facts.chains,
    tx_hash bytea,
    address bytea,
    asset bytea,
    amount base_units,
    from_block bigint,
    added_at timestamptz not null default now(),
    primary key (case_id, seq),
    unique nulls not distinct (case_id, kind, chain_id, tx_hash, address, asset, from_block)
  )`,
  // The open set: accounts whose history the case wants, with the wave that opened them.
  `create table cases.accounts (
    case_id text not null references cases.cases on delete cascade,
    chain_id smallint not null references facts.chains,
    address bytea not null,
    wave integer not null,
    state text not null check (state in ('wanted', 'covered', 'unavailable', 'hub', 'contract', 'budget')),
    reason text,
    attempts integer not null default 0,
    primary key (case_id, chain_id, address)
  )`,
  'create index accounts_by_state on cases.accounts (case_id, state, wave)',
  // Transactions that must be read whole: seeds, and conversions of open accounts.
  `create table cases.transactions (
    case_id text not null references cases.cases on delete cascade,
    chain_id smallint not null references facts.chains,
    tx_hash bytea not null,
    wave integer not null,
    state text not null check (state in ('wanted', 'covered', 'unavailable')),
    reason text,
    primary key (case_id, chain_id, tx_hash)
  )`,

  `create table ops.outbox (
    id text primary key,
    -- null: an event of no case, such as endpoint.test
    case_id text references cases.cases on delete cascade,
    type text not null,
    -- one row per thing worth telling, however often it is derived
    dedupe_key text not null unique,
    body jsonb not null,
    created_at timestamptz not null default now()
  )`,
  `create table ops.endpoints (
    id text primary key,
    url text not null,
    -- sealed with the installation's key
    secret bytea not null,
    types text[] not null,
    created_at timestamptz not null default now(),
    disabled_at timestamptz,
    disabled_reason text
  )`,
  `create table ops.deliveries (
    outbox_id text not null references ops.outbox on delete cascade,
    endpoint_id text not null references ops.endpoints on delete cascade,
    state text not null check (state in ('pending', 'delivered', 'abandoned')),
    attempts integer not null default 0,
    next_at timestamptz not null default now(),
    delivered_at timestamptz,
    primary key (outbox_id, endpoint_id)
  )`,
  "create index deliveries_due on ops.deliveries (next_at) where state = 'pending'",
  `create table ops.delivery_attempts (
    outbox_id text not null,
    endpoint_id text not null,
    attempt integer not null,
    at timestamptz not null default now(),
    status integer,
    duration_ms integer not null,
    error text,
    primary key (outbox_id, endpoint_id, attempt),
    foreign key (outbox_id, endpoint_id) references ops.deliveries on delete cascade
  )`,
  `create table ops.api_keys (
    id text primary key,
    name text not null,
    hash bytea not null unique,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    revoked_at timestamptz
  )`,
  `create table ops.rate_buckets (
    key text primary key,
    tokens double precision not null,
    filled_at timestamptz not null default now()
  )`,
  `create table ops.answers (
    key text primary key,
    body text not null,
    stored_at timestamptz not null default now()
  )`,
];
