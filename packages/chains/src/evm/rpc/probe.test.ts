import {
  type Anvil,
  ahead,
  logsOfAtMostBlocks,
  type NodeFault,
  type NodeProxy,
  on,
  openChain,
  serverError,
  startAnvil,
  startNodeProxy,
  withoutArchive,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSource } from './test-support.ts';

const HEIGHT = 20;

describe('the report on a node', () => {
  let anvil: Anvil;
  const proxies: NodeProxy[] = [];

  beforeAll(async () => {
    anvil = await startAnvil({ slotsInAnEpoch: 4 });
    await openChain(anvil.url).mine(HEIGHT);
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });
  afterAll(() => anvil?.stop());

  async function probe(...faults: readonly NodeFault[]) {
    const proxy = await startNodeProxy({ target: anvil.url, faults });
    proxies.push(proxy);
    const source = await openSource({ url: proxy.url });
    const report = await source.probe();
    expect(report.requests).toBe(proxy.posts - 1);
    return report;
  }

  test('says all that anvil can do, in few requests', async () => {
    const { requests, ...report } = await probe();
    expect(report).toEqual({
      chain: 'eip155:31337',
      head: { ok: true, value: { block: HEIGHT, time: expect.any(Number) } },
      finalized: { ok: true, value: HEIGHT - 8 },
      archive: { ok: true, value: { has: true, depth: HEIGHT } },
      traces: { ok: true, value: 'trace_filter' },
      blockReceipts: { ok: true, value: true },
      maxLogRange: { ok: true, value: undefined },
      clientVersion: { ok: true, value: expect.stringMatching(/^anvil/) },
    });
    expect(requests).toBeLessThanOrEqual(8);
  });

  test('says what a node lacks', async () => {
    const { archive, traces, blockReceipts, maxLogRange } = await probe(
      withoutArchive('geth', 3),
      withoutMethods('trace_*', 'debug_*', 'eth_getBlockReceipts'),
      logsOfAtMostBlocks(7, 'quicknode'),
    );
    expect([archive, traces, blockReceipts, maxLogRange]).toEqual(
      [{ has: false, depth: HEIGHT }, 'none', false, 7].map((value) => ({ ok: true, value })),
    );
  });

  test.each([
    ['trace_block', ['trace_filter']],
    ['debug_block', ['trace_*']],
    ['debug_block', ['trace_*', 'debug_traceBlockByHash']],
    ['trace_transaction', ['trace_filter', 'trace_block', 'debug_traceBlock*']],
    ['debug_transaction', ['trace_*', 'debug_traceBlock*']],
  ])('names %s as the most that a node tells of traces', async (skill, missing) => {
    expect((await probe(withoutMethods(...missing))).traces).toEqual({ ok: true, value: skill });
  });

  test('has every failure by its class, beside what did not fail', async () => {
    const { clientVersion, finalized, archive, head } = await probe(
      on('web3_clientVersion', withoutMethods('web3_clientVersion')),
      on((call) => call.params[0] === 'finalized', serverError(503)),
      on('eth_getBalance', async () => ({ kind: 'http', status: 401 })),
    );
    expect(clientVersion).toMatchObject({ ok: false, failure: 'unsupported' });
    expect(finalized).toMatchObject({ ok: false, failure: 'unreachable' });
    expect(archive).toMatchObject({ ok: false, failure: 'unauthorized' });
    expect(head.ok).toBe(true);
  });

  test('of a node without a head says nothing that needs one', async () => {
    const report = await probe(on((call) => call.params[0] === 'latest', serverError()));
    for (const told of [report.head, report.archive, report.traces, report.blockReceipts, report.maxLogRange]) {
      expect(told).toMatchObject({ ok: false, failure: 'unreachable' });
    }
    expect(report.clientVersion.ok).toBe(true);
  });

  test('shows a node that claims a head that it does not have', async () => {
    const { head, archive } = await probe(ahead(9));
    expect(head).toMatchObject({
      ok: false,
      failure: 'malformed',
      reason: expect.stringContaining(String(HEIGHT + 9)),
    });
    expect(archive.ok).toBe(false);
  });
});
