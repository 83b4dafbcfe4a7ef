import type { TransactionFact } from '@fundtrail/core';
import { createFactStore, type Database } from '@fundtrail/store';
import { addressOf, madeSet } from './made-set.ts';
import { copyPlainRows, makePlainTables, readPlainRows } from './plain-copy.ts';
import { benchRows, type Measure, type RowsReport } from './rows-bench.ts';

export type IngestBenchOptions = {
  /** One object on stdout instead of a table. */
  readonly json: boolean;
  readonly transactions?: number;
};

const DEFAULT_TRANSACTIONS = 200_000;
const BATCH = 1_000;
const SPACES = { written: 'a'.repeat(64), copied: 'b'.repeat(64) };
/** Accounts of the read by account; every tenth of the set. */
const READ_EVERY = 10;

/**
 * Rows per second of the ways into the fact store, beside a plain COPY of the same rows into tables of the same columns
 * and indexes, and of reading them back. A row is a transaction or a leg.
 */
export function runIngestBench(options: IngestBenchOptions): Promise<RowsReport> {
  return benchRows(options, (database, measure) =>
    measureIngest(database, measure, options.transactions ?? DEFAULT_TRANSACTIONS),
  );
}

async function measureIngest(database: Database, time: Measure, transactions: number): Promise<void> {
  const facts = createFactStore(database);
  const set = [...madeSet(transactions)];
  const rows = set.reduce((sum, fact) => sum + 1 + fact.legs.length, 0);
  await makePlainTables(database);
  const plain = await readPlainRows(database, set);
  await time('plain COPY of the same rows', async () => {
    await copyPlainRows(database, plain);
    return rows;
  });
  await time('copyTransactions, empty space', async () => {
    await facts.copyTransactions(SPACES.copied, batchesOf(set));
    return rows;
  });
  await time('copyTransactions, filled space', async () => {
    await facts.copyTransactions(SPACES.copied, batchesOf(set));
    return rows;
  });
  await time('writeTransactions', async () => {
    for await (const batch of batchesOf(set)) await facts.writeTransactions(SPACES.written, batch);
    return rows;
  });
  await time('writeTransactions, all known', async () => {
    for await (const batch of batchesOf(set)) await facts.writeTransactions(SPACES.written, batch);
    return rows;
  });
  await time('readTransactions, all', () =>
    countRead(facts.readTransactions({ space: SPACES.copied, accounts: 'all' })),
  );
  const accounts = Array.from({ length: Math.floor(transactions / 10 / READ_EVERY) }, (_, n) => ({
    chain: 'eip155:1',
    address: addressOf(n * READ_EVERY),
  }));
  await time(`readTransactions, ${accounts.length} accounts`, () =>
    countRead(facts.readTransactions({ space: SPACES.copied, accounts })),
  );
  await time(`netBalances, ${accounts.length} accounts`, async () => {
    const balances = await facts.netBalances({ space: SPACES.copied, accounts, before: new Map() });
    return balances.length;
  });
}

async function countRead(batches: AsyncIterable<readonly TransactionFact[]>): Promise<number> {
  let rows = 0;
  for await (const batch of batches) for (const fact of batch) rows += 1 + fact.legs.length;
  return rows;
}

async function* batchesOf(set: readonly TransactionFact[]): AsyncGenerator<readonly TransactionFact[]> {
  for (let start = 0; start < set.length; start += BATCH) yield set.slice(start, start + BATCH);
}
