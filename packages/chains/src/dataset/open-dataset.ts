import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type ChainId, InputError, type Logger } from '@fundtrail/core';
import { openCsvDataset } from './csv-dataset.ts';
import type { Dataset } from './dataset.ts';
import { openFolderDataset } from './folder-dataset.ts';

export type OpenDatasetOptions = {
  readonly logger: Logger;
  /** How the data set is called; the last part of its path when left out. */
  readonly name?: string;
  /** The chain of a folder of recorded answers, which do not say it; Ethereum when left out. */
  readonly chain?: ChainId;
};

/**
 * Opens a data set: a transfers CSV (`.csv`, `.csv.gz`) or a folder of recorded explorer answers. It is checked as a whole first.
 * @throws InputError with file, line and field; nothing is given out of a data set that is not accepted.
 */
export async function openDataset(path: string, options: OpenDatasetOptions): Promise<Dataset> {
  const name = options.name ?? basename(path);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new InputError(
      'there is no such file or folder',
      { file: path },
      { remedy: 'Check the path of the data set.' },
    );
  }
  const dataset = found.isDirectory()
    ? await openFolderDataset(path, name, options.chain ?? 'eip155:1')
    : await openCsvDataset(path, name);
  for (const { name: file, reason } of dataset.report.skipped) {
    options.logger.warn({ action: 'skip_file', file, reason }, 'a file of the data set was left out');
  }
  return dataset;
}
