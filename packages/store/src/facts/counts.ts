import type { FactSpace } from '@fundtrail/core';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';

/** Rows of a space. */
export type FactCounts = {
  readonly blocks: number;
  readonly transactions: number;
  readonly legs: number;
  readonly coverage: number;
  readonly contracts: number;
};

export async function countFacts({ pool }: Database, keys: Keys, space: FactSpace): Promise<FactCounts> {
  const { rows } = await pool.query<FactCounts>(COUNTS, [await keys.spaceKey(space)]);
  return rows[0] ?? { blocks: 0, transactions: 0, legs: 0, coverage: 0, contracts: 0 };
}

const COUNTS = `/* facts: counts */ select ${['blocks', 'transactions', 'legs', 'coverage', 'contracts']
  .map((table) => `(select count(*) from facts.${table} where space_id = $1::smallint) as ${table}`)
  .join(', ')}`;
