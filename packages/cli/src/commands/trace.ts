import { ACCOUNT_POLICIES, NotFoundError, UTXO_POLICIES } from '@fundtrail/core';
import type { CaseProgress } from '@fundtrail/tracer';
import { DEFAULT_LIMITS, DEFAULT_UTXO_HOPS, onlyChainOf, ROLES, type Runtime } from '@fundtrail/worker';
import type { Command } from 'commander';
import { EXIT, EXIT_CODES_HELP, type ExitCode } from '../exit-codes.ts';
import { formatTrace } from '../format/trace-report.ts';
import { createFiles } from '../options/files.ts';
import { readTraceRequest, type TraceOptions } from '../options/trace-options.ts';
import { waitForCase } from '../progress/wait-for-case.ts';
import type { CommonOptions, Session } from '../session.ts';
import { collect, jsonText, withCommonOptions, withExamples } from './common.ts';
import { findCase } from './find-case.ts';
import { openCase, planSource } from './open-case.ts';

type TraceCommandOptions = TraceOptions & CommonOptions & { readonly resume?: string };

/** What an interrupted trace was at is done again when it goes on, so there is no need to wait for it long. */
const STOP_MS = 2_000;

/** `trace` */
export function addTraceCommand(program: Command, session: Session): void {
  const command = program
    .command('trace')
    .description('follow stolen funds to where they are now, and print the result')
    .option(
      '--seed <seed>',
      'where to start: <chain>:<tx>, <chain>:<tx>@<account>, <chain>:<tx>:<output> (UTXO) or <chain>:<address>; repeatable',
      collect,
    )
    .option(
      '--seeds <file>',
      'CSV with the columns seed,from_block,asset,amount or chain,address, or a seed in each line; - is stdin',
    )
    .option('--from-block <number>', 'account seeds: from this block on (default: from the first)')
    .option('--asset <asset>', 'account seeds: only native, a token contract or a CAIP-19 asset was stolen')
    .option(
      '--amount <base units>',
      'account seeds: at most this much was stolen (without --asset: of the native asset)',
    )
    .option(
      '--dataset <path>',
      'facts from a transfers CSV, a folder of recorded explorer answers, Esplora or bitcoin-etl transactions, or raw blocks',
    )
    .option(
      '--explorer <url>',
      'facts from an explorer API (Etherscan V2 or Blockscout); of the chain of the first seed: others as configured',
    )
    .option('--rpc <url>', 'facts from a node, of the chain of the first seed')
    .option('--esplora <url>', 'facts of a UTXO chain from an Esplora API, of the chain of the first seed')
    .option(
      '--chain <caip2>',
      'chain of seeds that do not say theirs, and of the rows taken from a list, e.g. eip155:1',
    )
    .option(
      '--labels <file>',
      'CSV with the columns chain,address,entity,category,confidence,source; repeatable',
      collect,
    )
    .option('--prices <file>', 'CSV with the columns asset,time,usd,source')
    .option(
      '--policies <list>',
      `how money that meets parts again; the first leads (default: ${ACCOUNT_POLICIES.join(',')}; on UTXO chains ${UTXO_POLICIES.join(',')})`,
    )
    .option('--floor <share>', 'receivers of less than this share of the theft are not opened', '1/10000')
    .option('--floor-usd <dollars>', 'the same in US dollars at the theft, where a price is known; the larger counts')
    .option(
      '--max-hops <number>',
      `accounts or outputs this many hops away are not opened (default: ${DEFAULT_LIMITS.maxHops}; on UTXO chains ${DEFAULT_UTXO_HOPS})`,
    )
    .option('--max-accounts <number>', 'accounts opened at most, or none', String(DEFAULT_LIMITS.maxAccounts))
    .option('--max-requests <number>', 'requests to sources at most, or none', 'none')
    .option('--until <time>', 'leave out later transactions: Unix seconds, or UTC like 2022-03-23T13:29:09Z')
    .option('--name <text>', 'name of the case')
    .option('--reference <text>', 'your own reference of the case')
    .option('--follow', 'stay at the heads of the chains until Ctrl-C')
    .option('--resume <case>', 'go on with a case that was interrupted or paused; only --json and --quiet apply');
  withCommonOptions(command).action((options: TraceCommandOptions) =>
    options.resume === undefined ? traceNew(session, options) : traceAgain(session, options, options.resume),
  );
  withExamples(command, [
    'fundtrail trace --seed eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96 --from-block 14442778 \\',
    '    --explorer https://api.etherscan.io/v2/api?apikey=… --labels labels.csv',
    'fundtrail trace --seeds seeds.csv --dataset transfers.csv.gz --floor 0 --json > result.json',
  ]).addHelpText('after', `\n${EXIT_CODES_HELP}`);
}

async function traceNew(session: Session, options: TraceCommandOptions): Promise<void> {
  const files = createFiles(session.terminal);
  const request = await readTraceRequest(options, { files, onlyChainOf });
  const source = planSource(request, session.settings(options));
  await session.withRuntime(options, { roles: ROLES, stopMs: STOP_MS }, async (runtime) => {
    const display = session.display(options);
    for (const sentence of request.leftOut) display.note(sentence);
    const id = await openCase(runtime, request, source, display);
    display.note(`case ${id}`);
    await finish(session, runtime, id, options, request.follow);
  });
}

async function traceAgain(session: Session, options: TraceCommandOptions, name: string): Promise<void> {
  await session.withRuntime(options, { roles: ROLES, stopMs: STOP_MS }, async (runtime) => {
    const id = await findCase(runtime.cases, name);
    if ((await runtime.cases.show(id)).status === 'paused') await runtime.cases.resume(id);
    await finish(session, runtime, id, options, options.follow ?? false);
  });
}

/** Waits until the case rests, prints its result and sets the exit code. */
async function finish(
  session: Session,
  { cases }: Runtime,
  id: string,
  options: TraceCommandOptions,
  follow: boolean,
): Promise<void> {
  const { terminal } = session;
  const traced = (progress: CaseProgress): boolean => !follow && progress.status === 'following';
  const { progress, interrupted } = await waitForCase(cases, id, session.display(options), terminal.signal, traced);
  if (progress === undefined) throw new NotFoundError(`case ${id} tells nothing of itself`);
  // Following ends by Ctrl-C: then everything up to the head is traced.
  if (interrupted && progress.status !== 'following') {
    terminal.say(`interrupted; case ${id} is kept. Go on with: fundtrail trace --resume ${id}\n`);
    session.exitWith(EXIT.interrupted);
    return;
  }
  const result = await cases.result(id);
  await terminal.print(options.json === true ? jsonText(result) : formatTrace(result, terminal.colors));
  const exitCode = exitCodeOf(progress);
  if (exitCode !== EXIT.ok) {
    terminal.say(`error: case ${id} is ${progress.status}: ${progress.status_reason ?? 'no reason is known'}\n`);
  }
  if (exitCode === EXIT.paused) terminal.say(`remedy: when that is mended, run fundtrail trace --resume ${id}\n`);
  session.exitWith(exitCode);
}

function exitCodeOf({ status }: CaseProgress): ExitCode {
  if (status === 'paused') return EXIT.paused;
  if (status === 'cancelled') return EXIT.cancelled;
  return status === 'failed' ? EXIT.unexpected : EXIT.ok;
}
