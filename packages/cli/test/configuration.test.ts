import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const SEED = `eip155:999:0x${'01'.repeat(32)}`;
const CSV = `chain,tx_hash,block,timestamp,from,to,asset,amount,kind,success
eip155:999,0x${'01'.repeat(32)},1,1700000000,0x${'aa'.repeat(20)},0x${'bb'.repeat(20)},native,5000000000000000000,native,true
`;
const CHAIN = 'chains:\n  - id: eip155:999\n    name: HyperEVM\n    native: { symbol: HYPE, slip44: 2457 }\n';

let folder = '';
let home: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fundtrail-cli-'));
  home = await createTestDatabase();
  await writeFile(join(folder, 'chain.yaml'), CHAIN);
  await writeFile(join(folder, 'other.yaml'), CHAIN.replace('2457', '2458'));
  await writeFile(join(folder, 'wrong.yaml'), 'providers:\n  - chain: eip155:1\n    kind: rpc\n    url: hidden\n');
  await writeFile(join(folder, 'contrary.yaml'), 'chains:\n  - {id: eip155:1, native: {symbol: ETC, slip44: 61}}\n');
  await writeFile(join(folder, 'transfers.csv'), CSV);
});
afterAll(async () => {
  await home.drop();
  await rm(folder, { recursive: true, force: true });
});

const envWith = (file: string): Readonly<Record<string, string>> => ({
  DATABASE_URL: home.connectionString,
  FUNDTRAIL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  FUNDTRAIL_CONFIG: join(folder, file),
});
const trace = (file: string) =>
  runCli(['trace', '--seed', SEED, '--dataset', join(folder, 'transfers.csv'), '--quiet'], { env: envWith(file) });

test('a chain of the configuration has its own native asset, which cannot change once something is stored', async () => {
  const traced = await trace('chain.yaml');
  expect(traced).toMatchObject({ code: 0 });
  expect(traced.stdout).toContain('5 HYPE');
  const told = await runCli(['tainted', 'last', '--json'], { env: envWith('chain.yaml') });
  expect(told.stdout).toContain('"eip155:999/slip44:2457"');

  const changed = await trace('other.yaml');
  expect(changed.stderr).toMatch(/^error: the native asset of eip155:999 is stored under coin type 2457, but 2458 /);
  expect(changed.stderr).toMatch(/\nremedy: Write slip44: 2457 for eip155:999 /);
  expect(changed.code).toBe(2);
});

test('a wrong configuration stops every command with file, line and field, but not the help', async () => {
  const listed = await runCli(['case', 'list'], { env: envWith('wrong.yaml') });
  expect(listed.stderr.replaceAll(`${folder}/`, '')).toBe(
    'error: wrong.yaml:4: providers[0].url: is not an http(s) URL\nremedy: Begin it with http:// or https:// and name a host.\n',
  );
  expect(listed.code).toBe(2);
  expect(await runCli(['case', '--help'], { env: envWith('wrong.yaml') })).toMatchObject({ code: 0, stderr: '' });
});

test('a configuration that contradicts the catalogue stops every command', async () => {
  const run = await runCli(['case', 'list'], { env: envWith('contrary.yaml') });
  expect(run.stderr).toMatch(/slip44 of eip155:1 is 60, not 61\nremedy: /);
  expect(run.code).toBe(2);
});
