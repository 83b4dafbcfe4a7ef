import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Context, createLogger, createSystemClock, FundtrailError, InputError } from '@fundtrail/core';
import { createTestDatabase, redisUrl } from '@fundtrail/testkit';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createQueues, type QueueOptions, type Queues } from './queues.ts';

const CHAIN = 'eip155:1';
// Other test files use the same Redis.
const PREFIX = `queue-test-${process.pid}`;
const SETTLE = { caseId: 'c1', wave: 3 };

// Undefined where no Redis is installed: then its half of the suite is shown as skipped.
const REDIS_URL = await redisUrl();

const BACKENDS = ['redis', 'postgres'] as const;
for (const backend of BACKENDS) {
  describe.skipIf(backend === 'redis' && REDIS_URL === undefined)(`job queues on ${backend}`, () => suite(backend));
}

function suite(backend: (typeof BACKENDS)[number]): void {
  let options: QueueOptions;
  let dropDatabase: () => Promise<void> = async () => {};
  let queues: Queues;
  let lines: string[];
  let context: Context;

  beforeAll(async () => {
    if (backend === 'redis') {
      options = { backend, url: REDIS_URL ?? '', prefix: PREFIX };
      return;
    }
    const database = await createTestDatabase();
    dropDatabase = database.drop;
    options = { backend, connectionString: database.connectionString };
  });
  beforeEach(async () => {
    lines = [];
    context = contextInto(lines);
    queues = createQueues(options, context);
    await queues.obliterate();
  });
  afterEach(() => queues.close(100));
  afterAll(() => dropDatabase());

  it('hands every job once to one of the workers, with its payload', async () => {
    const seen: string[] = [];
    const other = createQueues(options, context);
    const record = async (job: { readonly wave: number }): Promise<void> => {
      seen.push(String(job.wave));
    };
    await queues.work('settle', record, { concurrency: 2 });
    await other.work('settle', record, { concurrency: 2 });
    await queues.enqueueSettle(Array.from({ length: 100 }, (_, wave) => ({ caseId: 'c1', wave })));
    await until(() => queues.isEmpty('settle'));
    expect(seen.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, wave) => wave));
    await other.close();
  });

  it('keeps one waiting job however often it is enqueued, with whatever is left of its items', async () => {
    const a = `${CHAIN}:0xaa`;
    const b = `${CHAIN}:0xbb`;
    await queues.enqueueAcquire([{ caseId: 'c1', wave: 1, batch: 0, items: [a, b] }]);
    await queues.enqueueAcquire([
      { caseId: 'c1', wave: 1, batch: 0, items: [b] },
      { caseId: 'c1', wave: 1, batch: 1, items: [a] },
    ]);
    await Promise.all([queues.enqueueDeliver(), queues.enqueueDeliver(), queues.enqueueDeliver()]);
    const counts = await queues.counts();
    expect(counts.acquire.waiting).toBe(2);
    expect(counts.deliver.waiting).toBe(1);
  });

  it('runs again after it ran, and after it failed for good', async () => {
    let runs = 0;
    await queues.work('settle', async () => {
      runs++;
      if (runs === 2) throw new InputError('no such case');
    });
    for (const expected of [1, 2, 3]) {
      await queues.enqueueSettle([SETTLE]);
      await until(async () => runs === expected && (await queues.isEmpty('settle')));
    }
    expect((await queues.counts()).settle.failed).toBe(1);
  });

  it('runs once more, not at the same time, when enqueued while it runs', async () => {
    let runs = 0;
    let atOnce = 0;
    let most = 0;
    const release = Promise.withResolvers<void>();
    await queues.work(
      'deliver',
      async () => {
        runs++;
        most = Math.max(most, ++atOnce);
        if (runs === 1) await release.promise;
        atOnce--;
      },
      { concurrency: 4 },
    );
    await queues.enqueueDeliver();
    await until(() => runs === 1);
    await queues.enqueueDeliver();
    await queues.enqueueDeliver();
    release.resolve();
    await until(async () => runs === 2 && (await queues.isEmpty('deliver')));
    expect({ runs, most }).toEqual({ runs: 2, most: 1 });
  });

  it('runs once more also when the running one then fails for good', async () => {
    let runs = 0;
    const release = Promise.withResolvers<void>();
    await queues.work('settle', async () => {
      if (++runs > 1) return;
      await release.promise;
      throw new InputError('never');
    });
    await queues.enqueueSettle([SETTLE]);
    await until(() => runs === 1);
    await queues.enqueueSettle([SETTLE]);
    release.resolve();
    await until(async () => runs === 2 && (await queues.isEmpty('settle')));
  });

  it('tries retryable failures again with backoff, and what cannot help only once', async () => {
    const attempts = { flaky: 0, hopeless: 0 };
    await queues.work(
      'settle',
      async ({ caseId }) => {
        if (caseId === 'hopeless') {
          attempts.hopeless++;
          throw new InputError('never');
        }
        if (++attempts.flaky < 3) throw new FundtrailError('busy', 'not now', { retryable: true });
      },
      { concurrency: 2 },
    );
    const started = Date.now();
    await queues.enqueueSettle([
      { caseId: 'flaky', wave: 1 },
      { caseId: 'hopeless', wave: 1 },
    ]);
    await until(() => queues.isEmpty('settle'));
    expect(attempts).toEqual({ flaky: 3, hopeless: 1 });
    expect(Date.now() - started).toBeGreaterThan(1_500);
    expect((await queues.counts()).settle.failed).toBe(1);
  });

  it('a job that waits to be tried again takes no second one in', async () => {
    let runs = 0;
    await queues.work('settle', async () => {
      if (++runs === 1) throw new FundtrailError('busy', 'not now', { retryable: true });
    });
    await queues.enqueueSettle([SETTLE]);
    await until(async () => (await queues.counts()).settle.delayed === 1);
    await queues.enqueueSettle([SETTLE]);
    await until(() => queues.isEmpty('settle'));
    expect(runs).toBe(2);
  });

  it('finishes current jobs on close and takes no more', async () => {
    let started = 0;
    let finished = 0;
    const worker = await queues.work('settle', async () => {
      started++;
      await new Promise((resolve) => setTimeout(resolve, 500));
      finished++;
    });
    await queues.enqueueSettle([SETTLE, { caseId: 'c2', wave: 1 }]);
    await until(() => started === 1);
    await worker.close();
    expect(finished).toBe(1);
    expect((await queues.counts()).settle).toMatchObject({ waiting: 1, active: 0 });
  });

  it('puts a job back whose handler stops when asked at the deadline, without counting the attempt', async () => {
    const stop = new AbortController();
    let started = false;
    let aborted = false;
    await queues.work(
      'settle',
      (_job, signal) =>
        new Promise((_resolve, reject) => {
          started = true;
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason);
          });
        }),
      { signal: stop.signal },
    );
    await queues.enqueueSettle([SETTLE]);
    await until(() => started);
    await queues.close(100);
    expect(aborted).toBe(true);

    queues = createQueues(options, context);
    expect((await queues.counts()).settle).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });
    let done = 0;
    await queues.work('settle', async () => {
      done++;
    });
    await until(() => queues.isEmpty('settle'));
    expect(done).toBe(1);
  });

  it('stops a worker whose signal is aborted', async () => {
    const stop = new AbortController();
    let runs = 0;
    const worker = await queues.work(
      'deliver',
      async () => {
        runs++;
      },
      { signal: stop.signal },
    );
    stop.abort();
    await worker.close();
    await queues.enqueueDeliver();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect({ runs, waiting: (await queues.counts()).deliver.waiting }).toEqual({ runs: 0, waiting: 1 });
  });

  it('takes the job of a killed process again within 15 seconds', async () => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('./hold-job.fixture.ts', import.meta.url))], {
      env: { ...process.env, QUEUE_OPTIONS: JSON.stringify(options) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await queues.enqueueSettle([SETTLE]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const killed = Date.now();
    // The intent to run it again, while the dead worker still holds it, must not get in the way.
    await queues.enqueueSettle([SETTLE]);
    let runs = 0;
    await queues.work('settle', async () => {
      runs++;
    });
    await until(async () => runs > 0, 20_000);
    expect(Date.now() - killed).toBeLessThan(15_000);
    await until(() => queues.isEmpty('settle'));
  });

  it('logs what ran and for how long', async () => {
    await queues.work('settle', async () => {});
    await queues.enqueueSettle([SETTLE]);
    await until(() => lines.some((line) => line.includes('job done')));
    const line = JSON.parse(lines.find((one) => one.includes('job done')) ?? '{}');
    expect(line).toMatchObject({ action: 'job', queue: 'settle', job: 'c1/3', attempt: 1 });
    expect(typeof line.duration_ms).toBe('number');
  });

  it('empties its queues', async () => {
    await queues.enqueueSettle([SETTLE]);
    await queues.enqueueDeliver();
    expect(await queues.isEmpty('settle')).toBe(false);
    await queues.drain();
    expect(await queues.isEmpty('settle')).toBe(true);
    expect(await queues.isEmpty('deliver')).toBe(true);
    // Nothing of the dropped jobs stands in the way of new ones.
    await queues.enqueueSettle([SETTLE]);
    expect((await queues.counts()).settle.waiting).toBe(1);
  });
}

