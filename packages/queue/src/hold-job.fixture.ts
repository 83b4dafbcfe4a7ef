import { createLogger, createSystemClock } from '@fundtrail/core';
import { createQueues } from './queues.ts';

// Takes a settle job, says so, and never finishes it: to be killed.
const context = {
  logger: createLogger({ level: 'silent' }),
  clock: createSystemClock(),
  signal: new AbortController().signal,
};
const queues = createQueues(JSON.parse(process.env.QUEUE_OPTIONS ?? '{}'), context);
await queues.work('settle', async () => {
  process.stdout.write('taken\n');
  await new Promise(() => {});
});
