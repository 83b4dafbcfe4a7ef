import type { Account, AccountId, AssetRef, ChainId, ChainPosition, FactSpace } from '@fundtrail/core';
import { accountId } from '@fundtrail/core';
import { addressFromBytes, assetFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';
import { bytesArray, plainArray } from './array-literal.ts';
import { LEG_COUNTS } from './leg-codec.ts';

export type NetBalance = {
  readonly account: AccountId;
  readonly asset: AssetRef;
  /** Base units in minus out; negative where more was seen going out. */
  readonly amount: bigint;
};

export type NetBalanceRequest = {
  readonly space: FactSpace;
  readonly accounts: readonly Account[];
  /** Only what stands before this position of the account's chain; a chain that is not named counts whole. */
  readonly before: ReadonlyMap<ChainId, ChainPosition>;
};

/** Later than any position. */
const END: ChainPosition = { block: Number.MAX_SAFE_INTEGER, index: 2 ** 31 - 1 };

/** What the stored facts say that accounts held; see `FactStore.netBalances`. */
export async function netBalances(
  { pool }: Database,
  keys: Keys,
  request: NetBalanceRequest,
): Promise<readonly NetBalance[]> {
  const { accounts, before } = request;
  if (accounts.length === 0) return [];
  const chainKeys = await keys.chainKeys(accounts.map(({ chain }) => chain));
  const chains = new Map([...chainKeys].map(([chain, key]) => [key, chain]));
  const positions = accounts.map(({ chain }) => before.get(chain) ?? END);
  const { rows } = await pool.query<{ chain_id: number; address: Buffer; asset: Buffer; amount: string }>(
    NET_BALANCES,
    [
      await keys.spaceKey(request.space),
      plainArray(accounts.map(({ chain }) => chainKeys.get(chain) ?? 0)),
      bytesArray(accounts.map(({ address }) => address)),
      plainArray(positions.map(({ block }) => block)),
      plainArray(positions.map(({ index }) => index)),
    ],
  );
  return rows.map((row) => ({
    account: accountId(chains.get(row.chain_id) ?? '', addressFromBytes(row.address)),
    asset: assetFromBytes(row.asset),
    amount: BigInt(row.amount),
  }));
}

const movement = (side: 'from_address' | 'to_address', sign: '' | '-') => `
  select l.chain_id, a.address, l.asset, ${sign}l.amount::numeric as amount
  from account a
  join facts.legs l on l.space_id = a.space_id and l.chain_id = a.chain_id and l.${side} = a.address and l.block <= a.block
  join facts.transactions t on t.space_id = l.space_id and t.chain_id = l.chain_id and t.hash = l.tx_hash
  where (t.block, t.tx_index) < (a.block, a.tx_index) and (t.success or l.kind = 0) and ${LEG_COUNTS}`;

const NET_BALANCES = `/* facts: net balances */
with account as materialized (
  select distinct $1::smallint as space_id, a.* from unnest($2::smallint[], $3::bytea[], $4::bigint[], $5::integer[]) as a (chain_id, address, block, tx_index)
),
moved as (${movement('to_address', '')} union all ${movement('from_address', '-')})
select chain_id, address, asset, sum(amount)::text as amount from moved group by chain_id, address, asset
order by chain_id, address, asset`;
