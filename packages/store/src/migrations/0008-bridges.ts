import { type QueryExecutorProvider, sql } from 'kysely';
import { CROSSINGS } from '../derived/tables.ts';
import { TAINTED_CROSSINGS } from '../views/tainted-crossings.ts';
import { createViews } from '../views/views.ts';

/** Cross-chain movements: their legs with the evidence, what was asked for of their other sides, guesses, and accounts of protocols. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await sql.raw(`drop view if exists public.${TAINTED_CROSSINGS.name}`).execute(db);
  await createViews(db, [TAINTED_CROSSINGS]);
}

const STATEMENTS = [
  // What was called and emitted, of transactions that have bridge legs. No foreign keys here: as for transactions and legs.
  `create table facts.receipts (
    space_id smallint not null,
    chain_id smallint not null,
    tx_hash bytea not null,
    -- the receiver, or the address that the transaction created
    to_address bytea not null,
    -- call data; null: not known
    input bytea,
    -- [{address, topics, data, index}] in log order; null: not read
    logs jsonb,
    primary key (space_id, chain_id, tx_hash)
  )`,
  `create table facts.protocol_answers (
    -- of the body
    sha256 text primary key,
    protocol text not null,
    -- the API, as configuration names it
    name text not null,
    -- without credentials
    url text not null,
    -- as it came, UTF-8; bytes, since a text cannot hold all that may come
    body bytea not null,
    fetched_at timestamptz not null default now()
  )`,
  `create table facts.bridge_legs (
    space_id smallint not null,
    chain_id smallint not null,
    tx_hash bytea not null,
    protocol text not null,
    side text not null check (side in ('source', 'destination', 'refund')),
    -- log:12, input, out:2, leg:<id>, api
    evidence text not null,
    -- place among the legs that are read from the transaction, or that one answer tells of it
    leg_index integer not null,
    -- the same on both sides of one movement; null: not known
    key text,
    proof text not null check (proof in ('K', 'D', 'A', 'H')),
    -- chains: CAIP-2 where they have such an id, also of chains that cannot be traced; accounts: stored form, there as it is written
    from_chain text,
    from_account text,
    to_chain text,
    to_account text,
    -- contract, or empty for the native asset
    asset bytea,
    amount base_units,
    custody bytea[] not null,
    -- ids of the transaction's legs that carry it, where they are known one by one
    legs text[],
    -- in the protocol's words and units
    to_asset text,
    min_out numeric(78,0),
    memo text,
    -- unix seconds; contracts hold any number here
    expires numeric,
    fee numeric(78,0),
    via text[] not null,
    fault text,
    notes text[] not null,
    -- of a leg that an API told
    answer_sha256 text references facts.protocol_answers,
    constraint bridge_legs_once unique nulls not distinct (space_id, chain_id, tx_hash, leg_index, protocol, side, evidence, key)
  )`,
  'create index bridge_legs_by_key on facts.bridge_legs (space_id, protocol, key) where key is not null',
  `create table facts.link_candidates (
    -- guesses that two legs are one movement: shown, never flows
    space_id smallint not null references facts.spaces,
    source_chain_id smallint not null references facts.chains,
    source_tx bytea not null,
    source_protocol text not null,
    source_evidence text not null,
    source_index integer not null,
    destination_chain_id smallint not null references facts.chains,
    destination_tx bytea not null,
    destination_protocol text not null,
    destination_evidence text not null,
    destination_index integer not null,
    score double precision not null check (score between 0 and 1),
    -- in words
    reasons jsonb not null,
    primary key (space_id, source_chain_id, source_tx, source_protocol, source_evidence, source_index,
      destination_chain_id, destination_tx, destination_protocol, destination_evidence, destination_index)
  )`,
  'create index link_candidates_by_destination on facts.link_candidates (space_id, destination_chain_id, destination_tx)',
  `create table facts.protocol_accounts (
    -- accounts of protocols that no table of contracts has: vaults that come and go
    space_id smallint not null references facts.spaces,
    protocol text not null,
    chain_id smallint not null references facts.chains,
    address bytea not null,
    role text not null,
    source text not null,
    -- unix seconds; null: since when is not known
    from_time bigint,
    -- null: still in use when it was last heard of
    until_time bigint,
    primary key (space_id, protocol, chain_id, address, role)
  )`,
  // A fresh database has it already: what is derived is made in its newest form.
  CROSSINGS,
];
