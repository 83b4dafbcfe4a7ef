import { type BlockHeader, InvariantError, LIVE_SPACE } from '@fundtrail/core';
import type pg from 'pg';
import { hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { holdChain } from '../facts/chain-lock.ts';
import { upTo } from '../facts/known-coverage.ts';
import { type Orphaned, orphan } from '../facts/orphans.ts';
import type { Keys } from '../keys.ts';
import { withTransaction } from '../transaction.ts';
import { setBack, writeCanonical } from './blocks.ts';
import { type HeldPosition, holdLead, type Led } from './lead.ts';

/** Takes back what a reorganisation took back; see `FollowStore.rewind`. */
export async function rewind(database: Database, keys: Keys, led: Led, ancestor: BlockHeader): Promise<Orphaned> {
  const space = await keys.spaceKey(LIVE_SPACE);
  const chain = await keys.chainKey(led.key.chain);
  return await withTransaction(database, async (client) => {
    await holdChain(client, space, chain);
    const held = await holdLead(client, chain, led);
    const place = [space, chain, ancestor.number];
    await refuseOtherAncestor(client, place, held, ancestor);
    await client.query(DROP_BLOCKS, place);
    await writeCanonical(client, space, chain, [ancestor]);
    const reason = `taken back by a reorganisation after block ${ancestor.number}`;
    const orphaned = await orphan(client, { space, chain, reason }, ABOVE, [ancestor.number]);
    await client.query(DROP_BALANCES, place);
    await client.query(CUT_COVERAGE, place);
    await setBack(client, space, chain, ancestor.number);
    await client.query(COUNT, [chain, led.key.source]);
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

const COUNT = `/* follow: count a reorganisation */
update facts.follows set reorgs = reorgs + 1, seen_at = now() where chain_id = $1 and source = $2`;
