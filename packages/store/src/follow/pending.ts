import { type AccountId, type Address, accountId, type Coin, type Hash, type PendingSpend } from '@fundtrail/core';
import { addressFromBytes, hashFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { bytesArray, textArray } from '../facts/array-literal.ts';
import type { Keys } from '../keys.ts';
import { withTransaction } from '../transaction.ts';
import { holdLead, type Led } from './lead.ts';
import type { FollowKey } from './types.ts';

/** A spend that waits to be mined, as it was last seen. */
export type Pending = {
  readonly coin: AccountId;
  readonly tx: Hash;
  readonly firstSeenAt: Date;
};

/** Puts what waits now in place of what waited before: what was mined, replaced or dropped is gone. */
export async function setPending(
  database: Database,
  keys: Keys,
  led: Led,
  pending: readonly PendingSpend[],
): Promise<void> {
  const chain = await keys.chainKey(led.key.chain);
  await withTransaction(database, async (client) => {
    await holdLead(client, chain, led);
    const columns = [
      chain,
      led.key.source,
      bytesArray(pending.map(({ coin }) => coin)),
      bytesArray(pending.map(({ tx }) => tx)),
    ];
    await client.query(DROP, columns);
    await client.query(PUT, [...columns, textArray(pending.map(({ outputs }) => outputsJson(outputs)))]);
  });
}

/** Coins at rest of the cases that follow a key: what might be spent next. */
export async function restingCoins({ pool }: Database, keys: Keys, key: FollowKey): Promise<readonly Coin[]> {
  const { rows } = await pool.query<{ address: Buffer }>(RESTING, [await keys.chainKey(key.chain), key.source]);
  return rows.map(({ address }) => addressFromBytes(address));
}

/** What waits to be mined of a case's coins, the first seen first. */
export async function pendingOfCase({ pool }: Database, caseId: string): Promise<readonly Pending[]> {
  const { rows } = await pool.query<{ chain: string; coin: Buffer; tx_hash: Buffer; first_seen_at: Date }>(OF_CASE, [
    caseId,
  ]);
  return rows.map((row) => ({
    coin: accountId(row.chain, addressFromBytes(row.coin)),
    tx: hashFromBytes(row.tx_hash),
    firstSeenAt: row.first_seen_at,
  }));
}

function outputsJson(outputs: readonly { readonly owner: Address; readonly amount: bigint }[]): string {
  return JSON.stringify(outputs.map(({ owner, amount }) => ({ owner, amount: amount.toString() })));
}

const DROP = `/* follow: drop what waits no more */
delete from facts.pending p where p.chain_id = $1 and p.source = $2
  and not exists (select from unnest($3::bytea[], $4::bytea[]) as n (coin, tx_hash) where n.coin = p.coin and n.tx_hash = p.tx_hash)`;

const PUT = `/* follow: put what waits */
insert into facts.pending (chain_id, source, coin, tx_hash, outputs)
select $1::smallint, $2::text, coin, tx_hash, outputs::jsonb from unnest($3::bytea[], $4::bytea[], $5::text[]) as n (coin, tx_hash, outputs)
on conflict do nothing`;

const RESTING = `/* follow: coins at rest */
select distinct w.address from derived.watches w
join cases.cases c on c.id = w.case_id
join facts.watches f on f.chain_id = w.chain_id and f.address = w.address and f.source = $2
where w.chain_id = $1 and length(w.address) = 37 and c.follow and c.status in ('running', 'following')
order by w.address`;

const OF_CASE = `/* follow: what waits of a case */
select ch.caip2 as chain, p.coin, p.tx_hash, min(p.first_seen_at) as first_seen_at
from derived.watches w
join facts.pending p on p.chain_id = w.chain_id and p.coin = w.address
join facts.chains ch on ch.id = p.chain_id
where w.case_id = $1 group by ch.caip2, p.coin, p.tx_hash order by 4, p.coin, p.tx_hash`;
