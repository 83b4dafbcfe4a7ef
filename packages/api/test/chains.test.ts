import { createDisputes } from '@fundtrail/store';
import { openChain, startAnvil, startNodeProxy, withoutMethods } from '@fundtrail/testkit';
import { type CaseView, DEFAULT_LIMITS } from '@fundtrail/tracer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectByContract, expectProblem } from './against-contract.ts';
import { type Harness, startHarness } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

describe('GET /v1/cases/{id}', () => {
  it('says by the contract what a node that does not trace could not tell', async () => {
    const anvil = await startAnvil();
    const node = await startNodeProxy({ target: anvil.url, faults: [withoutMethods('trace_*', 'debug_*')] });
    try {
      const chain = openChain(anvil.url);
      const [victim = '', thief = ''] = (await chain.ask('eth_accounts')) as string[];
      const hash = await chain.send({ from: victim, to: thief, value: '0xde0b6b3a7640000' });
      const id = await harness.cases.create({
        name: 'half seen',
        seeds: [{ kind: 'transaction', chain: 'eip155:31337', hash }],
        policies: ['haircut'],
        limits: DEFAULT_LIMITS,
        source: { kind: 'rpc', chain: 'eip155:31337', url: node.url },
        labelSets: [],
        follow: false,
      });
      await harness.drain();
      const shown = await harness.ask('get', `/v1/cases/${id}`);
      expectByContract('getCase', shown);
      const { coverage, source } = shown.body as unknown as CaseView;
      expect(coverage.kinds.native).toMatchObject({ complete: 1, unavailable: 0 });
      expect(coverage.kinds.internal).toMatchObject({ complete: 0, unavailable: 1 });
      expect(coverage.gaps).toMatchObject([{ kind: 'internal', status: 'unavailable', source: source.id }]);
      expect(coverage.not_seen.join('\n')).toContain('Value moved inside contracts: not covered at all');

      await createDisputes(harness.database).record({
        chain: 'eip155:31337',
        subject: `transaction ${hash}`,
        answers: [
          { source: 'rpc:a', answer: 'failed' },
          { source: 'rpc:b', answer: 'succeeded' },
        ],
      });
      const disputed = await harness.ask('get', `/v1/cases/${id}`);
      expectByContract('getCase', disputed);
      const { disputes } = (disputed.body as unknown as CaseView).coverage;
      expect(disputes).toMatchObject({ count: 1, latest: [{ subject: `transaction ${hash}`, taken: null, times: 1 }] });
    } finally {
      await node.stop();
      await anvil.stop();
    }
  });
});

describe('GET /v1/chains', () => {
  it('is empty before anything is followed', async () => {
    const answer = await harness.ask('get', '/v1/chains');
    expectByContract('listChains', answer);
    expect(JSON.parse(answer.text)).toEqual([]);
  });

  it('tells how far a followed chain is, and so does the case', async () => {
    const anvil = await startAnvil();
    try {
      const id = await harness.cases.create({
        name: 'followed',
        seeds: [{ kind: 'account', account: `eip155:31337:0x${'11'.repeat(20)}`, fromBlock: 0 }],
        policies: ['haircut'],
        limits: DEFAULT_LIMITS,
        source: { kind: 'rpc', chain: 'eip155:31337', url: anvil.url },
        labelSets: [],
        follow: true,
      });
      for (const target of await harness.tracer.follower.targets()) await harness.tracer.follower.step(target);
      const answer = await harness.ask('get', '/v1/chains');
      expectByContract('listChains', answer);
      const chain = { chain: 'eip155:31337', followed_block: 0, head: 0, lag: 0, halted: null, cases: 1 };
      expect(JSON.parse(answer.text)).toMatchObject([chain]);
      const shown = await harness.ask('get', `/v1/cases/${id}`);
      expectByContract('getCase', shown);
      expect(shown.body.following).toMatchObject({ chain: 'eip155:31337', followed_block: 0, lag: 0, halted: null });
    } finally {
      await anvil.stop();
    }
  });

  it('needs a key', async () => {
    expectProblem(await harness.ask('get', '/v1/chains', undefined, { authorization: 'none' }), 401);
  });
});
