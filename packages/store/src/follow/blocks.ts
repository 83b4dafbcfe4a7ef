import type { BlockHeader } from '@fundtrail/core';
import type pg from 'pg';
import { bytesArray, plainArray } from '../facts/array-literal.ts';

/**
 * Stores blocks of one chain as its canonical ones: others of the same height, which another source told, are so no longer,
 * and whoever had followed them is set back to before them.
 */
export async function writeCanonical(
  client: pg.PoolClient,
  space: number,
  chain: number,
  headers: readonly BlockHeader[],
): Promise<void> {
  const numbers = plainArray(headers.map(({ number }) => number));
  const hashes = bytesArray(headers.map(({ hash }) => hash));
  const { rows } = await client.query<{ lowest: number | null }>(DROP_OTHERS, [space, chain, numbers, hashes]);
  const lowest = rows[0]?.lowest ?? undefined;
  await client.query(WRITE, [
    space,
    chain,
    numbers,
    hashes,
    bytesArray(headers.map(({ parentHash }) => parentHash)),
    plainArray(headers.map(({ time }) => time)),
  ]);
  if (lowest !== undefined) await setBack(client, space, chain, lowest - 1);
}

/**
 * Sets every position of a chain that is above a block back to it: what was read above it is not there any more, whoever read
 * it. Where the block is not stored, there is no position left.
 */
export async function setBack(client: pg.PoolClient, space: number, chain: number, block: number): Promise<void> {
  await client.query(SET_BACK, [space, chain, block]);
  await client.query(LOWER_PLACEMENTS, [chain, block]);
}

const DROP_OTHERS = `/* follow: blocks of another branch */
with dropped as (
  update facts.blocks b set canonical = false
  from unnest($3::bigint[], $4::bytea[]) as n (number, hash)
  where b.space_id = $1 and b.chain_id = $2 and b.canonical and b.number = n.number and b.hash <> n.hash
  returning b.number
)
select min(number) as lowest from dropped`;

const WRITE = `/* follow: write blocks */
insert into facts.blocks as b (space_id, chain_id, number, hash, parent_hash, time)
select $1::smallint, $2::smallint, n.* from unnest($3::bigint[], $4::bytea[], $5::bytea[], $6::bigint[]) as n (number, hash, parent_hash, time)
on conflict (space_id, chain_id, number, hash) do update set canonical = true, parent_hash = excluded.parent_hash
where not b.canonical or b.parent_hash is null`;

const SET_BACK = `/* follow: set positions back */
update facts.follows f set block = b.number, block_hash = b.hash, block_time = b.time,
  first_block = case when b.number is not null then least(f.first_block, b.number + 1) end,
  finalized = least(f.finalized, $3::bigint)
from (select $3::bigint as at) place
left join facts.blocks b on b.space_id = $1 and b.chain_id = $2 and b.number = place.at and b.canonical
where f.chain_id = $2 and f.block > $3::bigint`;

// What was taken up above counts from the next block on, as every block after that one is read again.
const LOWER_PLACEMENTS = `/* follow: lower placements */
update facts.placements set since_block = $2::bigint + 1 where chain_id = $1 and since_block > $2::bigint + 1`;
