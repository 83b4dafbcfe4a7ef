import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { type ChainId, type FactSpace, InvariantError, PLACE_UNKNOWN, type TransactionFact } from '@fundtrail/core';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '../database.ts';
import { StoreError, translateDriverError } from '../errors.ts';
import type { Keys } from '../keys.ts';
import { withTransaction } from '../transaction.ts';
import { writeNftTransfers } from './nft-transfers.ts';
import { type LegRow, rowOf, type TransactionRow } from './rows.ts';

export type CopyCounts = { readonly transactions: number; readonly legs: number };

const UNIQUE_VIOLATION = '23505';
/** Text sent at once; large enough that calls do not matter, small enough to stay in the cache. */
const CHUNK_CHARACTERS = 256 * 1024;
/** First half of the advisory lock's key; the second is the space. */
const COPY_LOCK = 0x66616374;

const TRANSACTION_COLUMNS =
  'space_id, chain_id, hash, block, tx_index, time, block_hash, sender, success, internal_whole, token_whole';
const LEG_COLUMNS =
  'space_id, chain_id, tx_hash, leg_id, position, kind, whole, from_address, to_address, asset, amount, block, owner';

/** Loads by COPY; see `FactStore.copyTransactions`. */
export async function copyTransactions(
  database: Database,
  keys: Keys,
  space: FactSpace,
  facts: AsyncIterable<readonly TransactionFact[]>,
): Promise<CopyCounts> {
  const spaceKey = await keys.spaceKey(space);
  let started = false;
  return await withTransaction(database, async (client) => {
    // What was read from the iterable cannot be read again: a lost race ends the load.
    if (started) throw new InvariantError(`the load of space ${space} lost against another writer; load it again`);
    started = true;
    await client.query('select pg_advisory_xact_lock($1, $2)', [COPY_LOCK, spaceKey]);
    const straight = await isEmpty(client, spaceKey);
    if (!straight) await client.query(MAKE_STAGING);
    const [transactions, legs] = straight ? ['facts.transactions', 'facts.legs'] : ['new_transactions', 'new_legs'];
    const counts = { transactions: 0, legs: 0 };
    try {
      for await (const batch of facts) {
        const chainKeys = await keys.chainKeys(batch.map((fact) => fact.chain));
        const rows = batch.map((fact) => rowOf(space, chainKeys.get(fact.chain) ?? 0, fact));
        const legRows = rows.flatMap((row) => row.legs);
        await copyLines(client, `copy ${transactions} (${TRANSACTION_COLUMNS}) from stdin`, rows, (row) =>
          transactionLine(spaceKey, row),
        );
        await copyLines(client, `copy ${legs} (${LEG_COLUMNS}) from stdin`, legRows, (row) => legLine(spaceKey, row));
        await writeNftTransfers(client, spaceKey, rows);
        counts.transactions += rows.length;
        counts.legs += legRows.length;
      }
    } catch (error) {
      throw explain(error, space);
    }
    if (!straight) await moveIn(client);
    // A fresh load without statistics gets plans for an empty table until the server finds time for it.
    else await client.query('analyze facts.transactions, facts.legs');
    return counts;
  });
}

async function isEmpty(client: pg.PoolClient, space: number): Promise<boolean> {
  const { rowCount } = await client.query('select from facts.transactions where space_id = $1 limit 1', [space]);
  return rowCount === 0;
}

async function copyLines<Row>(
  client: pg.PoolClient,
  statement: string,
  rows: readonly Row[],
  lineOf: (row: Row) => string,
): Promise<void> {
  if (rows.length === 0) return;
  const stream = client.query(copyFrom(statement));
  const done = finished(stream);
  // Awaited below; a failure while we are still writing must not be an unhandled one.
  done.catch(() => undefined);
  let text = '';
  for (const row of rows) {
    text += lineOf(row);
    if (text.length < CHUNK_CHARACTERS) continue;
    if (!stream.write(text)) await Promise.race([once(stream, 'drain'), done]);
    text = '';
  }
  stream.end(text);
  await done;
}

function transactionLine(space: number, { chainKey, fact, internalWhole, tokenWhole }: TransactionRow): string {
  return `${space}\t${chainKey}\t${bytes(fact.hash)}\t${fact.block}\t${fact.index}\t${fact.time}\t${maybeBytes(fact.blockHash)}\t${maybeBytes(fact.sender)}\t${fact.success}\t${internalWhole}\t${tokenWhole}\n`;
}

function legLine(space: number, row: LegRow): string {
  const { leg } = row;
  return `${space}\t${row.chainKey}\t${bytes(row.hash)}\t${copyText(leg.id)}\t${row.position}\t${row.kind}\t${row.whole}\t${bytes(leg.from)}\t${bytes(leg.to)}\t${bytes(row.asset)}\t${leg.amount}\t${row.block}\t${maybeBytes(leg.owner)}\n`;
}

