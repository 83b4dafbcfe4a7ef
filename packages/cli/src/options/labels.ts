import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Label } from '@fundtrail/core';
import { readLabelsCsv } from '@fundtrail/worker';
import type { Files } from './files.ts';

/** A label file, read whole. Its labels make a set of their own, named by the file's sha256. */
export type LabelFile = { readonly name: string; readonly sha256: string; readonly labels: readonly Label[] };

/** @throws InputError with file, line and field */
export async function readLabelFiles(paths: readonly string[], files: Files): Promise<readonly LabelFile[]> {
  const read: LabelFile[] = [];
  for (const name of paths) {
    const text = await files.readText(name, '--labels');
    const sha256 = createHash('sha256').update(text).digest('hex');
    read.push({ name, sha256, labels: await readLabelsCsv(Readable.from([Buffer.from(text)]), { file: name }) });
  }
  return read;
}
