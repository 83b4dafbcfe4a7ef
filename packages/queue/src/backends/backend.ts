import type { JobsOptions, Processor } from 'bullmq';

/** As much of BullMQ's `Queue` as is used. */
export type BackendQueue = {
  addBulk(jobs: { name: string; data: unknown; opts: JobsOptions }[]): Promise<unknown>;
  getJobCounts(...types: ('waiting' | 'active' | 'delayed' | 'failed')[]): Promise<{
    [state: string]: number;
  }>;
  drain(delayed: boolean): Promise<void>;
  obliterate(options: { force: boolean }): Promise<void>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

/** As much of BullMQ's `Worker` as is used. */
export type BackendWorker = {
  waitUntilReady(): Promise<unknown>;
  pause(doNotWaitActive: boolean): Promise<void>;
  cancelAllJobs(reason: string): void;
  close(force: boolean): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'stalled', listener: (jobId: string) => void): unknown;
};

export type WorkerTiming = {
  readonly concurrency: number;
  readonly lockDuration: number;
  readonly lockRenewTime: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
  readonly drainDelay: number;
  readonly runRetryDelay: number;
};

/** Where jobs are kept. Both kinds behave alike; the same suite runs over both. */
export type Backend = {
  queue(name: string): BackendQueue;
  worker(name: string, process: Processor<unknown, void>, timing: WorkerTiming): BackendWorker;
  close(): Promise<void>;
};
