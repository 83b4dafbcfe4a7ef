import { createLogger, createSystemClock } from '@fundtrail/core';
import { type RuntimeOptions, startRuntime } from '../../src/index.ts';

/** What a worker process is told, as JSON in its first argument. */
export type WorkerArguments = Pick<RuntimeOptions, 'mode' | 'roles' | 'key'> & { readonly logLevel: string };

// A worker process of its own, to be killed. Says when it is ready; ends with its standard input, so that none is left behind.
const { mode, roles, key, logLevel } = JSON.parse(process.argv[2] ?? '{}') as WorkerArguments;
const context = {
  logger: createLogger({ level: logLevel }),
  clock: createSystemClock(),
  signal: new AbortController().signal,
};
process.stdin.resume().once('end', () => process.exit());
await startRuntime({ mode, roles, key, context, egressAllow: ['127.0.0.1'] });
process.stdout.write('ready\n');
