import type { BridgeLeg, ChainId, FactSpace, Hash, TransactionFact } from '@fundtrail/core';
import type pg from 'pg';
import type { Database } from '../database.ts';
import { bytesArray, plainArray } from '../facts/array-literal.ts';
import { shareChains } from '../facts/chain-lock.ts';
import type { Keys } from '../keys.ts';
import { withTransaction } from '../transaction.ts';
import { type BridgeRow, LEG_COLUMNS } from './leg-columns.ts';
import { writeReceipts } from './receipts.ts';

/** Above this, a statement gets slower per row again. */
const BATCH_ROWS = 1_000;

/** The cross-chain legs of a stored transaction; `answerSha256`: told by that answer of an API, not read from the transaction. */
export type BridgeEntry = {
  readonly fact: TransactionFact;
  readonly legs: readonly BridgeLeg[];
  readonly answerSha256?: string;
};

export type TransactionRef = { readonly chain: ChainId; readonly hash: Hash };

/** Legs that take the place of those before them: all that were read from a transaction, or what answers tell of one key in it. */
export type LegSet = {
  readonly chainKey: number;
  readonly fact: TransactionFact;
  readonly rows: readonly BridgeRow[];
  /** Read from the transaction itself. */
  readonly read: boolean;
};

/** Stores bridge legs; see `BridgeStore.write`. */
export async function writeBridgeLegs(
  database: Database,
  keys: Keys,
  space: FactSpace,
  entries: readonly BridgeEntry[],
): Promise<readonly TransactionRef[]> {
  if (entries.length === 0) return [];
  const spaceKey = await keys.spaceKey(space);
  const chainKeys = await keys.chainKeys(entries.map(({ fact }) => fact.chain));
  const absent: TransactionRef[] = [];
  for (const sets of batches(legSets(chainKeys, entries))) {
    const left = await withTransaction(database, async (client) => {
      await shareChains(client, spaceKey, chainKeys.values());
      return await writeLegSets(client, spaceKey, sets);
    });
    absent.push(...left);
  }
  return absent;
}

/** One set per transaction and origin, the last one that was given, in the order of the transactions' keys. */
export function legSets(chainKeys: ReadonlyMap<ChainId, number>, entries: readonly BridgeEntry[]): LegSet[] {
  const sets = new Map<string, LegSet>();
  for (const { fact, legs, answerSha256 } of entries) {
    const chainKey = chainKeys.get(fact.chain) ?? 0;
    const place = `${fact.chain}/${fact.hash}`;
    const setOf = (some: readonly BridgeLeg[]): LegSet => {
      const rows = some.map((leg): BridgeRow => ({ chainKey, leg, answer: answerSha256 }));
      return { chainKey, fact, rows: once(rows), read: answerSha256 === undefined };
    };
    if (answerSha256 === undefined) sets.set(place, setOf(legs));
    else {
      for (const [key, some] of Map.groupBy(legs, (leg) => JSON.stringify([leg.protocol, leg.key]))) {
        sets.set(`${place}/${key}`, setOf(some));
      }
    }
  }
  return [...sets.values()].sort((a, b) => a.chainKey - b.chainKey || compare(a.fact.hash, b.fact.hash));
}

/**
 * Writes sets inside a transaction that shares or holds their chains. Left out, and returned, are those whose transaction is not
 * stored, or stands in another block than it was read from.
 */
export async function writeLegSets(
  client: pg.PoolClient,
  space: number,
  sets: readonly LegSet[],
): Promise<readonly TransactionRef[]> {
  // Held until the end, in the order of keys: of two writers of one transaction the second sees what the first wrote.
  const held = await client.query<{ place: number }>(HOLD_TRANSACTIONS, [
    plainArray(sets.map(() => space)),
    plainArray(sets.map(({ chainKey }) => chainKey)),
    bytesArray(sets.map(({ fact }) => fact.hash)),
    plainArray(sets.map(({ fact }) => fact.block)),
    bytesArray(sets.map(({ fact }) => fact.blockHash)),
  ]);
  const stored = new Set(held.rows.map(({ place }) => place - 1));
  const there = sets.filter((_set, place) => stored.has(place));
  if (there.length > 0) {
    const rows = there.flatMap((set) => set.rows);
    await dropOthers(client, space, there);
    for (let start = 0; start < rows.length; start += BATCH_ROWS) {
      await putLegs(client, space, rows.slice(start, start + BATCH_ROWS));
    }
    await writeReceipts(client, space, there);
  }
  return sets.filter((_set, place) => !stored.has(place)).map(({ fact }) => ({ chain: fact.chain, hash: fact.hash }));
}

