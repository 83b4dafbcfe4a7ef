import { type QueryExecutorProvider, sql } from 'kysely';
import { createViews, FIRST_VIEWS } from '../views/views.ts';

/** UTXO chains: coins with their owners among the legs and in what is derived, and what waits to be mined. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  for (const { name } of FIRST_VIEWS.toReversed()) await sql.raw(`drop view if exists public.${name}`).execute(db);
  await createViews(db, FIRST_VIEWS);
}

/** Scripts that an address stands for are at most so long; longer ones (data, bare multisig) are never looked up. */
const LONGEST_ADDRESS_SCRIPT = 42;

const STATEMENTS = [
  // Of inputs and outputs: the script that the coin is locked by.
  'alter table facts.legs add column owner bytea',
  'alter table facts.legs drop constraint legs_kind_check, add constraint legs_kind_check check (kind between 0 and 7)',
  `create index legs_by_owner on facts.legs (space_id, chain_id, owner, block)
    where owner is not null and length(owner) <= ${LONGEST_ADDRESS_SCRIPT}`,
  // A fresh database has these already: what is derived is made in its newest form.
  'alter table derived.accounts add column if not exists owner text, add column if not exists spent_by bytea',
  'alter table derived.flows add column if not exists from_owner text, add column if not exists to_owner text',
  'create index if not exists accounts_by_owner on derived.accounts (case_id, chain_id, owner) where owner is not null',
  `create table facts.pending (
    -- Transactions in the mempool that spend a watched coin: shown, never counted. One row is gone when it is mined or replaced.
    chain_id smallint not null references facts.chains,
    source text not null,
    coin bytea not null,
    tx_hash bytea not null,
    -- [{owner, amount}] in order
    outputs jsonb not null,
    first_seen_at timestamptz not null default now(),
    primary key (chain_id, source, coin, tx_hash)
  )`,
];
