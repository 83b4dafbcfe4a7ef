import type { Source } from '@fundtrail/core';
import {
  type Anvil,
  type ExplorerFaultRule,
  hasLitecoind,
  openChain,
  startAnvil,
  startEsploraOverNode,
  startNodeExplorer,
  startUtxoNode,
} from '@fundtrail/testkit';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openEsplora } from './bitcoin/esplora/esplora.fixture.ts';
import { createEsploraSource } from './bitcoin/esplora/source.ts';
import { createCoreSource } from './bitcoin/rpc/source.ts';
import { findBlockAt } from './block-at.ts';
import { hastyContext, openSource } from './evm/rpc/test-support.ts';
import { ANVIL_CHAIN, openExplorer, openTestPool } from './pool/test-pool.ts';

/** Searches a chain of blocks with these times; counts what was looked at. */
async function search(times: readonly number[], time: number, blockTimeMs = 12_000) {
  let looked = 0;
  const headerAt = async (number: number) => {
    looked += 1;
    const told = times[number];
    if (told === undefined) throw new RangeError(`no block ${number}`);
    return { number, time: told };
  };
  const head = () => headerAt(times.length - 1);
  return { found: await findBlockAt({ source: 'test', blockTimeMs, head, headerAt }, time), looked };
}

describe('the last block at or before a time', () => {
  it('is found whatever lies between blocks, with many of one time, in a few times the digits of the height', async () => {
    const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 }), fc.nat(1_000_000)), {
      maxLength: 400,
    });
    await fc.assert(
      fc.asyncProperty(gaps, fc.double({ min: 0, max: 1.1, noNaN: true }), async (between, share) => {
        const first = 1_500_000_000;
        let last = first;
        const times = [first, ...between.map((gap) => (last += gap))];
        const time = first + Math.floor((last - first) * share);
        const { found, looked } = await search(times, time);
        expect(found).toBe(times.findLastIndex((told) => told <= time));
        expect(looked).toBeLessThan(3 * Math.log2(times.length + 1) ** 2 + 5);
      }),
    );
  });

  it('takes about ten looks at a chain of two million even blocks, some of them missed', async () => {
    const times = Array.from({ length: 2_000_000 }, (_, number) => 1_438_269_973 + number * 12 + (number >> 7) * 12);
    for (const number of [0, 1, 77, 1_000_000, 1_234_567, 1_999_998, 1_999_999]) {
      const { found, looked } = await search(times, (times[number] ?? 0) + 5);
      expect(found).toBe(number);
      expect(looked).toBeLessThanOrEqual(16);
    }
  });

  it('is one that a later block follows where times go back', async () => {
    const times = Array.from(
      { length: 1_000 },
      (_, number) => 1_231_006_505 + number * 600 + ((number * 7919) % 3_600),
    );
    for (let time = 1_231_010_000; time < 1_231_600_000; time += 7_777) {
      const { found } = await search(times, time, 600_000);
      expect(times[found]).toBeLessThanOrEqual(time);
      expect(times[found + 1]).toBeGreaterThan(time);
    }
  });

  it('is refused before the first block', async () => {
    await expect(search([100, 112, 124], 99)).rejects.toMatchObject({ failure: 'refused' });
    await expect(search([100], 99)).rejects.toMatchObject({ failure: 'refused' });
  });
});

