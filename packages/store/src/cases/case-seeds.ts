import { sql } from 'kysely';
import { addressBytes, addressFromBytes, assetBytes, assetFromBytes, hashBytes, hashFromBytes } from '../bytes.ts';
import type { Keys } from '../keys.ts';
import type { Executor, SeedRow } from './case-rows.ts';

/** Seeds of cases. */
export type CaseSeeds = {
  /**
   * Adds seeds and sets a case that had ended running again; a seed that the case has already is left as it is. Whoever
   * settles at the time has not seen them and loses the right to commit. False when the case is cancelled.
   */
  addSeeds(trx: Executor, caseId: string, seeds: readonly SeedRow[]): Promise<boolean>;
  seeds(caseId: string): Promise<readonly SeedRow[]>;
};

export function createCaseSeeds(db: Executor, keys: Keys): CaseSeeds {
  return {
    addSeeds: async (trx, caseId, seeds) => {
      // Also lets one adder in at a time: two would choose the same place, and the seed of the later one would be taken as known.
      const taken = await sql`
        update cases.cases set fence = fence + 1,
          status = case when status in ('done', 'failed') then 'running' else status end,
          status_reason = case when status in ('done', 'failed') then null else status_reason end,
          finished_at = null
        where id = ${caseId} and status <> 'cancelled'`.execute(trx);
      if ((taken.numAffectedRows ?? 0n) === 0n) return false;
      await insertSeeds(trx, keys, caseId, seeds);
      return true;
    },

    seeds: async (caseId) => {
      const { rows } = await sql<SeedRecord>`
        select s.seq, s.kind, ch.caip2 as chain, s.tx_hash, s.address, s.asset, s.amount::text as amount, s.from_block::text as from_block
        from cases.seeds s join facts.chains ch on ch.id = s.chain_id where s.case_id = ${caseId} order by s.seq`.execute(
        db,
      );
      return rows.map((row) => ({
        seq: row.seq,
        kind: row.kind,
        chain: row.chain,
        hash: row.tx_hash === null ? null : hashFromBytes(row.tx_hash),
        address: row.address === null ? null : addressFromBytes(row.address),
        asset: row.asset === null ? null : assetFromBytes(row.asset),
        amount: row.amount === null ? null : BigInt(row.amount),
        fromBlock: row.from_block === null ? null : Number(row.from_block),
      }));
    },
  };
}

/** Gives each seed the next place in its case; one that the case has already is left as it is. */
export async function insertSeeds(trx: Executor, keys: Keys, caseId: string, seeds: readonly SeedRow[]): Promise<void> {
  for (const seed of seeds) {
    await keys.chainKey(seed.chain);
    await sql`
        insert into cases.seeds (case_id, seq, kind, chain_id, tx_hash, address, asset, amount, from_block)
        select ${caseId}, coalesce((select max(seq) + 1 from cases.seeds where case_id = ${caseId}), 0), ${seed.kind},
          (select id from facts.chains where caip2 = ${seed.chain}), ${seed.hash === null ? null : hashBytes(seed.hash)}::bytea,
          ${seed.address === null ? null : addressBytes(seed.address)}::bytea, ${seed.asset === null ? null : assetBytes(seed.asset)}::bytea,
          ${seed.amount === null ? null : seed.amount.toString()}::numeric, ${seed.fromBlock}::bigint
        on conflict do nothing`.execute(trx);
  }
}

type SeedRecord = {
  seq: number;
  kind: 'transaction' | 'account';
  chain: string;
  tx_hash: Buffer | null;
  address: Buffer | null;
  asset: Buffer | null;
  amount: string | null;
  from_block: string | null;
};
