import type { Address, ChainId } from '@fundtrail/core';
import { addressFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { bytesArray } from '../facts/array-literal.ts';
import type { Keys } from '../keys.ts';

/** Whose open accounts are among some addresses; see `FollowStore.casesTouching`. */
export async function casesTouching(
  { pool }: Database,
  keys: Keys,
  chain: ChainId,
  addresses: readonly Address[],
): Promise<ReadonlyMap<string, readonly Address[]>> {
  const found = new Map<string, Address[]>();
  if (addresses.length === 0) return found;
  const { rows } = await pool.query<{ id: string; address: Buffer }>(READ, [
    await keys.chainKey(chain),
    bytesArray(addresses),
  ]);
  for (const { id, address } of rows) {
    const known = found.get(id);
    if (known === undefined) found.set(id, [addressFromBytes(address)]);
    else known.push(addressFromBytes(address));
  }
  return found;
}

const READ = `/* follow: cases touching */
select c.id, n.address from (select distinct address from unnest($2::bytea[]) as a (address)) n
cross join lateral (
  select a.case_id from cases.accounts a
  where a.chain_id = $1 and a.address = n.address and a.state in ('wanted', 'covered') offset 0) a
join cases.cases c on c.id = a.case_id
where c.follow and c.status in ('running', 'following')
order by c.id, n.address`;
