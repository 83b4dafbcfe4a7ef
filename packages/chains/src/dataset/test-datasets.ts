import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ChainId, createLogger, type TransactionFact } from '@fundtrail/core';
import { onTestFinished } from 'vitest';
import type { Dataset } from './dataset.ts';
import { openDataset } from './open-dataset.ts';

/** Writes files into a new folder that lasts as long as the test, and says where it is. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fundtrail-dataset-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export function openQuietly(path: string, chain?: ChainId): Promise<Dataset> {
  return openDataset(path, { logger: createLogger({ level: 'silent' }), ...(chain === undefined ? {} : { chain }) });
}

export async function factsOf(dataset: Dataset): Promise<readonly TransactionFact[]> {
  const facts: TransactionFact[] = [];
  for await (const batch of dataset.batches()) facts.push(...batch);
  return facts;
}
