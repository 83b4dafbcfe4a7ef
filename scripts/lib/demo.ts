import { createDisplay, createTerminal, progressText } from '@fundtrail/cli';
import { createSystemClock, FundtrailError, InputError } from '@fundtrail/core';
import { checkDemo } from './demo/check.ts';
import { depositOf } from './demo/deposit-event.ts';
import { type Followed, followTheft } from './demo/follow-theft.ts';
import { measureLatency } from './demo/latency.ts';
import { createNames, type Names } from './demo/names.ts';
import { DEMO_HELP, type DemoOptions, readDemoOptions } from './demo/options.ts';
import type { Alert } from './demo/receiver.ts';
import { formatDemo } from './demo/report.ts';
import { type Stage, withStage } from './demo/stage.ts';
import { sumsOf } from './demo/sums.ts';

const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const BAD_INPUT = 2;

const stopping = new AbortController();
let interrupted: number | undefined;
for (const [signal, code] of Object.entries(SIGNAL_EXIT_CODES)) {
  process.on(signal, () => {
    // The second one does not wait: the chain and the database notice that their owner is gone.
    if (interrupted !== undefined) process.exit(code);
    interrupted = code;
    stopping.abort(new Error(`stopped by ${signal}`));
  });
}
const terminal = createTerminal(process, stopping.signal);
const clock = createSystemClock();
const display = createDisplay({ terminal, clock, quiet: !terminal.live });

/** Runs the demo and returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = readDemoOptions(args);
  if (options.help) {
    await terminal.print(DEMO_HELP);
    return 0;
  }
  const began = clock.now();
  const say = (text: string): void => {
    display.clear();
    terminal.say(`${`${((clock.now() - began) / 1_000).toFixed(1)} s`.padStart(7)}  ${text}\n`);
  };
  let names: Names | undefined;
  const onAlert = (alert: Alert): void => say(describeAlert(alert, names));
  return withStage({ clock, signal: stopping.signal, onAlert, say }, async (stage) => {
    const followed = await followTheft(stage, {
      clock,
      signal: stopping.signal,
      onStep: (text) => say(`on the chain: ${text}`),
      onCase: (caseId, story) => {
        names = createNames(story);
        say(`fundtrail is told the theft's transaction, ${story.theft.hash}: case ${caseId}`);
      },
      onProgress: (progress) => display.show(progressText(progress), progress.status),
    });
    display.clear();
    say('the play is over, and fundtrail has read every block of it');
    return tell(options, stage, followed);
  });
}

async function tell(options: DemoOptions, stage: Stage, followed: Followed): Promise<number> {
  const { alerts } = stage.receiver;
  const checks = checkDemo(followed.story, followed.result, alerts);
  const latency = measureLatency(alerts, stage.blocks);
  const failed = checks.filter((check) => !check.ok);
  if (options.json) {
    const { medianMs, longestMs } = latency;
    await terminal.print(
      jsonText({
        ok: failed.length === 0,
        checks,
        latency_ms: { median: medianMs ?? null, longest: longestMs ?? null },
        alerts: alerts.map((alert) => ({ ...alert, latency_ms: latency.of(alert) ?? null })),
        sums: sumsOf(followed.result),
        story: followed.story,
        result: followed.result,
        api: stage.api,
        data_dir: stage.dataDirectory,
      }),
    );
  } else {
    await terminal.print(`\n${formatDemo(followed, stage, { checks, latency }, terminal.colors)}`);
  }
  for (const check of failed) terminal.say(`failed: ${check.name}: ${check.detail}\n`);
  if (!options.exit) {
    terminal.say('\nThis stays up until Ctrl-C.\n');
    await untilStopped();
    terminal.say('stopping\n');
  }
  return failed.length === 0 ? 0 : 1;
}

function describeAlert({ verification }: Alert, names: Names | undefined): string {
  if (!verification.ok) return `ALERT refused by the receiver: ${verification.reason}`;
  const deposit = depositOf(verification.event)?.deposit;
  if (deposit === undefined || names === undefined) return `webhook received and verified: ${verification.event.type}`;
  const amount = names.amount(BigInt(deposit.amount.raw), deposit.asset.id);
  return `ALERT received and verified: ${amount} at ${names.account(deposit.to)}, block ${deposit.block_number}`;
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    if (stopping.signal.aborted) resolve();
    else stopping.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, (_name, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner), 2)}\n`;
}

try {
  const code = await main(process.argv.slice(2));
  process.exitCode = code;
} catch (error) {
  display.clear();
  if (interrupted === undefined) {
    const known = error instanceof FundtrailError ? error : undefined;
    terminal.say(`failed: ${known?.message ?? (error instanceof Error ? error.stack : String(error))}\n`);
    if (known?.remedy !== undefined) terminal.say(`remedy: ${known.remedy}\n`);
    process.exitCode = error instanceof InputError ? BAD_INPUT : 1;
  } else {
    terminal.say('stopped\n');
    process.exitCode = interrupted;
  }
}
