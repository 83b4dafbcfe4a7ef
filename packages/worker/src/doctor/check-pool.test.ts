import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger, createSystemClock, type ProviderConfig, ZERO_ADDRESS } from '@fundtrail/core';
import {
  type Anvil,
  html,
  lagging,
  logsOfAtMostBlocks,
  type NodeExplorer,
  type NodeExplorerOptions,
  type NodeFault,
  type NodeProxy,
  onChain,
  openChain,
  sharedData,
  startAnvil,
  startNodeExplorer,
  startNodeProxy,
  startRecordedExplorer,
  tooManyRequests,
  withoutArchive,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkPool } from './check-pool.ts';
import type { Finding } from './finding.ts';

const CHAIN = 'eip155:31337';
const RONIN = sharedData('ronin-2022');
const SECRET = 'S3cretKey';
const TRANSFERS = 60;
const context = {
  logger: createLogger({ level: 'silent' }),
  clock: createSystemClock(),
  signal: new AbortController().signal,
};

let anvil: Anvil;
let proxy: NodeProxy;
beforeAll(async () => {
  anvil = await startAnvil();
  const chain = openChain(anvil.url);
  const [from] = (await chain.ask('eth_accounts')) as [string];
  for (let sent = 0; sent < TRANSFERS; sent += 1) await chain.send({ from, to: ZERO_ADDRESS, value: '0x1' });
  await chain.mine(300);
  proxy = await startNodeProxy({ target: anvil.url });
});
afterAll(async () => {
  await proxy.stop();
  await anvil.stop();
});

const node = (more: Partial<ProviderConfig> = {}): ProviderConfig => ({
  kind: 'rpc',
  chain: CHAIN,
  url: `${proxy.url}/${SECRET}`,
  ...more,
});
const check = (providers: readonly ProviderConfig[], quorum = 1) =>
  checkPool({ chain: CHAIN, providers, quorum }, context);

/** What is not well, with what goes on loopback ports left out. */
function wrong(findings: readonly Finding[]): readonly string[] {
  expect(JSON.stringify(findings)).not.toContain(SECRET);
  return findings
    .filter(({ status }) => status !== 'ok')
    .map(({ check: name, status, message }) =>
      `${status} ${name}: ${message}`.replaceAll(/127[.0-9]+:[0-9]+/g, 'host'),
    );
}

describe('the doctor asks a node', () => {
  test('what it can do, and finds nothing wrong with one that can do all', async () => {
    proxy.setFaults([]);
    const findings = await check([node()]);
    expect(wrong(findings)).toEqual([]);
    expect(findings.map(({ check: name }) => name)).toEqual([
      'reachable',
      'head',
      'finalized',
      'archive',
      'traces',
      'block_receipts',
      'log_range',
    ]);
    expect(proxy.posts).toBeLessThan(30);
  });

  const NO_INTERNAL = 'warn internal: no provider tells value inside contracts';
  const NOT_AT_ALL = 'fail providers: none of its providers works';
  const cases: readonly (readonly [string, readonly NodeFault[], Partial<ProviderConfig>, readonly string[]])[] = [
    ['without traces', [withoutMethods('trace_*', 'debug_*')], {}, ['warn traces: it has no traces', NO_INTERNAL]],
    [
      'without the traces that are configured',
      [withoutMethods('trace_*')],
      { traces: 'trace' },
      ['fail traces: it has only debug_* traces, but traces: trace is configured'],
    ],
    ['without archive', [withoutArchive()], {}, ['warn archive: it keeps no state of 360 blocks ago']],
    [
      'without the archive that is configured',
      [withoutArchive()],
      { archive: true },
      ['fail archive: it keeps no state of 360 blocks ago, but archive: true is configured'],
    ],
    [
      'with receipts one by one',
      [withoutMethods('eth_getBlockReceipts')],
      {},
      ['warn block_receipts: it has no eth_getBlockReceipts'],
    ],
    [
      'for few blocks of logs',
      [logsOfAtMostBlocks(50, 'publicnode')],
      { maxLogRange: 10_000 },
      ['warn log_range: it answers for 50 blocks at once, max_log_range says 10000'],
    ],
    [
      'without logs',
      [withoutMethods('eth_getLogs')],
      {},
      [
        'fail log_range: it answers no question about logs: eth_getLogs: the method eth_getLogs does not exist/is not available (-32601)',
      ],
    ],
    ['of another chain', [onChain(5)], {}, ['fail chain: it is a node of eip155:5', NOT_AT_ALL]],
    [
      'behind a page of a protection service',
      [html],
      {},
      ['fail reachable: eth_chainId: answered with HTML instead of JSON (44 characters)', NOT_AT_ALL],
    ],
  ];
  test.each(cases)('%s', async (_name, faults, more, expected) => {
    proxy.setFaults(faults);
    expect(wrong(await check([node(more)]))).toEqual(expected);
  });

  test('that refuses to be asked so often, with the reason and without pressing it', async () => {
    proxy.setFaults([tooManyRequests()]);
    const before = proxy.posts;
    const findings = await check([node()]);
    expect(wrong(findings)).toEqual(['fail reachable: asked to be left alone for a while', NOT_AT_ALL]);
    expect(proxy.posts - before).toBe(3);
  });

  test('that is not there', async () => {
    const findings = await check([node({ url: `http://127.0.0.1:${await freePort()}/${SECRET}` })]);
    expect(wrong(findings)).toEqual(['fail reachable: eth_chainId: the connection failed (ECONNREFUSED)', NOT_AT_ALL]);
    expect(findings[0]).toMatchObject({ consequence: 'Nothing can be read from it.', remedy: /./ });
  });

  test.each([
    ['in the future', 900, /^fail head: its newest block 0 lies (89[0-9]|900) s in the future$/],
    ['long ago', -7_200, /^warn head: its newest block 0 is 72[0-9]{2} s old$/],
  ])('whose newest block is %s', async (_name, seconds, message) => {
    const other = await startAnvil({ timestamp: Math.floor(Date.now() / 1_000) + seconds });
    try {
      expect(wrong(await check([node({ url: other.url })]))).toEqual([expect.stringMatching(message)]);
    } finally {
      await other.stop();
    }
  });

  test('that lags behind another, and holds both against the quorum', async () => {
    proxy.setFaults([lagging(100)]);
    const findings = await check([node(), node({ url: anvil.url })], 2);
    expect(wrong(findings)).toEqual(['warn lag: it is 100 blocks behind another provider']);
    expect(findings.at(-1)?.message).toBe('2 of 2 providers work, 2 must agree');
    proxy.setFaults([onChain(5)]);
    expect(wrong(await check([node(), node({ url: anvil.url })], 2))).toEqual([
      'fail chain: it is a node of eip155:5',
      'fail quorum: 2 providers must agree, 1 work',
    ]);
  });
});

