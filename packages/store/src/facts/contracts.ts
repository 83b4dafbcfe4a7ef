import { type Account, type AccountId, type Address, accountId, type ChainId, type FactSpace } from '@fundtrail/core';
import { addressFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';
import { bytesArray, plainArray } from './array-literal.ts';

/**
 * What a source says of an account: whether it has code, and in whose history that was seen (the account itself where it
 * was asked about). A case only counts what its own accounts show, so that what others fetched cannot change it.
 */
export type ContractFact = Account & { readonly isContract: boolean; readonly seenIn: Address };

/** Stores it; code once seen stays, as an account can become a contract but is not unmade for our purposes. */
export async function writeContracts(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  source: string,
  facts: readonly ContractFact[],
): Promise<void> {
  const chainKeys = await keys.chainKeys(facts.map(({ chain }) => chain));
  await insertContracts(pool, await keys.spaceKey(space), source, chainKeys, facts);
}

/** The same on a connection or a pool. */
export async function insertContracts(
  connection: { query(text: string, values: unknown[]): Promise<unknown> },
  space: number,
  source: string,
  chainKeys: ReadonlyMap<ChainId, number>,
  facts: readonly ContractFact[],
): Promise<void> {
  if (facts.length === 0) return;
  const once = new Map<string, ContractFact>();
  for (const fact of facts) {
    const id = `${accountId(fact.chain, fact.address)} ${fact.seenIn}`;
    if (once.get(id)?.isContract !== true) once.set(id, fact);
  }
  const sorted = [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact);
  await connection.query(WRITE, [
    space,
    source,
    plainArray(sorted.map(({ chain }) => chainKeys.get(chain) ?? 0)),
    bytesArray(sorted.map(({ address }) => address)),
    plainArray(sorted.map(({ isContract }) => isContract)),
    bytesArray(sorted.map(({ seenIn }) => seenIn)),
  ]);
}

/** What asking about these accounts told; one that was not asked about is absent. */
export async function contractsAmong(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  accounts: readonly Account[],
): Promise<ReadonlyMap<AccountId, boolean>> {
  if (accounts.length === 0) return new Map();
  const chainKeys = await keys.chainKeys(accounts.map(({ chain }) => chain));
  const chains = new Map([...chainKeys].map(([chain, key]) => [key, chain]));
  const { rows } = await pool.query<{ chain_id: number; address: Buffer; is_contract: boolean }>(READ, [
    await keys.spaceKey(space),
    plainArray(accounts.map(({ chain }) => chainKeys.get(chain) ?? 0)),
    bytesArray(accounts.map(({ address }) => address)),
  ]);
  return new Map(
    rows.map((row) => [accountId(chains.get(row.chain_id) ?? '', addressFromBytes(row.address)), row.is_contract]),
  );
}

const WRITE = `/* facts: write contracts */
insert into facts.contracts as c (space_id, chain_id, address, is_contract, source, seen_in)
select $1, n.chain_id, n.address, n.is_contract, $2, n.seen_in
from unnest($3::smallint[], $4::bytea[], $5::boolean[], $6::bytea[]) as n (chain_id, address, is_contract, seen_in)
on conflict (space_id, chain_id, seen_in, address) do update set is_contract = true, source = excluded.source
where excluded.is_contract and not c.is_contract`;

const READ = `/* facts: read contracts */
select c.chain_id, c.address, c.is_contract
from (select distinct $1::smallint, a.* from unnest($2::smallint[], $3::bytea[]) as a) as a (space_id, chain_id, address)
join facts.contracts c on c.space_id = a.space_id and c.chain_id = a.chain_id and c.seen_in = a.address and c.address = a.address`;

/** Accounts that the histories of these accounts show to be code, and all that a source said so of when asked. */
export async function contractsSeenIn(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  accounts: readonly Account[],
): Promise<ReadonlySet<AccountId>> {
  const chainKeys = await keys.chainKeys(accounts.map(({ chain }) => chain));
  const { rows } = await pool.query<{ chain_id: number; address: Buffer }>(SEEN_IN, [
    await keys.spaceKey(space),
    plainArray(accounts.map(({ chain }) => chainKeys.get(chain) ?? 0)),
    bytesArray(accounts.map(({ address }) => address)),
  ]);
  const seen = new Set<AccountId>();
  for (const row of rows) seen.add(accountId(await keys.chainOf(row.chain_id), addressFromBytes(row.address)));
  return seen;
}

const SEEN_IN = `/* facts: contracts seen in histories */
select c.chain_id, c.address
from (select distinct * from unnest($2::smallint[], $3::bytea[])) as a (chain_id, address)
join facts.contracts c on c.space_id = $1::smallint and c.chain_id = a.chain_id and c.seen_in = a.address
where c.is_contract
union
select c.chain_id, c.address from facts.contracts c
where c.space_id = $1::smallint and c.seen_in = c.address and c.is_contract`;
