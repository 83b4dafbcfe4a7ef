import type { Source } from '@fundtrail/core';
import { createLimiter } from '@fundtrail/store';
import { type Anvil, startAnvil, startNodeProxy, withoutMethods } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSourceOpener, type SourceSpec } from '../src/index.ts';
import { type Harness, startHarness } from './harness.ts';
import { followToTheEnd, type LocalTheft, startTheft } from './local-theft.ts';

/** Statements of a step that reads one block in which nobody is watched: state, lead, watches, and one transaction. */
const MOST_QUERIES_PER_BLOCK = 20;
const MANY = 5_000;
const [THIEF, HELPER] = [1, 2];

let anvil: Anvil;
let harness: Harness;
let sources: Source[];
beforeEach(async () => {
  sources = [];
  anvil = await startAnvil();
  harness = await startHarness({ openSource: (spec) => open(spec) });
});
afterEach(async () => {
  await harness.close();
  await anvil.stop();
});

let opener: ReturnType<typeof createSourceOpener> | undefined;
async function open(spec: SourceSpec): Promise<Source> {
  opener ??= createSourceOpener({
    context: harness.context,
    facts: harness.deps.facts,
    limiter: createLimiter(harness.database, harness.context.clock),
  });
  const source = await opener.open(spec);
  if (!sources.includes(source)) sources.push(source);
  return source;
}
afterEach(() => {
  opener = undefined;
});

/** What one step costs that reads one block in which no watched account appears. */
async function costOfBlock({ chain }: LocalTheft): Promise<{ requests: number; queries: number }> {
  await chain.mine();
  const requests = (): number => sources.reduce((sum, source) => sum + source.requests(), 0);
  const before = { requests: requests(), queries: harness.database.queries() };
  const outcomes = await harness.follow();
  expect(outcomes.map(({ kind, blocks }) => [kind, blocks])).toEqual([['advanced', 1]]);
  return { requests: requests() - before.requests, queries: harness.database.queries() - before.queries };
}

describe('following a block', () => {
  it('costs the same requests and statements for many accounts of several cases as for one', async () => {
    const theft = await startTheft(harness, anvil.url);
    await followToTheEnd(harness, theft);
    const alone = await costOfBlock(theft);

    for (let place = HELPER; place < HELPER + 4; place += 1) {
      const other = await startTheft(harness, anvil.url);
      await other.pay(THIEF, place, 3n);
      await followToTheEnd(harness, other);
    }
    const { source } = await harness.tracer.cases.show(theft.id);
    const addresses = Array.from({ length: MANY }, (_, n) => `0x${(n + 1_000).toString(16).padStart(40, '0')}`);
    await harness.deps.follow.watch(harness.database.db, { chain: theft.chainId, source: source.id }, addresses);
    await harness.follow();
    const crowded = await costOfBlock(theft);

    expect(crowded).toEqual(alone);
    // The head, what is final, and the block.
    expect(alone.requests).toBe(3);
    expect(alone.queries).toBeLessThanOrEqual(MOST_QUERIES_PER_BLOCK);
  });

  it('costs one request when there is no new block', async () => {
    const theft = await startTheft(harness, anvil.url);
    await followToTheEnd(harness, theft);
    const before = sources.reduce((sum, source) => sum + source.requests(), 0);
    expect((await harness.follow()).map(({ kind }) => kind)).toEqual(['idle']);
    expect(sources.reduce((sum, source) => sum + source.requests(), 0) - before).toBe(1);
  });
});

describe('following by a node that does not trace', () => {
  it('says that value inside contracts is not seen', async () => {
    const node = await startNodeProxy({ target: anvil.url, faults: [withoutMethods('trace_*', 'debug_*')] });
    try {
      const theft = await startTheft(harness, anvil.url, { rpc: node.url });
      await theft.pay(THIEF, HELPER, 20n);
      await followToTheEnd(harness, theft);
      expect(await theft.received(HELPER)).toBe(20n);
      const [chain] = await harness.tracer.chains.list();
      expect(chain?.kinds).toEqual(['native', 'token']);
      const { following, coverage } = await harness.tracer.cases.show(theft.id);
      expect(following?.internal).toBe(false);
      expect(coverage.gaps.map(({ kind }) => kind)).toContain('internal');
    } finally {
      await node.stop();
    }
  });
});
