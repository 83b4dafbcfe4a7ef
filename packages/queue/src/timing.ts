/**
 * A worker that dies keeps its job for the rest of its lock. 8 s survive an event loop that is blocked for 6 s (a long
 * replay step, a garbage collection), and a killed worker's job is taken again 8 to 12 s later.
 */
export const LOCK_MS = 8_000;
export const LOCK_RENEW_MS = 2_000;
export const STALLED_CHECK_MS = 2_000;
/**
 * How often one job may be taken over from a dead worker before it is dropped as failed. High, because a restart is no
 * fault of the job's; finite, because a job that kills its process must not do so for ever.
 */
export const MAX_TAKEOVERS = 20;
/** How long a worker sleeps in one blocking read; a notification that got lost costs at most this. */
export const IDLE_READ_SECONDS = 5;
/** After a lost connection. */
export const RECONNECT_MS = 1_000;

/** A retryable failure is tried this often in all, waiting 1, 2, 4, … s in between; after that Postgres knows what is undone. */
export const ATTEMPTS = 6;
export const BACKOFF_FIRST_MS = 1_000;
export const BACKOFF_JITTER = 0.3;

/** Failed jobs kept for a person to look at; they do not stand in the way of the same work being enqueued again. */
export const KEEP_FAILED = { count: 500, age: 7 * 24 * 3600 };

/** `close()` lets current jobs finish for this long, then asks them to stop for a little, then drops them. */
export const CLOSE_DEADLINE_MS = 10_000;
export const CLOSE_GRACE_MS = 2_000;
