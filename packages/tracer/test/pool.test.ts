import { ACCOUNT_POLICIES, type ProviderConfig, type Providers } from '@fundtrail/core';
import { createDisputes, createLimiter, createSourceMemory } from '@fundtrail/store';
import {
  type Anvil,
  changingReceipt,
  type NodeExplorer,
  type NodeFault,
  type NodeProxy,
  openChain,
  playTheft,
  type Story,
  startAnvil,
  startNodeExplorer,
  startNodeProxy,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSourceOpener, DEFAULT_LIMITS, type SourceOpener } from '../src/index.ts';
import { type Harness, startHarness } from './harness.ts';
import { outcomeOf, startTheft } from './local-theft.ts';

/** A step follows a block or more; a few lead to settling. */
const MOST_STEPS = 30;

describe('a theft traced through several providers of its chain', () => {
  let anvil: Anvil;
  let explorer: NodeExplorer;
  let story: Story;
  const proxies: NodeProxy[] = [];
  const harnesses: Harness[] = [];

  beforeAll(async () => {
    anvil = await startAnvil({ secondsBetweenBlocks: 1 });
    story = await playTheft({ url: anvil.url });
    // Until none of it can be taken back any more.
    await openChain(anvil.url).mine(200);
    explorer = await startNodeExplorer({ target: anvil.url });
  });
  afterEach(async () => {
    await Promise.all(harnesses.splice(0).map((harness) => harness.close()));
    await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
  });
  afterAll(async () => {
    await explorer?.close();
    await anvil?.stop();
  });

  async function startNode(faults: readonly NodeFault[] = []): Promise<ProviderConfig> {
    const proxy = await startNodeProxy({ target: anvil.url, faults });
    proxies.push(proxy);
    return { kind: 'rpc', chain: story.chain, url: proxy.url };
  }
  const listed = (): ProviderConfig => ({ kind: 'explorer', chain: story.chain, url: explorer.url, rowCap: 10_000 });

  /** A tracer of an installation with these providers. */
  async function install(configured: readonly ProviderConfig[], quorum = 1): Promise<Harness> {
    const providers: Providers = {
      poolOf: (chain) => (chain === story.chain ? { chain, providers: configured, quorum } : undefined),
      chains: [story.chain],
    };
    let opener: SourceOpener | undefined;
    const harness: Harness = await startHarness({
      openSource: (spec) => {
        opener ??= createSourceOpener({
          context: harness.context,
          facts: harness.deps.facts,
          limiter: createLimiter(harness.database, harness.context.clock),
          disputes: createDisputes(harness.database),
          memory: createSourceMemory(harness.database),
          providers,
        });
        return opener.open(spec);
      },
    });
    harnesses.push(harness);
    return harness;
  }

  async function trace(harness: Harness, by: ProviderConfig): Promise<string> {
    // The exchange is one of anvil's own accounts: what it had from the start only a node's state tells, no list of transfers.
    await harness.deps.labels.importSet('default', story.labels);
    const id = await harness.tracer.cases.create({
      name: 'the played theft',
      seeds: [{ kind: 'transaction', chain: story.chain, hash: story.theft.hash }],
      policies: ACCOUNT_POLICIES,
      limits: DEFAULT_LIMITS,
      source: { kind: by.kind, chain: story.chain, url: by.url, wrapped: story.wrapped },
      labelSets: [],
      follow: false,
    });
    await harness.drain();
    return id;
  }

  it('comes to what the node alone comes to, with one explorer request for each kind of an account', async () => {
    const [alone, node] = [await startNode(), await startNode()];
    const [single, several] = [await install([alone]), await install([node, listed()])];
    const before = explorer.requests();
    const [expected, found] = [await trace(single, alone), await trace(several, node)];
    expect(await outcomeOf(several, found)).toEqual(await outcomeOf(single, expected));
    const shown = await several.tracer.cases.show(found);
    expect(shown.status).toBe('done');
    expect(shown.source.id).toBe(`pool:${story.chain}`);
    const lists = explorer.requests().total - before.total;
    expect(lists).toBeGreaterThan(0);
    expect(lists).toBeLessThanOrEqual(shown.counts.accounts_opened * 3);
    expect(await createDisputes(several.database).disputesOf(undefined, 10)).toEqual([]);
    const requestsOf = async (harness: Harness, id: string): Promise<number> =>
      (await harness.tracer.cases.show(id)).counts.requests;
    expect(shown.counts.requests).toBeLessThan((await requestsOf(single, expected)) / 2);
    // Nothing of an account is asked for twice, by one provider or by several.
    const again = await requestsOf(several, await trace(several, node));
    expect(again).toBe(await requestsOf(single, await trace(single, alone)));
    expect(again).toBeLessThan(5);
  });

  it('goes through with one of three nodes lying, which is recorded, and stops where nobody can decide', async () => {
    const denial = changingReceipt(story.theft.hash, (receipt) => ({ ...receipt, status: '0x0', logs: [] }));
    const [liar, honest, other] = [await startNode([denial]), await startNode(), await startNode()];
    const three = await install([liar, honest, other], 2);
    const single = await install([honest]);
    const found = await trace(three, liar);
    expect(await outcomeOf(three, found)).toEqual(await outcomeOf(single, await trace(single, honest)));
    const disputes = await createDisputes(three.database).disputesOf(undefined, 10);
    expect(disputes.length).toBeGreaterThan(0);
    expect(disputes.every(({ taken }) => taken !== undefined)).toBe(true);

    const two = await install([liar, honest], 2);
    const stopped = await two.tracer.cases.show(await trace(two, liar));
    expect(stopped).toMatchObject({
      status: 'paused',
      status_reason: expect.stringContaining('2 providers must agree on'),
    });
    const { coverage } = stopped;
    expect(coverage.disputes.count).toBeGreaterThan(0);
    expect(coverage.disputes.latest[0]).toMatchObject({ taken: null, chain: story.chain });
    expect(coverage.disputes.latest[0]?.answers).toHaveLength(2);
    expect(coverage.not_seen.join('\n')).toContain('contradicted each other');
    const { native, internal, token } = coverage.kinds;
    expect([native.complete, internal.complete, token.complete]).toEqual([0, 0, 0]);
  });

  it('is followed on by the others when the node that was asked first dies, without a gap', async () => {
    const [first, second] = [await startNode(), await startNode()];
    const harness = await install([first, second]);
    const theft = await startTheft(harness, anvil.url, { rpc: first.url });
    let received = 0n;
    const followAll = async (): Promise<void> => {
      const { number } = await theft.chain.block('latest');
      for (let step = 0; step < MOST_STEPS; step += 1) {
        await harness.follow();
        await harness.drain();
        const { following } = await harness.tracer.cases.show(theft.id);
        if (following !== null && following.followed_block >= number && (await theft.received(3)) >= received) return;
      }
    };
    await theft.pay(1, 2, 20n);
    await theft.pay(2, 3, 5n);
    received = 5n;
    await followAll();
    proxies[0]?.setFaults([async () => ({ kind: 'reset' })]);
    await theft.pay(2, 3, 6n);
    received = 11n;
    await followAll();
    expect([await theft.received(2), await theft.received(3)]).toEqual([20n, 11n]);
    expect((await harness.tracer.cases.show(theft.id)).status).toBe('following');
  });
});
