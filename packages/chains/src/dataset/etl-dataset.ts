import { type ChainId, InputError } from '@fundtrail/core';
import { createEtlReader, type EtlReader } from '../bitcoin/etl/transaction.ts';
import { type Fields, recordOf } from '../bitcoin/fields.ts';
import type { UtxoTransaction } from '../bitcoin/utxo-fact.ts';
import { splitRow } from './csv-header.ts';
import type { Dataset } from './dataset.ts';
import { LONGEST_JSON, openJsonValues } from './json-values.ts';
import { openLines } from './lines.ts';
import { openUtxoDataset, type UtxoReading, type UtxoRecord } from './utxo-dataset.ts';

/** Columns of a CSV that hold JSON. */
const NESTED: ReadonlySet<string> = new Set(['inputs', 'outputs']);
const NEEDED = ['hash', 'block_number', 'block_timestamp', 'inputs', 'outputs'] as const;

/**
 * Opens a file of transactions of bitcoin-etl: JSON lines, or a CSV whose columns `inputs` and `outputs` hold JSON; plain or `.gz`.
 * @throws InputError with file, line and field; nothing of a faulty file is given out
 */
export function openEtlDataset(
  path: string,
  { name, chain, form }: { readonly name: string; readonly chain: ChainId; readonly form: 'json' | 'csv' },
): Promise<Dataset> {
  const read = createEtlReader(chain);
  return openUtxoDataset({
    kind: 'bitcoin-etl',
    name,
    chain,
    file: path,
    read: () => (form === 'json' ? readJson(path, read) : readCsv(path, read)),
  });
}

/** Whether a header is that of transactions of bitcoin-etl. */
export function isEtlHeader(line: string): boolean {
  const names = line.split(',').map(plainName);
  return names.includes('hash') && [...NESTED].every((name) => names.includes(name));
}

async function readJson(path: string, read: EtlReader): Promise<UtxoReading> {
  const reading = await openJsonValues(path);
  async function* batches(): AsyncGenerator<readonly UtxoRecord[]> {
    for await (const values of reading.batches) {
      yield values.map(({ line, value }) => recordAt(path, line, () => read(recordOf(value, 'transaction'))));
    }
  }
  return { batches: batches(), digest: reading.digest };
}

async function readCsv(path: string, read: EtlReader): Promise<UtxoReading> {
  const reading = await openLines(path, { longestLine: LONGEST_JSON });
  async function* batches(): AsyncGenerator<readonly UtxoRecord[]> {
    let columns: readonly string[] | undefined;
    for await (const { lines, firstLine } of reading.batches) {
      const records: UtxoRecord[] = [];
      for (const [at, text] of lines.entries()) {
        if (columns === undefined) columns = readColumns(path, text);
        else if (text !== '') {
          const names = columns;
          records.push(recordAt(path, firstLine + at, () => read(rowOf(names, splitRow(text)))));
        }
      }
      if (records.length > 0) yield records;
    }
  }
  return { batches: batches(), digest: reading.digest };
}

function readColumns(file: string, line: string): readonly string[] {
  const columns = line.split(',').map(plainName);
  const missing = NEEDED.filter((name) => !columns.includes(name));
  if (missing.length === 0) return columns;
  throw new InputError(
    `column ${missing.join(', ')} is missing`,
    { file, line: 1 },
    { remedy: `The columns are those of bitcoin-etl; ${NEEDED.join(',')} are needed.` },
  );
}

function plainName(name: string): string {
  return name
    .replace(/^\ufeff/, '')
    .trim()
    .replace(/^"(.*)"$/, '$1');
}

function rowOf(columns: readonly string[], fields: readonly string[]): Fields {
  if (fields.length !== columns.length) {
    throw new InputError(
      `this row has ${fields.length} columns, the header ${columns.length}`,
      {},
      { remedy: 'Put fields with commas into double quotes, and double the quotes inside them.' },
    );
  }
  return Object.fromEntries(
    columns.map((name, at) => [name, NESTED.has(name) ? nested(fields[at] ?? '', name) : fields[at]]),
  );
}

function nested(text: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(
      'this is not JSON',
      { field },
      { cause: error, remedy: 'Write lists as JSON: [{"index": 0, …}], with double quotes.' },
    );
  }
}

function recordAt(file: string, line: number, read: () => UtxoTransaction): UtxoRecord {
  const place = { file, line };
  try {
    return { place, transaction: read() };
  } catch (error) {
    throw error instanceof InputError ? error.at(place) : error;
  }
}
