import { createLogger, InputError } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import { withTransaction } from './transaction.ts';

const logger = createLogger({ level: 'silent' });
let home: TestDatabase;
beforeAll(async () => {
  home = await createTestDatabase();
});
afterAll(() => home.drop());

test('numbers keep every digit: int8 as number, numeric as text, also in arrays', async () => {
  const { rows } =
    await home.database.pool.query(`select 9007199254740991::int8 as big, (2::numeric ^ 255)::numeric(78,0) as amount,
    array[1, 9007199254740991]::int8[] as bigs, array[(2::numeric ^ 255)::numeric(78,0), 3] as amounts, '\\xab'::bytea as bytes`);
  expect(rows[0]).toEqual({
    big: 9_007_199_254_740_991,
    amount: (2n ** 255n).toString(),
    bigs: [1, 9_007_199_254_740_991],
    amounts: [(2n ** 255n).toString(), '3'],
    bytes: Buffer.from('ab', 'hex'),
  });
  await expect(home.database.pool.query('select 9007199254740992::int8')).rejects.toThrow(/beyond/);
});

test('statements are counted, of Kysely and of the pool', async () => {
  const before = home.database.queries();
  await sql`select 1`.execute(home.database.db);
  await home.database.pool.query('select 1');
  expect(home.database.queries() - before).toBe(2);
});

test('what the driver throws becomes a StoreError that says whether trying again can help', async () => {
  const broken = sql`select * from nowhere`.execute(home.database.db);
  await expect(broken).rejects.toBeInstanceOf(StoreError);
  await expect(broken).rejects.toMatchObject({ code: 'database_error', sqlState: '42P01', retryable: false });

  const away = openDatabase({ connectionString: 'postgresql://x:y@127.0.0.1:1/z', logger, applicationName: 'test' });
  await expect(away.pool.query('select 1')).rejects.toMatchObject({ code: 'database_unreachable', retryable: true });
  await expect(sql`select 1`.execute(away.db)).rejects.toMatchObject({ code: 'database_unreachable' });
  await away.close();

  const wrong = new URL(home.connectionString);
  wrong.password = 'guess';
  const refused = openDatabase({ connectionString: wrong.href, logger, applicationName: 'test' });
  await expect(refused.pool.query('select 1')).rejects.toMatchObject({ code: 'database_refused', retryable: false });
  await refused.close();
});

test('a server that drops a connection is a retryable failure, and the pool goes on with another one', async () => {
  const client = await home.database.pool.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const waiting = client.query('select pg_sleep(30)');
  await Promise.all([
    expect(waiting).rejects.toMatchObject({ code: 'database_unreachable', retryable: true }),
    home.database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]),
  ]);
  client.release(true);
  expect((await home.database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a text that is no connection string is refused without being repeated', () => {
  const open = () => openDatabase({ connectionString: 'secret@host', logger, applicationName: 'test' });
  expect(open).toThrow(InputError);
  expect(open).not.toThrow(/secret/);
});

test('a transaction that loses a deadlock is run again', async () => {
  await home.database.pool.query(
    'create table public.pair (id int primary key, n int); insert into pair values (1, 0), (2, 0)',
  );
  const cross = (first: number, second: number) =>
    withTransaction(home.database, async (client) => {
      await client.query('update pair set n = n + 1 where id = $1', [first]);
      await client.query('select pg_sleep(0.2)');
      await client.query('update pair set n = n + 1 where id = $1', [second]);
    });
  await Promise.all([cross(1, 2), cross(2, 1)]);
  expect((await home.database.pool.query('select n from pair order by id')).rows).toEqual([{ n: 2 }, { n: 2 }]);
});
