import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Address, accountId, createLogger, createSystemClock, formatAccount } from '@fundtrail/core';
import {
  type Anvil,
  createTestDatabase,
  type NodeProxy,
  openChain,
  serverError,
  startAnvil,
  startNodeProxy,
  type TestDatabase,
} from '@fundtrail/testkit';
import { DEFAULT_LIMITS } from '@fundtrail/tracer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROLES, type Role, type Runtime, startRuntime } from '../src/index.ts';

const ETHER = 10n ** 18n;
const PATIENCE = { timeout: 40_000, interval: 100 } as const;
const [VICTIM, THIEF, HELPER] = [0, 1, 2];

let testDatabase: TestDatabase;
let folder: string;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'fundtrail-following-'));
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await testDatabase.drop();
  await rm(folder, { recursive: true, force: true });
});

async function start(roles: readonly Role[]): Promise<Runtime> {
  const runtime = await startRuntime({
    mode: { kind: 'service', databaseUrl: testDatabase.connectionString },
    roles,
    key: { keyFile: join(folder, 'secret-key') },
    context: {
      logger: createLogger({ level: 'silent' }),
      clock: createSystemClock(),
      signal: new AbortController().signal,
    },
  });
  closers.push(() => runtime.stop());
  return runtime;
}

async function startChain(chainId: number): Promise<Anvil> {
  const anvil = await startAnvil({ chainId });
  closers.push(() => anvil.stop());
  return anvil;
}

async function startProxy(target: string): Promise<NodeProxy> {
  const node = await startNodeProxy({ target });
  closers.push(() => node.stop());
  return node;
}

/** A theft on a chain, followed by `rpc`. */
async function steal(runtime: Runtime, { url, chainId }: Anvil, rpc = url) {
  const chain = openChain(url);
  const chainName = `eip155:${chainId}`;
  const people = (await chain.ask('eth_accounts')) as readonly Address[];
  const pay = (from: number, to: number, ether: bigint): Promise<string> =>
    chain.send({ from: people[from] ?? '', to: people[to] ?? '', value: `0x${(ether * ETHER).toString(16)}` });
  const hash = await pay(VICTIM, THIEF, 100n);
  const id = await runtime.cases.create({
    name: 'a theft',
    seeds: [{ kind: 'transaction', chain: chainName, hash }],
    policies: ['taint_first'],
    limits: DEFAULT_LIMITS,
    source: { kind: 'rpc', chain: chainName, url: rpc },
    labelSets: [],
    follow: true,
  });
  const received = async (): Promise<bigint> => {
    const account = formatAccount(accountId(chainName, people[HELPER] ?? ''));
    const { accounts } = await runtime.cases.result(id);
    return BigInt(accounts.find((row) => row.account === account)?.received.taint_first ?? '0') / ETHER;
  };
  await expect.poll(async () => (await runtime.cases.show(id)).following?.followed_block, PATIENCE).toBeGreaterThan(0);
  return { pay, received };
}

describe('following in workers', () => {
  test('a chain whose node fails keeps no other one waiting, and goes on when the node does', async () => {
    const runtime = await start(ROLES);
    const [one, two] = await Promise.all([startChain(31_337), startChain(31_338)]);
    const node = await startProxy(one.url);
    const first = await steal(runtime, one, node.url);
    const second = await steal(runtime, two);
    node.setFaults([serverError()]);
    await first.pay(THIEF, HELPER, 20n);
    await second.pay(THIEF, HELPER, 30n);
    await expect.poll(second.received, PATIENCE).toBe(30n);
    expect(await first.received()).toBe(0n);
    node.setFaults([]);
    await expect.poll(first.received, PATIENCE).toBe(20n);
  });

  test('another process takes over when the one that leads stops', async () => {
    const [leader, anvil] = [await start(ROLES), await startChain(31_337)];
    const theft = await steal(leader, anvil);
    const other = await start(ROLES);
    const [before] = await other.chains.list();
    await leader.stop();
    await theft.pay(THIEF, HELPER, 20n);
    const view = async () => (await other.chains.list())[0];
    await expect.poll(async () => (await view())?.followed_block, PATIENCE).toBe(2);
    const after = await view();
    expect(after?.leader).not.toBe(null);
    expect(after?.leader).not.toBe(before?.leader);
  });
});
