import type { Context } from '@fundtrail/core';
import { type Job, UnrecoverableError, WaitingError } from 'bullmq';
import type { Backend } from './backends/backend.ts';
import type { JobPayloads, QueueName } from './jobs/kinds.ts';
import { toQueueError } from './outcome.ts';
import {
  CLOSE_DEADLINE_MS,
  CLOSE_GRACE_MS,
  IDLE_READ_SECONDS,
  LOCK_MS,
  LOCK_RENEW_MS,
  MAX_TAKEOVERS,
  RECONNECT_MS,
  STALLED_CHECK_MS,
} from './timing.ts';

/**
 * Does one job. `signal` is aborted when the process cannot wait for it any longer: throw then, and the job goes back to
 * wait. A job may run twice, also at the same time (its first worker was cut off): whoever writes must be fenced.
 */
export type JobHandler<Payload> = (payload: Payload, signal: AbortSignal) => Promise<void>;

export type QueueWorker = {
  /** Takes no more jobs, lets the current ones finish until `deadlineMs`, then asks them to stop, then drops them. */
  close(deadlineMs?: number): Promise<void>;
};

/** Starts taking jobs of one queue. Resolves when it is connected. */
export async function startWorker<Name extends QueueName>(
  backend: Backend,
  name: Name,
  handler: JobHandler<JobPayloads[Name]>,
  concurrency: number,
  context: Context,
): Promise<QueueWorker> {
  const log = context.logger.child({ action: 'job', queue: name });
  const running = new Set<Promise<void>>();
  let closing: Promise<void> | undefined;

  const run = async (job: Job<unknown, void>, signal: AbortSignal): Promise<void> => {
    const started = context.clock.now();
    const fields = { job: job.deduplicationId ?? job.id, attempt: job.attemptsMade + 1 };
    try {
      await handler(job.data as JobPayloads[Name], signal);
      log.info({ ...fields, duration_ms: context.clock.now() - started }, 'job done');
    } catch (error) {
      const duration_ms = context.clock.now() - started;
      if (signal.aborted) {
        log.info({ ...fields, duration_ms }, 'job put back');
        throw await putBack(job);
      }
      const outcome = toQueueError(error);
      const last = outcome instanceof UnrecoverableError || job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
      log[last ? 'error' : 'warn']({ ...fields, duration_ms, err: error }, last ? 'job failed' : 'job will be retried');
      throw outcome;
    }
  };

  const worker = backend.worker(
    name,
    // BullMQ passes a signal only to functions of three parameters.
    async (job, _token, signal) => {
      // A blocking read that was under way may still bring a job after `pause`.
      if (closing !== undefined) throw await putBack(job);
      const work = run(job, signal ?? context.signal);
      running.add(work);
      await work.finally(() => running.delete(work));
    },
    {
      concurrency,
      lockDuration: LOCK_MS,
      lockRenewTime: LOCK_RENEW_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_TAKEOVERS,
      drainDelay: IDLE_READ_SECONDS,
      runRetryDelay: RECONNECT_MS,
    },
  );
  // A connection that ends while we leave is no news.
  worker.on('error', (error) => log[closing === undefined ? 'warn' : 'debug']({ err: error }, 'queue worker'));
  worker.on('stalled', (jobId) => log.warn({ job: jobId }, 'job taken over from a dead worker'));
  await worker.waitUntilReady();

  const close = async (deadlineMs: number): Promise<void> => {
    await worker.pause(true);
    if (!(await settled(running, deadlineMs))) {
      worker.cancelAllJobs('the worker is stopping');
      await settled(running, CLOSE_GRACE_MS);
    }
    if (running.size > 0) log.warn({ jobs: running.size }, 'jobs dropped; another worker will take them');
    // Closing waits for the server, which may be gone.
    await Promise.race([worker.close(running.size > 0), pause(CLOSE_GRACE_MS)]);
  };

  return {
    close: (deadlineMs = CLOSE_DEADLINE_MS) => {
      closing ??= close(deadlineMs);
      return closing;
    },
  };
}

/** Gives the job back without counting the attempt; the error tells BullMQ that this was done. */
async function putBack(job: Job<unknown, void>): Promise<WaitingError> {
  await job.moveToWait(job.token);
  return new WaitingError();
}

async function settled(running: ReadonlySet<Promise<void>>, ms: number): Promise<boolean> {
  if (running.size === 0) return true;
  await Promise.race([Promise.allSettled([...running]), pause(ms)]);
  return running.size === 0;
}

/** Not the clock's sleep: a test that holds time still must still be able to stop. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
