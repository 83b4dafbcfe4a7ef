import { ACCOUNT_POLICIES } from '@fundtrail/core';
import {
  type Anvil,
  logsOfAtMostRows,
  type NodeProxy,
  startAnvil,
  startNodeExplorer,
  startNodeProxy,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../src/index.ts';
import { type Harness, startHarness } from './harness.ts';
import { followToTheEnd, startTheft } from './local-theft.ts';

const [THIEF, HELPER, LAST] = [1, 2, 3];
/** The lowest that the source takes an explorer to have. */
const ROW_CAP = 10;

let anvil: Anvil;
let harness: Harness;
beforeEach(async () => {
  anvil = await startAnvil();
  harness = await startHarness();
});
afterEach(async () => {
  await harness.close();
  await anvil.stop();
});

const coverageOf = async (id: string) => (await harness.tracer.cases.show(id)).coverage;

describe('what a followed case says of its coverage', () => {
  it('is that all of it is complete, to the block that following is at, and what can still be taken back', async () => {
    const theft = await startTheft(harness, anvil.url);
    await theft.pay(THIEF, HELPER, 20n);
    await followToTheEnd(harness, theft);
    const { kinds, gaps, complete } = await coverageOf(theft.id);
    const block = await theft.chain.height();
    const whole = { complete: 2, provisional: 2, reached_block: block, truncated: 0, unavailable: 0, disputed: 0 };
    expect(kinds).toEqual({ native: whole, internal: whole, token: whole });
    expect(complete).toEqual({ native: 2, internal: 2, token: 2 });
    expect(gaps).toEqual([]);

    await theft.chain.mine(200);
    await followToTheEnd(harness, theft);
    const { native } = (await coverageOf(theft.id)).kinds;
    expect(native.reached_block).toBe(block + 200);
  });

  it('is in one sentence that a node that does not trace covers nothing inside contracts', async () => {
    const node = await proxied([withoutMethods('trace_*', 'debug_*')]);
    const theft = await startTheft(harness, anvil.url, { rpc: node.url });
    await theft.pay(THIEF, HELPER, 20n);
    await followToTheEnd(harness, theft);
    const { kinds, not_seen: sentences } = await coverageOf(theft.id);
    expect(kinds.native).toMatchObject({ complete: 2, unavailable: 0 });
    expect(kinds.internal).toMatchObject({ complete: 0, reached_block: null, unavailable: 2 });
    const inside = sentences.filter((sentence) => sentence.startsWith('Value moved inside contracts'));
    expect(inside).toEqual([expect.stringMatching(/not covered at all.*for a transaction\.$/)]);
  });

  it('goes with the alerts of the case', async () => {
    const node = await proxied([withoutMethods('trace_*', 'debug_*')]);
    const theft = await startTheft(harness, anvil.url, { rpc: node.url });
    const exchange = { entity: 'Exchange', category: 'exchange', confidence: 90, source: 'test' };
    const chain = theft.chainId;
    await harness.deps.labels.importSet('default', [{ chain, address: theft.person(HELPER), ...exchange }]);
    await theft.pay(THIEF, HELPER, 20n);
    await followToTheEnd(harness, theft);
    const { rows } = await harness.database.pool.query<{ limits: string[] }>(
      `select body #> '{data,limits}' as limits from ops.outbox where case_id = $1`,
      [theft.id],
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { limits } of rows)
      expect(limits).toContainEqual(expect.stringMatching(/contracts: not covered at all/));
  });

  it('counts what a reorganisation took from its accounts', async () => {
    const theft = await startTheft(harness, anvil.url);
    await theft.pay(THIEF, HELPER, 20n);
    await followToTheEnd(harness, theft);
    expect((await coverageOf(theft.id)).taken_back).toBe(0);
    await theft.chain.reorg(1);
    await theft.chain.mine();
    await followToTheEnd(harness, theft);
    expect((await coverageOf(theft.id)).taken_back).toBe(1);
  });
});

describe('a source that cannot tell everything', () => {
  it('leaves an account of which it gives only some rows truncated, never complete', async () => {
    const explorer = await startNodeExplorer({ target: anvil.url, rowCap: ROW_CAP, window: ROW_CAP });
    try {
      const theft = await startTheft(harness, anvil.url, { follow: false });
      await theft.pay(THIEF, HELPER, 20n);
      // More in one block than the explorer gives: paging by blocks does not help.
      await theft.chain.mineBySelf(false);
      for (let n = 0; n < 2 * ROW_CAP; n += 1) await theft.chain.ask('eth_sendTransaction', [payment(theft, LAST)]);
      await theft.chain.mine();
      await theft.chain.mineBySelf(true);
      await theft.chain.mine(200);
      const id = await trace(theft.chainId, explorer.url, await theft.pay(0, THIEF, 50n));
      const shown = await harness.tracer.cases.show(id);
      const { kinds, gaps, not_followed: notFollowed } = shown.coverage;
      expect(kinds.native.truncated).toBeGreaterThan(0);
      expect(gaps).toContainEqual({
        kind: 'native',
        status: 'truncated',
        source: shown.source.id,
        accounts: kinds.native.truncated,
        reason: expect.stringContaining('more rows than the source gives'),
      });
      expect(notFollowed).toContainEqual(expect.objectContaining({ state: 'hub' }));
      expect(shown.coverage.not_seen).toContainEqual(
        expect.stringMatching(/^Plain transfers: read only in part for \d+ of /),
      );
      expect(shown.coverage.not_seen).toContainEqual(
        expect.stringMatching(/^Not followed, for too many transfers: 1 account /),
      );
    } finally {
      await explorer.close();
    }
  });

  it('leaves tokens that an explorer does not list unavailable, with its words', async () => {
    const explorer = await startNodeExplorer({ target: anvil.url, without: ['tokentx'] });
    try {
      const theft = await startTheft(harness, anvil.url, { follow: false });
      const shown = await harness.tracer.cases.show(
        await trace(theft.chainId, explorer.url, await theft.pay(0, HELPER, 50n)),
      );
      expect(shown.coverage.kinds.native).toMatchObject({ complete: 1, unavailable: 0 });
      expect(shown.coverage.kinds.token).toMatchObject({ complete: 0, unavailable: 1 });
      expect(shown.coverage.gaps).toMatchObject([{ kind: 'token', status: 'unavailable', source: shown.source.id }]);
    } finally {
      await explorer.close();
    }
  });

  it('leaves nothing out where a node gives few logs at once', async () => {
    const node = await proxied([logsOfAtMostRows(1, 'alchemy')]);
    const theft = await startTheft(harness, anvil.url, { rpc: node.url });
    await theft.pay(THIEF, HELPER, 20n);
    await followToTheEnd(harness, theft);
    const { kinds, gaps } = await coverageOf(theft.id);
    expect([kinds.token.complete, gaps]).toEqual([2, []]);
  });
});

const nodes: NodeProxy[] = [];
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});

async function proxied(faults: Parameters<typeof startNodeProxy>[0]['faults']): Promise<NodeProxy> {
  const node = await startNodeProxy({ target: anvil.url, ...(faults === undefined ? {} : { faults }) });
  nodes.push(node);
  return node;
}

function payment(theft: { person(place: number): string }, to: number) {
  return { from: theft.person(THIEF), to: theft.person(to), value: '0x1' };
}

async function trace(chain: string, url: string, hash: string): Promise<string> {
  const id = await harness.tracer.cases.create({
    name: 'by an explorer',
    seeds: [{ kind: 'transaction', chain, hash }],
    policies: ACCOUNT_POLICIES,
    limits: DEFAULT_LIMITS,
    source: { kind: 'explorer', chain, url },
    labelSets: [],
    follow: false,
  });
  await harness.drain();
  return id;
}
