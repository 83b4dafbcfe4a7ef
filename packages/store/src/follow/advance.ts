import { type BlockHeader, InvariantError, LIVE_SPACE, type TransactionFact } from '@fundtrail/core';
import type pg from 'pg';
import { legSets, writeLegSets } from '../bridges/write-legs.ts';
import { hashBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { bytesArray, plainArray } from '../facts/array-literal.ts';
import { holdChain } from '../facts/chain-lock.ts';
import { insertContracts } from '../facts/contracts.ts';
import { type Orphaned, orphan } from '../facts/orphans.ts';
import { sortedRows } from '../facts/rows.ts';
import type { Statistics } from '../facts/statistics.ts';
import { batches, writeRows } from '../facts/write-transactions.ts';
import type { Keys } from '../keys.ts';
import { withTransaction } from '../transaction.ts';
import { writeCanonical } from './blocks.ts';
import { type HeldPosition, holdLead, type Led } from './lead.ts';
import type { Advanced, FollowStep } from './types.ts';

/** Writes what blocks hold and moves the position on; see `FollowStore.advance`. */
export async function advance(
  database: Database,
  keys: Keys,
  statistics: Statistics,
  led: Led,
  step: FollowStep,
): Promise<Advanced> {
  const space = await keys.spaceKey(LIVE_SPACE);
  const chain = await keys.chainKey(led.key.chain);
  const transactions = placedIn(step);
  const rows = sortedRows(LIVE_SPACE, new Map([[led.key.chain, chain]]), transactions);
  const advanced = await withTransaction(database, async (client): Promise<Advanced> => {
    await holdChain(client, space, chain);
    const held = await holdLead(client, chain, led);
    if (!goesOn(held, step.headers)) return { status: 'stale' };
    let orphaned: Orphaned = { transactions: [], cases: [] };
    if (step.headers.length > 0) {
      await writeCanonical(client, space, chain, step.headers);
      orphaned = await displace(client, { space, chain }, held, led, step.headers, transactions);
      for (const batch of batches(rows)) await writeRows(client, space, batch);
      const crossings = legSets(new Map([[led.key.chain, chain]]), step.crossings ?? []);
      if (crossings.length > 0) await writeLegSets(client, space, crossings);
      await insertContracts(client, space, led.key.source, new Map([[led.key.chain, chain]]), step.contracts);
    }
    const last = step.headers.at(-1);
    await client.query(MOVE, [
      chain,
      led.key.source,
      last?.number ?? null,
      last === undefined ? null : hashBytes(last.hash),
      last?.time ?? null,
      step.head,
      step.headTime,
      step.finalized,
    ]);
    return { status: 'advanced', orphaned };
  });
  await statistics.wrote(rows.reduce((legs, row) => legs + row.legs.length, 0));
  return advanced;
}

function goesOn({ at }: HeldPosition, headers: readonly BlockHeader[]): boolean {
  let before = at;
  for (const header of headers) {
    if (before === undefined || header.number !== before.number + 1 || header.parentHash !== before.hash) return false;
    before = header;
  }
  return true;
}

/** The transactions with the hash of their block. @throws InvariantError for one that is of none of these blocks */
function placedIn({ headers, transactions }: FollowStep): readonly TransactionFact[] {
  const hashes = new Map(headers.map(({ number, hash }) => [number, hash]));
  return transactions.map((fact) => {
    const blockHash = hashes.get(fact.block);
    if (blockHash === undefined || (fact.blockHash ?? blockHash) !== blockHash) {
      throw new InvariantError(`transaction ${fact.hash} on ${fact.chain} is not of a block that is followed with it`);
    }
    return { ...fact, blockHash };
  });
}

/**
 * Other sources may have told these blocks before they were what they are now: what they told otherwise goes.
 * @throws InvariantError when that would change a block that was followed and is final
 */
async function displace(
  client: pg.PoolClient,
  at: { readonly space: number; readonly chain: number },
  held: HeldPosition,
  { key }: Led,
  headers: readonly BlockHeader[],
  transactions: readonly TransactionFact[],
): Promise<Orphaned> {
  const place = { ...at, reason: 'read otherwise when its block was followed' };
  const orphaned = await orphan(client, place, TOLD_OTHERWISE, [
    bytesArray(transactions.map(({ hash }) => hash)),
    plainArray(transactions.map(({ block }) => block)),
    bytesArray(transactions.map(({ blockHash }) => blockHash)),
    plainArray(headers.map(({ number }) => number)),
    bytesArray(headers.map(({ hash }) => hash)),
  ]);
  const settled = Math.min(held.finalized ?? -1, held.at?.number ?? -1);
  const wrong = orphaned.transactions.find(({ block }) => block >= (held.first ?? 0) && block <= settled);
  if (wrong === undefined) return orphaned;
  throw new InvariantError(
    `${key.source} tells transaction ${wrong.hash} of final block ${wrong.block} on ${key.chain} again`,
  );
}

const TOLD_OTHERWISE = `
  select t.hash from unnest($3::bytea[], $4::bigint[], $5::bytea[]) as n (hash, block, block_hash)
  cross join lateral (select t.* from facts.transactions t
    where t.space_id = $1::smallint and t.chain_id = $2::smallint and t.hash = n.hash offset 0) t
  where t.block <> n.block or t.block_hash <> n.block_hash
  union
  select t.hash from unnest($6::bigint[], $7::bytea[]) as h (number, hash)
  cross join lateral (select t.* from facts.transactions t
    where t.space_id = $1::smallint and t.chain_id = $2::smallint and t.block = h.number offset 0) t
  where t.block_hash <> h.hash`;

const MOVE = `/* follow: move on */
update facts.follows set block = coalesce($3, block), block_hash = coalesce($4, block_hash), block_time = coalesce($5, block_time),
  head = $6, head_time = $7, finalized = greatest(finalized, $8), seen_at = now()
where chain_id = $1 and source = $2`;
