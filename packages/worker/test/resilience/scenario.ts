import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { accountId, createLogger, createSystemClock, type Policy, parseShare } from '@fundtrail/core';
import {
  createTestDatabase,
  type ExplorerFaultRule,
  type RecordedExplorer,
  startPrivateRedis,
  startRecordedExplorer,
} from '@fundtrail/testkit';
import { DEFAULT_LIMITS } from '@fundtrail/tracer';
import { type Role, type Runtime, type RuntimeMode, startRuntime } from '../../src/index.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { readTables, type Tables } from './tables.ts';
import type { WorkerArguments } from './worker.fixture.ts';
import { CHAIN, THEFT_BLOCK, type World } from './world.ts';

export type QueueBackend = 'redis' | 'postgres';

export const POLICIES: readonly Policy[] = ['haircut', 'fifo'];
const FIXTURE = fileURLToPath(new URL('./worker.fixture.ts', import.meta.url));
const POLL_MS = 40;
/** A case that has not ended by then hangs. */
const CASE_PATIENCE_MS = 100_000;

/** A world, an explorer that shows it, a database and a queue of its own, and worker processes to be killed. */
export type Scenario = {
  /** Without roles: asks and tells. */
  readonly runtime: Runtime;
  readonly explorer: RecordedExplorer;
  /** Told every alert; `secret` is what they are signed with. */
  readonly receiver: Receiver & { readonly secret: string };
  /** Starts the case of the world's theft. */
  begin(): Promise<string>;
  startWorker(roles: readonly Role[]): Promise<WorkerProcess>;
  /** What is left when the queue is lost: for Redis FLUSHALL, for PostgreSQL everything obliterated. */
  loseQueue(): Promise<void>;
  /** Resolves when the case is done and every alert is sent. @throws when it rests in another state */
  done(caseId: string): Promise<void>;
  /** As if the time had passed for which the attempts of dead workers are still their own. */
  passLeases(): Promise<void>;
  tables(caseId: string): Promise<Tables>;
  close(): Promise<void>;
};

export type WorkerProcess = {
  kill(): Promise<void>;
  /** Stands still for so long, as a process does whose machine sleeps, and goes on as if nothing had been. */
  suspend(ms: number): Promise<void>;
};

export async function openScenario(options: {
  readonly backend: QueueBackend;
  readonly world: World;
  /** The world's recording. */
  readonly folder: string;
  readonly faults?: ExplorerFaultRule;
}): Promise<Scenario> {
  const database = await createTestDatabase({ maxConnections: 2 });
  const redis = options.backend === 'redis' ? await startPrivateRedis() : undefined;
  const explorer = await startRecordedExplorer({
    folder: options.folder,
    ...(options.faults === undefined ? {} : { faults: options.faults }),
  });
  const mode: RuntimeMode = {
    kind: 'service',
    databaseUrl: database.connectionString,
    ...(redis === undefined ? {} : { redisUrl: redis.url }),
  };
  const key = { keyFile: join(options.folder, 'key') };
  const runtime = await startRuntime({
    mode,
    roles: [],
    key,
    context: {
      logger: createLogger({ level: 'silent' }),
      clock: createSystemClock(),
      signal: new AbortController().signal,
    },
    egressAllow: ['127.0.0.1'],
  });
  const receiver = await startReceiver();
  const { secret } = await runtime.endpoints.add(receiver.url);
  const workers = new Set<WorkerProcess>();
  const everythingSent = async (): Promise<boolean> => {
    const { rows } = await runtime.database.pool.query("select from ops.deliveries where state = 'pending' limit 1");
    return rows.length === 0;
  };

  return {
    runtime,
    explorer,
    receiver: { ...receiver, secret },
    begin: async () => {
      await runtime.labels.importSet('default', options.world.labels);
      return runtime.cases.create({
        name: 'made theft',
        seeds: [{ kind: 'account', account: accountId(CHAIN, options.world.thief), fromBlock: THEFT_BLOCK }],
        policies: POLICIES,
        limits: { ...DEFAULT_LIMITS, floor: parseShare('0'), maxHops: 1_000 },
        source: { kind: 'explorer', chain: CHAIN, url: explorer.url },
        labelSets: [],
        follow: false,
      });
    },
    startWorker: async (roles) => {
      const worker = await startProcess({ mode, roles, key, logLevel: 'silent' }, join(options.folder, 'compiled'));
      workers.add(worker);
      return worker;
    },
    loseQueue: () => (redis === undefined ? runtime.queues.obliterate() : flushAll(redis.url)),
    done: async (caseId) => {
      const done = async (): Promise<boolean> => {
        const { rows } = await runtime.database.pool.query<{ status: string; status_reason: string | null }>(
          'select status, status_reason from cases.cases where id = $1',
          [caseId],
        );
        const { status = 'gone', status_reason = null } = rows[0] ?? {};
        if (status === 'done' || status === 'running') return status === 'done';
        throw new Error(`the case is ${status}: ${status_reason}`);
      };
      await until(done, CASE_PATIENCE_MS, async () => JSON.stringify(await runtime.queues.counts()));
      await until(everythingSent, CASE_PATIENCE_MS);
    },
    passLeases: async () => {
      await runtime.database.pool.query("update ops.deliveries set next_at = now() where state = 'pending'");
    },
    tables: (caseId) => readTables(runtime.database, { caseId, host: new URL(explorer.url).host }),
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.kill()));
      await runtime.stop(0);
      await Promise.all([explorer.close(), receiver.close(), redis?.stop()]);
      await database.drop();
    },
  };
}

/** Resolves when the process takes jobs. */
async function startProcess(args: WorkerArguments, compiled: string): Promise<WorkerProcess> {
  const child: ChildProcess = spawn(process.execPath, [FIXTURE, JSON.stringify(args)], {
    // So that a dozen starts do not compile everything a dozen times.
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const ready = child.stdout === null ? Promise.reject(new Error('no output')) : once(child.stdout, 'data');
  const died = exited.then(([code]) => Promise.reject(new Error(`the worker ended early (${code})`)));
  await Promise.race([ready, died]);
  died.catch(() => undefined);
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    suspend: async (ms) => {
      child.kill('SIGSTOP');
      await sleep(ms);
      child.kill('SIGCONT');
    },
  };
}

async function flushAll(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write('FLUSHALL\r\n');
  const [answer] = await once(socket, 'data');
  socket.destroy();
  if (!String(answer).startsWith('+OK')) throw new Error(`redis: ${answer}`);
}

/** Waits until something is so. @throws with what `describe` says when it does not come to pass. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  timeoutMs: number,
  describe: () => Promise<string> = async () => '',
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`still not so after ${timeoutMs} ms: ${await describe()}`);
    await sleep(POLL_MS);
  }
}
