import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Anvil,
  createTestDatabase,
  openChain,
  redisUrl,
  startAnvil,
  startNodeExplorer,
  startNodeProxy,
  type TestDatabase,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHere } from './run-here.ts';

const REDIS = await redisUrl();
const SECRET = 'S3cretKey';

let folder = '';
let home: TestDatabase;
let anvil: Anvil;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fundtrail-doctor-'));
  home = await createTestDatabase();
  anvil = await startAnvil();
  await openChain(anvil.url).mine(100);
});
afterAll(async () => {
  await anvil.stop();
  await home.drop();
  await rm(folder, { recursive: true, force: true });
});

async function doctor(
  configuration: string,
  args: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
) {
  const file = join(folder, 'fundtrail.yaml');
  await writeFile(file, configuration, { mode: 0o600 });
  const env = {
    DATABASE_URL: home.connectionString,
    ...(REDIS === undefined ? {} : { REDIS_URL: REDIS }),
    FUNDTRAIL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    FUNDTRAIL_CONFIG: file,
    NODE_KEY: SECRET,
    ...more,
  };
  const run = await runHere(['doctor', ...args], { env });
  expect(`${run.stdout}${run.stderr}`).not.toContain(SECRET);
  return run;
}

const provider = (kind: string, url: string, more = ''): string =>
  `  - chain: eip155:31337\n    kind: ${kind}\n    url: ${url}\n${more}`;

test('doctor finds all well where a node and an explorer answer, and ends with 0', async () => {
  const explorer = await startNodeExplorer({ target: anvil.url, apiKey: SECRET });
  const node = await startNodeProxy({ target: anvil.url });
  try {
    const key = `    key: \${NODE_KEY}\n`;
    const providers = `providers:\n${provider('rpc', `${node.url}/\${NODE_KEY}`)}${provider('explorer', explorer.url, key)}`;
    const run = await doctor(`${providers}pools:\n  eip155:31337: { quorum: 2 }\n`);
    expect(run.stdout).toMatch(/\n {2}ok {4}traces +it tells value inside contracts by account/);
    expect(run.stdout).toMatch(
      /\neip155:31337\n {2}ok {4}quorum +2 of 2 providers work, 2 must agree\n\nall is well\n$/,
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
  } finally {
    await node.stop();
    await explorer.close();
  }
});

test('doctor warns of what a node lacks, says what it means, and ends with 0', async () => {
  const proxy = await startNodeProxy({ target: anvil.url, faults: [withoutMethods('trace_*', 'debug_*')] });
  try {
    const run = await doctor(`providers:\n${provider('rpc', proxy.url)}`, ['--json']);
    const { healthy, findings } = JSON.parse(run.stdout);
    expect(healthy).toBe(true);
    expect(findings).toContainEqual({
      subject: `eip155:31337 rpc:${new URL(proxy.url).host}`,
      check: 'traces',
      status: 'warn',
      message: 'it has no traces',
      consequence: 'Value that moves inside contracts is missing from what is read from it.',
      remedy: expect.stringContaining('internal transfers'),
    });
    expect(run).toMatchObject({ code: 0, stderr: '' });
  } finally {
    await proxy.stop();
  }
});

test('doctor ends with 3 where something will not work, and asks only about the chains it is told', async () => {
  const providers = `providers:\n${provider('rpc', anvil.url)}  - { chain: eip155:10, kind: rpc, url: "${anvil.url}" }\n`;
  const all = await doctor(providers);
  expect(all.stdout).toContain('it is a node of eip155:31337\n');
  expect(all.stdout).toMatch(/\n2 will not work, 0 warnings\n$/);
  expect(all.code).toBe(3);
  expect(await doctor(providers, ['--chain', 'eip155:31337'])).toMatchObject({ code: 0 });
  const unknown = await doctor(providers, ['--chain', 'eip155:5']);
  expect(unknown.stdout).toContain('no provider of eip155:5 is configured');
  expect(unknown.code).toBe(3);
});

test('doctor tells a wrong configuration with line and field, and looks at the servers all the same', async () => {
  const run = await doctor(`providers:\n${provider('rpc', anvil.url, '    quorum: 2\n')}`);
  expect(run.stdout).toMatch(
    /^configuration\n {2}FAIL {2}form +\S*fundtrail\.yaml:5: providers\[0\]\.quorum: is not a field here\n/,
  );
  expect(run.stdout).toMatch(/\n {2}ok {4}schema /);
  expect(run.code).toBe(3);
  const unset = await doctor(`providers:\n${provider('rpc', `${anvil.url}/\${NOT_SET}`)}`);
  expect(unset.stdout).toContain('fundtrail.yaml:4: providers[0].url: the environment variable NOT_SET is not set');
});

test('doctor refuses a chain that is none with 2', async () => {
  const run = await doctor('', ['--chain', 'ethereum']);
  expect(run.stderr).toMatch(/^error: --chain: "ethereum" is not a CAIP-2 chain id\n/);
  expect(run.code).toBe(2);
});
