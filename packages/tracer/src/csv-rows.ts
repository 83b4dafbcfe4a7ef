import { InputError } from '@fundtrail/core';
import { CsvError, parse } from 'csv-parse/sync';

/** One row of a CSV file: its values by column, empty ones left out, and where it stands. */
export type CsvRow = { readonly line: number; readonly values: ReadonlyMap<string, string> };

export type CsvColumns = {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Whether it is a list that others made: it may have more columns, which are not read, and lines that begin with `#`. */
  readonly others?: boolean;
};

/**
 * Reads a CSV with a header row. Columns may come in any order; optional ones may be left out.
 * @throws InputError with file, line and field for a missing header, an unknown, missing or repeated column, a row with
 * more or fewer values than the header, a required value that is empty, and quotes that do not close.
 */
export function readCsvRows(text: string, file: string, columns: CsvColumns): readonly CsvRow[] {
  const known = new Set([...columns.required, ...columns.optional]);
  const [header, ...records] = split(text, file, columns.others ?? false);
  if (header === undefined) {
    throw new InputError('the file is empty', { file }, { remedy: `Its first line must be ${headerOf(columns)}.` });
  }
  checkHeader(header.record, file, header.line, columns);
  return records.map(({ record, line }) => {
    if (record.length !== header.record.length) {
      throw new InputError(
        `${record.length} values where the header has ${header.record.length} columns`,
        { file, line },
        { remedy: `Every row needs ${header.record.join(',')}; leave a value empty, but keep its comma.` },
      );
    }
    const values = new Map(
      header.record.flatMap((column, at) => (known.has(column) && record[at] ? [[column, record[at]] as const] : [])),
    );
    const empty = columns.required.find((column) => !values.has(column));
    if (empty !== undefined) {
      throw new InputError('the value is empty', { file, line, field: empty }, { remedy: `Fill in ${empty}.` });
    }
    return { line, values };
  });
}

type Record = { readonly record: readonly string[]; readonly line: number };

function split(text: string, file: string, comments: boolean): readonly Record[] {
  try {
    // The declared type leaves out what `info: true` changes.
    const rows = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      ...(comments ? { comment: '#', comment_no_infix: true } : {}),
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? { line: error.lines } : {};
    throw new InputError('this is not CSV', { file, ...line }, { cause: error, remedy: error.message });
  }
}

function checkHeader(header: readonly string[], file: string, line: number, columns: CsvColumns): void {
  const known = [...columns.required, ...columns.optional];
  const remedy = `The first line must be ${headerOf(columns)}.`;
  const missing = columns.required.find((column) => !header.includes(column));
  if (missing !== undefined) {
    throw new InputError(`the header has no column ${missing}`, { file, line, field: missing }, { remedy });
  }
  for (const [at, column] of header.entries()) {
    if (!known.includes(column)) {
      if (columns.others === true) continue;
      throw new InputError(`the header has an unknown column ${JSON.stringify(column)}`, { file, line }, { remedy });
    }
    if (header.indexOf(column) !== at) {
      throw new InputError(`the header names ${column} twice`, { file, line, field: column }, { remedy });
    }
  }
}

function headerOf(columns: CsvColumns): string {
  const optional = columns.optional.length === 0 ? '' : ` (${columns.optional.join(', ')} may be left out)`;
  return `${[...columns.required, ...columns.optional].join(',')}${optional}`;
}
