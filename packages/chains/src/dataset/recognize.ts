import { open } from 'node:fs/promises';
import { InputError } from '@fundtrail/core';
import { isEtlHeader } from './etl-dataset.ts';
import { LONGEST_JSON, openJsonValues } from './json-values.ts';
import { openLines } from './lines.ts';

/** What a file of a data set holds, as its first bytes tell. */
export type FileForm = 'transfers-csv' | 'blocks' | 'esplora' | 'etl-json' | 'etl-csv';

const HEAD_BYTES = 80;
const GZIP_MAGIC = 0x1f8b;

/**
 * Recognises a file by its content, whatever its name.
 * @throws InputError where it cannot be read, or is JSON of something else
 */
export async function recognizeFile(path: string): Promise<FileForm> {
  if (!path.endsWith('.gz') && (await isBinary(path))) return 'blocks';
  const first = await firstLine(path);
  if (!/^\s*[[{]/.test(first)) return isEtlHeader(first) ? 'etl-csv' : 'transfers-csv';
  const value = await firstValue(path);
  if (typeof value === 'object' && value !== null) {
    if ('txid' in value && 'vin' in value) return 'esplora';
    if ('hash' in value && 'outputs' in value) return 'etl-json';
  }
  throw new InputError(
    'this is JSON, but not of transactions',
    { file: path },
    {
      remedy:
        'Give transactions as Esplora (txid, vin, vout, status) or bitcoin-etl (hash, inputs, outputs) writes them.',
    },
  );
}

/** Text has no zeros; the head of a block always does. What is packed is text. */
async function isBinary(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return false;
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    return head.readUInt16BE(0) !== GZIP_MAGIC && head.subarray(0, bytesRead).includes(0);
  } finally {
    await file.close();
  }
}

async function firstLine(path: string): Promise<string> {
  const { batches } = await openLines(path, { longestLine: LONGEST_JSON });
  for await (const { lines } of batches) {
    const line = lines.find((text) => text.trim() !== '');
    if (line !== undefined) return line;
  }
  return '';
}

async function firstValue(path: string): Promise<unknown> {
  for await (const [first] of (await openJsonValues(path)).batches) return first?.value;
  return undefined;
}
