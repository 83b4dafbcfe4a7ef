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
import { addressBytes, addressFromBytes, assetBytes, hashBytes, hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';

/** Small questions about stored facts, each one statement. */
export type FactLookups = {
  hasTransaction(space: FactSpace, chain: ChainId, hash: Hash): Promise<boolean>;
  /** Where transactions stand, of those that are stored; the block's hash where a source told it. */
  placementsOf(
    space: FactSpace,
    chain: ChainId,
    hashes: readonly Hash[],
  ): Promise<ReadonlyMap<Hash, { readonly block: number; readonly blockHash: Hash | undefined }>>;
  hasAsset(space: FactSpace, chain: ChainId, asset: AssetRef): Promise<boolean>;
  /** All stored prices, by asset, time, source. */
  prices(): Promise<readonly PriceFact[]>;
  /** Changes whenever prices are added; they are never changed. */
  pricesVersion(): Promise<string>;
  /** Moves complete coverage on to `toBlock`, of those accounts whose coverage reaches at least the block before `fromBlock`. */
  extendCoverage(
    space: FactSpace,
    source: string,
    chain: ChainId,
    fromBlock: number,
    toBlock: number,
    addresses: readonly string[],
  ): Promise<void>;
  /** The highest block that seeds of a case name, of their stored transactions or by number; 0 when none is known. */
  lastSeedBlock(space: FactSpace, caseId: string): Promise<number>;
  /**
   * The last block up to which a source covers every followed account of a case, all kinds it offers; undefined when no
   * account is followed yet. Up to there the facts of the case are of one piece.
   */
  reachOfCase(space: FactSpace, source: string, caseId: string): Promise<number | undefined>;
  /** Followed accounts of a case whose coverage by a source ends before `block`. */
  accountsBehind(space: FactSpace, source: string, caseId: string, block: number): Promise<readonly AccountId[]>;
};

export function createFactLookups(database: Database): FactLookups {
  const { db } = database;
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

    extendCoverage: async (space, source, chain, fromBlock, toBlock, addresses) => {
      await sql`
        update facts.coverage v set to_block = ${toBlock}, seen_at = now()
        from facts.spaces s, facts.chains c
        where s.name = ${space} and c.caip2 = ${chain} and v.space_id = s.id and v.chain_id = c.id and v.source = ${source}
          and v.status = 'complete' and v.to_block >= ${fromBlock - 1} and v.to_block < ${toBlock} and v.address = any(${addresses.map(addressBytes)}::bytea[])`.execute(
        db,
      );
    },

    lastSeedBlock: async (space, caseId) => {
      const { rows } = await sql<{ block: number | null }>`
        select greatest(max(t.block), max(s.from_block)) as block
        from cases.seeds s
        left join facts.transactions t on t.chain_id = s.chain_id and t.hash = s.tx_hash
          and t.space_id = (select id from facts.spaces where name = ${space})
        where s.case_id = ${caseId}`.execute(db);
      return rows[0]?.block ?? 0;
    },

    reachOfCase: async (space, source, caseId) => {
      const { rows } = await sql<{ reach: number | null }>`
        select min(reach) as reach from (${reaches(space, source, caseId)}) r`.execute(db);
      return rows[0]?.reach ?? undefined;
    },

    accountsBehind: async (space, source, caseId, block) => {
      const { rows } = await sql<{ chain: string; address: Buffer }>`
        select ch.caip2 as chain, r.address from (${reaches(space, source, caseId)}) r
        join facts.chains ch on ch.id = r.chain_id
        group by ch.caip2, r.address having min(r.reach) < ${block} order by ch.caip2, r.address`.execute(db);
      return rows.map((row) => accountId(row.chain, addressFromBytes(row.address)));
    },
  };
}

/** How far each kind of each followed account is covered. Coverage of a kind has no holes: it always goes on where it ended. */
function reaches(space: FactSpace, source: string, caseId: string) {
  return sql`
    select a.chain_id, a.address, v.kind, max(v.to_block) as reach
    from cases.accounts a
    join facts.coverage v on v.chain_id = a.chain_id and v.address = a.address
    where a.case_id = ${caseId} and a.state = 'covered' and v.source = ${source} and v.status = 'complete'
      and v.space_id = (select id from facts.spaces where name = ${space})
    group by a.chain_id, a.address, v.kind`;
}
