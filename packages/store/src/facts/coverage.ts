import {
  type Account,
  type AccountId,
  accountId,
  type Coverage,
  type CoverageStatus,
  type FactSpace,
  type KindCoverage,
  type TransferKind,
} from '@fundtrail/core';
import { addressFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';
import { bytesArray, maybeArray, plainArray, textArray } from './array-literal.ts';
import { JOINED, JOINED_PROVISIONAL, knownOf, upTo } from './known-coverage.ts';

/** Joins what was asked and answered to what is known; see `FactStore.writeCoverage`. */
export async function writeCoverage(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  coverage: readonly Coverage[],
): Promise<void> {
  const chainKeys = await keys.chainKeys(coverage.map(({ chain }) => chain));
  const spaceKey = await keys.spaceKey(space);
  for (const round of roundsOf(coverage)) {
    const firstNotFinal = round.map(provisionalFrom);
    const told = round.map((entry) => (entry.status === 'unavailable' ? -1 : entry.toBlock));
    await pool.query(WRITE, [
      spaceKey,
      plainArray(round.map(({ chain }) => chainKeys.get(chain) ?? 0)),
      bytesArray(round.map(({ address }) => address)),
      textArray(round.map(({ source }) => source)),
      textArray(round.map(({ kind }) => kind)),
      plainArray(round.map(({ fromBlock }) => fromBlock)),
      plainArray(round.map(({ toBlock }) => toBlock)),
      plainArray(told),
      maybeArray(firstNotFinal),
      textArray(round.map(({ status }) => (status === 'complete' ? undefined : status))),
      textArray(round.map(({ status, reason }) => (status === 'complete' ? undefined : (reason ?? status)))),
    ]);
  }
}

/** Reads it back, joined with what following read; see `FactStore.coverageOf`. */
export async function coverageOf(
  { pool }: Database,
  keys: Keys,
  space: FactSpace,
  sources: readonly string[],
  accounts: readonly Account[],
): Promise<ReadonlyMap<AccountId, readonly KindCoverage[]>> {
  const found = new Map<AccountId, KindCoverage[]>();
  if (accounts.length === 0) return found;
  const chainKeys = await keys.chainKeys(accounts.map(({ chain }) => chain));
  const chains = new Map([...chainKeys].map(([chain, key]) => [key, chain]));
  const { rows } = await pool.query<CoverageRow>(READ, [
    await keys.spaceKey(space),
    textArray(sources),
    plainArray(accounts.map(({ chain }) => chainKeys.get(chain) ?? 0)),
    bytesArray(accounts.map(({ address }) => address)),
  ]);
  for (const row of rows) {
    const entry = entryOf(row, chains.get(row.chain_id) ?? '');
    const id = accountId(entry.chain, entry.address);
    const entries = found.get(id);
    if (entries === undefined) found.set(id, [entry]);
    else entries.push(entry);
  }
  return found;
}

type CoverageRow = {
  chain_id: number;
  address: Buffer;
  source: string;
  kind: TransferKind;
  starts: number[];
  ends: number[];
  provisional_from: number | null;
  lacks_status: Exclude<CoverageStatus, 'complete'> | null;
  lacks_from: number | null;
  lacks_to: number | null;
  lacks_reason: string | null;
};

function entryOf(row: CoverageRow, chain: string): KindCoverage {
  return {
    chain,
    address: addressFromBytes(row.address),
    source: row.source,
    kind: row.kind,
    complete: row.starts.map((from, place) => ({ from, to: row.ends[place] ?? from })),
    ...(row.provisional_from === null ? {} : { provisionalFrom: row.provisional_from }),
    ...(row.lacks_status === null
      ? {}
      : {
          lacks: {
            status: row.lacks_status,
            fromBlock: row.lacks_from ?? 0,
            toBlock: row.lacks_to ?? 0,
            reason: row.lacks_reason ?? row.lacks_status,
          },
        }),
  };
}

/** First block of what was told that could still be taken back; undefined where all of it is final. */
function provisionalFrom({ status, fromBlock, toBlock, finalTo = toBlock }: Coverage): number | undefined {
  return status === 'unavailable' || finalTo >= toBlock ? undefined : Math.max(finalTo + 1, fromBlock);
}

/** One statement writes a row once: a second answer to a question waits for the next. An answer that speaks of no block says nothing. */
function roundsOf(coverage: readonly Coverage[]): readonly (readonly Coverage[])[] {
  const rounds: Map<string, Coverage>[] = [];
  for (const entry of coverage) {
    if (entry.status === 'complete' && entry.toBlock < entry.fromBlock) continue;
    const key = `${entry.chain}/${entry.address}/${entry.source}/${entry.kind}`;
    const round = rounds.find((earlier) => !earlier.has(key));
    if (round === undefined) rounds.push(new Map([[key, entry]]));
    else round.set(key, entry);
  }
  // Sorted: parallel writers take their locks in one order.
  return rounds.map((round) => [...round].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry));
}

