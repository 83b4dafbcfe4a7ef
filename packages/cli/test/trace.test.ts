import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, sharedData, type TestDatabase } from '@fundtrail/testkit';
import { type CaseView, type TraceResult, traceResultSchema } from '@fundtrail/tracer';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';

const SIM = sharedData('launder-sim/c1');
const THIEF = '0xaa00000000000000000000000000000000000001';
const HOT = 'eip155:1:0xEE00000000000000000000000000000000000004';
const POLICIES = ['haircut', 'fifo', 'lifo', 'taint_first', 'clean_first', 'poison'];

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(traceResultSchema);

/** What a trace found, as text, so that a difference is one short message. */
function outcomeOf({ totals, accounts, flows }: TraceResult): string {
  return createHash('sha256').update(JSON.stringify({ totals, accounts, flows })).digest('hex');
}

describe.skipIf(SIM === undefined)('trace of a made laundering case', () => {
  const traceArgs = [
    'trace',
    '--dataset',
    `${SIM}/transfers.csv.gz`,
    '--labels',
    `${SIM}/labels.csv`,
    '--floor',
    '1/1000',
    '--json',
  ];
  let testDatabase: TestDatabase;
  let env: Record<string, string> = {};
  let folder = '';
  let first: TraceResult;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'fundtrail-cli-'));
    env = { DATABASE_URL: testDatabase.connectionString, FUNDTRAIL_DATA_DIR: folder };
    const run = await runCli([...traceArgs, '--seed', THIEF], { env });
    expect(run).toMatchObject({ code: 0 });
    expect(run.stderr).toMatch(/^case [0-9a-z]+$/m);
    first = JSON.parse(run.stdout) as TraceResult;
  });
  afterAll(async () => {
    await testDatabase.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const json = async <T>(...args: string[]): Promise<T> => {
    const run = await runHere([...args, '--json'], { env });
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    return JSON.parse(run.stdout) as T;
  };

  test('prints one object that its schema knows whole', () => {
    validate(first);
    expect(validate.errors ?? []).toEqual([]);
    expect(Object.keys(first.totals)).toEqual(POLICIES);
    for (const flow of first.flows) expect(Object.keys(flow.tainted)).toEqual(POLICIES);
    for (const account of first.accounts) expect(Object.keys(account.received)).toEqual(POLICIES);
  });

  test('accounts for every stolen unit under every policy that conserves', () => {
    for (const policy of POLICIES.filter((name) => name !== 'poison')) {
      const totals = first.totals[policy];
      for (const [asset, stolen] of Object.entries(totals?.stolen ?? {})) {
        const kinds = Object.values(totals?.origin ?? {});
        expect(kinds.reduce((sum, assets) => sum + BigInt(assets[asset] ?? '0'), 0n)).toBe(BigInt(stolen));
      }
    }
  });

  test('gives the same totals, accounts and flows when it is run again', async () => {
    const again = await runHere([...traceArgs, '--seed', `eip155:1:${THIEF}`, '--quiet'], { env });
    expect(again).toMatchObject({ code: 0, stderr: '' });
    const second = JSON.parse(again.stdout) as TraceResult;
    expect(second.case.id).not.toBe(first.case.id);
    expect(outcomeOf(second)).toBe(outcomeOf(first));
  });

  test('goes on after Ctrl-C where it was, with the same result', async () => {
    const interrupted = await runCli([...traceArgs, '--seed', THIEF], {
      env,
      onStderr: (text, child) => {
        if (/^case /m.test(text) && !child.killed) child.kill('SIGINT');
      },
    });
    expect([interrupted.code, interrupted.stdout.length]).toEqual([130, 0]);
    const id = /fundtrail trace --resume ([0-9a-z]+)/.exec(interrupted.stderr)?.[1] ?? '';
    expect((await json<CaseView>('case', 'show', id)).status).toBe('running');
    const resumed = await json<TraceResult>('trace', '--resume', id, '--quiet');
    expect(resumed.case.status).toBe('done');
    expect(outcomeOf(resumed)).toBe(outcomeOf(first));
  });

  test('finds its case, its accounts, a way to the exchange and its exports again', async () => {
    const { id } = first.case;
    expect((await json<CaseView>('case', 'show', id.slice(0, 6))).id).toBe(id);
    const page = await json<{ items: { account: string }[] }>('tainted', id, '--kind', 'exchange', '--all');
    expect(new Set(page.items.map((item) => item.account))).toEqual(new Set([HOT]));
    const [path] = await json<{ steps: { from: string; to: string }[] }[]>('path', id, HOT);
    expect(path?.steps.at(-1)?.to).toBe(HOT);
    expect(path?.steps[0]?.from.toLowerCase()).toBe(`eip155:1:${THIEF}`);
    expect(await json<TraceResult>('export', id)).toMatchObject({ totals: first.totals, flows: first.flows });
    const csv = await runHere(['export', id, '--format', 'csv'], { env });
    expect(csv.stdout.trim().split('\n')).toHaveLength(first.flows.length + 1);
    const graph = await runHere(['export', id, '--format', 'graphml'], { env });
    expect(graph.stdout.match(/<edge /g)).toHaveLength(first.flows.length);
    const lines = (await runHere(['export', id, '--format', 'ndjson'], { env })).stdout.trim().split('\n');
    expect(
      lines.map((line) => (JSON.parse(line) as { type: string }).type).filter((type) => type === 'account'),
    ).toHaveLength(first.accounts.length);
  });

  test('computes the same again from the facts after everything derived was dropped', async () => {
    const { rebuilt } = await json<{ rebuilt: string[] }>('db', 'rebuild', '--quiet');
    expect(rebuilt).toContain(first.case.id);
    expect(outcomeOf(await json<TraceResult>('export', first.case.id))).toBe(outcomeOf(first));
  });

  test('refuses a seed in the future, an asset that is not there and an unknown case, and stores no case', async () => {
    const before = (await json<CaseView[]>('case', 'list')).length;
    const future = await runHere([...traceArgs, '--seed', THIEF, '--from-block', '999999999999'], { env });
    expect(future).toMatchObject({ code: 2, stdout: '' });
    expect(future.stderr).toMatch(/error: .*lies in the future/);
    const asset = `0x${'12'.repeat(20)}`;
    const unknown = await runHere([...traceArgs, '--seed', THIEF, '--asset', asset], { env });
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toMatch(/error: .*no transfer of 0x1212/);
    expect(await runHere(['case', 'show', 'nosuchcase'], { env })).toMatchObject({ code: 2, stdout: '' });
    expect(await json<CaseView[]>('case', 'list')).toHaveLength(before);
  });

  test('takes a seed for a case from stdin, and refuses one that the case has', async () => {
    const { id } = first.case;
    const again = await runHere(['seed', 'add', id], { env, stdin: `seed\neip155:1:${THIEF}\n` });
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toMatch(/twice|already/);
    expect(await runHere(['seed', 'add', id], { env, stdin: 'address\nx\n' })).toMatchObject({ code: 2 });
  });

  test('prints a readable result whose sum closes', async () => {
    const run = await runHere(['trace', '--resume', first.case.id, '--quiet'], { env });
    expect(run.stdout).toMatch(/^Stolen: 10,000\.002 ETH/m);
    expect(run.stdout).toMatch(
      /^exchange .*Simulated Exchange .* ETH +\d+ +eip155:1:0xEE00000000000000000000000000000000000004$/m,
    );
    expect(run.stdout).toContain('The sum closes');
    expect(run.stdout).toContain(`fundtrail path ${first.case.id} `);
  });
});

