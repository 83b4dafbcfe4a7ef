import { createSystemClock } from '@fundtrail/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Anvil, startAnvil } from '../anvil/start-anvil.ts';
import { playTheft } from './play-theft.ts';
import { openStage } from './stage.ts';
import type { Story } from './story.ts';

describe('the played theft', () => {
  let anvil: Anvil;
  let story: Story;
  const steps: string[] = [];
  let theftTold: string | undefined;

  beforeAll(async () => {
    anvil = await startAnvil({ secondsBetweenBlocks: 1 });
    story = await playTheft({
      url: anvil.url,
      onStep: (text) => steps.push(text),
      onTheft: ({ theft }) => {
        theftTold = theft.hash;
      },
    });
  });
  afterAll(() => anvil?.stop());

  test('leaves the chain with exactly the balances that were computed from what was done', async () => {
    const stage = await openStage(anvil.url, createSystemClock());
    const { cast, contracts, expected } = story;
    const known = new Map(expected.holdings.map((holding) => [`${holding.address} ${holding.asset}`, holding.amount]));
    const people = [...Object.values(cast).flat(), ...Object.values(contracts), ...stage.devAccounts];
    for (const asset of ['native', contracts.token, contracts.weth] as const) {
      for (const address of new Set(people)) {
        expect([asset, address, await stage.balanceOf(address, asset)]).toEqual([
          asset,
          address,
          known.get(`${address} ${asset}`) ?? 0n,
        ]);
      }
    }
    await stage.close();
  });

  test('reaches the exchange in two assets and at two addresses, which are emptied into the hot wallet', () => {
    const { cast, contracts, expected } = story;
    const [first, second] = cast.deposits;
    const ether = 10n ** 18n;
    expect(expected.deposits).toEqual([
      { address: first, asset: 'native', amount: (20n + 22n + 24n + 26n + 100n + 140n) * ether },
      { address: second, asset: contracts.token, amount: expect.any(BigInt) },
      { address: second, asset: 'native', amount: 340n * ether },
    ]);
    expect(expected.mixer).toBe(200n * ether);
    const left = expected.holdings.filter((holding) => cast.deposits.includes(holding.address));
    expect(left).toEqual([]);
  });

  test('tells the theft while the story goes on, and every scene before it', () => {
    expect(theftTold).toBe(story.theft.hash);
    expect(steps).toHaveLength(9);
  });

  test('is not played twice on one chain', async () => {
    await expect(playTheft({ url: anvil.url })).rejects.toThrow('already played');
  });

  test('is the same each time', async () => {
    const other = await startAnvil({ secondsBetweenBlocks: 1 });
    try {
      expect(await playTheft({ url: other.url })).toEqual(story);
    } finally {
      await other.stop();
    }
  });
});