/** bytea in COPY's text form, where a backslash is written twice. */
function bytes(hex: string): string {
  return `\\\\x${hex.slice(2)}`;
}

function maybeBytes(hex: string | undefined): string {
  return hex === undefined ? '\\N' : bytes(hex);
}

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyText(text: string): string {
  return text.replace(SPECIAL, (character) => ESCAPES[character] ?? character);
}

function explain(error: unknown, space: FactSpace): unknown {
  const translated = translateDriverError(error);
  if (!(translated instanceof StoreError) || translated.sqlState !== UNIQUE_VIOLATION) return translated;
  const detail =
    translated.cause instanceof Error && 'detail' in translated.cause ? String(translated.cause.detail) : '';
  return new InvariantError(`a transaction comes twice in the load of space ${space}: ${detail}`, {
    cause: translated,
    remedy: 'Hand over every transaction once, with all its legs.',
  });
}

const MAKE_STAGING = `
create temporary table new_transactions (like facts.transactions including defaults) on commit drop;
create temporary table new_legs (like facts.legs including defaults) on commit drop`;

/** The staged rows join what is there, or contradict it. A repeated row is one row. */
async function moveIn(client: pg.PoolClient): Promise<void> {
  await client.query('analyze new_transactions, new_legs');
  const wrong = await client.query<{ chain: ChainId; hash: string; leg_id: string | null }>(FIND_CONTRADICTION);
  const found = wrong.rows[0];
  if (found !== undefined) {
    const what =
      found.leg_id === null ? `transaction ${found.hash}` : `leg ${found.leg_id} of transaction ${found.hash}`;
    throw new InvariantError(`the load contradicts what is stored about ${what} on ${found.chain}`, {
      remedy: 'Nothing of the load was stored. Compare the two sources.',
    });
  }
  for (const statement of MOVE_IN) await client.query(statement);
}

const FIND_CONTRADICTION = `/* facts: find what a load contradicts */
select c.caip2 as chain, '0x' || encode(found.hash, 'hex') as hash, found.leg_id from (
  select n.chain_id, n.hash, null as leg_id from new_transactions n
  join facts.transactions t on (t.space_id, t.chain_id, t.hash) = (n.space_id, n.chain_id, n.hash)
  where (t.block, t.time, t.success) is distinct from (n.block, n.time, n.success)
    or (t.tx_index <> n.tx_index and t.tx_index <> ${PLACE_UNKNOWN} and n.tx_index <> ${PLACE_UNKNOWN})
    or t.sender <> n.sender or t.block_hash <> n.block_hash
  union all
  select n.chain_id, n.tx_hash, n.leg_id from new_legs n
  join facts.legs l on (l.space_id, l.chain_id, l.tx_hash, l.leg_id) = (n.space_id, n.chain_id, n.tx_hash, n.leg_id)
  where (l.kind, l.from_address, l.to_address, l.asset, l.amount, l.owner) is distinct from (n.kind, n.from_address, n.to_address, n.asset, n.amount, n.owner)
) found join facts.chains c on c.id = found.chain_id limit 1`;

const MOVE_IN = [
  `/* facts: move transactions in */
  insert into facts.transactions as t (${TRANSACTION_COLUMNS})
  select space_id, chain_id, hash, min(block), max(tx_index), min(time), min(block_hash), min(sender), bool_and(success),
    bool_or(internal_whole), bool_or(token_whole)
  from new_transactions group by space_id, chain_id, hash order by space_id, chain_id, hash
  on conflict (space_id, chain_id, hash) do update set
    internal_whole = t.internal_whole or excluded.internal_whole,
    token_whole = t.token_whole or excluded.token_whole,
    tx_index = greatest(t.tx_index, excluded.tx_index),
    sender = coalesce(t.sender, excluded.sender),
    block_hash = coalesce(t.block_hash, excluded.block_hash)
  where (excluded.internal_whole and not t.internal_whole) or (excluded.token_whole and not t.token_whole)
    or excluded.tx_index > t.tx_index or (t.sender is null and excluded.sender is not null) or (t.block_hash is null and excluded.block_hash is not null)`,
  `/* facts: move legs in */
  insert into facts.legs as l (${LEG_COLUMNS})
  select distinct on (space_id, chain_id, tx_hash, leg_id) ${LEG_COLUMNS}
  from new_legs order by space_id, chain_id, tx_hash, leg_id, whole desc
  on conflict (space_id, chain_id, tx_hash, leg_id) do update set whole = true
  where excluded.whole and not l.whole`,
];
