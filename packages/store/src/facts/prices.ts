import { ConflictError, type PriceFact } from '@fundtrail/core';
import type { Database } from '../database.ts';
import { plainArray, textArray } from './array-literal.ts';

const BATCH_ROWS = 1_000;

/**
 * Stores prices; the same again is nothing new. Returns how many were new.
 * @throws ConflictError when a source says another price for the same asset and time than it said before.
 */
export async function writePrices({ pool }: Database, prices: readonly PriceFact[]): Promise<number> {
  let written = 0;
  for (let start = 0; start < prices.length; start += BATCH_ROWS) {
    const batch = prices.slice(start, start + BATCH_ROWS);
    const columns = [
      textArray(batch.map(({ asset }) => asset)),
      plainArray(batch.map(({ time }) => time)),
      textArray(batch.map(({ usd }) => usd)),
      textArray(batch.map(({ source }) => source)),
    ];
    const { rowCount } = await pool.query(WRITE, columns);
    written += rowCount ?? 0;
    if (rowCount === batch.length) continue;
    const { rows } = await pool.query<{ place: number }>(FIND_OTHER, columns);
    const other = batch[(rows[0]?.place ?? 0) - 1];
    if (other === undefined) continue;
    throw new ConflictError(`${other.source} already gave another price of ${other.asset} at ${other.time}`, {
      remedy: 'Give the corrected prices under another source name.',
    });
  }
  return written;
}

const UNNEST = `unnest($1::text[], $2::bigint[], $3::numeric[], $4::text[]) with ordinality as n (asset, time, usd, source, place)`;
const WRITE = `/* facts: write prices */
insert into facts.prices (asset, time, usd, source) select asset, time, usd, source from ${UNNEST} order by asset, time, source on conflict do nothing`;
const FIND_OTHER = `/* facts: find another price */
select n.place from ${UNNEST} join facts.prices p using (asset, time, source) where p.usd <> n.usd order by n.place limit 1`;
