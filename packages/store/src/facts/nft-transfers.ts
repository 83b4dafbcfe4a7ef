import type { Account, ChainId, FactSpace, Hash, NftTransfer } from '@fundtrail/core';
import type pg from 'pg';
import { addressFromBytes, hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';
import { bytesArray, plainArray, textArray } from './array-literal.ts';
import { contradiction, type TransactionRow } from './rows.ts';

/** An NFT transfer with the place it was read from. */
export type NftFact = NftTransfer & { readonly chain: ChainId; readonly hash: Hash; readonly block: number };

/** Stores the NFT transfers of transactions that are written in the same transaction; the same again is nothing new. */
export async function writeNftTransfers(
  client: pg.PoolClient,
  space: number,
  rows: readonly TransactionRow[],
): Promise<void> {
  const nfts = rows.flatMap(({ chainKey, fact }) => (fact.nfts ?? []).map((nft) => ({ chainKey, fact, nft })));
  if (nfts.length === 0) return;
  const columns = [
    space,
    plainArray(nfts.map(({ chainKey }) => chainKey)),
    bytesArray(nfts.map(({ fact }) => fact.hash)),
    textArray(nfts.map(({ nft }) => nft.id)),
    textArray(nfts.map(({ nft }) => nft.standard)),
    bytesArray(nfts.map(({ nft }) => nft.contract)),
    plainArray(nfts.map(({ nft }) => nft.tokenId)),
    plainArray(nfts.map(({ nft }) => nft.quantity)),
    bytesArray(nfts.map(({ nft }) => nft.from)),
    bytesArray(nfts.map(({ nft }) => nft.to)),
    plainArray(nfts.map(({ fact }) => fact.block)),
  ];
  const { rowCount } = await client.query(WRITE, columns);
  if (rowCount === nfts.length) return;
  const wrong = await client.query<{ place: number }>(FIND_CONTRADICTING, columns);
  const found = nfts[(wrong.rows[0]?.place ?? 0) - 1];
  if (found !== undefined) throw contradiction(found.fact.chain, found.fact.hash, found.nft.id);
}

/** NFT transfers from or to accounts, in chain order. */
export async function nftsOf(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  accounts: readonly Account[],
): Promise<readonly NftFact[]> {
  if (accounts.length === 0) return [];
  const chainKeys = await keys.chainKeys(accounts.map(({ chain }) => chain));
  const chains = new Map([...chainKeys].map(([chain, key]) => [key, chain]));
  const { rows } = await pool.query<NftRow>(READ, [
    await keys.spaceKey(space),
    plainArray(accounts.map(({ chain }) => chainKeys.get(chain) ?? 0)),
    bytesArray(accounts.map(({ address }) => address)),
  ]);
  return rows.map((row) => ({
    chain: chains.get(row.chain_id) ?? '',
    hash: hashFromBytes(row.tx_hash),
    block: row.block,
    id: row.transfer_id,
    standard: row.standard,
    contract: addressFromBytes(row.contract),
    tokenId: BigInt(row.token_id),
    quantity: BigInt(row.quantity),
    from: addressFromBytes(row.from_address),
    to: addressFromBytes(row.to_address),
  }));
}

type NftRow = {
  chain_id: number;
  tx_hash: Buffer;
  transfer_id: string;
  standard: NftTransfer['standard'];
  contract: Buffer;
  token_id: string;
  quantity: string;
  from_address: Buffer;
  to_address: Buffer;
  block: number;
};

const UNNEST = `unnest($2::smallint[], $3::bytea[], $4::text[], $5::text[], $6::bytea[], $7::numeric[], $8::numeric[],
  $9::bytea[], $10::bytea[], $11::bigint[]) with ordinality
  as n (chain_id, tx_hash, transfer_id, standard, contract, token_id, quantity, from_address, to_address, block, place)`;

const WRITE = `/* facts: write nft transfers */
insert into facts.nft_transfers (space_id, chain_id, tx_hash, transfer_id, standard, contract, token_id, quantity, from_address, to_address, block)
select $1::smallint, chain_id, tx_hash, transfer_id, standard, contract, token_id, quantity, from_address, to_address, block
from ${UNNEST} order by place on conflict do nothing`;

const FIND_CONTRADICTING = `/* facts: find a contradicting nft transfer */
select n.place from ${UNNEST} join facts.nft_transfers t on t.space_id = $1::smallint and t.chain_id = n.chain_id
  and t.tx_hash = n.tx_hash and t.transfer_id = n.transfer_id
where (t.standard, t.contract, t.token_id, t.quantity, t.from_address, t.to_address)
  is distinct from (n.standard, n.contract, n.token_id, n.quantity, n.from_address, n.to_address)
order by n.place limit 1`;

const side = (column: 'from_address' | 'to_address') => `
  select t.* from account a cross join lateral (
    select t.* from facts.nft_transfers t
    where t.space_id = $1::smallint and t.chain_id = a.chain_id and t.${column} = a.address offset 0) t`;

const READ = `/* facts: read nft transfers */
with account as materialized (select distinct * from unnest($2::smallint[], $3::bytea[]) as a (chain_id, address))
select * from (${side('from_address')} union ${side('to_address')}) t
order by chain_id, block, tx_hash, length(transfer_id), transfer_id`;
