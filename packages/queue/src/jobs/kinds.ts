import { type AcquireJob, acquireKind } from './acquire.ts';
import { type DeliverJob, deliverKind } from './deliver.ts';
import type { JobKind } from './kind.ts';
import { type SettleJob, settleKind } from './settle.ts';

/** What each queue carries. Payloads name things and hold no secrets. */
export type JobPayloads = {
  readonly acquire: AcquireJob;
  readonly settle: SettleJob;
  readonly deliver: DeliverJob;
};

export type QueueName = keyof JobPayloads;

export const JOB_KINDS: { readonly [Name in QueueName]: JobKind<Name, JobPayloads[Name]> } = {
  acquire: acquireKind,
  settle: settleKind,
  deliver: deliverKind,
};

export const QUEUE_NAMES = Object.keys(JOB_KINDS) as readonly QueueName[];
