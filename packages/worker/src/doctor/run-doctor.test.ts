import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, createLogger, createProviders, createSystemClock } from '@fundtrail/core';
import { createTestDatabase, redisUrl, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bounded } from './bounded.ts';
import type { Finding } from './finding.ts';
import { type DoctorOptions, runDoctor } from './run-doctor.ts';

const REDIS = await redisUrl();
const system = createSystemClock();
const context = { logger: createLogger({ level: 'silent' }), clock: system, signal: new AbortController().signal };
const providers = createProviders({ providers: [] });

let folder = '';
let home: TestDatabase;
let options: DoctorOptions;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fundtrail-doctor-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  home = await createTestDatabase({ maxConnections: 1 });
  options = {
    mode: { kind: 'service', databaseUrl: home.connectionString, ...(REDIS === undefined ? {} : { redisUrl: REDIS }) },
    key: { secretKey: Buffer.alloc(32, 1).toString('base64'), keyFile: join(folder, 'secret-key') },
    file: undefined,
    chains: [],
    providers,
    context,
  };
  return () => home.drop();
});

const of = (subject: string, findings: readonly Finding[]): readonly string[] =>
  findings.filter((finding) => finding.subject === subject).map(({ status, check }) => `${status} ${check}`);
const find = (findings: readonly Finding[], check: string) => findings.find((finding) => finding.check === check);
const query = (text: string) => home.database.pool.query(text);

