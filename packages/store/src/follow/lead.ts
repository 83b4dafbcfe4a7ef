import { FundtrailError, type Hash } from '@fundtrail/core';
import type pg from 'pg';
import { hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';
import { withTransaction } from '../transaction.ts';
import type { FollowKey, Lead } from './types.ts';

/** A write that only the leader may do. */
export type Led = { readonly key: FollowKey; readonly fence: number };

/** The place of a key whose row is locked. */
export type HeldPosition = {
  /** Undefined before the first position. */
  readonly at: { readonly number: number; readonly hash: Hash } | undefined;
  readonly finalized: number | undefined;
  readonly first: number | undefined;
};

/** Takes or renews the lead; see `FollowStore.lead`. */
export async function takeLead(
  { pool }: Database,
  keys: Keys,
  key: FollowKey,
  host: string,
  leaseMs: number,
): Promise<Lead | undefined> {
  const { rows } = await pool.query<Lead>(TAKE, [await keys.chainKey(key.chain), key.source, host, leaseMs]);
  return rows[0];
}

export async function releaseLead({ pool }: Database, keys: Keys, key: FollowKey, fence: number): Promise<void> {
  await pool.query(RELEASE, [await keys.chainKey(key.chain), key.source, fence]);
}

/** Locks a key's row until the transaction ends; who holds the chain as well holds it before. @throws FundtrailError `lead_lost` */
export async function holdLead(client: pg.PoolClient, chain: number, { key, fence }: Led): Promise<HeldPosition> {
  const { rows } = await client.query<{
    first_block: number | null;
    block: number | null;
    block_hash: Buffer | null;
    finalized: number | null;
  }>(HOLD, [chain, key.source, fence]);
  const [row] = rows;
  if (row === undefined) throw leadLost(key);
  return {
    at:
      row.block === null || row.block_hash === null
        ? undefined
        : { number: row.block, hash: hashFromBytes(row.block_hash) },
    finalized: row.finalized ?? undefined,
    first: row.first_block ?? undefined,
  };
}

/** Stops a key until someone lets it go on. */
export async function halt(database: Database, keys: Keys, led: Led, reason: string): Promise<void> {
  const chain = await keys.chainKey(led.key.chain);
  await withTransaction(database, async (client) => {
    await holdLead(client, chain, led);
    await client.query(HALT, [chain, led.key.source, reason]);
  });
}

export async function unhalt({ pool }: Database, keys: Keys, key: FollowKey): Promise<void> {
  await pool.query(HALT, [await keys.chainKey(key.chain), key.source, null]);
}

function leadLost({ chain, source }: FollowKey): FundtrailError {
  return new FundtrailError('lead_lost', `another host follows ${chain} from ${source} now`, {
    remedy: 'Nothing was written. Take the lead again once it is free.',
  });
}

// Whoever led last keeps the fence: nobody else can have written in between.
const TAKE = `/* follow: take the lead */
insert into facts.follows as f (chain_id, source, leader, lease_until, fence)
values ($1, $2, $3, now() + $4 * interval '1 millisecond', 1)
on conflict (chain_id, source) do update set leader = excluded.leader, lease_until = excluded.lease_until,
  fence = f.fence + case when f.leader = excluded.leader then 0 else 1 end
where f.leader is null or f.leader = excluded.leader or f.lease_until <= now()
returning fence`;

const RELEASE = `/* follow: release the lead */
update facts.follows set leader = null, lease_until = null where chain_id = $1 and source = $2 and fence = $3`;

const HOLD = `/* follow: hold the lead */
select first_block, block, block_hash, finalized from facts.follows
where chain_id = $1 and source = $2 and fence = $3 and leader is not null for update`;

const HALT = '/* follow: halt */ update facts.follows set halted = $3 where chain_id = $1 and source = $2';
