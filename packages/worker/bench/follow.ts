import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Address, createLogger, createSystemClock } from '@fundtrail/core';
import { createFollowStore } from '@fundtrail/store';
import { type Chain, openChain, startAnvil } from '@fundtrail/testkit';
import { createAddressSet, DEFAULT_LIMITS } from '@fundtrail/tracer';
import { ROLES, type Runtime, startRuntime } from '../src/index.ts';

export type FollowBenchReport = {
  readonly machine: string;
  readonly date: string;
  readonly watched: number;
  /** Of the set in memory. */
  readonly set_bytes: number;
  readonly matches_per_s: number;
  /** Catching up with blocks that are there already. */
  readonly blocks: number;
  readonly blocks_per_s: number;
  readonly legs_per_s: number;
  /** From the moment a block is there to its alert in the outbox. */
  readonly alerts: number;
  readonly alert_ms_p50: number;
  readonly alert_ms_p99: number;
};

const CHAIN = 'eip155:31337';
const WATCHED = 1_000_000;
const WATCHES_PER_STATEMENT = 50_000;
const BLOCKS = 400;
const PAYMENTS_PER_BLOCK = 40;
/** Fee and value. */
const LEGS_PER_PAYMENT = 2;
const ALERTS = 100;
/** Payments of strangers in a block with a deposit. */
const STRANGERS_PER_BLOCK = 20;
const SHORTEST_BLOCK_MS = 600;
const LONGEST_BLOCK_MS = 1_400;
const LOOK_EVERY_MS = 4;
const [VICTIM, THIEF, EXCHANGE, STRANGER] = [0, 1, 2, 3] as const;
const ETHER = 10n ** 18n;

/**
 * Follows a local chain as a user would, all roles in one process over embedded PostgreSQL, with a million accounts watched
 * beside those of a case.
 */
export async function runFollowBench(options: { readonly json: boolean }): Promise<FollowBenchReport> {
  const home = await mkdtemp(join(tmpdir(), 'fundtrail-bench-'));
  // As root, the database's own user must be able to come by.
  await chmod(home, 0o755);
  const anvil = await startAnvil({ noMining: true });
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
    const bench = await openBench(runtime, anvil.url);
    const report: FollowBenchReport = {
      machine: `${cpus()[0]?.model.trim() ?? process.arch}, ${cpus().length} cores, node ${process.version}`,
      date: new Date().toISOString(),
      watched: await watchMany(bench),
      ...measureSet(),
      ...(await measureBlocks(bench)),
      ...(await measureAlerts(bench)),
    };
    print(report, options.json);
    return report;
  } finally {
    await runtime.stop();
    await anvil.stop();
    await rm(home, { recursive: true, force: true });
  }
}

type Bench = {
  readonly runtime: Runtime;
  readonly chain: Chain;
  readonly caseId: string;
  readonly people: readonly Address[];
};

async function openBench(runtime: Runtime, url: string): Promise<Bench> {
  const chain = openChain(url);
  const people = (await chain.ask('eth_accounts')) as readonly Address[];
  const exchange = { chain: CHAIN, address: people[EXCHANGE] ?? '', entity: 'Exchange', category: 'exchange' };
  await runtime.labels.importSet('default', [{ ...exchange, confidence: 90, source: 'bench' }]);
  const theft = await put(chain, people, VICTIM, THIEF, 1_000n * ETHER);
  await chain.mine();
  const caseId = await runtime.cases.create({
    name: 'bench',
    seeds: [{ kind: 'transaction', chain: CHAIN, hash: theft }],
    policies: ['haircut'],
    limits: DEFAULT_LIMITS,
    source: { kind: 'rpc', chain: CHAIN, url },
    labelSets: [],
    follow: true,
  });
  const bench = { runtime, chain, caseId, people };
  await untilFollowed(bench);
  return bench;
}

/** Puts a payment into the next block. */
async function put(chain: Chain, people: readonly Address[], from: number, to: number, value: bigint): Promise<string> {
  const request = { from: people[from], to: people[to], value: `0x${value.toString(16)}`, gas: '0x5208' };
  return String(await chain.ask('eth_sendTransaction', [request]));
}

