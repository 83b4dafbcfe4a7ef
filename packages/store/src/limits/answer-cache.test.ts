import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAnswerCache } from './answer-cache.ts';

let home: TestDatabase;
beforeAll(async () => {
  home = await createTestDatabase();
});
afterAll(() => home.drop());

test('an answer is kept for every host, and a later one takes its place', async () => {
  const cache = createAnswerCache(home.database);
  expect(await cache.get('a')).toBeUndefined();
  await cache.put('a', '{"ü":1}');
  expect(await createAnswerCache(home.database).get('a')).toBe('{"ü":1}');
  await cache.put('a', 'other');
  expect(await cache.get('a')).toBe('other');
});

test('a large answer is stored compressed and told as it was', async () => {
  const cache = createAnswerCache(home.database);
  const text = JSON.stringify(Array.from({ length: 2_000 }, (_, n) => ({ blockNumber: n, note: 'Überweisung' })));
  await cache.put('large', text);
  expect(await cache.get('large')).toBe(text);
  const { rows } = await home.database.pool.query(
    "select octet_length(body) as bytes, packed from ops.answers where key = 'large'",
  );
  expect(rows[0].packed).toBe(true);
  expect(rows[0].bytes).toBeLessThan(text.length / 5);
});

test('an answer beyond the largest size is left out, which changes nothing of one that is there', async () => {
  const cache = createAnswerCache(home.database, { largestBytes: 100 });
  await cache.put('bounded', 'x'.repeat(100));
  await cache.put('bounded', 'y'.repeat(101));
  expect(await cache.get('bounded')).toBe('x'.repeat(100));
  await cache.put('too large', 'x'.repeat(101));
  expect(await cache.get('too large')).toBeUndefined();
});
