import { ConflictError } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKeys } from './keys.ts';

let home: TestDatabase;
beforeAll(async () => {
  home = await createTestDatabase();
});
afterAll(() => home.drop());

test('a chain is stored with the coin type of its native asset, once', async () => {
  const key = await createKeys(home.database).chainKey('eip155:56');
  expect(await createKeys(home.database).chainKey('eip155:56')).toBe(key);
  const rows = await home.database.db.selectFrom('facts.chains').selectAll().execute();
  expect(rows).toEqual([{ id: key, caip2: 'eip155:56', slip44: 714 }]);
});

test('a chain whose native asset is stored under another coin type is refused with the one to write', async () => {
  const stored = { caip2: 'eip155:999', slip44: 2457 };
  const { id } = await home.database.db
    .insertInto('facts.chains')
    .values(stored)
    .returning('id')
    .executeTakeFirstOrThrow();
  const keys = createKeys(home.database);
  const refusal = expect.objectContaining({
    name: ConflictError.name,
    message: expect.stringContaining('stored under coin type 2457, but 60 is configured'),
    remedy: expect.stringContaining('slip44: 2457 for eip155:999'),
  });
  await expect(keys.chainKey('eip155:999')).rejects.toThrow(refusal);
  await expect(keys.chainOf(id)).rejects.toThrow(refusal);
});
