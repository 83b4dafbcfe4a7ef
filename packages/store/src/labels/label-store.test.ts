import type { Label } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLabelStore, type LabelStore } from './label-store.ts';

const label = (n: number, more: Partial<Label> = {}): Label => ({
  chain: 'eip155:1',
  address: `0x${n.toString(16).padStart(40, '0')}`,
  entity: `Entity ${n}`,
  category: 'exchange',
  confidence: 80,
  source: 'list',
  ...more,
});
const id = ({ chain, address }: Label): string => `${chain}:${address}`;

let home: TestDatabase;
let labels: LabelStore;
beforeEach(async () => {
  home = await createTestDatabase();
  labels = createLabelStore(home.database);
});
afterEach(() => home.drop());

test('an import can be repeated, tells what it changed, and changes only that', async () => {
  const many = Array.from({ length: 2_500 }, (_, n) => label(n));
  expect(await labels.importSet('default', many)).toEqual({ inserted: 2_500, updated: 0, removed: 0 });
  expect(await labels.importSet('default', many)).toEqual({ inserted: 0, updated: 0, removed: 0 });
  const changed = [label(3, { entity: 'Another' }), label(4, { confidence: 10 }), label(5), label(9_999)];
  expect(await labels.importSet('default', changed)).toEqual({ inserted: 1, updated: 2, removed: 0 });
});

test('replacing a set removes what the import lacks, and no other set', async () => {
  await labels.importSet('default', [label(1), label(2)]);
  await labels.importSet('other', [label(1)]);
  expect(await labels.importSet('default', [label(2), label(3)], 'replace')).toEqual({
    inserted: 1,
    updated: 0,
    removed: 1,
  });
  const sets = [await labels.setId('default'), await labels.setId('other')];
  expect([...(await labels.labelsOf(sets.slice(0, 1), [label(1), label(2), label(3)])).keys()]).toEqual([
    id(label(2)),
    id(label(3)),
  ]);
  expect((await labels.labelsOf(sets, [label(1)])).get(id(label(1)))).toEqual([label(1)]);
});

test('labels of an account come surest first, only from the sets asked, only for the chain asked', async () => {
  const unsure = label(1, { category: 'mixer', confidence: 20 });
  const elsewhere = label(1, { chain: 'eip155:10' });
  await labels.importSet('default', [unsure, elsewhere]);
  await labels.importSet('case', [label(1)]);
  const sets = [await labels.setId('default'), await labels.setId('case')];
  expect((await labels.labelsOf(sets, [label(1)])).get(id(label(1)))).toEqual([label(1), unsure]);
  expect((await labels.labelsOf([sets[0] ?? 0], [label(1)])).get(id(label(1)))).toEqual([unsure]);
  expect(await labels.labelsOf([], [label(1)])).toEqual(new Map());
});

test('two first uses of a set at once get the same number', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => createLabelStore(home.database).setId('new')));
  expect(new Set(ids).size).toBe(1);
});
