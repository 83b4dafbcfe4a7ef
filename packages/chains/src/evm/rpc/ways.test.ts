import {
  type Anvil,
  type NodeFault,
  type NodeProxy,
  onChain,
  playTheft,
  type Story,
  startAnvil,
  startNodeProxy,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { changing, createSharedMemory, openSource } from './test-support.ts';

const TRACES = /^(trace|debug)_/;

describe('how a node traces', () => {
  let anvil: Anvil;
  let story: Story;
  const proxies: NodeProxy[] = [];

  beforeAll(async () => {
    anvil = await startAnvil();
    story = await playTheft({ url: anvil.url });
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });
  afterAll(() => anvil?.stop());

  async function proxied(...faults: readonly NodeFault[]): Promise<NodeProxy> {
    const proxy = await startNodeProxy({ target: anvil.url, faults });
    proxies.push(proxy);
    return proxy;
  }
  const tracesOf = (proxy: NodeProxy): string[] =>
    proxy.seen.map(({ method }) => method).filter((name) => TRACES.test(name));
  const truth = async () => {
    const source = await openSource({ url: anvil.url });
    return source.block(source.chain, story.theft.block);
  };

  test.each([
    ['trace_block', []],
    ['debug_traceBlockByHash', ['trace_*']],
    ['debug_traceBlockByNumber', ['trace_*', 'debug_traceBlockByHash']],
    ['trace_transaction', ['trace_block', 'debug_traceBlock*']],
    ['debug_traceTransaction', ['trace_*', 'debug_traceBlock*']],
  ])('a block is told the same by %s', async (way, missing) => {
    const proxy = await proxied(withoutMethods(...missing));
    const source = await openSource({ url: proxy.url });
    expect(await source.block(source.chain, story.theft.block)).toEqual(await truth());
    expect(tracesOf(proxy).at(-1)).toBe(way);
  });

  test.each([
    ['trace_transaction', []],
    ['debug_traceTransaction', ['trace_*']],
    ['trace_block', ['trace_transaction', 'debug_*']],
    ['debug_traceBlockByHash', ['trace_*', 'debug_traceTransaction']],
  ])('a transaction is told the same by %s', async (way, missing) => {
    const proxy = await proxied(withoutMethods(...missing));
    const source = await openSource({ url: proxy.url });
    const [expected] = (await truth()).transactions;
    expect(await source.transaction(source.chain, story.theft.hash)).toEqual(expected);
    expect(tracesOf(proxy).at(-1)).toBe(way);
  });

  test('is found out once for all processes, and looked for anew when the node has lost it', async () => {
    const memory = createSharedMemory();
    const proxy = await proxied(withoutMethods('trace_*'));
    const read = async (): Promise<string[]> => {
      const before = tracesOf(proxy).length;
      const source = await openSource({ url: proxy.url, memory });
      await source.block(source.chain, story.theft.block);
      return tracesOf(proxy).slice(before);
    };
    expect(await read()).toEqual(['trace_block', 'debug_traceBlockByHash']);
    expect(await read()).toEqual(['debug_traceBlockByHash']);
    proxy.setFaults([withoutMethods('debug_*')]);
    expect(await read()).toEqual(['debug_traceBlockByHash', 'trace_block']);
    expect(await read()).toEqual(['trace_block']);
  });

  test('is remembered of one chain only: others may have the same host', async () => {
    const memory = createSharedMemory();
    const proxy = await proxied(withoutMethods('trace_*'));
    const one = await openSource({ url: proxy.url, memory });
    await one.block(one.chain, story.theft.block);
    proxy.setFaults([onChain(5)]);
    const other = await openSource({ url: proxy.url, memory });
    await other.block('eip155:5', story.theft.block);
    expect(tracesOf(proxy).at(-1)).toBe('trace_block');
    expect([...memory.kept.keys()].map((trait) => trait.split(' ')[0])).toContain('eip155:5');
  });

  test('is not remembered as "not at all": a node may be upgraded', async () => {
    const memory = createSharedMemory();
    const proxy = await proxied(withoutMethods('trace_*', 'debug_*'));
    const blind = await openSource({ url: proxy.url, memory });
    const [fact] = (await blind.block(blind.chain, story.theft.block)).transactions;
    expect([fact?.whole, blind.traceMode()]).toEqual([['native', 'token'], 'none']);
    proxy.setFaults([]);
    const source = await openSource({ url: proxy.url, memory });
    expect(await source.block(source.chain, story.theft.block)).toEqual(await truth());
  });

  test('a memory that fails costs no answer', async () => {
    const broken = { get: () => Promise.reject(new Error('gone')), set: () => Promise.reject(new Error('gone')) };
    const source = await openSource({ url: anvil.url, memory: broken });
    expect(await source.block(source.chain, story.theft.block)).toEqual(await truth());
  });

  test('one block whose traces are pruned leaves it without internal value and says nothing of the others', async () => {
    const pruned: NodeFault = async (call, next) =>
      /^(trace|debug)_/.test(call.method) &&
      JSON.stringify(call.params).includes(`0x${story.theft.block.toString(16)}"`)
        ? { kind: 'error', code: -32_000, message: 'required historical state unavailable (reexec=128)' }
        : next(call);
    const proxy = await proxied(pruned);
    const source = await openSource({ url: proxy.url });
    const [fact] = (await source.block(source.chain, story.theft.block)).transactions;
    expect(fact?.whole).toEqual(['native', 'token']);
    const [next] = (await source.block(source.chain, story.theft.block + 1)).transactions;
    expect(next?.whole).toContain('internal');
  });

  test('traces that are missing, or of another block, are not taken for "nothing moved"', async () => {
    const empty = await proxied(changing(['trace_block'], () => []));
    const lacking = await openSource({ url: empty.url, trace: 'trace' });
    const [fact] = (await lacking.block(lacking.chain, story.theft.block)).transactions;
    expect(fact?.whole).toEqual(['native', 'token']);
    const other = await proxied(
      changing(['trace_block'], (frames) =>
        (frames as object[]).map((frame) => ({ ...frame, blockHash: `0x${'9'.repeat(64)}` })),
      ),
    );
    const wrong = await openSource({ url: other.url });
    await expect(wrong.block(wrong.chain, story.theft.block)).rejects.toMatchObject({ failure: 'malformed' });
    const trees = await proxied(changing(['debug_traceBlockByHash'], (rows) => [...(rows as object[]), {}]));
    const more = await openSource({ url: trees.url, trace: 'debug' });
    await expect(more.block(more.chain, story.theft.block)).rejects.toMatchObject({ failure: 'malformed' });
  });

  test('an older geth, which leaves the hashes out and tells one trace’s failure in its place, is understood', async () => {
    const block = await truth();
    const proxy = await proxied(
      changing(['debug_traceBlockByHash'], (rows) => (rows as { result: unknown }[]).map(({ result }) => ({ result }))),
    );
    const source = await openSource({ url: proxy.url, trace: 'debug' });
    expect(await source.block(source.chain, story.theft.block)).toEqual(block);
    const failed = await proxied(changing(['debug_traceBlockByHash'], () => [{ error: 'execution timeout' }]));
    const lacking = await openSource({ url: failed.url, trace: 'debug' });
    const [fact] = (await lacking.block(lacking.chain, story.theft.block)).transactions;
    expect(fact?.whole).toEqual(['native', 'token']);
  });
});
