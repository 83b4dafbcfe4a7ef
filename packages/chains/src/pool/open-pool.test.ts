import type { ChainPool, ProviderConfig } from '@fundtrail/core';
import {
  type Anvil,
  type NodeExplorer,
  type NodeProxy,
  onChain,
  serverError,
  startAnvil,
  startNodeExplorer,
  startNodeProxy,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freeLimiter } from '../evm/explorer/test-source.ts';
import { hastyContext } from '../evm/rpc/test-support.ts';
import { openPool, type PoolDeps } from './open-pool.ts';
import { ANVIL_CHAIN as CHAIN } from './test-pool.ts';

describe('the configured providers of a chain', () => {
  let anvil: Anvil;
  let explorer: NodeExplorer;
  const proxies: NodeProxy[] = [];

  beforeAll(async () => {
    anvil = await startAnvil();
    explorer = await startNodeExplorer({ target: anvil.url, apiKey: 'TOPSECRET' });
  });
  afterEach(async () => {
    await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
  });
  afterAll(async () => {
    await explorer?.close();
    await anvil?.stop();
  });

  async function startNode(): Promise<{ readonly proxy: NodeProxy; readonly config: ProviderConfig }> {
    const proxy = await startNodeProxy({ target: anvil.url });
    proxies.push(proxy);
    return { proxy, config: { kind: 'rpc', chain: CHAIN, url: `${proxy.url}/v2/TOPSECRET` } };
  }
  const poolOf = (providers: readonly ProviderConfig[], quorum = 1): ChainPool => ({ chain: CHAIN, providers, quorum });
  const deps = (more: Partial<PoolDeps> = {}): PoolDeps => ({
    context: hastyContext(),
    limiter: freeLimiter,
    disputes: { record: async () => undefined },
    ...more,
  });
  const listed = (): ProviderConfig => ({ kind: 'explorer', chain: CHAIN, url: explorer.url, apiKey: 'TOPSECRET' });

  test('are one source, whose coverage is kept under the names of each', async () => {
    const { config } = await startNode();
    const pool = await openPool(poolOf([config, listed()]), deps());
    expect(pool.id).toBe(`pool:${CHAIN}`);
    expect(pool.coverageIds).toHaveLength(3);
    expect(pool.coverageIds.join()).not.toContain('TOPSECRET');
    expect((await pool.head(CHAIN)).block).toBe(0);
    await pool.close();
  });

  test('work without a node that does not answer, and with it as soon as it does', async () => {
    const [dead, well] = [await startNode(), await startNode()];
    dead.proxy.setFaults([serverError()]);
    const pool = await openPool(poolOf([dead.config, well.config]), deps());
    // Fewer tries than one provider alone gets: another answers.
    expect(dead.proxy.count('eth_chainId')).toBe(3);
    expect((await pool.header?.(CHAIN, 0))?.number).toBe(0);
    const asked = dead.proxy.count('eth_getBlockByNumber');
    expect(asked).toBe(0);
    dead.proxy.setFaults([]);
    well.proxy.setFaults([serverError()]);
    expect((await pool.header?.(CHAIN, 0))?.number).toBe(0);
    expect(dead.proxy.count('eth_getBlockByNumber')).toBe(1);
    await pool.close();
  });

  test('are refused by name where one is of another chain, and asked nothing where it turns out later', async () => {
    const [stranger, well] = [await startNode(), await startNode()];
    stranger.proxy.setFaults([onChain(1)]);
    const refused = openPool(poolOf([stranger.config, well.config]), deps());
    await expect(refused).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(refused).rejects.toThrow(`${new URL(stranger.proxy.url).host} is a node of eip155:1, not of ${CHAIN}`);
    stranger.proxy.setFaults([serverError()]);
    const pool = await openPool(poolOf([stranger.config, well.config]), deps());
    stranger.proxy.setFaults([onChain(1)]);
    expect((await pool.header?.(CHAIN, 0))?.number).toBe(0);
    expect((await pool.block?.(CHAIN, 0))?.number).toBe(0);
    expect(new Set(stranger.proxy.seen.map(({ method }) => method))).toEqual(new Set(['eth_chainId']));
  });

  test('must be as many as must agree, and one alone must answer', async () => {
    const { proxy, config } = await startNode();
    await expect(openPool(poolOf([config], 2), deps())).rejects.toThrow('quorum: 2 providers');
    await expect(openPool(poolOf([config, config]), deps())).rejects.toThrow('is named twice');
    proxy.setFaults([serverError()]);
    await expect(openPool(poolOf([config]), deps())).rejects.toMatchObject({ failure: 'unreachable' });
  });

  test('remember for each explorer what it does not offer', async () => {
    const bare = await startNodeExplorer({ target: anvil.url, without: ['tokentx'] });
    const noted: string[] = [];
    const gaps = {
      of: async () => [],
      note: (source: string, question: string) => void noted.push(`${source} ${question}`),
    };
    const { config } = await startNode();
    const provider: ProviderConfig = { kind: 'explorer', chain: CHAIN, url: bare.url };
    const pool = await openPool(poolOf([provider, config]), deps({ gaps }));
    const account = `0x${'1'.repeat(40)}`;
    const asked = { chain: CHAIN, address: account, fromBlock: 0, toBlock: 1_000_000, maxRows: 10 };
    const { coverage } = await pool.history({ ...asked, kinds: ['native', 'token'] });
    expect(noted).toEqual([`explorer:${new URL(bare.url).host}/api tokentx`]);
    expect(coverage.map(({ kind, status, source }) => [kind, status, source.split(':')[0]])).toEqual([
      ['native', 'complete', 'explorer'],
      ['token', 'complete', 'rpc'],
    ]);
    await bare.close();
  });
});
