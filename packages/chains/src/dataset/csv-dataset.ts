import { type ChainId, InputError, type TransactionFact } from '@fundtrail/core';
import { readCsv } from './csv-reader.ts';
import type { CsvRow } from './csv-row.ts';
import { addRow, type CsvTransaction, factOf, transactionKey } from './csv-transaction.ts';
import {
  BATCH_TRANSACTIONS,
  completeCoverage,
  type Dataset,
  type DatasetHead,
  datasetSourceId,
  reachOf,
} from './dataset.ts';
import { createFingerprints } from './fingerprints.ts';

/**
 * Opens a transfers CSV, plain or `.gz`. The file is read once to check every row and to find out which transactions have rows in more than
 * one place; facts are read again from the file when they are asked for. Memory: 13 to 27 bytes a transaction, and the rows of those
 * transactions whose rows are not neighbours (read in a pass of its own where there are any).
 *
 * @throws InputError with file, line and field at the first fault; nothing of a faulty file is given out.
 */
export async function openCsvDataset(path: string, name: string): Promise<Dataset> {
  const scan = await scanFile(path);
  const { transactions: scattered, groups } = await gather(path, scan.scattered);
  const source = datasetSourceId(scan.sha256);
  return {
    kind: 'csv',
    name,
    sha256: scan.sha256,
    chains: [...scan.heads.keys()].sort(),
    accounts: null,
    report: {
      rows: scan.rows,
      accounts: null,
      transactions: scan.groups - groups + scattered.size,
      ...reachOf(scan.heads),
      skipped: [],
    },
    batches: () => factsOf(path, scan.sha256, scattered),
    // A transfers file is full history of every account, and its facts are given out by `batches`.
    history: async (request) => ({ transactions: [], coverage: completeCoverage(request, source), contracts: [] }),
  };
}

async function scanFile(path: string) {
  const seen = createFingerprints();
  const scattered = new Set<string>();
  const heads = new Map<ChainId, DatasetHead>();
  let [rows, groupCount] = [0, 0];
  const reading = await readCsv(path);
  for await (const groups of reading.groups) {
    for (const group of groups) {
      const key = transactionKey(group.first);
      groupCount += 1;
      rows += group.rows.length;
      const { chain, block, time } = group.first;
      if (block >= (heads.get(chain)?.block ?? 0)) heads.set(chain, { block, time });
      if (seen.add(key)) scattered.add(key);
    }
  }
  return { sha256: reading.digest(), scattered, heads, rows, groups: groupCount };
}

/** The transactions of these keys whole, and in how many groups of neighbours they stand. */
async function gather(path: string, keys: ReadonlySet<string>) {
  const transactions = new Map<string, CsvTransaction>();
  let groups = 0;
  if (keys.size === 0) return { transactions, groups };
  const reading = await readCsv(path);
  for await (const batch of reading.groups) {
    for (const group of batch) {
      const key = transactionKey(group.first);
      if (!keys.has(key)) continue;
      groups += 1;
      const known = transactions.get(key);
      if (known === undefined) transactions.set(key, group);
      else for (const { row, line, place } of group.rows) addRowOf(path, known, row, line, place);
    }
  }
  return { transactions, groups };
}

function addRowOf(path: string, transaction: CsvTransaction, row: CsvRow, line: number, place: number): void {
  try {
    addRow(transaction, row, line, place);
  } catch (error) {
    throw error instanceof InputError ? error.at({ file: path }) : error;
  }
}

async function* factsOf(
  path: string,
  sha256: string,
  scattered: ReadonlyMap<string, CsvTransaction>,
): AsyncGenerator<readonly TransactionFact[]> {
  const reading = await readCsv(path);
  const given = new Set<string>();
  let batch: TransactionFact[] = [];
  let order = 0;
  for await (const groups of reading.groups) {
    for (const group of groups) {
      const key = scattered.size === 0 ? undefined : transactionKey(group.first);
      const whole = key === undefined ? undefined : scattered.get(key);
      if (whole !== undefined && key !== undefined) {
        if (given.has(key)) continue;
        given.add(key);
      }
      batch.push(factOf(whole ?? group, order));
      order += 1;
      if (batch.length < BATCH_TRANSACTIONS) continue;
      yield batch;
      batch = [];
    }
  }
  if (reading.digest() !== sha256) {
    throw new InputError('the file has changed while it was read', { file: path }, { remedy: 'Start again.' });
  }
  if (batch.length > 0) yield batch;
}
