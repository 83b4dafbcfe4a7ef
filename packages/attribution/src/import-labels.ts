import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { InputError, type Label } from '@fundtrail/core';
import { readLabelsCsv } from './labels-csv.ts';

/** The set whose labels every case sees. */
export const DEFAULT_LABEL_SET = 'default';

/** What importing needs of a store. */
export type LabelImports = {
  importSet(name: string, labels: readonly Label[]): Promise<unknown>;
};

export type ImportLabelsOptions = {
  readonly path: string;
  /** `default` for every case, `own` for a set of the file's own, named by the sha256 of its bytes, for single cases. */
  readonly set: 'default' | 'own';
  /** The source of rows that name none. */
  readonly defaultSource?: string;
};

/**
 * Reads a label CSV and stores it. The whole file is read before anything is stored.
 * @returns the name of the set and how many labels were given to it
 * @throws InputError with file, line and field; nothing is stored then
 */
export async function importLabels(
  store: LabelImports,
  options: ImportLabelsOptions,
): Promise<{ readonly set: string; readonly labels: number }> {
  const bytes = await readFile(options.path).catch((cause: unknown) => {
    throw new InputError(
      'the file cannot be read',
      { file: options.path },
      { cause, remedy: 'Check its path and rights.' },
    );
  });
  const labels = await readLabelsCsv(Readable.from([bytes]), {
    file: options.path,
    ...(options.defaultSource === undefined ? {} : { defaultSource: options.defaultSource }),
  });
  const set = options.set === 'default' ? DEFAULT_LABEL_SET : createHash('sha256').update(bytes).digest('hex');
  await store.importSet(set, labels);
  return { set, labels: labels.length };
}
