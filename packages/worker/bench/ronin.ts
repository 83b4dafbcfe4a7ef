import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT_POLICIES, accountId, createLogger, createSystemClock, type Label, parseShare } from '@fundtrail/core';
import { sharedData, startRecordedExplorer } from '@fundtrail/testkit';
import { type CaseSpec, DEFAULT_LIMITS } from '@fundtrail/tracer';
import { ROLES, startRuntime } from '../src/index.ts';

export type RoninBenchRun = {
  /** `first`: nothing was stored; `again`: a second case over the same facts. */
  readonly run: 'first' | 'again';
  readonly seconds: number;
  readonly requests: number;
  readonly queries: number;
  readonly accounts: number;
  readonly transactions: number;
  readonly flows: number;
  readonly waves: number;
};

const CHAIN = 'eip155:1';
const SEED = accountId(CHAIN, '0x098b716b8aaf21512996dc57eb0615e2383e2f96');
const THEFT_BLOCK = 14_442_778;
const SERVICES: readonly (readonly [string, string, string])[] = [
  ['0xd90e2f925da726b50c4ed8d0fb90ad053324f31b', 'Tornado Cash', 'mixer'],
  ['0xc098b2a3aa256d2140208c3de6543aaef5cd3a94', 'FTX', 'exchange'],
  ['0x28ffe35688ffffd0659aee2e34778b0ae4e193ad', 'Huobi', 'exchange'],
  ['0xcac725bef4f114f728cbcfd744a731c2a463c3fc', 'Huobi', 'exchange'],
  ['0x73f8fc2e74302eb2efda125a326655acf0dc2d1b', 'Huobi', 'exchange'],
];

/**
 * The whole Ronin case as a user would run it: embedded PostgreSQL, jobs over BullMQ, histories over HTTP from the recorded
 * explorer, all six policies, floor 0; then once more over the stored facts.
 * @throws when the recording is not there.
 */
export async function runRoninBench(options: { readonly json: boolean }): Promise<readonly RoninBenchRun[]> {
  const folder = sharedData('ronin-2022');
  if (folder === undefined) throw new Error('the recorded histories of the Ronin theft are not here');
  const home = await mkdtemp(join(tmpdir(), 'fundtrail-bench-'));
  // As root, the database's own user must be able to come by.
  await chmod(home, 0o755);
  const explorer = await startRecordedExplorer({ folder });
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
    await runtime.labels.importSet('default', SERVICES.map(label));
    const runs: RoninBenchRun[] = [];
    for (const run of ['first', 'again'] as const) {
      const [queries, started] = [runtime.database.queries(), performance.now()];
      const id = await runtime.cases.create(caseOf(explorer.url));
      for await (const _ of runtime.cases.progress(id, runtime.context.signal));
      const seconds = (performance.now() - started) / 1000;
      const { counts, flows } = await runtime.cases.result(id);
      runs.push({
        run,
        seconds: Math.round(seconds * 100) / 100,
        requests: counts.requests,
        queries: runtime.database.queries() - queries,
        accounts: counts.accounts_opened,
        transactions: counts.transactions,
        flows: flows.length,
        waves: counts.waves,
      });
    }
    print(runs, options.json);
    return runs;
  } finally {
    await runtime.stop();
    await explorer.close();
    await rm(home, { recursive: true, force: true });
  }
}

function caseOf(url: string): CaseSpec {
  return {
    name: 'Ronin',
    seeds: [{ kind: 'account', account: SEED, fromBlock: THEFT_BLOCK }],
    policies: ACCOUNT_POLICIES,
    limits: { ...DEFAULT_LIMITS, floor: parseShare('0') },
    source: { kind: 'explorer', chain: CHAIN, url },
    labelSets: [],
    follow: false,
  };
}

function label([address, entity, category]: readonly [string, string, string]): Label {
  return { chain: CHAIN, address, entity, category, confidence: 90, source: 'bench' };
}

function print(runs: readonly RoninBenchRun[], json: boolean): void {
  if (json) {
    const [cpu] = cpus();
    const machine = `${cpu?.model ?? process.arch}, ${cpus().length} cores, node ${process.version}`;
    process.stdout.write(`${JSON.stringify({ machine, date: new Date().toISOString(), runs })}\n`);
    return;
  }
  for (const { run, ...figures } of runs) {
    const text = Object.entries(figures).map(([name, value]) => `${name} ${value.toLocaleString('en')}`);
    process.stdout.write(`${run.padEnd(6)} ${text.join('  ')}\n`);
  }
}
