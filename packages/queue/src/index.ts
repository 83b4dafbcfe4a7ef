export { inspectRedis, type RedisState } from './inspect-redis.ts';
export type { AcquireJob } from './jobs/acquire.ts';
export type { DeliverJob } from './jobs/deliver.ts';
export { type JobPayloads, QUEUE_NAMES, type QueueName } from './jobs/kinds.ts';
export type { SettleJob } from './jobs/settle.ts';
export * from './queues.ts';
export type { JobHandler, QueueWorker } from './worker.ts';