describe('trace over a source that fails for good', () => {
  test('pauses the case with the reason, ends with 4 and records nothing as empty', async () => {
    const testDatabase = await createTestDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'fundtrail-cli-'));
    // Tells its head, so that the case can begin, and refuses the key for everything else.
    const server = createServer((request, response) => {
      const isHead =
        request.url?.includes('eth_blockNumber') === true || request.url?.includes('eth_getBlockByNumber') === true;
      const [hash, parentHash] = ['1', '2'].map((digit) => `0x${digit.repeat(64)}`);
      const block = { number: '0x112a880', timestamp: '0x64000000', hash, parentHash };
      const head = request.url?.includes('eth_blockNumber') === true ? '0x112a880' : block;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(
          isHead
            ? { jsonrpc: '2.0', id: 1, result: head }
            : { status: '0', message: 'NOTOK', result: 'Invalid API Key' },
        ),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
    try {
      const env = { DATABASE_URL: testDatabase.connectionString, FUNDTRAIL_DATA_DIR: folder };
      const run = await runHere(['trace', '--seed', `eip155:1:${THIEF}`, '--explorer', url, '--json', '--quiet'], {
        env,
      });
      expect(run.stderr).toMatch(/^error: case [0-9a-z]+ is paused: .*\nremedy: .*--resume/);
      expect(run.code).toBe(4);
      const result = JSON.parse(run.stdout) as TraceResult;
      expect(result.case.status).toBe('paused');
      expect(result.case.progress).toMatchObject({ accounts_waiting: 1, accounts_covered: 0, accounts_unavailable: 0 });
      const { rows } = await testDatabase.database.pool.query('select * from facts.coverage');
      expect(rows).toEqual([]);
    } finally {
      server.close();
      await testDatabase.drop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