async function watchMany({ runtime }: Bench): Promise<number> {
  const [chain] = await runtime.chains.list();
  const follow = createFollowStore(runtime.database);
  for (let start = 0; start < WATCHED; start += WATCHES_PER_STATEMENT) {
    const addresses = Array.from({ length: WATCHES_PER_STATEMENT }, (_, n) => madeAddress(start + n));
    await follow.watch(runtime.database.db, { chain: CHAIN, source: chain?.source ?? '' }, addresses);
  }
  return WATCHED;
}

function measureSet(): Pick<FollowBenchReport, 'set_bytes' | 'matches_per_s'> {
  const set = createAddressSet();
  for (let n = 0; n < WATCHED; n += 1) set.add(madeAddress(n));
  // Every second one is not in it.
  const asked = Array.from({ length: WATCHED }, (_, n) => madeAddress(2 * n));
  const began = performance.now();
  let found = 0;
  for (const address of asked) if (set.has(address)) found += 1;
  const seconds = (performance.now() - began) / 1_000;
  if (found !== WATCHED / 2) throw new Error(`the set found ${found} addresses`);
  return { set_bytes: set.bytes(), matches_per_s: Math.round(WATCHED / seconds) };
}

/** While the case rests nothing is followed: what comes then is caught up when it goes on. */
async function measureBlocks(bench: Bench): Promise<Pick<FollowBenchReport, 'blocks' | 'blocks_per_s' | 'legs_per_s'>> {
  const { runtime, chain, people, caseId } = bench;
  await chain.mine();
  await untilFollowed(bench);
  await runtime.cases.pause(caseId, 'bench');
  for (let block = 0; block < BLOCKS; block += 1) {
    for (let n = 0; n < PAYMENTS_PER_BLOCK; n += 1) await put(chain, people, STRANGER, STRANGER + 1 + (n % 5), 1n);
    await chain.mine();
  }
  const began = performance.now();
  await runtime.cases.resume(caseId);
  await untilFollowed(bench);
  const seconds = (performance.now() - began) / 1_000;
  const legs = BLOCKS * PAYMENTS_PER_BLOCK * LEGS_PER_PAYMENT;
  return { blocks: BLOCKS, blocks_per_s: Math.round(BLOCKS / seconds), legs_per_s: Math.round(legs / seconds) };
}

async function measureAlerts(
  bench: Bench,
): Promise<Pick<FollowBenchReport, 'alerts' | 'alert_ms_p50' | 'alert_ms_p99'>> {
  const { runtime, chain, people } = bench;
  const { clock } = runtime.context;
  const times: number[] = [];
  while (times.length < ALERTS) {
    for (let n = 0; n < STRANGERS_PER_BLOCK; n += 1) await put(chain, people, STRANGER, STRANGER + 1 + (n % 5), 1n);
    const deposit = await put(chain, people, THIEF, EXCHANGE, ETHER);
    await clock.sleep(SHORTEST_BLOCK_MS + Math.random() * (LONGEST_BLOCK_MS - SHORTEST_BLOCK_MS));
    await chain.mine();
    const began = performance.now();
    while (!(await isTold(runtime, deposit))) await clock.sleep(LOOK_EVERY_MS);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => Math.round(times[Math.ceil(share * times.length) - 1] ?? 0);
  return { alerts: ALERTS, alert_ms_p50: at(0.5), alert_ms_p99: at(0.99) };
}

async function isTold({ database }: Runtime, hash: string): Promise<boolean> {
  const { rows } = await database.pool.query<{ told: boolean }>(
    "select exists (select from ops.outbox where body #>> '{data,deposit,tx_hash}' = $1) as told",
    [hash],
  );
  return rows[0]?.told ?? false;
}

async function untilFollowed({ runtime, chain }: Bench): Promise<void> {
  const head = await chain.height();
  while (((await runtime.chains.list())[0]?.followed_block ?? -1) < head) {
    await runtime.context.clock.sleep(LOOK_EVERY_MS);
  }
}

/** Spread over the space, as addresses are. */
function madeAddress(n: number): Address {
  const spread = Math.imul(n + 1, 0x9e3779b1) >>> 0;
  return `0x${spread.toString(16).padStart(8, '0')}${n.toString(16).padStart(32, '0')}`;
}

function print(report: FollowBenchReport, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const { machine, date, ...figures } = report;
  const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(14)} ${value.toLocaleString('en')}`);
  process.stdout.write(`${machine}, ${date}\n${lines.join('\n')}\n`);
}
