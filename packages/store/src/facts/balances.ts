import { type Account, type AccountId, accountId, type BalanceFact, type FactSpace } from '@fundtrail/core';
import { addressFromBytes, assetFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { ContradictionError } from '../errors.ts';
import type { Keys } from '../keys.ts';
import { bytesArray, plainArray, textArray } from './array-literal.ts';

/** Stores what archive nodes told; see `FactStore.writeBalances`. */
export async function writeBalances(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  balances: readonly BalanceFact[],
): Promise<void> {
  if (balances.length === 0) return;
  const chainKeys = await keys.chainKeys(balances.map(({ chain }) => chain));
  const columns = [
    await keys.spaceKey(space),
    plainArray(balances.map(({ chain }) => chainKeys.get(chain) ?? 0)),
    bytesArray(balances.map(({ address }) => address)),
    bytesArray(balances.map(({ asset }) => (asset === 'native' ? '0x' : asset))),
    plainArray(balances.map(({ block }) => block)),
    plainArray(balances.map(({ amount }) => amount)),
    textArray(balances.map(({ source }) => source)),
  ];
  const { rowCount } = await pool.query(WRITE, columns);
  if (rowCount === balances.length) return;
  const { rows } = await pool.query<{ place: number; source: string }>(FIND_OTHER, columns);
  const other = balances[(rows[0]?.place ?? 0) - 1];
  if (other === undefined) return;
  throw new ContradictionError(
    `${other.source} and ${rows[0]?.source} contradict each other about what ${other.address} held of ${other.asset} at block ${other.block} on ${other.chain}`,
    'Compare the sources; one of them is wrong or on another branch.',
  );
}

/** Stored balances per account, by asset and block. */
export async function balancesOf(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  accounts: readonly Account[],
): Promise<ReadonlyMap<AccountId, readonly BalanceFact[]>> {
  if (accounts.length === 0) return new Map();
  const chainKeys = await keys.chainKeys(accounts.map(({ chain }) => chain));
  const chains = new Map([...chainKeys].map(([chain, key]) => [key, chain]));
  const { rows } = await pool.query<BalanceRow>(READ, [
    await keys.spaceKey(space),
    plainArray(accounts.map(({ chain }) => chainKeys.get(chain) ?? 0)),
    bytesArray(accounts.map(({ address }) => address)),
  ]);
  const balances = rows.map(
    (row): BalanceFact => ({
      chain: chains.get(row.chain_id) ?? '',
      address: addressFromBytes(row.address),
      asset: assetFromBytes(row.asset),
      block: row.block,
      amount: BigInt(row.amount),
      source: row.source,
    }),
  );
  return Map.groupBy(balances, ({ chain, address }) => accountId(chain, address));
}

type BalanceRow = { chain_id: number; address: Buffer; asset: Buffer; block: number; amount: string; source: string };

const UNNEST = `unnest($2::smallint[], $3::bytea[], $4::bytea[], $5::bigint[], $6::numeric[], $7::text[]) with ordinality
  as n (chain_id, address, asset, block, amount, source, place)`;

const WRITE = `/* facts: write balances */
insert into facts.balances (space_id, chain_id, address, asset, block, amount, source)
select $1::smallint, chain_id, address, asset, block, amount, source from ${UNNEST}
order by chain_id, address, asset, block on conflict do nothing`;

const FIND_OTHER = `/* facts: find another balance */
select n.place, b.source from ${UNNEST} join facts.balances b on b.space_id = $1::smallint and b.chain_id = n.chain_id
  and b.address = n.address and b.asset = n.asset and b.block = n.block
where b.amount <> n.amount order by n.place limit 1`;

const READ = `/* facts: read balances */
select b.chain_id, b.address, b.asset, b.block, b.amount::text as amount, b.source
from (select distinct * from unnest($2::smallint[], $3::bytea[]) as n (chain_id, address)) a
join facts.balances b on b.space_id = $1::smallint and b.chain_id = a.chain_id and b.address = a.address
order by b.chain_id, b.address, b.asset, b.block`;
