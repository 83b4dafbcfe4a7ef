import { createLogger, createSystemClock, type ProviderConfig } from '@fundtrail/core';
import {
  asModernCore,
  createPurse,
  hasLitecoind,
  type NodeFault,
  type NodeProxy,
  on,
  startNodeProxy,
  startUtxoNode,
  type UtxoNode,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkPool } from './check-pool.ts';
import type { Finding } from './finding.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const context = {
  logger: createLogger({ level: 'silent' }),
  clock: createSystemClock(),
  signal: new AbortController().signal,
};

/** What `getblockchaininfo` tells, changed. */
const telling = (change: Readonly<Record<string, unknown>>): NodeFault =>
  on('getblockchaininfo', async (call, next) => {
    const answer = await next(call);
    return answer.kind === 'result' ? { kind: 'result', result: { ...(answer.result as object), ...change } } : answer;
  });
const withoutIndex = on(
  ({ method, params }) => method === 'getrawtransaction' && params[2] === undefined,
  async () => ({
    kind: 'error',
    code: -5,
    message:
      'No such mempool transaction. Use -txindex or provide a block hash to enable blockchain transaction queries.',
  }),
);

describe.runIf(hasLitecoind())('the doctor', () => {
  let node: UtxoNode;
  const proxies: NodeProxy[] = [];
  beforeAll(async () => {
    node = await startUtxoNode();
    const purse = createPurse(node, 'doctor');
    await purse.mineCoins(1);
    await purse.pay([{ script: purse.lock().script, amount: 1_000n }]);
    await node.mine();
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });
  afterAll(() => node?.stop());

  async function provider(faults: readonly NodeFault[] = [], chain = node.chain): Promise<ProviderConfig> {
    const proxy = await startNodeProxy({ target: node.url, faults });
    proxies.push(proxy);
    return { kind: 'rpc', chain, url: proxy.url.replace('http://', 'http://me:S3cret@') };
  }

  async function check(one: ProviderConfig): Promise<readonly Finding[]> {
    const findings = await checkPool({ chain: one.chain, providers: [one], quorum: 1 }, context);
    expect(JSON.stringify(findings)).not.toMatch(/S3cret|regtest-only/);
    return findings;
  }

  /** What is not well. */
  const wrong = (findings: readonly Finding[]): readonly string[] =>
    findings
      .filter(({ status }) => status !== 'ok')
      .map(({ check: name, status, message }) => `${status} ${name}: ${message}`);

  test('finds nothing wrong with a node that can do all', async () => {
    const findings = await check(await provider([asModernCore]));
    expect(wrong(findings)).toEqual([]);
    expect(findings.map(({ check: name }) => name)).toEqual([
      ...['reachable', 'head', 'sync', 'blocks', 'txindex', 'inputs', 'mempool'],
    ]);
    expect(findings[0]?.message).toBe('answers for Litecoin regtest, /LitecoinCore:0.21.2.1/');
    expect(proxies[0]?.posts).toBeLessThanOrEqual(15);
  });

  test('does not mind a node that does not tell its version', async () => {
    expect(wrong(await check(await provider([withoutMethods('getnetworkinfo'), asModernCore])))).toEqual([]);
  });

  test('says what an older node makes dearer, and with what to do about it', async () => {
    const findings = await check(await provider());
    expect(wrong(findings)).toEqual([
      'warn inputs: it does not tell what inputs spend',
      'warn mempool: it has no gettxspendingprevout',
    ]);
    expect(findings.find(({ check: name }) => name === 'inputs')?.remedy).toMatch(/Bitcoin Core 25/);
  });

  test.each<readonly [string, readonly NodeFault[], string]>([
    [
      'is still downloading',
      [telling({ initialblockdownload: true, verificationprogress: 0.4567, headers: 900_000 }), asModernCore],
      'warn sync: it is still downloading the chain: 45.6 %, block 102 of 900000',
    ],
    ['lacks blocks', [telling({ headers: 120 }), asModernCore], 'warn sync: it has 102 blocks of 120'],
    [
      'is pruned',
      [telling({ pruned: true, pruneheight: 77 }), asModernCore],
      'warn blocks: it is pruned and keeps blocks from 77 on',
    ],
    ['has no index', [withoutIndex, asModernCore], 'warn txindex: it has no index of transactions'],
    [
      'has neither an index nor previous outputs',
      [withoutIndex],
      'fail txindex: it has no index of transactions, and does not tell what inputs spend',
    ],
  ])('tells that a node %s', async (_, faults, line) => {
    const lines = wrong(await check(await provider(faults)));
    expect(lines).toContain(line);
  });

  test('names both chains where a node is of another', async () => {
    const findings = await check(await provider([], BITCOIN));
    expect(wrong(findings)).toEqual([
      expect.stringMatching(`^fail chain: rpc:127\\.0\\.0\\.1:[0-9]+ is a node of ${node.chain}, not of ${BITCOIN}$`),
      'fail providers: none of its providers works',
    ]);
    expect(findings[0]?.remedy).toBe('Name a provider of Bitcoin, or write the chain that it is of.');
  });

  test('says what to do where the node lets nobody in, or is starting', async () => {
    const wrongPassword = { kind: 'rpc' as const, chain: node.chain, url: node.url.replace('regtest', 'no') };
    const [shut] = await checkPool({ chain: node.chain, providers: [wrongPassword], quorum: 1 }, context);
    expect(shut).toMatchObject({ check: 'reachable', status: 'fail', message: 'getblockhash: HTTP 401' });
    expect(shut?.remedy).toMatch(/rpcauth.*rpcallowip/);
    expect(JSON.stringify(shut)).not.toContain('no-only');
    const starting: NodeFault = async () => ({ kind: 'error', code: -28, message: 'Verifying blocks...', status: 500 });
    const [warming] = await check(await provider([starting]));
    expect(warming).toMatchObject({
      message: 'getblockhash: Verifying blocks... (-28)',
      remedy: 'Wait until the node has started.',
    });
  });
});
