import type { AcquireJob, SettleJob } from '@fundtrail/queue';
import type { Cases } from './cases.ts';
import type { Chains } from './chains.ts';
import type { Follower } from './follow/follower.ts';

/** The case loop's handlers, to be hung behind queues (or called by hand in tests). All may be repeated at any time. */
export type Tracer = {
  readonly cases: Cases;
  readonly chains: Chains;
  /** Fetches the histories of a batch of wanted accounts (and whole transactions) of a case. */
  acquire(job: AcquireJob): Promise<void>;
  /** Replays a case, writes what changed and opens the next wave. */
  settle(job: SettleJob): Promise<void>;
  /** Keeps cases alive at the heads of their chains. */
  readonly follower: Follower;
  /** Puts jobs back for every case that should be moving: after a start, a crash or a lost queue. */
  recover(): Promise<{ readonly cases: number }>;
  /** Looks again for the other side of movements across chains whose time has come; to be called by the clock. Returns of how many cases. */
  retryLinks(): Promise<number>;
};
