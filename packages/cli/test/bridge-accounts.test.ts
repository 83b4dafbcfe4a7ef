import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatAddress } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHere } from './run-here.ts';

const VAULT = formatAddress('0x0dac1fb302bc428d8dc272a511e7c2f0d2a1c128', 'eip155:1');
const HEADER = 'protocol,chain,address,role,source,from,until';
const ROW = `thorchain,eip155:1,${VAULT},Vault,an analyst,2025-02-20,`;

let folder = '';
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'fundtrail-accounts-'));
  await writeFile(join(folder, 'vaults.csv'), `${HEADER}\n${ROW}\n`);
  await writeFile(
    join(folder, 'bad.csv'),
    `${HEADER}\n${ROW.replace(VAULT, '0x12')}\n${ROW.replace('Vault', 'Safe')}\n`,
  );
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const bridges = (...args: readonly string[]) =>
  runHere(['bridges', ...args, '--quiet'], {
    env: { DATABASE_URL: database.connectionString, FUNDTRAIL_DATA_DIR: folder },
  });

test('accounts of protocols are imported, all or none, and listed with who told them', async () => {
  expect((await bridges('accounts')).stdout).toMatch(/No accounts are known/);
  const bad = await bridges('import', join(folder, 'bad.csv'));
  expect([bad.code, bad.stderr]).toEqual([2, expect.stringMatching(/bad\.csv:2: address: /)]);
  expect(JSON.parse((await bridges('accounts', '--json')).stdout)).toEqual([]);
  const good = await bridges('import', join(folder, 'vaults.csv'), '--json');
  expect([good.code, good.stderr, JSON.parse(good.stdout)]).toEqual([0, '', { accounts: 1 }]);
  const row = { protocol: 'thorchain', chain: 'eip155:1', address: VAULT, role: 'Vault', source: 'an analyst' };
  expect(JSON.parse((await bridges('accounts', '--protocol', 'thorchain', '--json')).stdout)).toEqual([
    { ...row, from: '2025-02-20T00:00:00Z', until: null },
  ]);
  expect((await bridges('accounts')).stdout).toContain(`eip155:1:${VAULT}`);
  expect(JSON.parse((await bridges('accounts', '--protocol', 'maya', '--json')).stdout)).toEqual([]);
}, 60_000);
