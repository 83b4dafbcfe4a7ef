#!/usr/bin/env node
import { EXIT } from './exit-codes.ts';
import { run } from './run.ts';
import { createTerminal } from './terminal.ts';

const stopping = new AbortController();
const SIGNALS = { SIGINT: EXIT.interrupted, SIGHUP: EXIT.terminated, SIGTERM: EXIT.terminated } as const;
let received: keyof typeof SIGNALS | undefined;
for (const signal of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) {
  // The first asks to finish, the second ends at once: an embedded server notices that its last user is gone.
  process.on(signal, () => {
    if (received !== undefined) process.exit(SIGNALS[signal]);
    received = signal;
    stopping.abort(new Error(`stopped by ${signal}`));
  });
}
const exitCode = await run(process.argv.slice(2), createTerminal(process, stopping.signal));
process.exitCode = exitCode === EXIT.interrupted && received !== undefined ? SIGNALS[received] : exitCode;
