import type { Account, ChainId, ChainPosition, FactSpace, Hash, TransactionFact } from '@fundtrail/core';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Database } from '../database.ts';
import { translateDriverError } from '../errors.ts';
import type { Keys } from '../keys.ts';
import { bytesArray, plainArray } from './array-literal.ts';
import { createFactParser } from './fact-parser.ts';
import { LEG_COUNTS } from './leg-codec.ts';

export type ReadRequest = {
  readonly space: FactSpace;
  /** Transactions with a leg from or to one of these, or all of the space. */
  readonly accounts: readonly Account[] | 'all';
  /** Transactions read whether or not they touch an account. */
  readonly transactions?: readonly { readonly chain: ChainId; readonly hash: Hash }[];
  /** Leaves out what is at or before this position of its chain; a chain that is not named is read from its start. */
  readonly after?: ReadonlyMap<ChainId, ChainPosition>;
};

/** Sorting some million legs in memory instead of on disk, for one statement. */
const WORK_MEMORY = '128MB';

/** Streams facts in the order of a replay; see `FactStore.readTransactions`. */
export async function* readTransactions(
  { pool }: Database,
  keys: Keys,
  request: ReadRequest,
): AsyncGenerator<readonly TransactionFact[], void, undefined> {
  const space = await keys.spaceKey(request.space);
  const client = await pool.connect();
  let finished = false;
  try {
    // One view of the data for both statements: a transaction that becomes whole in between would show legs twice.
    await client.query('begin isolation level repeatable read');
    await client.query(`set local work_mem = '${WORK_MEMORY}'`);
    // Joined to few chosen transactions, legs are looked up one transaction at a time, for the reason told at TOUCHED.
    if (request.accounts !== 'all') await client.query('set local enable_mergejoin = off');
    await chooseTransactions(client, keys, space, request);
    const chains = await readChains(client);
    const parser = createFactParser(chains);
    for await (const chunk of client.query(copyTo(COPY_CHOSEN)) as AsyncIterable<Buffer>) {
      const facts = parser.push(chunk);
      if (facts.length > 0) yield facts;
    }
    const rest = parser.end();
    if (rest.length > 0) yield rest;
    await client.query('commit');
    finished = true;
  } catch (error) {
    throw translateDriverError(error);
  } finally {
    // Whoever stops reading early leaves a COPY running: that connection is of no more use.
    client.release(!finished);
  }
}

async function readChains(client: pg.PoolClient): Promise<ReadonlyMap<string, ChainId>> {
  const { rows } = await client.query<{ id: number; caip2: ChainId }>('select id, caip2 from facts.chains');
  return new Map(rows.map((row) => [String(row.id), row.caip2]));
}

/** COPY takes no parameters, so the choice is made first, into a table that goes with the transaction. */
async function chooseTransactions(
  client: pg.PoolClient,
  keys: Keys,
  space: number,
  request: ReadRequest,
): Promise<void> {
  const after = [...(request.after ?? new Map<ChainId, ChainPosition>())];
  const afterKeys = await keys.chainKeys(after.map(([chain]) => chain));
  const afterColumns = [
    plainArray(after.map(([chain]) => afterKeys.get(chain) ?? 0)),
    plainArray(after.map(([, position]) => position.block)),
    plainArray(after.map(([, position]) => position.index)),
  ];
  if (request.accounts === 'all') {
    await client.query(chooseFrom(ALL, 1), [space, ...afterColumns]);
  } else {
    const accounts = request.accounts;
    const listed = request.transactions ?? [];
    const chainKeys = await keys.chainKeys([...accounts, ...listed].map(({ chain }) => chain));
    // With a single chain the clock plays no part in the order, so what is left out need not be looked at for it.
    const single = accounts.every(({ chain }) => chain === accounts[0]?.chain);
    const fromBlock = (chain: ChainId): number => (single ? (request.after?.get(chain)?.block ?? 0) : 0);
    await client.query(chooseFrom(TOUCHED, 6), [
      space,
      plainArray(accounts.map(({ chain }) => chainKeys.get(chain) ?? 0)),
      bytesArray(accounts.map(({ address }) => address)),
      plainArray(accounts.map(({ chain }) => fromBlock(chain))),
      plainArray(listed.map(({ chain }) => chainKeys.get(chain) ?? 0)),
      bytesArray(listed.map(({ hash }) => hash)),
      ...afterColumns,
    ]);
  }
  await client.query('analyze chosen');
}

const ALL = 'select t.* from facts.transactions t where t.space_id = $1::smallint';

// One index look-up per account, said in a way that leaves the planner no choice: joined by space and chain, which hardly
// differ between rows, it merges every account with every leg (measured: 5.6 million pairs for 800 accounts and 7,000 legs).
const TOUCHED = `
  select t.* from (
    with account as materialized (
      select $1::smallint as space_id, a.* from unnest($2::smallint[], $3::bytea[], $4::bigint[]) as a (chain_id, address, from_block)
    )
    select sent.* from account a cross join lateral (
      select l.space_id, l.chain_id, l.tx_hash from facts.legs l
      where l.space_id = a.space_id and l.chain_id = a.chain_id and l.from_address = a.address
        and l.block >= a.from_block offset 0) sent
    union
    select received.* from account a cross join lateral (
      select l.space_id, l.chain_id, l.tx_hash from facts.legs l
      where l.space_id = a.space_id and l.chain_id = a.chain_id and l.to_address = a.address
        and l.block >= a.from_block offset 0) received
    union
    select $1::smallint, x.* from unnest($5::smallint[], $6::bytea[]) as x (chain_id, tx_hash)
  ) touched cross join lateral (
    select t.* from facts.transactions t
    where t.space_id = touched.space_id and t.chain_id = touched.chain_id and t.hash = touched.tx_hash offset 0) t`;

/**
 * The order key of a transaction is the running maximum of its chain's block times (clocks of blocks may go back), then
 * chain, block, index. The maximum runs over what was chosen, so it does not depend on what else happens to be stored.
 */
function chooseFrom(candidates: string, parameters: number): string {
  const [chain, block, index] = [1, 2, 3].map((offset) => `$${parameters + offset}`);
  return `/* facts: choose transactions to read */
  create temporary table chosen on commit drop as
  with candidate as (${candidates}),
  timed as (
    select *, max(time) over (partition by chain_id order by block, tx_index, hash) as clock from candidate
  )
  select space_id, timed.chain_id, hash, timed.block, tx_index, time, block_hash, sender, success, internal_whole, token_whole,
    row_number() over (order by clock, c.caip2 collate "C", timed.block, tx_index, hash) as place
  from timed join facts.chains c on c.id = timed.chain_id
  left join unnest(${chain}::smallint[], ${block}::bigint[], ${index}::integer[]) as past (chain_id, block, tx_index_) on past.chain_id = timed.chain_id
  where past.chain_id is null or (timed.block, tx_index) > (past.block, past.tx_index_)`;
}

/** Columns as `createFactParser` reads them. */
const COPY_CHOSEN = `copy (
    select t.chain_id, encode(t.hash, 'hex'), t.block, t.tx_index, t.time, encode(t.block_hash, 'hex'), encode(t.sender, 'hex'),
      t.success, t.internal_whole, t.token_whole,
      l.leg_id, l.position, l.kind, encode(l.from_address, 'hex'), encode(l.to_address, 'hex'), encode(l.asset, 'hex'), l.amount, encode(l.owner, 'hex')
    from chosen t
    left join facts.legs l on l.space_id = t.space_id and l.chain_id = t.chain_id and l.tx_hash = t.hash and ${LEG_COUNTS}
    order by t.place, l.position
  ) to stdout`;
