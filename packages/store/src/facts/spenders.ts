import type { Address, ChainId, Coin, FactSpace, Hash } from '@fundtrail/core';
import { addressFromBytes, hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';
import { bytesArray } from './array-literal.ts';
import { knownOf } from './known-coverage.ts';

/** The transaction that spends a coin, as far as the facts go. */
export type Spender = { readonly hash: Hash; readonly block: number };

/**
 * Rows looked up beyond the coins that were asked for: those of the spenders' own coins, and so on. A chain of single spends is
 * then read in one statement per some hundred of its transactions instead of one each.
 */
const LOOK_AHEAD_ROWS = 1_000;

/**
 * Which stored transactions spend coins. The answer holds every coin that was asked for, and further ones that come after them; null says that
 * no stored transaction spends it.
 */
export async function spendersOf(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  chain: ChainId,
  coins: readonly Coin[],
): Promise<ReadonlyMap<Coin, Spender | null>> {
  if (coins.length === 0) return new Map();
  const { rows } = await pool.query<{ coin: Buffer; spender: Buffer | null; block: number | null }>(SPENDERS, [
    await keys.spaceKey(space),
    await keys.chainKey(chain),
    bytesArray(coins),
    coins.length + LOOK_AHEAD_ROWS,
  ]);
  return new Map(
    rows.map(({ coin, spender, block }) => [
      addressFromBytes(coin),
      spender === null || block === null ? null : { hash: hashFromBytes(spender), block },
    ]),
  );
}

/**
 * Those of some coins whose stored spender was told when it was final: by an answer about the coin, or about any other coin or owner
 * that the spender touches.
 */
export async function spentForGood(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  chain: ChainId,
  coins: readonly Coin[],
): Promise<ReadonlySet<Coin>> {
  if (coins.length === 0) return new Set();
  const { rows } = await pool.query<{ coin: Buffer }>(SPENT_FOR_GOOD, [
    await keys.spaceKey(space),
    await keys.chainKey(chain),
    bytesArray(coins),
  ]);
  return new Set(rows.map(({ coin }) => addressFromBytes(coin)));
}

/** Transactions that pay or spend from scripts, in no order. */
export async function transactionsOfOwners(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  chain: ChainId,
  owners: readonly Address[],
): Promise<readonly Hash[]> {
  if (owners.length === 0) return [];
  const { rows } = await pool.query<{ hash: Buffer }>(OF_OWNERS, [
    await keys.spaceKey(space),
    await keys.chainKey(chain),
    bytesArray(owners),
  ]);
  return rows.map(({ hash }) => hashFromBytes(hash));
}

// A coin is spent once. That is said for the planner, too: it believes in some dozen spenders of each, and takes memory for millions.
const spenderOf = (coin: string) => `left join lateral (
    select l.tx_hash, l.block from facts.legs l
    where l.space_id = $1::smallint and l.chain_id = $2::smallint and l.from_address = ${coin} limit 1) s on true`;

// Equal rows are one: where many coins meet in a transaction it is gone through once. The first rows are those asked for.
const SPENDERS = `/* facts: spenders of coins */
with recursive walk (coin, spender, block) as (
  select c.coin, s.tx_hash, s.block from unnest($3::bytea[]) as c (coin) ${spenderOf('c.coin')}
  union
  select o.to_address, s.tx_hash, s.block from walk w
  cross join lateral (
    select o.to_address from facts.legs o
    where o.space_id = $1::smallint and o.chain_id = $2::smallint and o.tx_hash = w.spender and o.kind = 7 offset 0) o
  ${spenderOf('o.to_address')}
)
select coin, spender, block from walk limit $4`;

// Every transaction is looked at once, however many of the coins it spends, and only until one of its parties tells.
const SPENT_FOR_GOOD = `/* facts: coins spent for good */
with spent as materialized (
  select c.coin, s.tx_hash, s.block from unnest($3::bytea[]) as c (coin) ${spenderOf('c.coin')} where s.tx_hash is not null
),
firm as materialized (
  select x.tx_hash from (select distinct tx_hash, block from spent) x
  cross join lateral (
    select from (
      select l.from_address, l.to_address, l.owner from facts.legs l
      where l.space_id = $1::smallint and l.chain_id = $2::smallint and l.tx_hash = x.tx_hash offset 0) l
    cross join lateral unnest(array[l.from_address, l.to_address, l.owner]) as p (address)
    cross join lateral (select $1::smallint as space_id, $2::smallint as chain_id, p.address) a
    ${knownOf()}
    where p.address is not null and v.kind = 'native' and v.complete @> x.block
      and (v.provisional_from is null or v.provisional_from > x.block)
    limit 1) told
)
select s.coin from spent s join firm f on f.tx_hash = s.tx_hash`;

/** The length is the index's own condition: longer scripts are no addresses. */
const OF_OWNERS = `/* facts: transactions of owners */
select distinct l.tx_hash as hash from unnest($3::bytea[]) as a (owner)
cross join lateral (
  select l.tx_hash from facts.legs l
  where l.space_id = $1::smallint and l.chain_id = $2::smallint and l.owner = a.owner and length(l.owner) <= 42 offset 0) l`;
