import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAnswerCache } from '../limits/answer-cache.ts';
import { createLimiter } from '../limits/limiter.ts';
import { up } from './0004-rates.ts';

let home: TestDatabase;
beforeAll(async () => {
  home = await createTestDatabase();
});
afterAll(() => home.drop());

test('buckets and answers of the first schema are read on', async () => {
  const { db, pool } = home.database;
  await pool.query(`
    alter table ops.rate_buckets drop column factor, drop column paused_until;
    alter table ops.answers drop column packed;
    alter table ops.answers alter column body type text using convert_from(body, 'UTF8');
    insert into ops.rate_buckets (key, tokens) values ('old', -3);
    insert into ops.answers (key, body) values ('old', '{"ü":1}')`);
  await up(db);
  expect(await createAnswerCache(home.database).get('old')).toBe('{"ü":1}');
  const waits: number[] = [];
  const clock = { sleep: async (ms: number) => void waits.push(ms) };
  await createLimiter(home.database, clock).take('old', { perSecond: 0.1, burst: 2 });
  expect(waits.map((ms) => Math.round(ms / 10_000))).toEqual([4]);
});
