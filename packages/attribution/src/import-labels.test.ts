import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountId, InputError, type Label } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importLabels } from './import-labels.ts';
import { loadAttribution } from './load-attribution.ts';

const ROW = `eip155:1,0x${'1'.repeat(40)},Tornado Cash,mixer,100,explorer`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-labels-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('importing labels', () => {
  it('gives a file for single cases a set named by its bytes, and the default set its own name', async () => {
    const path = write('two.csv', [ROW, ROW, ROW.replace('explorer', 'police')]);
    const store = createMemoryStore();
    const own = createHash('sha256').update(readFileSync(path)).digest('hex');
    expect(await importLabels(store, { path, set: 'own' })).toEqual({ set: own, labels: 2 });
    expect(await importLabels(store, { path, set: 'default' })).toEqual({ set: 'default', labels: 2 });
    expect([...store.sets.keys()]).toEqual([own, 'default']);
  });

  it('stores nothing of a file with one bad row', async () => {
    const path = write('bad.csv', [ROW, ROW.replace('100', 'high')]);
    const store = createMemoryStore();
    const error = await importLabels(store, { path, set: 'default' }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).place).toEqual({ file: path, line: 3, field: 'confidence' });
    expect(store.sets.size).toBe(0);
    await expect(importLabels(store, { path: join(folder, 'none'), set: 'own' })).rejects.toBeInstanceOf(InputError);
  });

  const real = sharedData('launder-sim/c1/labels.csv');
  it.skipIf(real === undefined)('answers from what was imported', async () => {
    const store = createMemoryStore();
    await importLabels(store, { path: real ?? '', set: 'default' });
    const attribution = await loadAttribution(store, [0]);
    expect(attribution.stopOf('eip155:1:0xee00000000000000000000000000000000000004')?.kind).toBe('exchange');
  });
});

function write(name: string, rows: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `chain,address,entity,category,confidence,source\n${rows.join('\n')}\n`);
  return path;
}

/** Sets are numbered in the order of their import. */
function createMemoryStore() {
  const sets = new Map<string, readonly Label[]>();
  return {
    sets,
    importSet: async (name: string, labels: readonly Label[]) => {
      sets.set(name, labels);
    },
    allLabels: async (setIds: readonly number[]) => {
      const labels = setIds.flatMap((id) => [...sets.values()][id] ?? []);
      return Map.groupBy(labels, (label) => accountId(label.chain, label.address));
    },
  };
}
