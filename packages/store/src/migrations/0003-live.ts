import { type QueryExecutorProvider, sql } from 'kysely';
import { CHAIN_STATUS } from '../views/chain-status.ts';
import { createViews } from '../views/views.ts';

/**
 * What live chains need: coverage as ranges with holes and with an end that may still be taken back, the place at which each
 * chain is followed, what is watched there, and what a reorganisation took back, kept as evidence.
 */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await createViews(db, [CHAIN_STATUS]);
}

/**
 * Of old rows nothing says how much of the chain was final when they were read. Their last blocks are asked for again: more
 * than any chain known here has ever taken back.
 */
const DOUBTED_BLOCKS = 1_000;

const STATEMENTS = [
  'alter table facts.coverage rename to coverage_answers',
  'alter index facts.coverage_pkey rename to coverage_answers_pkey',
  `create table facts.coverage (
    space_id smallint not null references facts.spaces,
    chain_id smallint not null references facts.chains,
    address bytea not null,
    source text not null,
    kind text not null check (kind in ('native', 'internal', 'token')),
    -- blocks of which everything is stored
    complete int8multirange not null default '{}',
    -- first block of them whose answer could still be taken back when it was given; null: none
    provisional_from bigint,
    -- the last answer that was not complete, unless a later one made up for it
    lacks_status text check (lacks_status in ('truncated', 'unavailable')),
    lacks_from bigint,
    lacks_to bigint,
    lacks_reason text,
    seen_at timestamptz not null default now(),
    primary key (space_id, chain_id, address, source, kind)
  )`,
  `insert into facts.coverage (space_id, chain_id, address, source, kind, complete, provisional_from,
    lacks_status, lacks_from, lacks_to, lacks_reason, seen_at)
  select joined.space_id, chain_id, address, source, kind, coalesce(complete, '{}'),
    case when s.name = 'live' then greatest(lower(complete), upper(complete) - ${DOUBTED_BLOCKS}) end,
    (lacks).status, (lacks).from_block, (lacks).to_block, coalesce((lacks).reason, (lacks).status), seen_at
  from (
    select space_id, chain_id, address, source, kind, max(seen_at) as seen_at,
      range_agg(int8range(from_block, to_block, '[]')) filter (where status = 'complete') as complete,
      (array_agg(a order by seen_at desc, from_block desc) filter (where status <> 'complete'))[1] as lacks
    from facts.coverage_answers a
    where from_block <= to_block
    group by space_id, chain_id, address, source, kind
  ) joined join facts.spaces s on s.id = joined.space_id`,
  'drop table facts.coverage_answers',

  // One row per (chain, source) that is followed, always in the space of networks.
  `create table facts.follows (
    chain_id smallint not null references facts.chains,
    source text not null,
    -- kinds of transfer of which it tells everything in a block
    kinds text[] not null default '{}',
    -- from the first on to block everything was read; null before the first position
    first_block bigint,
    block bigint,
    block_hash bytea,
    block_time bigint,
    head bigint,
    head_time bigint,
    finalized bigint,
    seen_at timestamptz,
    -- why it does not go on until someone says so
    halted text,
    reorgs integer not null default 0,
    leader text,
    lease_until timestamptz,
    -- whoever writes must hold this number; it grows with every change of leader
    fence bigint not null default 0,
    primary key (chain_id, source)
  )`,
  `create table facts.watches (
    chain_id smallint not null references facts.chains,
    address bytea not null,
    source text not null,
    -- in the order in which they become visible, per chain
    seq bigint generated always as identity,
    primary key (chain_id, address, source)
  )`,
  'create index watches_in_order on facts.watches (chain_id, source, seq)',
  // Of a million watches taken up at once, one row: those above the placement before it, up to up_to_seq.
  `create table facts.placements (
    chain_id smallint not null references facts.chains,
    source text not null,
    up_to_seq bigint not null,
    -- every block from this one on was matched against them
    since_block bigint not null,
    primary key (chain_id, source, up_to_seq)
  )`,
  'create index blocks_canonical on facts.blocks (space_id, chain_id, number) where canonical',

  // Facts that a later answer or a reorganisation took back, whole, as evidence of what was seen.
  `create table facts.orphans (
    id bigint generated always as identity primary key,
    space_id smallint not null references facts.spaces,
    chain_id smallint not null references facts.chains,
    hash bytea not null,
    block bigint not null,
    block_hash bytea,
    fact jsonb not null,
    reason text not null,
    orphaned_at timestamptz not null default now()
  )`,
  'create index orphans_by_hash on facts.orphans (space_id, chain_id, hash)',

  `create table facts.balances (
    space_id smallint not null references facts.spaces,
    chain_id smallint not null references facts.chains,
    address bytea not null,
    asset bytea not null,
    -- at the end of it
    block bigint not null,
    amount base_units not null,
    source text not null,
    primary key (space_id, chain_id, address, asset, block)
  )`,
  `create table facts.nft_transfers (
    space_id smallint not null,
    chain_id smallint not null,
    tx_hash bytea not null,
    -- names it within its transaction: log:12, or log:12:0 in a batch
    transfer_id text not null,
    standard text not null check (standard in ('erc721', 'erc1155')),
    contract bytea not null,
    token_id numeric(78,0) not null,
    quantity numeric(78,0) not null,
    from_address bytea not null,
    to_address bytea not null,
    block bigint not null,
    primary key (space_id, chain_id, tx_hash, transfer_id)
  )`,
  'create index nft_transfers_by_sender on facts.nft_transfers (space_id, chain_id, from_address)',
  'create index nft_transfers_by_receiver on facts.nft_transfers (space_id, chain_id, to_address)',
  `create table facts.source_traits (
    -- what was found out about a source once: how it traces, whether it has an archive, its limits
    source text not null,
    trait text not null,
    value text not null,
    seen_at timestamptz not null default now(),
    primary key (source, trait)
  )`,
  `create table facts.disputes (
    id bigint generated always as identity primary key,
    chain_id smallint not null references facts.chains,
    subject text not null,
    -- the account or transaction that the subject names
    about bytea,
    -- [{source, answer}] in the order asked
    answers jsonb not null,
    -- whose answer was taken; null: none
    taken text,
    -- how often the same was seen
    times integer not null default 1,
    first_at timestamptz not null default now(),
    last_at timestamptz not null default now()
  )`,
  "create unique index disputes_once on facts.disputes (chain_id, md5(subject || ' ' || answers::text || ' ' || coalesce(taken, '')))",
  'create index disputes_by_subject on facts.disputes (chain_id, about)',

  'create index accounts_by_account on cases.accounts (chain_id, address)',
];