const FINAL_BEFORE = `(c.complete * ${upTo('c.provisional_from')})`;
const FINAL_NOW = `(excluded.complete * ${upTo('excluded.provisional_from')})`;
/** What a kept complaint still complains of; of a truncated answer, all that comes after it. */
const STILL_LACKING = `(int8multirange(case c.lacks_status
    when 'truncated' then int8range(c.lacks_to + 1, c.lacks_to + 1, '[]')
    else int8range(c.lacks_from, greatest(c.lacks_to, c.lacks_from), '[]') end) - excluded.complete)`;
const lacks = (column: string, kept = `c.${column}`) => `${column} = case
    when excluded.lacks_status is not null then excluded.${column}
    when c.lacks_status is null or isempty(${STILL_LACKING}) then null else ${kept} end`;
const bound = (column: string, limit: string) =>
  lacks(column, `case c.lacks_status when 'truncated' then c.${column} else ${limit} end`);

/**
 * SQL: how a row that is inserted `into facts.coverage as c` joins the one that is there. What was complete stays so, and
 * what was final stays final: a later answer that could tell less takes nothing back.
 */
export const JOIN_COVERAGE = `on conflict (space_id, chain_id, address, source, kind) do update set
  complete = c.complete + excluded.complete,
  provisional_from = lower((c.complete - ${FINAL_BEFORE} - ${FINAL_NOW}) + (excluded.complete - ${FINAL_NOW} - ${FINAL_BEFORE})),
  ${lacks('lacks_status')},
  ${bound('lacks_from', `lower(${STILL_LACKING})`)},
  ${bound('lacks_to', `upper(${STILL_LACKING}) - 1`)},
  ${lacks('lacks_reason')},
  seen_at = now()`;

const WRITE = `/* facts: write coverage */
insert into facts.coverage as c (space_id, chain_id, address, source, kind, complete, provisional_from,
  lacks_status, lacks_from, lacks_to, lacks_reason)
select $1::smallint, chain_id, address, source, kind,
  case when told_to >= from_block then int8multirange(int8range(from_block, told_to, '[]')) else '{}' end,
  case when told_to >= provisional_from then provisional_from end,
  status, case when status is not null then from_block end, case when status is not null then to_block end, reason
from unnest($2::smallint[], $3::bytea[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::text[], $11::text[])
  as n (chain_id, address, source, kind, from_block, to_block, told_to, provisional_from, status, reason)
${JOIN_COVERAGE}`;

const READ = `/* facts: read coverage */
select joined.*, array(select lower(r) from unnest(complete) r) as starts, array(select upper(r) - 1 from unnest(complete) r) as ends
from (
  select a.chain_id, a.address, v.source, v.kind, ${JOINED} as complete, ${JOINED_PROVISIONAL} as provisional_from,
    max(v.lacks_status) as lacks_status, max(v.lacks_from) as lacks_from, max(v.lacks_to) as lacks_to, max(v.lacks_reason) as lacks_reason
  from (select distinct $1::smallint as space_id, n.* from unnest($3::smallint[], $4::bytea[]) as n (chain_id, address)) a
  ${knownOf('$2::text[]')}
  group by a.chain_id, a.address, v.source, v.kind
) joined
order by chain_id, address, source, kind`;
