import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createLogger, type TransactionFact } from '@fundtrail/core';
import { createFactStore, type Database, migrate, openDatabase, startEmbeddedPostgres } from '@fundtrail/store';
import { addressOf, madeSet } from './made-set.ts';
import { copyPlainRows, makePlainTables, readPlainRows } from './plain-copy.ts';

export type IngestRun = {
  readonly what: string;
  /** Transactions and legs. */
  readonly rows: number;
  readonly seconds: number;
  readonly rows_per_s: number;
};

export type IngestReport = { readonly machine: string; readonly date: string; readonly runs: readonly IngestRun[] };

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
 * and indexes, and of reading them back. Starts a server of its own with its default, durable settings.
 */
export async function runIngestBench(options: IngestBenchOptions): Promise<IngestReport> {
  const logger = createLogger({ level: 'warn' });
  const dataDir = await mkdtemp(join(tmpdir(), 'fundtrail-bench-'));
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, logger });
  const database = openDatabase({ connectionString: server.connectionString, logger, applicationName: 'bench' });
  try {
    await migrate(database);
    const runs = await measure(database, options.transactions ?? DEFAULT_TRANSACTIONS);
    const report = { machine: machineName(), date: new Date().toISOString(), runs };
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : tableOf(report));
    return report;
  } finally {
    await database.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measure(database: Database, transactions: number): Promise<readonly IngestRun[]> {
  const facts = createFactStore(database);
  const set = [...madeSet(transactions)];
  const rows = set.reduce((sum, fact) => sum + 1 + fact.legs.length, 0);
  const runs: IngestRun[] = [];
  const time = async (what: string, work: () => Promise<number>): Promise<void> => {
    const began = performance.now();
    const done = await work();
    const seconds = (performance.now() - began) / 1_000;
    runs.push({ what, rows: done, seconds: Number(seconds.toFixed(3)), rows_per_s: Math.round(done / seconds) });
  };
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
  return runs;
}

async function countRead(batches: AsyncIterable<readonly TransactionFact[]>): Promise<number> {
  let rows = 0;
  for await (const batch of batches) for (const fact of batch) rows += 1 + fact.legs.length;
  return rows;
}

async function* batchesOf(set: readonly TransactionFact[]): AsyncGenerator<readonly TransactionFact[]> {
  for (let start = 0; start < set.length; start += BATCH) yield set.slice(start, start + BATCH);
}

function machineName(): string {
  return `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
}

function tableOf(report: IngestReport): string {
  const lines = report.runs.map(
    ({ what, rows, seconds, rows_per_s }) =>
      `${what.padEnd(40)} ${String(rows).padStart(9)} rows ${seconds.toFixed(2).padStart(8)} s ${String(rows_per_s).padStart(9)} rows/s`,
  );
  return `${report.machine}, ${report.date}\n${lines.join('\n')}\n`;
}
