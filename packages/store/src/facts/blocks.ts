import type { ChainId, FactSpace, Hash } from '@fundtrail/core';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';
import { bytesArray, plainArray } from './array-literal.ts';

export type BlockFact = {
  readonly chain: ChainId;
  readonly number: number;
  readonly hash: Hash;
  readonly parentHash?: Hash;
  /** Unix seconds. */
  readonly time: number;
};

/** Stores blocks as seen on the canonical chain; the same block again is nothing new. */
export async function writeBlocks(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  blocks: readonly BlockFact[],
): Promise<void> {
  if (blocks.length === 0) return;
  const chainKeys = await keys.chainKeys(blocks.map(({ chain }) => chain));
  await pool.query(WRITE, [
    await keys.spaceKey(space),
    plainArray(blocks.map(({ chain }) => chainKeys.get(chain) ?? 0)),
    plainArray(blocks.map(({ number }) => number)),
    bytesArray(blocks.map(({ hash }) => hash)),
    bytesArray(blocks.map(({ parentHash }) => parentHash)),
    plainArray(blocks.map(({ time }) => time)),
  ]);
}

const WRITE = `/* facts: write blocks */
insert into facts.blocks (space_id, chain_id, number, hash, parent_hash, time)
select $1, n.* from unnest($2::smallint[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bigint[]) as n (chain_id, number, hash, parent_hash, time)
order by n.chain_id, n.number, n.hash
on conflict do nothing`;