describe.skipIf(REDIS_URL === undefined)('job queues on redis only', () => {
  it('goes on after Redis lost everything', async () => {
    const context = contextInto([]);
    const queues = createQueues({ backend: 'redis', url: REDIS_URL ?? '', prefix: PREFIX }, context);
    const redis = new Redis(REDIS_URL ?? '');
    let runs = 0;
    await queues.enqueueSettle([SETTLE]);
    for (const key of await redis.keys(`${PREFIX}:settle:*`)) await redis.del(key);
    await queues.work('settle', async () => {
      runs++;
    });
    await queues.enqueueSettle([SETTLE]);
    await until(() => runs === 1);
    await queues.close();
    redis.disconnect();
  });

  it('warns once, with the remedy, when Redis may evict jobs', async () => {
    const lines: string[] = [];
    const redis = new Redis(REDIS_URL ?? '');
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const queues = createQueues({ backend: 'redis', url: REDIS_URL ?? '', prefix: PREFIX }, contextInto(lines));
    await queues.enqueueDeliver();
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
    await queues.obliterate();
    await queues.close();
    redis.disconnect();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
      maxmemory_policy: 'allkeys-lru',
      remedy: 'redis-cli config set maxmemory-policy noeviction',
    });
  });
});

describe.each([
  { backend: 'redis', url: 'redis://:hunter2@127.0.0.1:1/0' },
  { backend: 'postgres', connectionString: 'postgres://me:hunter2@127.0.0.1:1/none' },
] as const)('an unreachable $backend', (options) => {
  it('is one retryable error that shows no password', async () => {
    const lines: string[] = [];
    const queues = createQueues(options, contextInto(lines));
    const error: unknown = await queues.enqueueDeliver().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(FundtrailError);
    expect(error).toMatchObject({ code: 'queue_unreachable', retryable: true });
    expect(`${String(error)}${lines.join('')}`).not.toContain('hunter2');
    await queues.close();
  });
});

function contextInto(lines: string[]): Context {
  return {
    logger: createLogger({ destination: { write: (line) => void lines.push(line) } }),
    clock: createSystemClock(),
    signal: new AbortController().signal,
  };
}

async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`still not so after ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
