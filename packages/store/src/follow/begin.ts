import { type BlockHeader, LIVE_SPACE, type TransferKind } from '@fundtrail/core';
import { hashBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { holdChain } from '../facts/chain-lock.ts';
import type { Keys } from '../keys.ts';
import { withTransaction } from '../transaction.ts';
import { writeCanonical } from './blocks.ts';
import { holdLead, type Led } from './lead.ts';
import { keepFollowed } from './watches.ts';

/** Sets a first or another position; see `FollowStore.begin`. */
export async function begin(
  database: Database,
  keys: Keys,
  led: Led,
  header: BlockHeader,
  kinds: readonly TransferKind[],
): Promise<void> {
  const space = await keys.spaceKey(LIVE_SPACE);
  const chain = await keys.chainKey(led.key.chain);
  await withTransaction(database, async (client) => {
    await holdChain(client, space, chain);
    await holdLead(client, chain, led);
    await keepFollowed(client, chain, led.key.source);
    await client.query(UNPLACE, [chain, led.key.source]);
    await writeCanonical(client, space, chain, [header]);
    await client.query(BEGIN, [chain, led.key.source, kinds, header.number, hashBytes(header.hash), header.time]);
  });
}

const UNPLACE = `/* follow: take watches back */
delete from facts.placements where chain_id = $1 and source = $2`;

const BEGIN = `/* follow: begin */
update facts.follows set kinds = $3, first_block = $4::bigint + 1, block = $4, block_hash = $5, block_time = $6,
  head = greatest(head, $4), head_time = greatest(head_time, $6), seen_at = now()
where chain_id = $1 and source = $2`;
