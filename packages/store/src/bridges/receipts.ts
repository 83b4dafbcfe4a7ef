import type { ChainId, FactSpace, Hash, LogFact, ReceiptFact, TransactionFact } from '@fundtrail/core';
import type pg from 'pg';
import { addressFromBytes, hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { bytesArray, plainArray, textArray } from '../facts/array-literal.ts';
import type { Keys } from '../keys.ts';

/** What was called and emitted, with its transaction. */
export type StoredReceipt = { readonly chain: ChainId; readonly hash: Hash; readonly receipt: ReceiptFact };

/** Stores the receipts of transactions that have bridge legs; what a later one does not tell stays as it was. */
export async function writeReceipts(
  client: pg.PoolClient,
  space: number,
  sets: readonly {
    readonly chainKey: number;
    readonly fact: TransactionFact;
    readonly rows: readonly unknown[];
  }[],
): Promise<void> {
  const found = new Map<string, { readonly chainKey: number; readonly hash: Hash; readonly receipt: ReceiptFact }>();
  for (const { chainKey, fact, rows } of sets) {
    if (fact.receipt === undefined || rows.length === 0) continue;
    found.set(`${chainKey}/${fact.hash}`, { chainKey, hash: fact.hash, receipt: fact.receipt });
  }
  if (found.size === 0) return;
  const all = [...found.values()];
  await client.query(WRITE, [
    space,
    plainArray(all.map(({ chainKey }) => chainKey)),
    bytesArray(all.map(({ hash }) => hash)),
    bytesArray(all.map(({ receipt }) => receipt.to)),
    bytesArray(all.map(({ receipt }) => receipt.input)),
    textArray(all.map(({ receipt }) => (receipt.logs === undefined ? undefined : JSON.stringify(receipt.logs)))),
  ]);
}

/** Receipts of some transactions; see `BridgeStore.receiptsOf`. */
export async function receiptsOf(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  transactions: readonly { readonly chain: ChainId; readonly hash: Hash }[],
): Promise<readonly StoredReceipt[]> {
  if (transactions.length === 0) return [];
  const chainKeys = await keys.chainKeys(transactions.map(({ chain }) => chain));
  const { rows } = await pool.query<ReceiptRecord>(READ, [
    await keys.spaceKey(space),
    plainArray(transactions.map(({ chain }) => chainKeys.get(chain) ?? 0)),
    bytesArray(transactions.map(({ hash }) => hash)),
  ]);
  return rows.map(({ chain, tx_hash, to_address, input, logs }) => ({
    chain,
    hash: hashFromBytes(tx_hash),
    receipt: {
      to: addressFromBytes(to_address),
      ...(input === null ? {} : { input: `0x${input.toString('hex')}` }),
      ...(logs === null ? {} : { logs }),
    },
  }));
}

type ReceiptRecord = {
  chain: ChainId;
  tx_hash: Buffer;
  to_address: Buffer;
  input: Buffer | null;
  logs: LogFact[] | null;
};

const WRITE = `/* bridges: write receipts */
insert into facts.receipts as r (space_id, chain_id, tx_hash, to_address, input, logs)
select $1::smallint, n.chain_id, n.tx_hash, n.to_address, n.input, n.logs::jsonb
from unnest($2::smallint[], $3::bytea[], $4::bytea[], $5::bytea[], $6::text[]) with ordinality
  as n (chain_id, tx_hash, to_address, input, logs, place)
order by n.place
on conflict (space_id, chain_id, tx_hash) do update set
  to_address = excluded.to_address, input = coalesce(excluded.input, r.input), logs = coalesce(excluded.logs, r.logs)
where (r.to_address, r.input, r.logs)
  is distinct from (excluded.to_address, coalesce(excluded.input, r.input), coalesce(excluded.logs, r.logs))`;

const READ = `/* bridges: read receipts */
select c.caip2 as chain, r.tx_hash, r.to_address, r.input, r.logs
from (select distinct * from unnest($2::smallint[], $3::bytea[]) as n (chain_id, tx_hash)) n
cross join lateral (select r.* from facts.receipts r
  where r.space_id = $1::smallint and r.chain_id = n.chain_id and r.tx_hash = n.tx_hash offset 0) r
join facts.chains c on c.id = r.chain_id
order by c.caip2 collate "C", r.tx_hash`;
