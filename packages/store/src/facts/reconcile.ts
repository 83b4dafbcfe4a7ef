import type { Account, FactSpace, Hash, TransferKind } from '@fundtrail/core';
import { addressBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';
import { withTransaction } from '../transaction.ts';
import { bytesArray, plainArray } from './array-literal.ts';
import { holdChain } from './chain-lock.ts';
import { type Orphaned, orphan } from './orphans.ts';

/** A new answer about an account and blocks that had been read before they were final. */
export type Retold = Account & {
  /** The kinds of transfer that the answer tells completely. */
  readonly kinds: readonly TransferKind[];
  readonly fromBlock: number;
  /** Inclusive; where the answer was cut, the last block it tells completely. */
  readonly toBlock: number;
  /** All transactions of the answer. */
  readonly told: readonly { readonly hash: Hash; readonly block: number; readonly blockHash?: Hash }[];
};

/** Takes back what a new answer no longer tells; see `FactStore.reconcile`. */
export async function reconcile(database: Database, keys: Keys, space: FactSpace, answer: Retold): Promise<Orphaned> {
  const place = {
    space: await keys.spaceKey(space),
    chain: await keys.chainKey(answer.chain),
    reason: `no longer told among blocks ${answer.fromBlock} to ${answer.toBlock} of an account`,
  };
  return await withTransaction(database, async (client) => {
    await holdChain(client, place.space, place.chain);
    const orphaned = await orphan(client, place, NO_LONGER_TOLD, [
      addressBytes(answer.address),
      answer.fromBlock,
      answer.toBlock,
      answer.kinds,
      bytesArray(answer.told.map(({ hash }) => hash)),
      plainArray(answer.told.map(({ block }) => block)),
      bytesArray(answer.told.map(({ blockHash }) => blockHash)),
    ]);
    // Whoever shares a transaction with another account may find it gone already: its balances are no better for that.
    await client.query(DROP_BALANCES, [
      place.space,
      place.chain,
      addressBytes(answer.address),
      answer.fromBlock,
      answer.toBlock,
    ]);
    return orphaned;
  });
}

/**
 * What an answer of these kinds would have to tell. A mint or burn alone obliges it only where the account has no part in
 * the native value: wraps are read from receipts and missing from an explorer's token transfers, and whoever wraps pays a fee.
 */
const OWED = `(bool_or(l.kind <= 1 or l.kind >= 6) and 'native' = any($6::text[]))
  or (bool_or(l.kind = 2) and 'internal' = any($6::text[]))
  or (bool_or(l.kind = 3) and 'token' = any($6::text[]))
  or (bool_or(l.kind in (4, 5)) and not bool_or(l.kind <= 2) and 'token' = any($6::text[]))`;

/** What made a coin is no answer about the coin: only what spends it is. Of an owner both are. */
const legsOf = (side: 'from_address' | 'to_address' | 'owner') => `
  select l.tx_hash, l.kind from facts.legs l
  where ${side === 'to_address' ? 'l.kind <> 7 and ' : side === 'owner' ? 'length(l.owner) <= 42 and ' : ''} l.space_id = $1::smallint and l.chain_id = $2::smallint and l.${side} = $3::bytea and l.block between $4::bigint and $5::bigint`;

const NO_LONGER_TOLD = `
  select owed.hash from (
    select l.tx_hash as hash from (${legsOf('from_address')} union all ${legsOf('to_address')} union all ${legsOf('owner')}) l group by l.tx_hash having ${OWED}
  ) owed
  join facts.transactions t on t.space_id = $1::smallint and t.chain_id = $2::smallint and t.hash = owed.hash
  where not exists (
    select from unnest($7::bytea[], $8::bigint[], $9::bytea[]) as n (hash, block, block_hash)
    where n.hash = t.hash and n.block = t.block and (n.block_hash = t.block_hash) is not false)`;

const DROP_BALANCES = `/* facts: drop balances of an account */
delete from facts.balances where space_id = $1 and chain_id = $2 and address = $3 and block between $4 and $5`;
