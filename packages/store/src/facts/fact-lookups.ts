import {
  type AccountId,
  type AssetRef,
  accountId,
  type ChainId,
  type FactSpace,
  type Hash,
  type PriceFact,
} from '@fundtrail/core';
import { sql } from 'kysely';
import { addressFromBytes, assetBytes, hashBytes, hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { JOINED, knownOf, PLACED } from './known-coverage.ts';

/** Small questions about stored facts, each one statement. */
export type FactLookups = {
  hasTransaction(space: FactSpace, chain: ChainId, hash: Hash): Promise<boolean>;
  /** Where transactions stand, of those that are stored; the block's hash where a source told it. */
  placementsOf(
    space: FactSpace,
    chain: ChainId,
    hashes: readonly Hash[],
  ): Promise<ReadonlyMap<Hash, { readonly block: number; readonly blockHash: Hash | undefined }>>;
  /** The block of a transaction of which every kind of transfer is stored whole; undefined where that is not so. */
  wholeBlockOf(space: FactSpace, chain: ChainId, hash: Hash): Promise<number | undefined>;
  /** Changes whenever anything is taken back, of whichever space. */
  takenBackVersion(): Promise<string>;
  hasAsset(space: FactSpace, chain: ChainId, asset: AssetRef): Promise<boolean>;
  /** All stored prices, by asset, time, source. */
  prices(): Promise<readonly PriceFact[]>;
  /** Changes whenever prices are added; they are never changed. */
  pricesVersion(): Promise<string>;
  /** The highest block of a chain that seeds of a case name, of their stored transactions or by number; 0 when none is known. */
  lastSeedBlock(space: FactSpace, caseId: string, chain: ChainId): Promise<number>;
  /**
   * The last block of a chain up to which sources cover every followed account of a case there from its first taint on, all kinds they
   * offer, what following read included; undefined when no account is followed there yet. Up to there the facts are of one piece.
   */
  reachOfCase(
    space: FactSpace,
    sources: readonly string[],
    caseId: string,
    chain: ChainId,
  ): Promise<number | undefined>;
  /**
   * The last block of a chain up to which everything that these sources told of a case's followed accounts there was final when it was
   * told; undefined where they told nothing.
   */
  finalReachOf(
    space: FactSpace,
    sources: readonly string[],
    caseId: string,
    chain: ChainId,
  ): Promise<number | undefined>;
  /** Whether following matches every block of a chain from `block` on against all read accounts of a case there. */
  areWatchedFrom(source: string, caseId: string, chain: ChainId, block: number): Promise<boolean>;
  /** Followed accounts of a case on a chain whose coverage by sources ends before `block`. */
  accountsBehind(
    space: FactSpace,
    sources: readonly string[],
    caseId: string,
    chain: ChainId,
    block: number,
  ): Promise<readonly AccountId[]>;
};

export function createFactLookups(database: Database): FactLookups {
  const { db, pool } = database;
  return {
    hasTransaction: async (space, chain, hash) => {
      const { rows } = await sql`
        select 1 from facts.transactions t
        join facts.spaces s on s.id = t.space_id join facts.chains c on c.id = t.chain_id
        where s.name = ${space} and c.caip2 = ${chain} and t.hash = ${hashBytes(hash)}`.execute(db);
      return rows.length > 0;
    },

    placementsOf: async (space, chain, hashes) => {
      if (hashes.length === 0) return new Map();
      const { rows } = await sql<{ hash: Buffer; block: number; block_hash: Buffer | null }>`
        select t.hash, t.block, t.block_hash from facts.transactions t
        join facts.spaces s on s.id = t.space_id join facts.chains c on c.id = t.chain_id
        where s.name = ${space} and c.caip2 = ${chain} and t.hash = any(${hashes.map(hashBytes)}::bytea[])`.execute(db);
      return new Map(
        rows.map(({ hash, block, block_hash }) => [
          hashFromBytes(hash),
          { block, blockHash: block_hash === null ? undefined : hashFromBytes(block_hash) },
        ]),
      );
    },

    wholeBlockOf: async (space, chain, hash) => {
      const { rows } = await sql<{ block: number }>`
        select t.block from facts.transactions t
        join facts.spaces s on s.id = t.space_id join facts.chains c on c.id = t.chain_id
        where s.name = ${space} and c.caip2 = ${chain} and t.hash = ${hashBytes(hash)} and t.internal_whole and t.token_whole`.execute(
        db,
      );
      return rows[0]?.block;
    },

    takenBackVersion: async () => {
      const { rows } = await sql<{
        last: string;
      }>`select coalesce(max(id), 0)::text as last from facts.orphans`.execute(db);
      return rows[0]?.last ?? '0';
    },

    hasAsset: async (space, chain, asset) => {
      const { rows } = await sql`
        select 1 from facts.legs l
        join facts.spaces s on s.id = l.space_id join facts.chains c on c.id = l.chain_id
        where s.name = ${space} and c.caip2 = ${chain} and l.asset = ${assetBytes(asset)}
        limit 1`.execute(db);
      return rows.length > 0;
    },

    prices: async () => {
      const { rows } = await sql<{ asset: string; time: string; usd: string; source: string }>`
        select asset, time::text as time, usd::text as usd, source from facts.prices order by asset, time, source`.execute(
        db,
      );
      return rows.map((row) => ({ ...row, time: Number(row.time) }));
    },

    pricesVersion: async () => {
      const { rows } = await sql<{ prices: string }>`select count(*)::text as prices from facts.prices`.execute(db);
      return rows[0]?.prices ?? '0';
    },

    lastSeedBlock: async (space, caseId, chain) => {
      const { rows } = await sql<{ block: number | null }>`
        select greatest(max(t.block), max(s.from_block)) as block
        from cases.seeds s
        left join facts.transactions t on t.chain_id = s.chain_id and t.hash = s.tx_hash
          and t.space_id = (select id from facts.spaces where name = ${space})
        where s.case_id = ${caseId} and s.chain_id = (select id from facts.chains where caip2 = ${chain})`.execute(db);
      return rows[0]?.block ?? 0;
    },

    reachOfCase: async (space, sources, caseId, chain) => {
      const { rows } = await pool.query<{ reach: number | null }>(REACH, [space, sources, caseId, chain]);
      return rows[0]?.reach ?? undefined;
    },

    finalReachOf: async (space, sources, caseId, chain) => {
      const { rows } = await pool.query<{ block: number | null }>(FINAL_REACH, [space, sources, caseId, chain]);
      return rows[0]?.block ?? undefined;
    },

    areWatchedFrom: async (source, caseId, chain, block) => {
      const { rows } = await pool.query<{ watched: boolean }>(WATCHED_FROM, [source, caseId, chain, block]);
      return rows[0]?.watched ?? false;
    },

    accountsBehind: async (space, sources, caseId, chain, block) => {
      const { rows } = await pool.query<{ address: Buffer }>(BEHIND, [space, sources, caseId, chain, block]);
      return rows.map((row) => accountId(chain, addressFromBytes(row.address)));
    },
  };
}

const CHAIN = 'select id from facts.chains where caip2 = $4';

/**
 * How far each kind of each followed account is covered: to the end of the range that holds its first taint. What lies
 * behind a hole does not count. A kind that a source said it cannot tell counts only where another told it from there on, and
 * once the chain is followed by one of the sources, only kinds count that following tells: another one ends where histories do.
 */
const REACHES = `
  select k.chain_id, k.address, coalesce(
    (select max(upper(r) - 1) from unnest(k.complete) r where lower(r) <= k.first_block), k.first_block - 1) as reach
  from (
    select a.chain_id, a.address, v.kind, ${JOINED} as complete, bool_or(v.lacks_status = 'unavailable') as unavailable,
      coalesce(a.first_block, lower(${JOINED}), 0) as first_block
    from (
      select (select id from facts.spaces where name = $1) as space_id, o.chain_id, o.address,
        coalesce(o.first_block, (select min(d.first_block) from derived.accounts d
          where d.case_id = o.case_id and d.chain_id = o.chain_id and d.address = o.address)) as first_block
      from cases.accounts o where o.case_id = $3 and o.chain_id = (${CHAIN}) and o.state = 'covered' offset 0
    ) a
    ${knownOf('$2::text[]')}
    group by a.chain_id, a.address, a.first_block, v.kind
  ) k
  where (k.unavailable is not true or exists (select from unnest(k.complete) r where lower(r) <= k.first_block))
    and coalesce((select bool_or(k.kind = any(f.kinds)) from facts.follows f
      where f.chain_id = k.chain_id and f.source = any($2::text[]) and f.block is not null
        and $1 = 'live'), true)`;

const REACH = `/* facts: reach of a case */ select min(reach) as reach from (${REACHES}) r`;

const FINAL_REACH = `/* facts: final reach of a case */
select min(coalesce(c.provisional_from, upper(c.complete)) - 1) as block
from cases.accounts a
join facts.coverage c on c.chain_id = a.chain_id and c.address = a.address and c.source = any($2::text[])
  and c.space_id = (select id from facts.spaces where name = $1)
where a.case_id = $3 and a.chain_id = (${CHAIN}) and a.state = 'covered'`;

const WATCHED_FROM = `/* facts: accounts watched from a block on */
select not exists (
  select from cases.accounts a
  where a.case_id = $2 and a.chain_id = (select id from facts.chains where caip2 = $3) and a.state = 'covered' and not exists (
    select from facts.watches w ${PLACED}
    where w.chain_id = a.chain_id and w.address = a.address and w.source = $1 and p.since_block <= $4)) as watched`;

const BEHIND = `/* facts: accounts behind */
select r.address from (${REACHES}) r group by r.address having min(r.reach) < $5::bigint order by r.address`;
