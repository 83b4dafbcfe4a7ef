import { type ChainId, type FactSpace, PLACE_UNKNOWN, type TransactionFact } from '@fundtrail/core';
import type pg from 'pg';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';
import { withTransaction } from '../transaction.ts';
import { bytesArray, plainArray, textArray } from './array-literal.ts';
import { shareChains } from './chain-lock.ts';
import { writeNftTransfers } from './nft-transfers.ts';
import { contradiction, type LegRow, sortedRows, type TransactionRow } from './rows.ts';
import type { Statistics } from './statistics.ts';

/** Above this, a statement gets slower per row again, and a lost race costs more. */
const BATCH_ROWS = 1_000;

/** Stores facts; see `FactStore.writeTransactions`. */
export async function writeTransactions(
  database: Database,
  keys: Keys,
  space: FactSpace,
  facts: readonly TransactionFact[],
  statistics: Statistics,
): Promise<void> {
  if (facts.length === 0) return;
  const spaceKey = await keys.spaceKey(space);
  const chainKeys = await keys.chainKeys(facts.map((fact) => fact.chain));
  for (const batch of batches(sortedRows(space, chainKeys, facts))) {
    await withTransaction(database, async (client) => {
      await shareChains(client, spaceKey, chainKeys.values());
      await refuseOtherBranches(client, spaceKey, batch);
      await writeRows(client, spaceKey, batch);
    });
    await statistics.wrote(batch.reduce((legs, row) => legs + row.legs.length, 0));
  }
}

/** Whole transactions, up to a batch of rows each; a transaction of more legs is a batch of its own. */
export function* batches(rows: readonly TransactionRow[]): Generator<readonly TransactionRow[]> {
  let batch: TransactionRow[] = [];
  let size = 0;
  for (const row of rows) {
    const more = Math.max(1, row.legs.length);
    if (batch.length > 0 && size + more > BATCH_ROWS) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(row);
    size += more;
  }
  if (batch.length > 0) yield batch;
}

/**
 * Writes rows inside a transaction that shares or holds their chains. All transactions before all legs, both in the order of
 * their keys: no two writers wait for each other in a circle.
 */
export async function writeRows(client: pg.PoolClient, space: number, rows: readonly TransactionRow[]): Promise<void> {
  const transactions = transactionColumns(space, rows);
  const inserted = await client.query(INSERT_TRANSACTIONS, transactions);
  if ((inserted.rowCount ?? 0) < rows.length) await completeTransactions(client, rows, transactions);
  const legs = rows.flatMap((row) => row.legs);
  for (let start = 0; start < legs.length; start += BATCH_ROWS) {
    await writeLegs(client, space, legs.slice(start, start + BATCH_ROWS), rows);
  }
  await writeNftTransfers(client, space, rows);
}

/** Where a chain is followed, its blocks are known: what was read on another branch is not written. */
async function refuseOtherBranches(
  client: pg.PoolClient,
  space: number,
  rows: readonly TransactionRow[],
): Promise<void> {
  const placed = rows.filter(({ fact }) => fact.blockHash !== undefined);
  if (placed.length === 0) return;
  const { rows: wrong } = await client.query<{ place: number }>(FIND_OTHER_BRANCH, [
    space,
    plainArray(placed.map(({ chainKey }) => chainKey)),
    plainArray(placed.map(({ fact }) => fact.block)),
    bytesArray(placed.map(({ fact }) => fact.blockHash)),
  ]);
  const row = placed[(wrong[0]?.place ?? 0) - 1];
  if (row !== undefined) throw contradiction(row.fact.chain, row.fact.hash);
}

async function completeTransactions(
  client: pg.PoolClient,
  rows: readonly TransactionRow[],
  columns: readonly unknown[],
): Promise<void> {
  const wrong = await client.query<{ place: number }>(FIND_CONTRADICTING_TRANSACTION, [...columns]);
  const place = wrong.rows[0]?.place;
  const row = place === undefined ? undefined : rows[place - 1];
  if (row !== undefined) throw contradiction(row.fact.chain, row.fact.hash);
  await client.query(COMPLETE_TRANSACTIONS, [...columns]);
}

