import type { Address, Hash } from '@fundtrail/core';
import type { TopRow } from './txlist.ts';

/** Native lists read lately: their rows place internal transfers, and give value and time of whole transactions, without asking again. */
export type HistoryMemory = {
  keep(account: Address, range: BlockRange, rows: readonly TopRow[]): void;
  /** The rows of a range that was read as a whole; undefined where it was not, or is forgotten. */
  rowsOf(account: Address, range: BlockRange): readonly TopRow[] | undefined;
  rowOf(hash: Hash): TopRow | undefined;
};

export type BlockRange = { readonly fromBlock: number; readonly toBlock: number };

/** A row takes about 700 bytes beside its call data, so all take 35 MB. */
const MOST_BYTES = 35_000_000;
const ROW_BYTES = 700;

type Kept = { readonly range: BlockRange; readonly rows: readonly TopRow[]; readonly bytes: number };

export function createHistoryMemory(): HistoryMemory {
  const accounts = new Map<Address, Kept>();
  const byHash = new Map<Hash, TopRow>();
  let kept = 0;

  function forgetOldest(): void {
    const oldest = accounts.entries().next();
    if (oldest.done === true) return;
    const [account, { rows, bytes }] = oldest.value;
    accounts.delete(account);
    kept -= bytes;
    for (const row of rows) if (byHash.get(row.hash) === row) byHash.delete(row.hash);
  }

  return {
    keep(account, range, rows) {
      const before = accounts.get(account);
      if (before !== undefined) kept -= before.bytes;
      // Taken out and put in again: the newest stands last.
      accounts.delete(account);
      const bytes = rows.reduce((sum, { input = '' }) => sum + ROW_BYTES + input.length, 0);
      accounts.set(account, { range, rows, bytes });
      kept += bytes;
      for (const row of rows) byHash.set(row.hash, row);
      while (kept > MOST_BYTES && accounts.size > 1) forgetOldest();
    },
    rowsOf(account, range) {
      const found = accounts.get(account);
      if (found === undefined || found.range.fromBlock > range.fromBlock || found.range.toBlock < range.toBlock)
        return undefined;
      return found.rows.filter((row) => row.block >= range.fromBlock && row.block <= range.toBlock);
    },
    rowOf: (hash) => byHash.get(hash),
  };
}
