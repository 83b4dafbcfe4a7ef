import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCLI, startVitest } from 'vitest/node';
import { findLeftovers } from './leftovers.ts';
import { createSummaryReporter, formatSummary, summaryExitCode } from './summary-reporter.ts';

const RUN_MARK = 'FUNDTRAIL_TEST_RUN';
/** From the end of the last test to the end of the global teardown. */
const TEARDOWN_LIMIT_MS = 30_000;
/** What a stopped process may take to end before it is called left behind. */
const LEFTOVER_GRACE_MS = 2_000;
const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Runs the tests; arguments go to vitest. The last line on stdout is "N passed, N failed". */
async function main(args: readonly string[]): Promise<number> {
  const run = randomUUID();
  process.env[RUN_MARK] = run;
  let interrupted: number | undefined;
  const interrupt = (code: number): void => {
    // The second signal does not wait for hooks and teardown any more.
    if (interrupted !== undefined) void stopLeftovers(run).finally(() => process.exit(code));
    interrupted = code;
    void reporter.cancel();
  };
  const reporter = createSummaryReporter(() => {
    for (const [signal, code] of Object.entries(SIGNAL_EXIT_CODES)) {
      // vitest's own listeners exit at once, without hooks, teardown and summary.
      process.removeAllListeners(signal).on(signal, () => interrupt(code));
    }
  });
  const { filter, options } = parseCLI(['vitest', 'run', ...args]);
  const asked = options.reporters ?? 'default';
  const reporters = [...(Array.isArray(asked) ? asked : [asked]), reporter];
  // Teardown may wait for things that do not keep a process alive by themselves; this does.
  const alive = setInterval(() => {}, 1_000);
  const vitest = startVitest(filter, { ...options, watch: false, reporters });
  const ended = await Promise.race([vitest, reporter.ended.then(() => sleep(TEARDOWN_LIMIT_MS))]);
  clearInterval(alive);
  const leftovers = await stopLeftovers(run);
  if (ended === undefined) leftovers.unshift(`teardown, which did not end in ${TEARDOWN_LIMIT_MS / 1000} s`);
  for (const leftover of leftovers) process.stderr.write(`left behind and stopped: ${leftover}\n`);
  const summary = reporter.summary();
  process.stdout.write(`${formatSummary({ ...summary, failed: summary.failed + leftovers.length })}\n`);
  if (interrupted !== undefined) return interrupted;
  return leftovers.length > 0 || process.exitCode === 1 ? 1 : summaryExitCode(summary);
}

/** Ends what the run left running, and returns it as lines to print. */
async function stopLeftovers(run: string): Promise<string[]> {
  const deadline = Date.now() + LEFTOVER_GRACE_MS;
  let leftovers = await findLeftovers(RUN_MARK, run);
  while (leftovers.length > 0 && Date.now() < deadline) {
    await sleep(50);
    leftovers = await findLeftovers(RUN_MARK, run);
  }
  for (const { pid } of leftovers) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself after all.
    }
  }
  return leftovers.map(({ pid, command }) => `${pid} ${command.slice(0, 160)}`);
}

process.exit(await main(process.argv.slice(2)));
