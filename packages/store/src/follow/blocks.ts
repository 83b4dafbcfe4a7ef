import type { BlockHeader } from '@fundtrail/core';
import type pg from 'pg';
import { bytesArray, plainArray } from '../facts/array-literal.ts';

/** Stores blocks of one chain as its canonical ones: others of the same height are so no longer. */
export async function writeCanonical(
  client: pg.PoolClient,
  space: number,
  chain: number,
  headers: readonly BlockHeader[],
): Promise<void> {
  const numbers = plainArray(headers.map(({ number }) => number));
  const hashes = bytesArray(headers.map(({ hash }) => hash));
  await client.query(DROP_OTHERS, [space, chain, numbers, hashes]);
  await client.query(WRITE, [
    space,
    chain,
    numbers,
    hashes,
    bytesArray(headers.map(({ parentHash }) => parentHash)),
    plainArray(headers.map(({ time }) => time)),
  ]);
}

const DROP_OTHERS = `/* follow: blocks of another branch */
update facts.blocks b set canonical = false
from unnest($3::bigint[], $4::bytea[]) as n (number, hash)
where b.space_id = $1 and b.chain_id = $2 and b.canonical and b.number = n.number and b.hash <> n.hash`;

const WRITE = `/* follow: write blocks */
insert into facts.blocks as b (space_id, chain_id, number, hash, parent_hash, time)
select $1::smallint, $2::smallint, n.* from unnest($3::bigint[], $4::bytea[], $5::bytea[], $6::bigint[]) as n (number, hash, parent_hash, time)
on conflict (space_id, chain_id, number, hash) do update set canonical = true, parent_hash = excluded.parent_hash
where not b.canonical or b.parent_hash is null`;
