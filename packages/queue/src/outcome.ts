import { FundtrailError } from '@fundtrail/core';
import { UnrecoverableError } from 'bullmq';

/**
 * What a failed handler means to the queue: errors that say trying again cannot help fail the job at once; retryable
 * ones, and those nobody classified (a driver's, a defect), are tried again with backoff.
 */
export function toQueueError(error: unknown): Error {
  if (error instanceof FundtrailError && !error.retryable)
    return new UnrecoverableError(`${error.code}: ${error.message}`);
  return error instanceof Error ? error : new Error(String(error));
}
