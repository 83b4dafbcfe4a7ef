import {
  type Account,
  type AccountId,
  accountId,
  type Coverage,
  type CoverageStatus,
  type FactSpace,
  type TransferKind,
} from '@fundtrail/core';
import { addressFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';
import { bytesArray, plainArray, textArray } from './array-literal.ts';

/** Stores what was asked and answered; see `FactStore.writeCoverage`. */
export async function writeCoverage(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  coverage: readonly Coverage[],
): Promise<void> {
  const once = onceEach(coverage);
  if (once.length === 0) return;
  const chainKeys = await keys.chainKeys(once.map(({ chain }) => chain));
  await pool.query(WRITE, [
    await keys.spaceKey(space),
    plainArray(once.map(({ chain }) => chainKeys.get(chain) ?? 0)),
    textArray(once.map(({ source }) => source)),
    bytesArray(once.map(({ address }) => address)),
    textArray(once.map(({ kind }) => kind)),
    plainArray(once.map(({ fromBlock }) => fromBlock)),
    plainArray(once.map(({ toBlock }) => toBlock)),
    textArray(once.map(({ status }) => status)),
    textArray(once.map(({ reason }) => reason)),
  ]);
}

/** Reads it back, per account, in the order of kinds and blocks. */
export async function coverageOf(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  source: string,
  accounts: readonly Account[],
): Promise<ReadonlyMap<AccountId, readonly Coverage[]>> {
  const found = new Map<AccountId, Coverage[]>();
  if (accounts.length === 0) return found;
  const chainKeys = await keys.chainKeys(accounts.map(({ chain }) => chain));
  const chains = new Map([...chainKeys].map(([chain, key]) => [key, chain]));
  const { rows } = await pool.query<CoverageRow>(READ, [
    await keys.spaceKey(space),
    source,
    plainArray(accounts.map(({ chain }) => chainKeys.get(chain) ?? 0)),
    bytesArray(accounts.map(({ address }) => address)),
  ]);
  for (const row of rows) {
    const chain = chains.get(row.chain_id) ?? '';
    const address = addressFromBytes(row.address);
    const id = accountId(chain, address);
    const entry: Coverage = {
      chain,
      address,
      source,
      kind: row.kind,
      fromBlock: row.from_block,
      toBlock: row.to_block,
      status: row.status,
      ...(row.reason === null ? {} : { reason: row.reason }),
    };
    const entries = found.get(id);
    if (entries === undefined) found.set(id, [entry]);
    else entries.push(entry);
  }
  return found;
}

type CoverageRow = {
  chain_id: number;
  address: Buffer;
  kind: TransferKind;
  from_block: number;
  to_block: number;
  status: CoverageStatus;
  reason: string | null;
};

/** In one statement a row can be written once: the last word on a question counts. */
function onceEach(coverage: readonly Coverage[]): readonly Coverage[] {
  const byKey = new Map(
    coverage.map((entry) => [
      `${entry.chain}/${entry.source}/${entry.address}/${entry.kind}/${entry.fromBlock}`,
      entry,
    ]),
  );
  // Sorted: parallel writers take their locks in one order.
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

// What was complete stays so: a later failure to read further takes nothing back.
const WRITE = `/* facts: write coverage */
insert into facts.coverage as c (space_id, chain_id, source, address, kind, from_block, to_block, status, reason)
select $1, * from unnest($2::smallint[], $3::text[], $4::bytea[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::text[])
on conflict (space_id, chain_id, source, address, kind, from_block) do update set
  to_block = excluded.to_block, status = excluded.status, reason = excluded.reason, seen_at = now()
where c.status <> 'complete' or (excluded.status = 'complete' and excluded.to_block >= c.to_block)`;

const READ = `/* facts: read coverage */
select c.chain_id, c.address, c.kind, c.from_block, c.to_block, c.status, c.reason
from (select distinct $1::smallint, a.* from unnest($3::smallint[], $4::bytea[]) as a) as a (space_id, chain_id, address)
join facts.coverage c on c.space_id = a.space_id and c.chain_id = a.chain_id and c.source = $2 and c.address = a.address
order by c.chain_id, c.address, c.kind, c.from_block`;
