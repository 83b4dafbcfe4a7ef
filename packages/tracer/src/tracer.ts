import type { AcquireJob, FollowJob, SettleJob } from '@fundtrail/queue';
import type { Cases } from './cases.ts';

/** The case loop's handlers, to be hung behind queues (or called by hand in tests). All may be repeated at any time. */
export type Tracer = {
  readonly cases: Cases;
  /** Fetches the histories of a batch of wanted accounts (and whole transactions) of a case. */
  acquire(job: AcquireJob): Promise<void>;
  /** Replays a case, writes what changed and opens the next wave. */
  settle(job: SettleJob): Promise<void>;
  /** Reads the new blocks of a chain for the cases that follow it. */
  follow(job: FollowJob): Promise<void>;
  /** Puts jobs back for every case that should be moving: after a start, a crash or a lost queue. */
  recover(): Promise<{ readonly cases: number }>;
};
