import { InputError } from '@fundtrail/core';
import { readHeader, splitRow } from './csv-header.ts';
import { type CsvRow, createRowReader } from './csv-row.ts';
import { addRow, type CsvTransaction, transactionKey } from './csv-transaction.ts';
import { openLines } from './lines.ts';

/** One reading of a transfers file, from its first row to its last. */
export type CsvReading = {
  /** Runs of neighbouring rows of one transaction, in the file's order; a transaction can come again later. */
  readonly groups: AsyncIterable<readonly CsvTransaction[]>;
  /** sha256 (hex) of the file's bytes; there at the end. */
  digest(): string;
};

/**
 * Reads a transfers file, checking every row by itself and against its neighbours of the same transaction.
 * @throws InputError with file, line and field at the first fault.
 */
export async function readCsv(path: string): Promise<CsvReading> {
  const lines = await openLines(path);

  async function* groups(): AsyncGenerator<readonly CsvTransaction[]> {
    let readRow: ((fields: readonly string[]) => CsvRow) | undefined;
    let first: CsvRow | undefined;
    let current: CsvTransaction | undefined;
    let currentKey = '';
    let place = 0;
    for await (const batch of lines.batches) {
      const finished: CsvTransaction[] = [];
      for (const [at, text] of batch.lines.entries()) {
        const line = batch.firstLine + at;
        try {
          if (readRow === undefined) {
            readRow = createRowReader(readHeader(text));
            continue;
          }
          if (text === '') continue;
          const row = readRow(splitRow(text));
          first ??= row;
          checkSameColumns(first, row);
          const key = transactionKey(row);
          if (current === undefined || key !== currentKey) {
            if (current !== undefined) finished.push(current);
            current = { first: row, line, legLines: new Map(), rows: [] };
            currentKey = key;
          }
          addRow(current, row, line, place);
          place += 1;
        } catch (error) {
          throw error instanceof InputError ? error.at({ file: path, line }) : error;
        }
      }
      if (finished.length > 0) yield finished;
    }
    if (current === undefined) {
      throw new InputError(
        'the file has no rows',
        { file: path },
        { remedy: 'Give a file with at least one transfer.' },
      );
    }
    yield [current];
  }

  return { groups: groups(), digest: lines.digest };
}

/** Order by number and order by place do not mix: a file gives an optional index in all rows or in none. */
function checkSameColumns(first: CsvRow, row: CsvRow): void {
  const mixed =
    (first.index === undefined) !== (row.index === undefined)
      ? 'tx_index'
      : (first.legIndex === undefined) !== (row.legIndex === undefined)
        ? 'leg_index'
        : undefined;
  if (mixed === undefined) return;
  throw new InputError(
    'this is given in some rows and missing in others',
    { field: mixed },
    { remedy: 'Give it in every row, or leave the column out.' },
  );
}
