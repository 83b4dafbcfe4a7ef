import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, createSystemClock, type Hash, UTXO_POLICIES } from '@fundtrail/core';
import { type CaseSpec, DEFAULT_LIMITS } from '@fundtrail/tracer';
import { ROLES, type Runtime, startRuntime } from '../src/index.ts';

export type CoinsBenchRun = {
  readonly shape: 'peel' | 'fan';
  /** Hops, or outputs. */
  readonly size: number;
  /** `first`: nothing was stored; `again`: a second case over the same facts. */
  readonly run: 'first' | 'again';
  readonly seconds: number;
  readonly requests: number;
  readonly transactions: number;
  readonly waves: number;
  readonly outputs: number;
  /** Of the process that traces, all roles, without PostgreSQL; the highest of samples. */
  readonly memory_mb: number;
  /** Stolen less all places where it is, under the lead policy: 0. */
  readonly unaccounted: string;
};

const CHAIN = 'bip122:000000000019d6689c085ae165831e93';
const SHAPES = [
  ['peel', 10_000],
  ['fan', 35_000],
] as const;
const SAMPLE_EVERY_MS = 100;
const MEGABYTE = 1024 ** 2;

/**
 * Whole cases as a user would run them: embedded PostgreSQL, jobs over BullMQ, an Esplora over HTTP in a process of its own, all policies,
 * default floor. A peel chain is one question after the other; a fan-out is many at once.
 */
export async function runCoinsBench(options: { readonly json: boolean }): Promise<readonly CoinsBenchRun[]> {
  const runs: CoinsBenchRun[] = [];
  for (const [shape, size] of SHAPES) runs.push(...(await runShape(shape, size)));
  if (options.json) process.stdout.write(`${JSON.stringify({ machine: machine(), runs })}\n`);
  else print(runs);
  return runs;
}

async function runShape(shape: 'peel' | 'fan', size: number): Promise<readonly CoinsBenchRun[]> {
  const home = await mkdtemp(join(tmpdir(), 'fundtrail-bench-'));
  // As root, the database's own user must be able to come by.
  await chmod(home, 0o755);
  const server = fork(new URL('./coins/serve.ts', import.meta.url), [shape, String(size)]);
  const [{ url, theft }] = (await once(server, 'message')) as [{ url: string; theft: Hash }];
  const runtime = await startRuntime({
    mode: { kind: 'embedded', dataDirectory: join(home, 'data') },
    roles: ROLES,
    context: {
      logger: createLogger({ level: 'warn' }),
      clock: createSystemClock(),
      signal: new AbortController().signal,
    },
    key: { keyFile: join(home, 'key') },
  });
  try {
    const runs: CoinsBenchRun[] = [];
    for (const run of ['first', 'again'] as const) {
      const before = await requestsOf(server);
      const measured = await measure(runtime, caseOf(url, theft));
      runs.push({ shape, size, run, ...measured, requests: (await requestsOf(server)) - before });
    }
    return runs;
  } finally {
    await runtime.stop();
    server.kill();
    await rm(home, { recursive: true, force: true });
  }
}

async function measure(
  runtime: Runtime,
  spec: CaseSpec,
): Promise<Omit<CoinsBenchRun, 'shape' | 'size' | 'run' | 'requests'>> {
  let memory = 0;
  const sampler = setInterval(() => {
    memory = Math.max(memory, process.memoryUsage.rss());
  }, SAMPLE_EVERY_MS);
  const started = performance.now();
  const id = await runtime.cases.create(spec);
  for await (const _ of runtime.cases.progress(id, runtime.context.signal));
  const seconds = (performance.now() - started) / 1_000;
  clearInterval(sampler);
  const result = await runtime.cases.result(id);
  if (result.case.status !== 'done') throw new Error(`the case is ${result.case.status}: ${result.case.status_reason}`);
  const lead = result.totals.haircut;
  const sum = (amounts: Readonly<Record<string, string>>): bigint =>
    Object.values(amounts).reduce((total, amount) => total + BigInt(amount), 0n);
  const placed = Object.values(lead?.origin ?? {}).reduce((total, amounts) => total + sum(amounts), 0n);
  return {
    seconds,
    transactions: result.counts.transactions,
    waves: result.counts.waves,
    outputs: result.accounts.length,
    memory_mb: Math.round(memory / MEGABYTE),
    unaccounted: (sum(lead?.stolen ?? {}) - placed).toString(),
  };
}

async function requestsOf(server: ChildProcess): Promise<number> {
  server.send('requests');
  const [requests] = (await once(server, 'message')) as [number];
  return requests;
}

function caseOf(url: string, hash: Hash): CaseSpec {
  return {
    name: 'bench',
    seeds: [{ kind: 'transaction', chain: CHAIN, hash }],
    policies: UTXO_POLICIES,
    limits: { ...DEFAULT_LIMITS, maxHops: 100_000, maxAccounts: null },
    source: { kind: 'esplora', chain: CHAIN, url },
    labelSets: [],
    follow: false,
  };
}

function machine(): string {
  return `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node.js ${process.version}`;
}

function print(runs: readonly CoinsBenchRun[]): void {
  process.stdout.write(`coins: whole cases over HTTP, ${UTXO_POLICIES.join(', ')} (${machine()})\n`);
  for (const run of runs) {
    process.stdout.write(
      `  ${run.shape === 'peel' ? 'peel chain of' : 'fan-out of   '} ${run.size} ${run.run.padEnd(6)} ${run.seconds.toFixed(1).padStart(7)} s  ` +
        `${String(run.requests).padStart(6)} requests  ${String(run.transactions).padStart(6)} transactions  ` +
        `${String(run.outputs).padStart(6)} outputs  ${String(run.waves).padStart(4)} waves  ${run.memory_mb} MB  unaccounted ${run.unaccounted}\n`,
    );
  }
}
