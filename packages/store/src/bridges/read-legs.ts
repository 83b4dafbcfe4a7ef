import type { BridgeLeg, FactSpace } from '@fundtrail/core';
import type { LinkKey } from '../cases/case-links.ts';
import type { Database } from '../database.ts';
import { bytesArray, plainArray, textArray } from '../facts/array-literal.ts';
import type { Keys } from '../keys.ts';
import { storable } from '../storable.ts';
import { type BridgeLegRecord, legOfRecord } from './leg-columns.ts';
import type { TransactionRef } from './write-legs.ts';

/** A stored bridge leg with where its transaction stands. */
export type StoredBridgeLeg = {
  readonly leg: BridgeLeg;
  readonly block: number;
  /** Place of the transaction in its block. */
  readonly place: number;
  /** Unix seconds of the block. */
  readonly time: number;
  /** SHA-256 of the API's answer that told it; absent where it was read from the transaction. */
  readonly answerSha256?: string;
};

/** Legs of transactions; see `BridgeStore.legsOf`. */
export async function legsOf(
  database: Database,
  keys: Keys,
  space: FactSpace,
  transactions: readonly TransactionRef[],
): Promise<readonly StoredBridgeLeg[]> {
  if (transactions.length === 0) return [];
  const chainKeys = await keys.chainKeys(transactions.map(({ chain }) => chain));
  return await read(database, OF_TRANSACTIONS, [
    await keys.spaceKey(space),
    plainArray(transactions.map(({ chain }) => chainKeys.get(chain) ?? 0)),
    bytesArray(transactions.map(({ hash }) => hash)),
  ]);
}

/** Legs of movements; see `BridgeStore.legsByKey`. */
export async function legsByKey(
  database: Database,
  keys: Keys,
  space: FactSpace,
  links: readonly LinkKey[],
): Promise<readonly StoredBridgeLeg[]> {
  if (links.length === 0) return [];
  return await read(database, BY_KEY, [
    await keys.spaceKey(space),
    textArray(links.map(({ protocol }) => protocol)),
    textArray(links.map(({ key }) => storable(key))),
  ]);
}

async function read(
  { pool }: Database,
  statement: string,
  parameters: readonly unknown[],
): Promise<readonly StoredBridgeLeg[]> {
  const { rows } = await pool.query<PlacedRecord>(statement, [...parameters]);
  return rows.map((row) => ({
    leg: legOfRecord(row),
    block: row.block,
    place: row.tx_index,
    time: row.time,
    ...(row.answer_sha256 === null ? {} : { answerSha256: row.answer_sha256 }),
  }));
}

type PlacedRecord = BridgeLegRecord & { block: number; tx_index: number; time: number; answer_sha256: string | null };

/** One look-up per row of `wanted`: there is no plan that reads all of a space. */
const select = (name: string, wanted: string, matches: string): string => `/* bridges: ${name} */
select c.caip2 as chain, b.*, t.block, t.tx_index, t.time
from (select distinct * from ${wanted}) n
cross join lateral (select b.* from facts.bridge_legs b where b.space_id = $1::smallint and ${matches} offset 0) b
cross join lateral (select t.* from facts.transactions t
  where t.space_id = $1::smallint and t.chain_id = b.chain_id and t.hash = b.tx_hash offset 0) t
join facts.chains c on c.id = b.chain_id
order by t.time, c.caip2 collate "C", t.block, t.tx_index, b.tx_hash, b.answer_sha256 is not null, b.leg_index,
  b.protocol collate "C", b.key collate "C", b.side collate "C"`;

const OF_TRANSACTIONS = select(
  'legs of transactions',
  'unnest($2::smallint[], $3::bytea[]) as n (chain_id, tx_hash)',
  'b.chain_id = n.chain_id and b.tx_hash = n.tx_hash',
);

const BY_KEY = select(
  'legs by key',
  'unnest($2::text[], $3::text[]) as n (protocol, key)',
  'b.protocol = n.protocol and b.key = n.key',
);
