import { type BlockHeader, InvariantError, LIVE_SPACE } from '@fundtrail/core';
import type pg from 'pg';
import { hashBytes, hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { holdChain } from '../facts/chain-lock.ts';
import { upTo } from '../facts/known-coverage.ts';
import { type Orphaned, orphan } from '../facts/orphans.ts';
import type { Keys } from '../keys.ts';
import { withTransaction } from '../transaction.ts';
import { writeCanonical } from './blocks.ts';
import { type HeldPosition, holdLead, type Led } from './lead.ts';

/** Takes back what a reorganisation took back; see `FollowStore.rewind`. */
export async function rewind(database: Database, keys: Keys, led: Led, ancestor: BlockHeader): Promise<Orphaned> {
  const space = await keys.spaceKey(LIVE_SPACE);
  const chain = await keys.chainKey(led.key.chain);
  return await withTransaction(database, async (client) => {
    const held = await holdLead(client, chain, led);
    await holdChain(client, space, chain);
    const place = [space, chain, ancestor.number];
    await refuseOtherAncestor(client, place, held, ancestor);
    await client.query(DROP_BLOCKS, place);
    await writeCanonical(client, space, chain, [ancestor]);
    const reason = `taken back by a reorganisation after block ${ancestor.number}`;
    const orphaned = await orphan(client, { space, chain, reason }, ABOVE, [ancestor.number]);
    await client.query(DROP_BALANCES, place);
    await client.query(CUT_COVERAGE, place);
    await client.query(LOWER_WATCHES, [chain, ancestor.number]);
    await client.query(MOVE_BACK, [chain, led.key.source, ancestor.number, hashBytes(ancestor.hash), ancestor.time]);
    return orphaned;
  });
}

/** Before the first block that was read nothing is stored to compare with. */
async function refuseOtherAncestor(
  client: pg.PoolClient,
  place: readonly number[],
  { at, first }: HeldPosition,
  { number, hash, chain }: BlockHeader,
): Promise<void> {
  if (at === undefined || number > at.number) {
    throw new InvariantError(`block ${number} on ${chain} is not behind the followed block ${at?.number ?? 'none'}`);
  }
  const { rows } = await client.query<{ hash: Buffer }>(CANONICAL, [...place]);
  const stored = rows[0] === undefined ? undefined : hashFromBytes(rows[0].hash);
  if (stored === hash || (stored === undefined && number < (first ?? 0))) return;
  throw new InvariantError(
    `block ${number} on ${chain} is stored as ${stored ?? 'none'}, which is not the common ancestor ${hash}`,
  );
}

const CANONICAL = `/* follow: a canonical block */
select hash from facts.blocks where space_id = $1 and chain_id = $2 and number = $3 and canonical`;

const DROP_BLOCKS = `/* follow: blocks taken back */
update facts.blocks set canonical = false where space_id = $1 and chain_id = $2 and number > $3 and canonical`;

const ABOVE = `select t.hash from facts.transactions t
  where t.space_id = $1::smallint and t.chain_id = $2::smallint and t.block > $3::bigint`;

const DROP_BALANCES = `/* follow: balances taken back */
delete from facts.balances where space_id = $1 and chain_id = $2 and block > $3`;

// A kind that is not to be had stays so. Rows stay, also empty ones: that nothing is covered any more is known, too.
const CUT_COVERAGE = `/* follow: cut coverage */
update facts.coverage set
  complete = complete * ${upTo('$3::bigint + 1')},
  provisional_from = case when provisional_from <= $3::bigint then provisional_from end,
  lacks_from = case when lacks_status = 'truncated' then least(lacks_from, $3::bigint) else lacks_from end,
  lacks_to = case when lacks_status = 'truncated' then least(lacks_to, $3::bigint) else lacks_to end
where space_id = $1 and chain_id = $2 and upper(complete) > $3::bigint + 1`;

// Of every source that follows this chain: what was read above the ancestor is gone whoever read it.
const LOWER_WATCHES = `/* follow: lower watches */
update facts.watches set since_block = $2::bigint + 1 where chain_id = $1 and since_block > $2::bigint + 1`;

const MOVE_BACK = `/* follow: move back */
update facts.follows set block = $3, block_hash = $4, block_time = $5, first_block = least(first_block, $3::bigint + 1),
  finalized = least(finalized, $3), reorgs = reorgs + 1, seen_at = now()
where chain_id = $1 and source = $2`;
