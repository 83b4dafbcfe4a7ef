import { startAnvil } from '@fundtrail/testkit';
import { DEFAULT_LIMITS } from '@fundtrail/tracer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectByContract, expectProblem } from './against-contract.ts';
import { type Harness, startHarness } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

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