async function writeLegs(
  client: pg.PoolClient,
  space: number,
  legs: readonly LegRow[],
  rows: readonly TransactionRow[],
): Promise<void> {
  const columns = legColumns(space, legs);
  const inserted = await client.query(INSERT_LEGS, columns);
  if ((inserted.rowCount ?? 0) === legs.length) return;
  const wrong = await client.query<{ place: number }>(FIND_CONTRADICTING_LEG, columns);
  const place = wrong.rows[0]?.place;
  const leg = place === undefined ? undefined : legs[place - 1];
  if (leg !== undefined) throw contradiction(chainOf(rows, leg), leg.hash, leg.leg.id);
  await client.query(COMPLETE_LEGS, columns);
}

function chainOf(rows: readonly TransactionRow[], leg: LegRow): ChainId {
  return rows.find((row) => row.chainKey === leg.chainKey)?.fact.chain ?? 'an unknown chain';
}

// The space comes as a column of its own, not as a constant: where the statistics have not heard of a new space yet, a
// constant lets the planner believe that it is empty, read all of it for every batch, and get slower by the square.
const TRANSACTION_UNNEST = `unnest($1::smallint[], $2::smallint[], $3::bytea[], $4::bigint[], $5::integer[], $6::bigint[],
  $7::bytea[], $8::bytea[], $9::boolean[], $10::boolean[], $11::boolean[]) with ordinality
  as n (space_id, chain_id, hash, block, tx_index, time, block_hash, sender, success, internal_whole, token_whole, place)`;

const INSERT_TRANSACTIONS = `/* facts: insert transactions */
insert into facts.transactions (space_id, chain_id, hash, block, tx_index, time, block_hash, sender, success, internal_whole, token_whole)
select space_id, chain_id, hash, block, tx_index, time, block_hash, sender, success, internal_whole, token_whole
from ${TRANSACTION_UNNEST} order by place
on conflict do nothing`;

const STORED_TRANSACTION =
  'facts.transactions t on t.space_id = n.space_id and t.chain_id = n.chain_id and t.hash = n.hash';

const FIND_CONTRADICTING_TRANSACTION = `/* facts: find a contradicting transaction */
select n.place from ${TRANSACTION_UNNEST} join ${STORED_TRANSACTION}
where (t.block, t.time, t.success) is distinct from (n.block, n.time, n.success)
  or (t.tx_index <> n.tx_index and t.tx_index <> ${PLACE_UNKNOWN} and n.tx_index <> ${PLACE_UNKNOWN})
  or t.sender <> n.sender or t.block_hash <> n.block_hash
order by n.place limit 1`;

const COMPLETE_TRANSACTIONS = `/* facts: complete transactions */
update facts.transactions t set
  internal_whole = t.internal_whole or n.internal_whole,
  token_whole = t.token_whole or n.token_whole,
  tx_index = greatest(t.tx_index, n.tx_index),
  sender = coalesce(t.sender, n.sender),
  block_hash = coalesce(t.block_hash, n.block_hash)
from ${TRANSACTION_UNNEST}
where t.space_id = n.space_id and t.chain_id = n.chain_id and t.hash = n.hash
  and ((n.internal_whole and not t.internal_whole) or (n.token_whole and not t.token_whole)
    or n.tx_index > t.tx_index or (t.sender is null and n.sender is not null) or (t.block_hash is null and n.block_hash is not null))`;

