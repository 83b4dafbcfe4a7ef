import { InputError } from '@fundtrail/core';

/** Columns of a transfers file, in the order in which they are documented. */
export const CSV_COLUMNS = [
  'chain',
  'tx_hash',
  'block',
  'tx_index',
  'leg_index',
  'timestamp',
  'tx_from',
  'from',
  'to',
  'asset',
  'amount',
  'kind',
  'success',
] as const;
export type CsvColumn = (typeof CSV_COLUMNS)[number];

const OPTIONAL: ReadonlySet<CsvColumn> = new Set(['tx_from', 'tx_index', 'leg_index']);

/** The place of each column in a row; -1 for an optional one that the file does not have. */
export type CsvHeader = { readonly width: number; readonly place: Readonly<Record<CsvColumn, number>> };

/** Reads the first line. @throws InputError that names the columns which are missing, unknown or twice there. */
export function readHeader(line: string): CsvHeader {
  const names = splitRow(line.startsWith('\ufeff') ? line.slice(1) : line).map((name) => name.trim());
  const remedy = `The columns are ${CSV_COLUMNS.join(',')}; ${[...OPTIONAL].join(', ')} may be left out.`;
  const unknown = names.filter((name) => !(CSV_COLUMNS as readonly string[]).includes(name));
  if (unknown.length > 0) {
    throw new InputError(
      `unknown column ${unknown.map((name) => JSON.stringify(name)).join(', ')}`,
      { line: 1 },
      { remedy },
    );
  }
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined) throw new InputError(`column ${repeated} is there twice`, { line: 1 }, { remedy });
  const missing = CSV_COLUMNS.filter((name) => !OPTIONAL.has(name) && !names.includes(name));
  if (missing.length > 0) throw new InputError(`column ${missing.join(', ')} is missing`, { line: 1 }, { remedy });
  const place = Object.fromEntries(CSV_COLUMNS.map((name) => [name, names.indexOf(name)])) as Record<CsvColumn, number>;
  return { width: names.length, place };
}

/**
 * Splits a row. A field may stand in double quotes, doubled inside; line ends inside quotes do not occur in transfers.
 * @throws InputError for a quote that does not end.
 */
export function splitRow(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] !== '"') {
      const comma = line.indexOf(',', at);
      fields.push(comma < 0 ? line.slice(at) : line.slice(at, comma));
      if (comma < 0) return fields;
      at = comma + 1;
      continue;
    }
    let field = '';
    for (at += 1; ; at += 2) {
      const quote = line.indexOf('"', at);
      if (quote < 0)
        throw new InputError('a quote does not end', {}, { remedy: 'Close it, or double a quote inside a field.' });
      field += line.slice(at, quote);
      at = quote;
      if (line[at + 1] !== '"') break;
      field += '"';
    }
    fields.push(field);
    at += 1;
    if (at === line.length) return fields;
    if (line[at] !== ',')
      throw new InputError('text follows a quoted field', {}, { remedy: 'Put the whole field into the quotes.' });
    at += 1;
  }
}