describe('the block at a time of a local chain', () => {
  let anvil: Anvil;
  let node: Source;
  let times: readonly number[];
  const ending: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    anvil = await startAnvil();
    const chain = openChain(anvil.url);
    for (const gap of [1, 5, 5, 40, 3_600, 1, 1, 7, 86_400, 12, 12, 12]) {
      await chain.ask('evm_increaseTime', [gap]);
      await chain.mine();
    }
    node = await openSource({ url: anvil.url });
    const { block } = await node.head(ANVIL_CHAIN);
    const numbers = Array.from({ length: block + 1 }, (_, number) => number);
    times = await Promise.all(numbers.map(async (number) => (await node.header?.(ANVIL_CHAIN, number))?.time ?? 0));
  });
  afterEach(async () => {
    for (const end of ending.splice(0)) await end();
  });
  afterAll(() => anvil?.stop());

  async function explorer(faults: ExplorerFaultRule = () => undefined, without: 'getblocknobytime'[] = []) {
    const api = await startNodeExplorer({ target: anvil.url, faults, without });
    const source = openExplorer(api.url);
    ending.push(
      () => source.close(),
      () => api.close(),
    );
    return source;
  }

  async function findsAll(source: Source): Promise<number> {
    const before = source.requests();
    let questions = 0;
    for (const [number, time] of times.entries()) {
      for (const moment of [time, Math.max(time, (times[number + 1] ?? time + 100) - 1)]) {
        expect(await source.blockAt?.(ANVIL_CHAIN, moment)).toBe(times.findLastIndex((told) => told <= moment));
        questions += 1;
      }
    }
    await expect(source.blockAt?.(ANVIL_CHAIN, (times[0] ?? 0) - 1)).rejects.toMatchObject({ failure: 'refused' });
    return (source.requests() - before) / (questions + 1);
  }

  it('is found by the heads of blocks through a node', async () => {
    expect(await findsAll(node)).toBeLessThan(10);
  });

  it('is told by an explorer, in two requests, and found by heads where that has no such list', async () => {
    expect(await findsAll(await explorer())).toBeLessThan(2.5);
    expect(await findsAll(await explorer(undefined, ['getblocknobytime']))).toBeLessThan(10);
  });

  it('is told by Blockscout within an object', async () => {
    const json = { status: '1', message: 'OK', result: { blockNumber: '4' } };
    const source = await explorer(({ action }) =>
      action === 'getblocknobytime' ? { kind: 'answer', json } : undefined,
    );
    expect(await source.blockAt?.(ANVIL_CHAIN, times[4] ?? 0)).toBe(4);
    await expect(source.blockAt?.(ANVIL_CHAIN, (times[4] ?? 0) - 1)).rejects.toMatchObject({ failure: 'malformed' });
  });

  it('is told by whoever of a pool can, the explorer first', async () => {
    const [own, api] = [await openSource({ url: anvil.url }), await explorer()];
    const { pool } = openTestPool([own, api]);
    const before = own.requests();
    expect(await findsAll(pool)).toBeLessThan(3);
    // The node is asked only where the explorer refuses.
    expect(own.requests() - before).toBeLessThan(10);
    const failing = await explorer(({ action }) =>
      action === 'getblocknobytime' || action.startsWith('eth_') ? { kind: 'http', status: 500 } : undefined,
    );
    const { pool: other } = openTestPool([failing, own]);
    expect(await other.blockAt?.(ANVIL_CHAIN, times[3] ?? 0)).toBe(3);
  });
});

describe('the block at a time of a UTXO chain', () => {
  it('is found in an Esplora’s lists of blocks', async () => {
    const { book, source, close } = await openEsplora({ chain: { tip: 300 } });
    try {
      const times = Array.from({ length: book.tip() + 1 }, (_, height) => book.blockAt(height).time);
      const before = source.requests();
      const wanted = [0, 1, 150, 299, 300];
      for (const height of wanted) {
        const time = times[height] ?? 0;
        expect(await source.blockAt(source.chains[0] ?? '', time)).toBe(times.findLastIndex((told) => told <= time));
      }
      expect((source.requests() - before) / wanted.length).toBeLessThan(12);
      expect(await source.blockAt(source.chains[0] ?? '', (times.at(-1) ?? 0) + 1_000_000)).toBe(300);
    } finally {
      await close();
    }
  });

  it.runIf(hasLitecoind())('is found by the heads of blocks through a node, and through an Esplora of it', async () => {
    const node = await startUtxoNode({ timestamp: 1_700_000_000 });
    const server = await startEsploraOverNode({ rpcUrl: node.url });
    const context = hastyContext();
    const sources = [
      await createCoreSource({ url: node.url, chain: node.chain, context }),
      createEsploraSource({ url: server.url, chain: node.chain, context }),
    ];
    try {
      await node.mine(60);
      const height = await node.height();
      const numbers = Array.from({ length: height + 1 }, (_, number) => number);
      const times = await Promise.all(
        numbers.map(async (number) => (await sources[0]?.header(node.chain, number))?.time ?? 0),
      );
      for (const source of sources) {
        for (const moment of [times[0], times[31], times[height], (times[32] ?? 0) - 1, (times[height] ?? 0) + 9]) {
          const found = await source.blockAt(node.chain, moment ?? 0);
          expect(found).toBe(times.findLastIndex((told) => told <= (moment ?? 0)));
        }
        await expect(source.blockAt(node.chain, (times[0] ?? 0) - 1)).rejects.toMatchObject({ failure: 'refused' });
      }
    } finally {
      await Promise.all(sources.map((source) => source.close()));
      await server.close();
      await node.stop();
    }
  });
});
