import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { InputError, type InputPlace, type Label, parseAddress, parseChain } from '@fundtrail/core';
import { CsvError, parse } from 'csv-parse';
import { normalizeCategory } from './categories.ts';
import { mergeLabels } from './merge-labels.ts';

const COLUMNS = ['chain', 'address', 'entity', 'category', 'confidence', 'source'] as const;
type Column = (typeof COLUMNS)[number];

const HEADER_REMEDY = `The first line must be ${COLUMNS.join(',')}.`;
const CONFIDENCE = /^(?:0|[1-9][0-9]?|100)$/;

export type LabelsCsvOptions = {
  /** The source of rows that name none; without it such a row is an error, because a label without a source is hearsay. */
  readonly defaultSource?: string;
  /** What a stream is called in errors. */
  readonly file?: string;
};

/**
 * Reads labels from a CSV with the columns `chain,address,entity,category,confidence,source`, in any order; `source` may be
 * missing where a default is given. `confidence` is a whole number from 0 to 100 (TagPack scale). Known categories are
 * normalized, others kept. Rows that say the same thing are merged.
 * @param input path of a file, or a stream of its bytes
 * @returns labels in the order of their first row
 * @throws InputError with file, line and field
 */
export async function readLabelsCsv(
  input: string | Readable,
  options: LabelsCsvOptions = {},
): Promise<readonly Label[]> {
  const file = options.file ?? (typeof input === 'string' ? input : 'labels');
  const bytes: Readable = typeof input === 'string' ? createReadStream(input) : input;
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  bytes.on('error', (error: Error) => parser.destroy(error)).pipe(parser);
  const labels: Label[] = [];
  let header: readonly string[] | undefined;
  try {
    for await (const row of parser as AsyncIterable<CsvRow>) {
      const place = { file, line: row.info.lines };
      if (header === undefined) {
        header = readHeader(row.record, place, options);
      } else {
        labels.push(readRow(header, row.record, place, options));
      }
    }
  } catch (error) {
    throw asInputError(error, file);
  }
  if (header === undefined) throw new InputError('the file is empty', { file }, { remedy: HEADER_REMEDY });
  return mergeLabels(labels);
}

/** What csv-parse gives with `info: true`; `lines` is the line the row ends on. */
type CsvRow = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

function readHeader(header: readonly string[], place: InputPlace, options: LabelsCsvOptions): readonly string[] {
  for (const [at, column] of header.entries()) {
    if (!(COLUMNS as readonly string[]).includes(column)) {
      throw new InputError(`the header has an unknown column ${JSON.stringify(column)}`, place, {
        remedy: HEADER_REMEDY,
      });
    }
    if (header.indexOf(column) !== at) {
      throw new InputError(`the header names ${column} twice`, { ...place, field: column }, { remedy: HEADER_REMEDY });
    }
  }
  const missing = COLUMNS.find(
    (column) => !header.includes(column) && !(column === 'source' && options.defaultSource !== undefined),
  );
  if (missing !== undefined) {
    throw new InputError(
      `the header has no column ${missing}`,
      { ...place, field: missing },
      { remedy: HEADER_REMEDY },
    );
  }
  return header;
}

function readRow(
  header: readonly string[],
  record: readonly string[],
  place: InputPlace,
  options: LabelsCsvOptions,
): Label {
  if (record.length !== header.length) {
    throw new InputError(`${record.length} values where the header has ${header.length} columns`, place, {
      remedy: `Every row needs ${header.join(',')}; put a value that contains a comma in double quotes.`,
    });
  }
  const read = (column: Column): string => record[header.indexOf(column)] ?? '';
  const required = (column: Column, fallback = ''): string => {
    const value = read(column) || fallback;
    if (value !== '') return value;
    throw new InputError('the value is empty', { ...place, field: column }, { remedy: `Fill in ${column}.` });
  };
  try {
    const chain = parseChain(required('chain'), 'chain');
    return {
      chain,
      address: parseAddress(required('address'), chain, 'address'),
      entity: required('entity'),
      category: normalizeCategory(required('category')),
      confidence: readConfidence(required('confidence')),
      source: required('source', options.defaultSource),
    };
  } catch (error) {
    throw error instanceof InputError ? error.at(place) : error;
  }
}

function readConfidence(text: string): number {
  if (CONFIDENCE.test(text)) return Number(text);
  throw new InputError(
    `${JSON.stringify(text)} is not a confidence`,
    { field: 'confidence' },
    { remedy: 'Give a whole number from 0 to 100; 50 and more stops a trail.' },
  );
}

function asInputError(error: unknown, file: string): unknown {
  if (error instanceof CsvError) {
    const line = typeof error.lines === 'number' ? { line: error.lines } : {};
    return new InputError('this is not CSV', { file, ...line }, { cause: error, remedy: error.message });
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES') {
    return new InputError('the file cannot be read', { file }, { cause: error, remedy: 'Check its path and rights.' });
  }
  return error;
}
