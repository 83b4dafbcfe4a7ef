import { type Address, chainInfo, createSystemClock } from '@fundtrail/core';
import {
  type Anvil,
  type Chain,
  deployTether,
  lagging,
  NO_ARCHIVE,
  type NodeFault,
  type NodeProxy,
  on,
  openChain,
  openStage,
  type Stage,
  serverError,
  startAnvil,
  startNodeProxy,
  type Tether,
  withoutArchive,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createChainState } from './chain-state.ts';
import { createRpcClient } from './rpc-client.ts';
import { changing, createSharedMemory, hastyContext, openSource } from './test-support.ts';
import { createWire } from './wire.ts';

/** Blocks whose state the node in front keeps. */
const KEPT = 3;

describe('what an account held at a block', () => {
  let anvil: Anvil;
  let chain: Chain;
  let stage: Stage;
  let tether: Tether;
  let owner: Address;
  let head: number;
  const proxies: NodeProxy[] = [];

  beforeAll(async () => {
    anvil = await startAnvil();
    chain = openChain(anvil.url);
    stage = await openStage(anvil.url, createSystemClock());
    owner = stage.devAccounts[0] as Address;
    await chain.mine(2);
    tether = await deployTether(stage, owner);
    await tether.issue(500n);
    head = (await chain.mine(KEPT + 2)).number;
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });
  afterAll(async () => {
    await stage?.close();
    await anvil?.stop();
  });

  async function open(faults: readonly NodeFault[] = [], memory = createSharedMemory()) {
    const proxy = await startNodeProxy({ target: anvil.url, faults });
    proxies.push(proxy);
    const source = await openSource({ url: proxy.url, memory });
    const at = (block: number, asset: Address | 'native' = 'native') =>
      source.balance(source.chain, owner, asset, block);
    return { proxy, source, at, memory };
  }

  test('is nothing of a token before it was made, and refused of what is no token', async () => {
    const { at, source } = await open();
    expect([await at(2, tether.address), await at(3, tether.address), await at(4, tether.address)]).toEqual([
      0n,
      0n,
      500n,
    ]);
    const { transactions } = await source.block(source.chain, 3);
    expect(transactions).toHaveLength(1);
    const [, , other] = stage.devAccounts as [Address, Address, Address];
    // No code, so nothing is held of it; code that tells no balances is another thing.
    expect(await at(head, other)).toBe(0n);
    const { at: mute } = await open([changing(['eth_call'], () => '0x')]);
    await expect(mute(head, tether.address)).rejects.toMatchObject({
      failure: 'refused',
      message: expect.stringContaining('no token'),
    });
    const { at: odd } = await open([changing(['eth_call'], () => '0x01')]);
    await expect(odd(head, tether.address)).rejects.toMatchObject({ failure: 'refused' });
  });

  test.each(Object.keys(NO_ARCHIVE) as (keyof typeof NO_ARCHIVE)[])(
    'is unknown where a node in the words of %s has no state of that age, and is not asked for again',
    async (words) => {
      const { at, proxy, memory } = await open([withoutArchive(words, KEPT)]);
      expect(await at(head)).toBeGreaterThan(0n);
      expect(await at(1)).toBeUndefined();
      const asked = proxy.count('eth_getBalance');
      expect(await at(0)).toBeUndefined();
      expect(proxy.count('eth_getBalance')).toBe(asked);
      // Younger than what it was found to lack: worth a try.
      expect(await at(head - KEPT)).toBeUndefined();
      expect(proxy.count('eth_getBalance')).toBe(asked + 1);
      const next = await open([withoutArchive(words, KEPT)], memory);
      await next.source.head(next.source.chain);
      expect(await next.at(0)).toBeUndefined();
      expect(next.proxy.count('eth_getBalance')).toBe(0);
    },
  );

  test('is neither unknown nor nothing when the node fails for now, or does not have the block yet', async () => {
    const failing = await open([on('eth_getBalance', serverError())]);
    await expect(failing.at(1)).rejects.toMatchObject({ failure: 'unreachable', retryable: true });
    const behind = await open([lagging(2)]);
    await expect(behind.at(head)).rejects.toMatchObject({ failure: 'unreachable', retryable: true });
    const { at } = await open();
    await expect(at(head + 9)).rejects.toMatchObject({ failure: 'unreachable', retryable: true });
  });
});

describe('what a node calls final', () => {
  let anvil: Anvil;
  let chain: Chain;
  let proxy: NodeProxy;

  beforeAll(async () => {
    anvil = await startAnvil({ slotsInAnEpoch: 2 });
    chain = openChain(anvil.url);
    await chain.mine(10);
  });
  afterEach(() => proxy?.stop());
  afterAll(() => anvil?.stop());

  test.each([
    ['null', { kind: 'result', result: null }],
    ['an unknown block', { kind: 'error', code: -39_001, message: 'unknown block' }],
    ['wrong parameters', { kind: 'error', code: -32_602, message: 'invalid argument 0: hex string without 0x prefix' }],
    ['its own words', { kind: 'error', code: -32_000, message: "'finalized' tag not supported on pre-merge network" }],
  ] as const)('is not known where it answers %s', async (_words, answer) => {
    proxy = await startNodeProxy({
      target: anvil.url,
      faults: [
        on(
          (call) => call.params[0] === 'finalized',
          async () => answer,
        ),
      ],
    });
    const source = await openSource({ url: proxy.url });
    expect(await source.finalized(source.chain)).toBeUndefined();
  });

  test('is a failure, not unknown, when it cannot be asked', async () => {
    proxy = await startNodeProxy({
      target: anvil.url,
      faults: [on((call) => call.params[0] === 'finalized', serverError())],
    });
    const source = await openSource({ url: proxy.url });
    await expect(source.finalized(source.chain)).rejects.toMatchObject({ failure: 'unreachable' });
  });

  test('is so many blocks behind its head where the chain is known for that', async () => {
    proxy = await startNodeProxy({ target: anvil.url });
    const node = createRpcClient({ url: proxy.url, context: hastyContext() });
    const state = createChainState(node, createWire(node.id), { ...chainInfo('eip155:31337'), finality: 4 });
    expect([await state.finalTo(8), await state.finalized(), state.isFinal(6), state.isFinal(7)]).toEqual([
      6,
      6,
      true,
      false,
    ]);
    expect(proxy.seen.map(({ params }) => params[0])).toEqual(['latest', 'latest', 'latest']);
  });

  test('is two epochs behind its head', async () => {
    proxy = await startNodeProxy({ target: anvil.url });
    const source = await openSource({ url: proxy.url });
    expect(await source.finalized(source.chain)).toBe(6);
  });
});
