import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogger, createSystemClock, parsePolicies } from '@fundtrail/core';
import { createTestDatabase, redisUrl, sharedData } from '@fundtrail/testkit';
import { DEFAULT_LIMITS } from '@fundtrail/tracer';
import { keyFileIn, type Runtime, startRuntime } from '@fundtrail/worker';
import { describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const SIM = sharedData('launder-sim/c1');
const REDIS = await redisUrl();
/** Databases of one Redis do not meet: other suites use the first one. */
const REDIS_DATABASE = '7';

type Worker = { readonly process: ChildProcess; stderr(): string };

async function startWorker(roles: string, env: Record<string, string>): Promise<Worker> {
  const process = spawn(globalThis.process.execPath, [MAIN, 'worker', '--roles', roles], {
    env: { PATH: globalThis.process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  const ready = Promise.withResolvers<void>();
  process.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (stderr.includes('working as')) ready.resolve();
  });
  process.once('exit', () => ready.reject(new Error(`the worker ended: ${stderr}`)));
  await ready.promise;
  return { process, stderr: () => stderr };
}

async function stopped(worker: Worker): Promise<number | null> {
  const exit = once(worker.process, 'exit') as Promise<[number | null]>;
  worker.process.kill('SIGTERM');
  return (await exit)[0];
}

async function traceOnce(runtime: Runtime): Promise<{ status: string; totals: string }> {
  const { sha256, name } = await runtime.loadDataset(`${SIM}/transfers.csv.gz`);
  const id = await runtime.cases.create({
    name: 'service mode',
    seeds: [{ kind: 'account', account: 'eip155:1:0xaa00000000000000000000000000000000000001', fromBlock: 0 }],
    policies: parsePolicies(['haircut', 'fifo']),
    limits: { ...DEFAULT_LIMITS, floor: { numerator: 1n, denominator: 1000n } },
    source: { kind: 'dataset', sha256, name },
    labelSets: [],
    follow: false,
  });
  let status = '';
  for await (const progress of runtime.cases.progress(id, AbortSignal.timeout(60_000))) status = progress.status;
  return { status, totals: JSON.stringify((await runtime.cases.result(id)).totals) };
}

const backends: readonly (readonly [string, Record<string, string> | undefined])[] = [
  ['PostgreSQL alone', {}],
  ['PostgreSQL and Redis', REDIS === undefined ? undefined : { REDIS_URL: `${REDIS}/${REDIS_DATABASE}` }],
];

describe.each(backends)('roles in processes of their own, on %s', (_name, redis) => {
  test.skipIf(SIM === undefined || redis === undefined)(
    'work a case together, and end with 0 when they are asked to stop',
    async () => {
      const testDatabase = await createTestDatabase();
      const folder = await mkdtemp(join(tmpdir(), 'fundtrail-cli-'));
      const env = { DATABASE_URL: testDatabase.connectionString, FUNDTRAIL_DATA_DIR: folder, ...redis };
      const migrated = await runCli(['migrate', '--json'], { env });
      expect(JSON.parse(migrated.stdout)).toEqual({ applied: [] });
      const workers = await Promise.all([startWorker('acquire,deliver', env), startWorker('settle,follow', env)]);
      const runtime = await startRuntime({
        mode: {
          kind: 'service',
          databaseUrl: testDatabase.connectionString,
          ...(redis?.REDIS_URL === undefined ? {} : { redisUrl: redis.REDIS_URL }),
        },
        roles: [],
        context: {
          logger: createLogger({ level: 'silent' }),
          clock: createSystemClock(),
          signal: new AbortController().signal,
        },
        key: { keyFile: keyFileIn(folder) },
      });
      try {
        const first = await traceOnce(runtime);
        expect(first.status).toBe('done');
        expect(workers[0].stderr()).toMatch(/"queue":"acquire"/);
        expect(workers[1].stderr()).toMatch(/"queue":"settle"/);
        // One of two dies; another takes its place and the next case is done all the same.
        workers[1].process.kill('SIGKILL');
        workers[1] = await startWorker('settle', env);
        expect(await traceOnce(runtime)).toEqual(first);
        expect(await Promise.all(workers.map(stopped))).toEqual([0, 0]);
      } finally {
        for (const worker of workers) worker.process.kill('SIGKILL');
        await runtime.stop();
        await testDatabase.drop();
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});

test('a database without tables is refused with the command that makes them', async () => {
  const testDatabase = await createTestDatabase();
  try {
    await testDatabase.database.pool.query('drop schema cases cascade');
    const run = await runCli(['case', 'list'], {
      env: {
        DATABASE_URL: testDatabase.connectionString,
        FUNDTRAIL_DATA_DIR: tmpdir(),
        FUNDTRAIL_SECRET_KEY: 'ab'.repeat(32),
      },
    });
    expect(run.stderr).toMatch(/^error: the database has no tables.*\nremedy: Run fundtrail migrate once\.\n$/);
    expect(run.code).toBe(3);
  } finally {
    await testDatabase.drop();
  }
});
