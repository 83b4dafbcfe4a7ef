import type { AssetRef, ChainId, FactSpace, Hash, PriceFact } from '@fundtrail/core';
import { sql } from 'kysely';
import { addressBytes, assetBytes, hashBytes } from '../bytes.ts';
import type { Database } from '../database.ts';

/** Small questions about stored facts, each one statement. */
export type FactLookups = {
  hasTransaction(space: FactSpace, chain: ChainId, hash: Hash): Promise<boolean>;
  hasAsset(space: FactSpace, chain: ChainId, asset: AssetRef): Promise<boolean>;
  /** All stored prices, by asset and time. */
  prices(): Promise<readonly PriceFact[]>;
  /** Moves the complete coverage of accounts on from the block before `fromBlock` to `toBlock`. */
  extendCoverage(
    space: FactSpace,
    source: string,
    chain: ChainId,
    fromBlock: number,
    toBlock: number,
    addresses: readonly string[],
  ): Promise<void>;
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

    extendCoverage: async (space, source, chain, fromBlock, toBlock, addresses) => {
      await sql`
        update facts.coverage v set to_block = ${toBlock}, seen_at = now()
        from facts.spaces s, facts.chains c
        where s.name = ${space} and c.caip2 = ${chain} and v.space_id = s.id and v.chain_id = c.id and v.source = ${source}
          and v.status = 'complete' and v.to_block = ${fromBlock - 1} and v.address = any(${addresses.map(addressBytes)}::bytea[])`.execute(
        db,
      );
    },
  };
}
