import type { Address } from '@fundtrail/core';
import { sql } from 'kysely';
import type pg from 'pg';
import { addressFromBytes } from '../bytes.ts';
import type { Executor } from '../cases/case-rows.ts';
import type { Database } from '../database.ts';
import { bytesArray } from '../facts/array-literal.ts';
import { JOIN_COVERAGE } from '../facts/coverage.ts';
import { FOLLOWED, FOLLOWED_PROVISIONAL, PLACED } from '../facts/known-coverage.ts';
import type { Keys } from '../keys.ts';
import { withTransaction } from '../transaction.ts';
import { holdLead, type Led } from './lead.ts';
import type { FollowKey, Watch } from './types.ts';

/**
 * First half of the advisory lock's key; the second is the chain. Numbers of watches are given out before they are seen: only
 * when no two transactions add at a time does the order of numbers stay the order in which they appear.
 */
const LOCK = 0x66617761;

/** Adds watches; see `FollowStore.watch`. One statement, so that the lock comes first also without a transaction around it. */
export async function watch(
  executor: Executor,
  keys: Keys,
  key: FollowKey,
  addresses: readonly Address[],
): Promise<void> {
  if (addresses.length === 0) return;
  const chain = await keys.chainKey(key.chain);
  await sql`/* follow: watch */
    with locked as materialized (select pg_advisory_xact_lock(${LOCK}::integer, ${chain}::integer))
    insert into facts.watches (chain_id, source, address)
    select ${chain}::smallint, ${key.source}::text, n.address
    from locked cross join (select distinct address from unnest(${bytesArray(addresses)}::bytea[]) as a (address)) n
    where not exists (
      select from facts.watches w where w.chain_id = ${chain}::smallint and w.address = n.address and w.source = ${key.source}::text)
    on conflict do nothing`.execute(executor);
}

export async function watchesAfter(
  { pool }: Database,
  keys: Keys,
  key: FollowKey,
  seq: number,
  limit: number,
): Promise<readonly Watch[]> {
  const { rows } = await pool.query<{ seq: number; address: Buffer }>(AFTER, [
    await keys.chainKey(key.chain),
    key.source,
    seq,
    limit,
  ]);
  return rows.map((row) => ({ seq: row.seq, address: addressFromBytes(row.address) }));
}

export async function placeWatches(
  database: Database,
  keys: Keys,
  led: Led,
  upToSeq: number,
  sinceBlock: number,
): Promise<void> {
  const chain = await keys.chainKey(led.key.chain);
  await withTransaction(database, async (client) => {
    await holdLead(client, chain, led);
    await client.query(PLACE, [chain, led.key.source, upToSeq, sinceBlock]);
  });
}

/** Turns what following read of the watches of a key into coverage of their accounts, before it is forgotten. */
export async function keepFollowed(client: pg.PoolClient, chain: number, source: string): Promise<void> {
  await client.query(KEEP, [chain, source]);
}

/** Drops what nobody needs, one chain after the other; see `FollowStore.unwatchIdle`. */
export async function unwatchIdle(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ chain_id: number }>(CHAINS);
  let dropped = 0;
  for (const { chain_id } of rows) {
    dropped += await withTransaction(database, async (client) => {
      // With the lock, nobody counts on a watch that is just going.
      await client.query('/* follow: hold watches */ select pg_advisory_xact_lock($1, $2)', [LOCK, chain_id]);
      const { rows: gone } = await client.query<{ dropped: number }>(DROP_IDLE, [chain_id]);
      return gone[0]?.dropped ?? 0;
    });
  }
  return dropped;
}

const AFTER = `/* follow: watches after */
select seq, address from facts.watches where chain_id = $1 and source = $2 and seq > $3 order by seq limit $4`;

const PLACE = `/* follow: place watches */
insert into facts.placements (chain_id, source, up_to_seq, since_block)
select $1::smallint, $2::text, max(w.seq), $4::bigint from facts.watches w
where w.chain_id = $1::smallint and w.source = $2::text and w.seq <= $3::bigint
having max(w.seq) > coalesce(
  (select max(p.up_to_seq) from facts.placements p where p.chain_id = $1::smallint and p.source = $2::text), 0)`;

const CHAINS =
  '/* follow: chains with watches */ select id as chain_id from facts.chains c where exists (select from facts.watches w where w.chain_id = c.id) order by id';

const asCoverage = (watches: string): string => `
insert into facts.coverage as c (space_id, chain_id, address, source, kind, complete, provisional_from)
select (select id from facts.spaces where name = 'live'), w.chain_id, w.address, w.source, k.kind, ${FOLLOWED}, ${FOLLOWED_PROVISIONAL}
from ${watches} w
join facts.follows f on f.chain_id = w.chain_id and f.source = w.source
${PLACED}
cross join lateral unnest(f.kinds) as k (kind)
where p.since_block <= f.block
order by w.chain_id, w.address, w.source, k.kind
${JOIN_COVERAGE}`;

const KEEP = `/* follow: keep what was read */ ${asCoverage('(select * from facts.watches where chain_id = $1 and source = $2)')}`;

const DROP_IDLE = `/* follow: drop idle watches */
with gone as (
  delete from facts.watches w where w.chain_id = $1 and not exists (
    select from cases.accounts a join cases.cases c on c.id = a.case_id
    where a.chain_id = w.chain_id and a.address = w.address and a.state in ('wanted', 'covered')
      and c.follow and c.status in ('open', 'running', 'following', 'paused'))
  returning *
),
kept as (${asCoverage('gone')})
select count(*) as dropped from gone`;
