import type { ChainId, Hash, TransferKind } from '@fundtrail/core';
import { LIVE_SPACE } from '@fundtrail/core';
import { hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';
import type { FollowKey, FollowState } from './types.ts';

/** All keys, or one; by chain and source. */
export async function readStates({ pool }: Database, key?: FollowKey): Promise<readonly FollowState[]> {
  const { rows } = await pool.query<StateRow>(READ, [key?.chain ?? null, key?.source ?? null]);
  return rows.map((row) => ({
    chain: row.chain,
    source: row.source,
    kinds: row.kinds,
    lag: row.head === null || row.block === null ? 0 : Math.max(0, row.head - row.block),
    reorgs: row.reorgs,
    ...(row.block === null || row.block_hash === null || row.block_time === null
      ? {}
      : { position: { number: row.block, hash: hashFromBytes(row.block_hash), time: row.block_time } }),
    ...known('first', row.first_block),
    ...known('head', row.head),
    ...known('headTime', row.head_time),
    ...known('finalized', row.finalized),
    ...known('seenAt', row.seen_at),
    ...known('seenAgeMs', row.seen_age_ms),
    ...known('halted', row.halted),
    ...known('leader', row.leader),
  }));
}

/** Hashes of canonical blocks; see `FollowStore.hashesOf`. */
export async function hashesOf(
  { pool }: Database,
  keys: Keys,
  key: FollowKey,
  from: number,
  to: number,
): Promise<ReadonlyMap<number, Hash>> {
  const { rows } = await pool.query<{ number: number; hash: Buffer }>(HASHES, [
    await keys.spaceKey(LIVE_SPACE),
    await keys.chainKey(key.chain),
    from,
    to,
  ]);
  return new Map(rows.map(({ number, hash }) => [number, hashFromBytes(hash)]));
}

/** Times of canonical blocks; see `FollowStore.timesUpTo`. */
export async function timesUpTo(
  { pool }: Database,
  keys: Keys,
  chain: ChainId,
  block: number,
  count: number,
): Promise<readonly number[]> {
  const { rows } = await pool.query<{ time: number }>(TIMES, [
    await keys.spaceKey(LIVE_SPACE),
    await keys.chainKey(chain),
    block,
    count,
  ]);
  return rows.map(({ time }) => time);
}

/** What is not known is left out. */
function known<Name extends string, T>(name: Name, value: T | null): { [K in Name]?: T } {
  return value === null ? {} : ({ [name]: value } as { [K in Name]?: T });
}

type StateRow = {
  chain: string;
  source: string;
  kinds: TransferKind[];
  first_block: number | null;
  block: number | null;
  block_hash: Buffer | null;
  block_time: number | null;
  head: number | null;
  head_time: number | null;
  finalized: number | null;
  seen_at: Date | null;
  seen_age_ms: number | null;
  halted: string | null;
  reorgs: number;
  leader: string | null;
};

const READ = `/* follow: states */
select c.caip2 as chain, f.source, f.kinds, f.first_block, f.block, f.block_hash, f.block_time, f.head, f.head_time, f.finalized,
  f.seen_at, (extract(epoch from now() - f.seen_at) * 1000)::bigint as seen_age_ms, f.halted, f.reorgs,
  case when f.lease_until > now() then f.leader end as leader
from facts.follows f join facts.chains c on c.id = f.chain_id
where ($1::text is null or c.caip2 = $1) and ($2::text is null or f.source = $2)
order by c.caip2, f.source`;

const TIMES = `/* follow: times */
select time from facts.blocks
where space_id = $1 and chain_id = $2 and canonical and number <= $3 order by number desc limit $4`;

const HASHES = `/* follow: hashes */
select number, hash from facts.blocks
where space_id = $1 and chain_id = $2 and canonical and number between $3 and $4 order by number`;