describe('the doctor looks at the servers', () => {
  test('and finds nothing wrong with a migrated database and a Redis that keeps its jobs', async () => {
    const findings = await runDoctor(options);
    expect(of('database', findings)).toEqual(
      ['version', 'schema', 'rights', 'clock', 'room', 'connections'].map((check) => `ok ${check}`),
    );
    const redis = REDIS === undefined ? [] : ['ok version', 'ok eviction'];
    expect(of('queue', findings)).toEqual([...redis, 'ok reachable']);
  });

  test('and for the chains that cases reached and could not read, and how they can be', async () => {
    await query(`insert into facts.chains (caip2, slip44) values ('eip155:10', 60), ('eip155:1', 60)`);
    await query(`insert into facts.spaces (name) values ('live') on conflict do nothing`);
    await query(`insert into cases.cases (id, name, status, space_id, source, policies, limits)
      select 'a', 'a', 'done', id, '{"kind":"rpc","id":"rpc:a","chain":"eip155:1"}', '{haircut}', '{}' from facts.spaces limit 1`);
    await query(`insert into cases.accounts (case_id, chain_id, address, wave, state)
      select 'a', id, '\\x01', 1, 'unavailable' from facts.chains where caip2 in ('eip155:10', 'eip155:1')`);
    expect(find(await runDoctor(options), 'reached')).toMatchObject({
      subject: 'eip155:10',
      status: 'warn',
      message: 'a case has reached Optimism, for which nothing is configured',
      remedy: 'Set FUNDTRAIL_EXPLORER_URL or FUNDTRAIL_RPC_URL for it, then run fundtrail case resume.',
    });
    const configured = createProviders({ providers: [{ kind: 'rpc', chain: 'eip155:10', url: 'http://127.0.0.1:1' }] });
    expect(find(await runDoctor({ ...options, providers: configured, only: [] }), 'reached')).toBeUndefined();
  });

  test('and for the chains to which money left, and where nothing looks for it', async () => {
    await query(`insert into facts.chains (caip2, slip44) values ('eip155:1', 60)`);
    await query(`insert into facts.spaces (name) values ('live') on conflict do nothing`);
    await query(`insert into cases.cases (id, name, status, space_id, source, policies, limits)
      select 'a', 'a', 'done', id, '{"kind":"rpc","id":"rpc:a","chain":"eip155:1"}', '{haircut}', '{}' from facts.spaces limit 1`);
    const went = {
      'eip155:8453': 'unavailable',
      'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp': 'unavailable',
      'eip155:10': 'covered',
    };
    for (const [chain, state] of Object.entries(went)) {
      await query(
        `insert into cases.links (case_id, protocol, key, wave, state) values ('a', 'cctp', '${chain}', 1, '${state}')`,
      );
      await query(`insert into facts.bridge_legs (space_id, chain_id, tx_hash, protocol, side, evidence, leg_index, key, proof, to_chain, custody, via, notes)
        select s.id, c.id, '\\x01', 'cctp', 'source', 'log:1', 0, '${chain}', 'K', '${chain}', '{}', '{}', '{}'
        from facts.spaces s, facts.chains c where s.name = 'live' and c.caip2 = 'eip155:1'`);
    }
    const reached = (await runDoctor(options)).filter(({ check }) => check === 'reached');
    expect(reached).toMatchObject([
      { subject: 'eip155:8453', consequence: 'Whether a movement to there arrived is not looked for on the chain.' },
    ]);
  });

  test('and makes no table of the queue in a database that is not in order', async () => {
    await query('drop schema meta cascade');
    const { databaseUrl } = options.mode as { databaseUrl: string };
    const findings = await runDoctor({ ...options, mode: { kind: 'service', databaseUrl } });
    expect(find(findings, 'schema')).toMatchObject({
      status: 'fail',
      message: 'there are no tables yet',
      remedy: 'Run fundtrail migrate.',
    });
    expect(of('queue', findings)).toEqual([]);
    const { rows } = await query("select to_regnamespace('bullmq') is null as absent");
    expect(rows).toEqual([{ absent: true }]);
  });

  test('and tells a database of a newer version, and one whose migrations are missing', async () => {
    await query("insert into meta.migrations (name) values ('9999-later')");
    expect(find(await runDoctor(options), 'schema')).toMatchObject({
      status: 'fail',
      message: 'a newer version of fundtrail was here: 9999-later',
    });
    await query("delete from meta.migrations where name in ('9999-later', '0002-views')");
    expect(find(await runDoctor(options), 'schema')).toMatchObject({
      status: 'fail',
      message: 'migrations are missing: 0002-views',
    });
  });

  test('and tells a chain whose native asset is stored under another coin type', async () => {
    await query("insert into facts.chains (caip2, slip44) values ('eip155:1', 60), ('eip155:999', 2457)");
    const found = (await runDoctor(options)).filter(({ check }) => check === 'chains');
    expect(found).toMatchObject([
      {
        status: 'fail',
        message: 'the native asset of eip155:999 is stored under coin type 2457, not 60',
        remedy: expect.stringMatching(/^Write slip44: 2457 for eip155:999 /),
      },
    ]);
  });

  test('and tells a user that may not write', async () => {
    const reader = `reader_${Date.now().toString(36)}`;
    await query(`create role ${reader} login password 'hunter2'`);
    try {
      await query(`grant usage on schema facts, cases, ops, meta to ${reader}`);
      await query(`grant select on all tables in schema facts, cases, ops, meta to ${reader}`);
      const url = new URL(home.connectionString);
      url.username = reader;
      url.password = 'hunter2';
      const findings = await runDoctor({ ...options, mode: { kind: 'service', databaseUrl: url.href } });
      expect(find(findings, 'rights')).toMatchObject({
        status: 'fail',
        message: expect.stringMatching(/^this user may not write \S+, \S+, \S+ and [0-9]+ more$/),
      });
      expect(JSON.stringify(findings)).not.toContain('hunter2');
    } finally {
      await query(`drop owned by ${reader}`);
      await query(`drop role ${reader}`);
    }
  });

  test.each([
    [10_000, 'warn', /^its clock is (9|10)\.[0-9] s behind this machine's$/],
    [-120_000, 'fail', /^its clock is 1(19|20)\.[0-9] s ahead of this machine's$/],
  ])('and tells clocks that differ by %i ms', async (skewMs, status, message) => {
    const clock: Clock = { ...system, now: () => system.now() + skewMs };
    const findings = await runDoctor({ ...options, context: { ...context, clock } });
    expect(find(findings, 'clock')).toMatchObject({ status, message: expect.stringMatching(message) });
  });

  test.each([
    ['database', { databaseUrl: 'postgres://user:hunter2@127.0.0.1:1/x' }],
    ['queue', { redisUrl: 'redis://:hunter2@127.0.0.1:1' }],
  ])('and tells a %s that cannot be reached, without its password', async (subject, servers) => {
    const mode = { kind: 'service' as const, databaseUrl: home.connectionString, ...servers };
    const findings = await runDoctor({ ...options, mode });
    expect(of(subject, findings)).toEqual(['fail reachable']);
    expect(JSON.stringify(findings)).not.toContain('hunter2');
  });

  test('and finds the jobs in PostgreSQL where no Redis is named', async () => {
    const mode = { kind: 'service' as const, databaseUrl: home.connectionString };
    const findings = await runDoctor({ ...options, mode });
    expect(of('queue', findings)).toEqual(['ok reachable']);
    expect(find(findings.slice(-1), 'reachable')?.message).toBe('jobs lie in PostgreSQL: 0 wait, 0 run');
  });
});

describe('the doctor looks at the configuration', () => {
  test('and warns of an installation without providers or a key that others share', async () => {
    const key = { keyFile: join(folder, 'none') };
    expect(of('configuration', await runDoctor({ ...options, key }))).toEqual([
      'ok file',
      'warn providers',
      'warn secret_key',
    ]);
  });

  test('and refuses a key file that others may read', async () => {
    const keyFile = join(folder, 'open-key');
    await writeFile(keyFile, Buffer.alloc(32, 1).toString('base64'));
    await chmod(keyFile, 0o644);
    const findings = await runDoctor({ ...options, key: { keyFile } });
    expect(find(findings, 'secret_key')).toMatchObject({ status: 'fail', remedy: `chmod 600 ${keyFile}` });
  });

  test('and tells a chain that is asked for and has no provider', async () => {
    const findings = await runDoctor({ ...options, only: ['eip155:10'] });
    expect(of('eip155:10', findings)).toEqual(['fail providers']);
    expect(find(findings.slice(-1), 'providers')?.message).toBe('no provider of Optimism is configured');
  });

  test('without starting an embedded server that was never used', async () => {
    const dataDirectory = join(folder, 'unused');
    const findings = await runDoctor({ ...options, mode: { kind: 'embedded', dataDirectory } });
    expect(of('database', findings)).toEqual(['ok reachable']);
  });
});

test('a check that does not end, or throws, is a finding, and its signal ends with it', async () => {
  const clock: Clock = { now: () => 0, sleep: async () => {} };
  const subject = { subject: 'it', check: 'answer', consequence: 'Nothing.' };
  let signal: AbortSignal | undefined;
  const late = await bounded({ ...context, clock }, 5_000, subject, (inner) => {
    signal = inner.signal;
    return new Promise(() => {});
  });
  expect(late).toEqual([{ ...subject, status: 'fail', message: 'no answer within 5 s' }]);
  expect(signal?.aborted).toBe(true);
  const thrown = await bounded(context, 5_000, subject, async () => {
    throw new Error('broken at http://user:hunter2@host/key');
  });
  expect(thrown).toEqual([{ ...subject, status: 'fail', message: 'broken at http://host/…' }]);
});
