import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type ChainId, InputError, isUtxo, type Logger } from '@fundtrail/core';
import { BITCOIN } from '../bitcoin/raw/networks.ts';
import { openBlockDataset } from './block-dataset.ts';
import { blockFile, listBlockFiles } from './block-files.ts';
import { openCsvDataset } from './csv-dataset.ts';
import type { Dataset } from './dataset.ts';
import { openEsploraDataset } from './esplora-dataset.ts';
import { openEtlDataset } from './etl-dataset.ts';
import { openFolderDataset } from './folder-dataset.ts';
import { recognizeFile } from './recognize.ts';

export type OpenDatasetOptions = {
  readonly logger: Logger;
  /** How the data set is called; the last part of its path when left out. */
  readonly name?: string;
  /**
   * The chain of a data set that does not say it. When left out, Ethereum for a folder of recorded answers, and Bitcoin for transactions and
   * blocks of UTXO chains, unless they are seen to be of another.
   */
  readonly chain?: ChainId;
};

/**
 * Opens a data set: a transfers CSV; a folder of recorded explorer answers; transactions of a UTXO chain as Esplora or bitcoin-etl writes them;
 * raw blocks of one, a file or a folder of them. Text may be packed (`.gz`). It is checked as a whole first.
 * @throws InputError with file, line or byte, and field; nothing is given out of a data set that is not accepted.
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
    ? await openFolder(path, name, options.chain)
    : await openFile(path, name, options.chain);
  for (const { name: part, reason } of dataset.report.skipped) {
    options.logger.warn({ action: 'skip_part', part, reason }, 'a part of the data set was left out');
  }
  return dataset;
}

async function openFolder(path: string, name: string, chain: ChainId | undefined): Promise<Dataset> {
  const blocks = await listBlockFiles(path);
  if (blocks === undefined) return openFolderDataset(path, name, chain ?? 'eip155:1');
  return openBlockDataset({ ...blocks, path, name, chain: utxoChain(chain, path) });
}

async function openFile(path: string, name: string, given: ChainId | undefined): Promise<Dataset> {
  const form = await recognizeFile(path);
  if (form === 'transfers-csv') return openCsvDataset(path, name);
  const chain = utxoChain(given, path);
  if (form === 'blocks') return openBlockDataset({ files: [await blockFile(path)], path, name, chain });
  if (form === 'esplora') return openEsploraDataset(path, name, chain ?? BITCOIN);
  return openEtlDataset(path, { name, chain: chain ?? BITCOIN, form: form === 'etl-json' ? 'json' : 'csv' });
}

function utxoChain(chain: ChainId | undefined, file: string): ChainId | undefined {
  if (chain === undefined || isUtxo(chain)) return chain;
  throw new InputError(
    `these are transactions of a UTXO chain, and ${chain} is none`,
    { file, field: 'chain' },
    { remedy: `Name theirs with --chain, e.g. ${BITCOIN}, or leave it out for Bitcoin.` },
  );
}