describe('the doctor asks an explorer', () => {
  const NO_NODE = 'warn following: no node of it works';
  const explorers: NodeExplorer[] = [];
  afterAll(() => Promise.all(explorers.map((explorer) => explorer.close())));
  async function explorer(
    options: Partial<NodeExplorerOptions>,
    more: Partial<ProviderConfig> = {},
  ): Promise<ProviderConfig> {
    const started = await startNodeExplorer({ target: anvil.url, apiKey: SECRET, ...options });
    explorers.push(started);
    return { kind: 'explorer', chain: CHAIN, url: started.url, apiKey: SECRET, ...more };
  }

  test('what it lists and how much at once', async () => {
    proxy.setFaults([]);
    const findings = await check([await explorer({}), node()]);
    expect(wrong(findings)).toEqual([]);
    expect(findings.map(({ message }) => message)).toContain(`a page of ${TRANSFERS} rows was whole`);
  });

  test.each([
    [
      'with a key that it refuses',
      {},
      { apiKey: `not ${SECRET}`.replace(SECRET, 'it') },
      [/^fail key: Invalid API Key/, /^fail providers: /],
    ],
    [
      'without internal transfers',
      { without: ['txlistinternal'] as const },
      {},
      [/^warn lists: it does not list value inside contracts: /, NO_NODE, /^warn internal: /],
    ],
    ['with small pages', { rowCap: 50 }, {}, ['warn row_cap: it gives 50 rows at most', NO_NODE]],
    [
      'with pages smaller than configured, which would cut histories silently',
      { rowCap: 50 },
      { rowCap: 1_000 },
      ['fail row_cap: it gives 50 rows at most, row_cap says 1000', NO_NODE],
    ],
  ])('%s', async (_name, options, more, expected) => {
    const found = wrong(await check([await explorer(options, more)]));
    expect(found).toEqual(
      expected.map((message) => (typeof message === 'string' ? message : expect.stringMatching(message))),
    );
  });

  test.skipIf(RONIN === undefined)('that is a recording, and can say little of itself', async () => {
    const recorded = await startRecordedExplorer({ folder: RONIN ?? '', apiKey: SECRET });
    try {
      const findings = await check([{ kind: 'explorer', chain: CHAIN, url: recorded.url, apiKey: SECRET }]);
      expect(wrong(findings)).toEqual([
        expect.stringMatching(/^warn head: it does not tell its newest block: /),
        'warn lists: what it lists could not be told: this account was not recorded',
        'warn row_cap: how many rows it gives could not be told: this account was not recorded',
        NO_NODE,
        'warn internal: no provider tells value inside contracts',
      ]);
    } finally {
      await recorded.close();
    }
  });

  test('that shows another chain than the node does', async () => {
    const other = await startAnvil({ timestamp: Math.floor(Date.now() / 1_000) - 50 });
    try {
      await openChain(other.url).mine(2);
      proxy.setFaults([]);
      const findings = await check([await explorer({ target: other.url }), node()]);
      expect(wrong(findings)).toEqual(['fail chain: its first block is not that of the chain']);
    } finally {
      await other.stop();
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
