import { type Context, FundtrailError } from '@fundtrail/core';
import type { JobsOptions } from 'bullmq';
import type { Backend, BackendQueue } from './backends/backend.ts';
import { openPostgresBackend } from './backends/postgres.ts';
import { openRedisBackend } from './backends/redis.ts';
import type { AcquireJob } from './jobs/acquire.ts';
import { JOB_KINDS, type JobPayloads, QUEUE_NAMES, type QueueName } from './jobs/kinds.ts';
import type { SettleJob } from './jobs/settle.ts';
import { ATTEMPTS, BACKOFF_FIRST_MS, BACKOFF_JITTER, KEEP_FAILED } from './timing.ts';
import { type JobHandler, type QueueWorker, startWorker } from './worker.ts';

/** Where jobs are kept. Only intent lies there: what is lost is made again from Postgres. */
export type QueueOptions =
  | {
      readonly backend: 'redis';
      readonly url: string;
      /** Begins the name of every key; `fundtrail` when left out. Installations that share a Redis need one each. */
      readonly prefix?: string;
    }
  | { readonly backend: 'postgres'; readonly connectionString: string };

/** Jobs per state; `delayed` are those that wait to be tried again or for their time, `failed` those that gave up. */
export type QueueCounts = {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
};

export type WorkOptions = {
  /** Jobs at the same time in this process; 1 when left out. */
  readonly concurrency?: number;
  /** Stops this worker, as `close` does. */
  readonly signal?: AbortSignal;
};

export type Queues = {
  /** Connects (and creates the tables). Everything else does so too, when it is first used. @throws FundtrailError `queue_unreachable` */
  ready(): Promise<void>;
  /** Enqueuing what already waits is harmless, see `JobKind.id`. @throws FundtrailError `queue_unreachable`, retryable */
  enqueueAcquire(jobs: readonly AcquireJob[]): Promise<void>;
  enqueueSettle(jobs: readonly SettleJob[]): Promise<void>;
  enqueueDeliver(): Promise<void>;
  /** Takes jobs of one queue until closed. */
  work<Name extends QueueName>(
    name: Name,
    handler: JobHandler<JobPayloads[Name]>,
    options?: WorkOptions,
  ): Promise<QueueWorker>;
  counts(): Promise<{ readonly [Name in QueueName]: QueueCounts }>;
  /** Whether nothing waits, runs or is delayed in the queue. */
  isEmpty(name: QueueName): Promise<boolean>;
  /** Drops waiting and delayed jobs of all queues. */
  drain(): Promise<void>;
  /** Drops everything, running jobs included; for tests. */
  obliterate(): Promise<void>;
  /** Closes all workers (see `QueueWorker.close`), then the connections. */
  close(deadlineMs?: number): Promise<void>;
};

const DEFAULT_PREFIX = 'fundtrail';

const JOB_OPTIONS: JobsOptions = {
  attempts: ATTEMPTS,
  backoff: { type: 'exponential', delay: BACKOFF_FIRST_MS, jitter: BACKOFF_JITTER },
  removeOnComplete: true,
  removeOnFail: KEEP_FAILED,
  stackTraceLimit: 5,
};

/** The job queues on either backend. */
export function createQueues(options: QueueOptions, context: Context): Queues {
  const workers = new Set<QueueWorker>();
  const queues = new Map<QueueName, BackendQueue>();
  let opening: Promise<Backend> | undefined;
  let closing = false;

  const open = (): Promise<Backend> => {
    opening ??=
      options.backend === 'redis'
        ? openRedisBackend(options.url, options.prefix ?? DEFAULT_PREFIX, context)
        : openPostgresBackend(options.connectionString, context);
    const attempt = opening;
    // A failed attempt must not be every later caller's answer.
    attempt.catch(() => {
      if (opening === attempt) opening = undefined;
    });
    return attempt;
  };

  const queueOf = async (name: QueueName): Promise<BackendQueue> => {
    const backend = await open();
    let queue = queues.get(name);
    if (queue === undefined) {
      queue = backend.queue(name);
      queue.on('error', (error) =>
        context.logger[closing ? 'debug' : 'warn']({ action: 'queue', queue: name, err: error }, 'queue'),
      );
      queues.set(name, queue);
    }
    return queue;
  };

  const enqueue = async <Name extends QueueName>(name: Name, jobs: readonly JobPayloads[Name][]): Promise<void> => {
    if (jobs.length === 0) return;
    const queue = await queueOf(name);
    const kind = JOB_KINDS[name];
    await translate(
      queue.addBulk(
        jobs.map((data) => ({
          name,
          data,
          opts: { ...JOB_OPTIONS, deduplication: { id: kind.id(data), keepLastIfActive: true } },
        })),
      ),
    );
  };

  const countsOf = async (name: QueueName): Promise<QueueCounts> => {
    const queue = await queueOf(name);
    const found = await translate(queue.getJobCounts('waiting', 'active', 'delayed', 'failed'));
    return {
      waiting: found.waiting ?? 0,
      active: found.active ?? 0,
      delayed: found.delayed ?? 0,
      failed: found.failed ?? 0,
    };
  };

  const eachQueue = async (act: (queue: BackendQueue) => Promise<void>): Promise<void> => {
    for (const name of QUEUE_NAMES) await translate(act(await queueOf(name)));
  };

  return {
    ready: async () => {
      await open();
    },
    enqueueAcquire: (jobs) => enqueue('acquire', jobs),
    enqueueSettle: (jobs) => enqueue('settle', jobs),
    enqueueDeliver: () => enqueue('deliver', [{}]),
    work: async (name, handler, { concurrency = 1, signal } = {}) => {
      const worker = await startWorker(await open(), name, handler, concurrency, context);
      const stop = (): void => void worker.close();
      const tracked: QueueWorker = {
        close: async (deadlineMs) => {
          signal?.removeEventListener('abort', stop);
          await worker.close(deadlineMs);
          workers.delete(tracked);
        },
      };
      workers.add(tracked);
      if (signal?.aborted === true) stop();
      else signal?.addEventListener('abort', stop, { once: true });
      return tracked;
    },
    counts: async () => {
      const [acquire, settle, deliver] = await Promise.all([
        countsOf('acquire'),
        countsOf('settle'),
        countsOf('deliver'),
      ]);
      return { acquire, settle, deliver };
    },
    isEmpty: async (name) => {
      const { waiting, active, delayed } = await countsOf(name);
      return waiting + active + delayed === 0;
    },
    drain: () => eachQueue((queue) => queue.drain(true)),
    obliterate: () => eachQueue((queue) => queue.obliterate({ force: true })),
    close: async (deadlineMs) => {
      closing = true;
      await Promise.all([...workers].map((worker) => worker.close(deadlineMs)));
      const backend = await opening?.catch(() => undefined);
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      queues.clear();
      opening = undefined;
      await backend?.close();
    },
  };
}

async function translate<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new FundtrailError('queue_unreachable', 'the job queue does not answer', { cause: error, retryable: true });
  }
}