const FIND_OTHER_BRANCH = `/* facts: find a transaction of another branch */
select n.place from unnest($2::smallint[], $3::bigint[], $4::bytea[]) with ordinality as n (chain_id, number, hash, place)
cross join lateral (
  select b.hash from facts.blocks b
  where b.space_id = $1::smallint and b.chain_id = n.chain_id and b.number = n.number and b.canonical offset 0) b
where b.hash <> n.hash order by n.place limit 1`;

const LEG_UNNEST = `unnest($1::smallint[], $2::smallint[], $3::bytea[], $4::text[], $5::integer[], $6::smallint[], $7::boolean[],
  $8::bytea[], $9::bytea[], $10::bytea[], $11::numeric[], $12::bigint[], $13::bytea[]) with ordinality
  as n (space_id, chain_id, tx_hash, leg_id, position, kind, whole, from_address, to_address, asset, amount, block, owner, place)`;

// An explorer names internal value by its content, a node by its trace: told whole by both, it is there once, as it was told first.
const INSERT_LEGS = `/* facts: insert legs */
insert into facts.legs (space_id, chain_id, tx_hash, leg_id, position, kind, whole, from_address, to_address, asset, amount, block, owner)
select space_id, chain_id, tx_hash, leg_id, position, kind, whole, from_address, to_address, asset, amount, block, owner
from ${LEG_UNNEST}
where n.kind <> 2 or not n.whole or not exists (
  select from facts.legs l
  where l.space_id = n.space_id and l.chain_id = n.chain_id and l.tx_hash = n.tx_hash and l.kind = 2 and l.whole
    and (l.leg_id like 'call:%') <> (n.leg_id like 'call:%'))
order by place
on conflict do nothing`;

const FIND_CONTRADICTING_LEG = `/* facts: find a contradicting leg */
select n.place from ${LEG_UNNEST}
join facts.legs l on l.space_id = n.space_id and l.chain_id = n.chain_id and l.tx_hash = n.tx_hash and l.leg_id = n.leg_id
where (l.kind, l.from_address, l.to_address, l.asset, l.amount, l.owner) is distinct from (n.kind, n.from_address, n.to_address, n.asset, n.amount, n.owner)
order by n.place limit 1`;

const COMPLETE_LEGS = `/* facts: complete legs */
update facts.legs l set whole = true
from ${LEG_UNNEST}
where l.space_id = n.space_id and l.chain_id = n.chain_id and l.tx_hash = n.tx_hash and l.leg_id = n.leg_id
  and n.whole and not l.whole`;

function transactionColumns(space: number, rows: readonly TransactionRow[]): unknown[] {
  const column = <T>(read: (row: TransactionRow) => T): T[] => rows.map(read);
  return [
    plainArray(column(() => space)),
    plainArray(column((row) => row.chainKey)),
    bytesArray(column((row) => row.fact.hash)),
    plainArray(column((row) => row.fact.block)),
    plainArray(column((row) => row.fact.index)),
    plainArray(column((row) => row.fact.time)),
    bytesArray(column((row) => row.fact.blockHash)),
    bytesArray(column((row) => row.fact.sender)),
    plainArray(column((row) => row.fact.success)),
    plainArray(column((row) => row.internalWhole)),
    plainArray(column((row) => row.tokenWhole)),
  ];
}

function legColumns(space: number, legs: readonly LegRow[]): unknown[] {
  const column = <T>(read: (row: LegRow) => T): T[] => legs.map(read);
  return [
    plainArray(column(() => space)),
    plainArray(column((row) => row.chainKey)),
    bytesArray(column((row) => row.hash)),
    textArray(column((row) => row.leg.id)),
    plainArray(column((row) => row.position)),
    plainArray(column((row) => row.kind)),
    plainArray(column((row) => row.whole)),
    bytesArray(column((row) => row.leg.from)),
    bytesArray(column((row) => row.leg.to)),
    bytesArray(column((row) => row.asset)),
    plainArray(column((row) => row.leg.amount)),
    plainArray(column((row) => row.block)),
    bytesArray(column((row) => row.leg.owner)),
  ];
}
