import { InputError, type TransactionReading } from '@fundtrail/core';
import { openLines } from '../../dataset/lines.ts';
import { type RecordOptions, readRecord } from './record.ts';

export type RecordsOptions = RecordOptions & {
  /** The text itself, where it does not lie in a file of that name (stdin). */
  readonly text?: string;
};

/** A transaction can have thousands of logs; a longer line is no record of one. */
const LONGEST_RECORD = 64 * 1024 * 1024;

/**
 * Reads a file of recorded transactions, one JSON object per line (see `readRecord`); a name that ends in `.gz` is unpacked, and
 * empty lines are skipped. Lines are read as they are asked for.
 * @throws InputError with file, line and, where there is one, field at the first fault
 */
export async function* readRecords(name: string, options: RecordsOptions = {}): AsyncGenerator<TransactionReading> {
  let records = 0;
  for await (const { lines, firstLine } of batchesOf(name, options.text)) {
    for (const [at, line] of lines.entries()) {
      if (line.trim() === '') continue;
      records += 1;
      yield readLine(line, { file: name, line: firstLine + at }, options);
    }
  }
  if (records > 0) return;
  throw new InputError('holds no record', { file: name }, { remedy: 'Give one JSON object per line.' });
}

async function* batchesOf(
  name: string,
  text: string | undefined,
): AsyncGenerator<{ readonly lines: readonly string[]; readonly firstLine: number }> {
  if (text !== undefined) yield { lines: text.split('\n'), firstLine: 1 };
  else yield* (await openLines(name, { longestLine: LONGEST_RECORD })).batches;
}

function readLine(
  line: string,
  place: { readonly file: string; readonly line: number },
  options: RecordOptions,
): TransactionReading {
  try {
    return readRecord(JSON.parse(line), options);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new InputError('this is not JSON', place, { cause: error, remedy: 'Give one JSON object per line.' });
    }
    throw error instanceof InputError ? error.at(place) : error;
  }
}
