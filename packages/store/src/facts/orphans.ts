import type { ChainId, FactSpace, Hash } from '@fundtrail/core';
import type pg from 'pg';
import { hashBytes, hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';
import { KINDS } from './leg-codec.ts';

/** What was taken back: moved to `facts.orphans`, out of all replays. */
export type Orphaned = {
  readonly transactions: readonly { readonly hash: Hash; readonly block: number }[];
  /** Running and following cases of whose facts they were part. What they had replayed from that block on no longer holds. */
  readonly cases: readonly string[];
};

/** A transaction as it was stored when it was taken back. */
export type Orphan = {
  readonly hash: Hash;
  readonly block: number;
  readonly blockHash?: Hash;
  /**
   * A `TransactionFact` as JSON, amounts as decimal strings; with its `receipt` and `bridgeLegs` (each with the `answer` that told it)
   * where it had bridge legs.
   */
  readonly fact: unknown;
  readonly reason: string;
  readonly orphanedAt: Date;
};

/**
 * Moves transactions of one chain out of the facts, whole, with their legs, NFT transfers, bridge legs and receipts. Guesses about them
 * go; cases with a crossing among them are concerned, and look for it again when they settle. `chosen`: SQL that selects the hashes as `hash`; its parameters come after $1 space
 * and $2 chain. The chain must be held.
 */
export async function orphan(
  client: pg.PoolClient,
  place: { readonly space: number; readonly chain: number; readonly reason: string },
  chosen: string,
  parameters: readonly unknown[],
): Promise<Orphaned> {
  const found = await client.query<{ hash: Buffer }>(`/* facts: choose orphans */ ${chosen}`, [
    place.space,
    place.chain,
    ...parameters,
  ]);
  // Nearly always.
  if (found.rows.length === 0) return { transactions: [], cases: [] };
  const hashes = found.rows.map(({ hash }) => hash);
  const { rows } = await client.query<{ transactions: [hash: string, block: number][]; cases: string[] }>(ORPHAN, [
    place.space,
    place.chain,
    hashes,
    place.reason,
  ]);
  const [row] = rows;
  const transactions = (row?.transactions ?? []).map(([hash, block]) => ({ hash, block }));
  return { transactions, cases: row?.cases ?? [] };
}

/** What was taken back of some transactions, oldest first. */
export async function orphansOf(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  chain: ChainId,
  hashes: readonly Hash[],
): Promise<readonly Orphan[]> {
  const { rows } = await pool.query<{
    hash: Buffer;
    block: number;
    block_hash: Buffer | null;
    fact: unknown;
    reason: string;
    orphaned_at: Date;
  }>(
    `/* facts: orphans */ select hash, block, block_hash, fact, reason, orphaned_at from facts.orphans
     where space_id = $1 and chain_id = $2 and hash = any($3::bytea[]) order by id`,
    [await keys.spaceKey(space), await keys.chainKey(chain), hashes.map(hashBytes)],
  );
  return rows.map((row) => ({
    hash: hashFromBytes(row.hash),
    block: row.block,
    ...(row.block_hash === null ? {} : { blockHash: hashFromBytes(row.block_hash) }),
    fact: row.fact,
    reason: row.reason,
    orphanedAt: row.orphaned_at,
  }));
}

const KIND_NAMES = `array[${KINDS.map((kind) => `'${kind}'`).join(', ')}]`;
const hex = (column: string): string => `'0x' || encode(${column}, 'hex')`;
const OF_GONE = (alias: string): string =>
  `${alias}.space_id = g.space_id and ${alias}.chain_id = g.chain_id and ${alias}.tx_hash = g.hash`;

const FACT = `jsonb_strip_nulls(jsonb_build_object(
  'chain', (select caip2 from facts.chains where id = g.chain_id), 'hash', ${hex('g.hash')}, 'block', g.block, 'index', g.tx_index,
  'time', g.time, 'blockHash', ${hex('g.block_hash')}, 'sender', ${hex('g.sender')}, 'success', g.success,
  'whole', to_jsonb(array['native'] || case when g.internal_whole then array['internal'] else '{}' end
    || case when g.token_whole then array['token'] else '{}' end),
  'legs', (select coalesce(jsonb_agg(jsonb_build_object('id', l.leg_id, 'kind', (${KIND_NAMES})[l.kind + 1],
      'from', ${hex('l.from_address')}, 'to', ${hex('l.to_address')},
      'asset', case when length(l.asset) = 0 then 'native' else ${hex('l.asset')} end, 'amount', l.amount::text,
      'owner', ${hex('l.owner')}) order by l.position, l.leg_id), '[]')
    from facts.legs l where ${OF_GONE('l')}),
  'nfts', (select jsonb_agg(jsonb_build_object('id', n.transfer_id, 'standard', n.standard, 'contract', ${hex('n.contract')},
      'tokenId', n.token_id::text, 'quantity', n.quantity::text, 'from', ${hex('n.from_address')}, 'to', ${hex('n.to_address')})
      order by n.transfer_id)
    from facts.nft_transfers n where ${OF_GONE('n')}),
  'receipt', (select jsonb_build_object('to', ${hex('r.to_address')}, 'input', ${hex('r.input')}, 'logs', r.logs)
    from facts.receipts r where ${OF_GONE('r')}),
  'bridgeLegs', (select jsonb_agg(jsonb_build_object('protocol', b.protocol, 'side', b.side, 'proof', b.proof, 'key', b.key,
      'index', b.leg_index, 'evidence', b.evidence, 'fromChain', b.from_chain, 'fromAccount', b.from_account,
      'toChain', b.to_chain, 'toAccount', b.to_account,
      'asset', case when length(b.asset) = 0 then 'native' else ${hex('b.asset')} end, 'amount', b.amount::text,
      'custody', (select coalesce(jsonb_agg(${hex('a')} order by place), '[]') from unnest(b.custody) with ordinality as c (a, place)),
      'legs', to_jsonb(b.legs), 'toAsset', b.to_asset, 'minOut', b.min_out::text, 'memo', b.memo, 'expires', b.expires,
      'fee', b.fee::text, 'via', to_jsonb(b.via), 'fault', b.fault, 'notes', to_jsonb(b.notes), 'answer', b.answer_sha256)
      order by b.answer_sha256 is not null, b.leg_index, b.protocol, b.key)
    from facts.bridge_legs b where ${OF_GONE('b')})))`;

/** Of one of the transactions that go; looked up by constants, so that no plan reads all of a chain. */
const among = (alias: string, column: string): string =>
  `${alias}.space_id = $1::smallint and ${alias}.chain_id = $2::smallint and ${alias}.${column} = any($3::bytea[])`;

/** All parts see the rows as they were before any of them. */
const ORPHAN = `/* facts: orphan transactions */
with gone as materialized (select g.* from facts.transactions g where ${among('g', 'hash')}),
kept as (
  insert into facts.orphans (space_id, chain_id, hash, block, block_hash, fact, reason)
  select g.space_id, g.chain_id, g.hash, g.block, g.block_hash, ${FACT}, $4::text from gone g order by g.block, g.tx_index
),
party as materialized (
  select l.from_address as address from facts.legs l where ${among('l', 'tx_hash')}
  union select l.to_address from facts.legs l where ${among('l', 'tx_hash')}
),
concerned as (
  select c.id from party p
  cross join lateral (select a.* from cases.accounts a where a.chain_id = $2::smallint and a.address = p.address offset 0) a
  join cases.cases c on c.id = a.case_id and c.space_id = $1::smallint
  where a.state in ('wanted', 'covered') and c.status in ('running', 'following')
  union
  select c.id from cases.transactions x join cases.cases c on c.id = x.case_id and c.space_id = $1::smallint
  where x.chain_id = $2::smallint and x.tx_hash = any($3::bytea[]) and c.status in ('running', 'following')
  union
  -- who gets what arrives need not be followed, and who pays it never is
  select c.id from (select distinct b.protocol, b.key from facts.bridge_legs b where ${among('b', 'tx_hash')} and b.key is not null) b
  join cases.cases c on c.space_id = $1::smallint and c.status in ('running', 'following')
  where exists (select from derived.crossings d where d.case_id = c.id and d.protocol = b.protocol and d.key = b.key)
),
no_legs as (delete from facts.legs l where ${among('l', 'tx_hash')}),
no_nfts as (delete from facts.nft_transfers n where ${among('n', 'tx_hash')}),
no_bridge_legs as (delete from facts.bridge_legs b where ${among('b', 'tx_hash')}),
no_receipts as (delete from facts.receipts r where ${among('r', 'tx_hash')}),
no_guesses as (
  delete from facts.link_candidates l
  where l.space_id = $1::smallint and ((l.source_chain_id = $2::smallint and l.source_tx = any($3::bytea[]))
    or (l.destination_chain_id = $2::smallint and l.destination_tx = any($3::bytea[])))
),
no_transactions as (delete from facts.transactions t where ${among('t', 'hash')})
select (select coalesce(jsonb_agg(jsonb_build_array(${hex('g.hash')}, g.block) order by g.block, g.tx_index), '[]') from gone g) as transactions,
  array(select id from concerned order by id) as cases`;