/** Of two rows that are one, the last. */
function once(rows: readonly BridgeRow[]): readonly BridgeRow[] {
  const keyOf = ({ leg }: BridgeRow): string =>
    JSON.stringify([leg.index, leg.protocol, leg.side, leg.evidence, leg.key]);
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

function* batches(sets: readonly LegSet[]): Generator<readonly LegSet[]> {
  let batch: LegSet[] = [];
  let size = 0;
  for (const set of sets) {
    const more = Math.max(1, set.rows.length);
    if (batch.length > 0 && size + more > BATCH_ROWS) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(set);
    size += more;
  }
  if (batch.length > 0) yield batch;
}

async function dropOthers(client: pg.PoolClient, space: number, sets: readonly LegSet[]): Promise<void> {
  const rows = sets.flatMap((set) => set.rows);
  const read = sets.filter((set) => set.read);
  const told = sets.filter((set) => !set.read && set.rows.length > 0);
  const first = (set: LegSet): BridgeLeg | undefined => set.rows[0]?.leg;
  await client.query(DROP_OTHERS, [
    ...keyColumns(rows),
    plainArray(read.map(() => space)),
    plainArray(read.map(({ chainKey }) => chainKey)),
    bytesArray(read.map(({ fact }) => fact.hash)),
    plainArray(told.map(() => space)),
    plainArray(told.map(({ chainKey }) => chainKey)),
    bytesArray(told.map(({ fact }) => fact.hash)),
    ...textColumns(told.map(first)),
  ]);
}

async function putLegs(client: pg.PoolClient, space: number, rows: readonly BridgeRow[]): Promise<void> {
  await client.query(PUT, [plainArray(rows.map(() => space)), ...LEG_COLUMNS.map((column) => column.literal(rows))]);
}

const KEY_COLUMNS = LEG_COLUMNS.filter(({ key }) => key === true);
const VALUE_COLUMNS = LEG_COLUMNS.filter(({ key }) => key !== true);

function keyColumns(rows: readonly BridgeRow[]): readonly string[] {
  return KEY_COLUMNS.map((column) => column.literal(rows));
}

/** Protocol and key of sets, each of which has one. */
function textColumns(legs: readonly (BridgeLeg | undefined)[]): readonly string[] {
  const rows = legs.flatMap((leg) => (leg === undefined ? [] : [{ chainKey: 0, leg, answer: undefined }]));
  const literalOf = (name: string): string => LEG_COLUMNS.find((column) => column.name === name)?.literal(rows) ?? '{}';
  return [literalOf('protocol'), literalOf('key')];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The space is a column here and not a constant for the reason told in `write-transactions.ts`. */
const HOLD_TRANSACTIONS = `/* bridges: hold transactions */
select n.place from unnest($1::smallint[], $2::smallint[], $3::bytea[], $4::bigint[], $5::bytea[]) with ordinality
  as n (space_id, chain_id, hash, block, block_hash, place)
join facts.transactions t on t.space_id = n.space_id and t.chain_id = n.chain_id and t.hash = n.hash
where t.block = n.block and (t.block_hash = n.block_hash) is not false
order by n.place for no key update of t`;

const KEY_NAMES = KEY_COLUMNS.map(({ name }) => name).join(', ');
const KEY_UNNEST = `unnest(${KEY_COLUMNS.map(({ type }, at) => `$${at + 1}::${type}[]`).join(', ')}) as n (${KEY_NAMES})`;
const after = (place: number): string => `$${KEY_COLUMNS.length + place}`;

const IS_KEPT = `exists (select from ${KEY_UNNEST} where ${KEY_COLUMNS.map(({ name }) =>
  name === 'key' ? 'n.key is not distinct from b.key' : `n.${name} = b.${name}`,
).join(' and ')})`;

const DROP_OTHERS = `/* bridges: drop legs that are told no more */
with gone as materialized (
  select b.ctid from unnest(${after(1)}::smallint[], ${after(2)}::smallint[], ${after(3)}::bytea[]) as s (space_id, chain_id, tx_hash)
  cross join lateral (select b.ctid, b.* from facts.bridge_legs b
    where b.space_id = s.space_id and b.chain_id = s.chain_id and b.tx_hash = s.tx_hash and b.answer_sha256 is null offset 0) b
  where not ${IS_KEPT}
  union all
  select b.ctid from unnest(${after(4)}::smallint[], ${after(5)}::smallint[], ${after(6)}::bytea[], ${after(7)}::text[], ${after(8)}::text[])
    as s (space_id, chain_id, tx_hash, protocol, key)
  cross join lateral (select b.ctid, b.* from facts.bridge_legs b
    where b.space_id = s.space_id and b.chain_id = s.chain_id and b.tx_hash = s.tx_hash and b.answer_sha256 is not null
      and b.protocol = s.protocol and b.key is not distinct from s.key offset 0) b
  where not ${IS_KEPT}
)
delete from facts.bridge_legs where ctid = any(array(select ctid from gone))`;

const NAMES = LEG_COLUMNS.map(({ name }) => name).join(', ');

const PUT = `/* bridges: put legs */
insert into facts.bridge_legs as b (space_id, ${NAMES})
select n.space_id, ${LEG_COLUMNS.map(({ name, value }) => value ?? `n.${name}`).join(', ')}
from unnest($1::smallint[], ${LEG_COLUMNS.map(({ type }, at) => `$${at + 2}::${type}[]`).join(', ')}) with ordinality
  as n (space_id, ${NAMES}, place)
order by n.place
on conflict on constraint bridge_legs_once do update set ${VALUE_COLUMNS.map(({ name }) => `${name} = excluded.${name}`).join(', ')}
where (${VALUE_COLUMNS.map(({ name }) => `b.${name}`).join(', ')})
  is distinct from (${VALUE_COLUMNS.map(({ name }) => `excluded.${name}`).join(', ')})`;
