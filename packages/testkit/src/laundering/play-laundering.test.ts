import { createSystemClock, ZERO_ADDRESS } from '@fundtrail/core';
import { describe, expect, test } from 'vitest';
import { type Chain, openChain } from '../anvil/chain.ts';
import { copyChain } from '../anvil/copy-chain.ts';
import type { MinedBlock } from '../anvil/mined.ts';
import { startAnvil } from '../anvil/start-anvil.ts';
import { openStage } from '../theft/stage.ts';
import { playLaundering } from './play-laundering.ts';
import type { PlannedReorg } from './play-reorg.ts';
import type { LaunderingStory } from './story.ts';

const TIMESTAMP = 1_700_000_000;
const ETHER = 10n ** 18n;
const KINDS = ['replayed', 'dropped', 'redirected'] as const;

type Played = { readonly story: LaunderingStory; readonly seen: readonly MinedBlock[]; readonly chain: Chain };

/** Plays on a chain of its own, and looks at it before it goes. */
async function played(reorgs: readonly PlannedReorg[], look: (played: Played) => Promise<void>): Promise<void> {
  const anvil = await startAnvil({ timestamp: TIMESTAMP, secondsBetweenBlocks: 12 });
  try {
    const seen: MinedBlock[] = [];
    const story = await playLaundering({ url: anvil.url, reorgs, untilSeen: (block) => void seen.push(block) });
    await look({ story, seen, chain: openChain(anvil.url) });
  } finally {
    await anvil.stop();
  }
}

/** Whatever was abandoned on the way, the chain holds what the book says. */
async function expectBalances({ story, chain }: Played): Promise<void> {
  const stage = await openStage(chain.url, createSystemClock());
  const { cast, extras, contracts, expected } = story;
  const held = new Map(expected.holdings.map((holding) => [`${holding.address} ${holding.asset}`, holding.amount]));
  const late = extras.late.flatMap(({ wallet, deposit, otherDeposit }) => [wallet, deposit, otherDeposit]);
  const people = [
    ...Object.values(cast).flat(),
    ...Object.values(contracts),
    ...late,
    ...extras.runners,
    extras.friend,
  ];
  const all = new Set([...people, ...expected.holdings.map((holding) => holding.address)]);
  const assets = ['native', contracts.token, contracts.weth, contracts.tether] as const;
  const keys = [...all].flatMap((address) => assets.map((asset) => ({ address, asset })));
  const found = await Promise.all(
    keys.map(async ({ address, asset }) => [asset, address, await stage.balanceOf(address, asset)]),
  );
  expect(found).toEqual(keys.map(({ address, asset }) => [asset, address, held.get(`${address} ${asset}`) ?? 0n]));
  await stage.close();
}

function orderOf(blocks: readonly MinedBlock[]): string[] {
  return blocks.flatMap((block) => block.transactions.map(({ hash }) => hash));
}

async function hashesOf(chain: Chain): Promise<Set<string>> {
  const hashes = new Set<string>();
  for (let number = await chain.height(); number > 0; number -= 1) {
    for (const { hash } of (await chain.block(number)).transactions) hashes.add(hash);
  }
  return hashes;
}

describe('the played laundering', () => {
  test('leaves the chain with what was computed, when nothing is disturbed', async () => {
    await played([], async (it) => {
      await expectBalances(it);
      const { story, seen, chain } = it;
      expect(story.expected.withdrawn).toEqual([]);
      expect(story.expected.deposits.map(({ address, asset }) => [address, asset])).toEqual([
        [story.cast.deposits[0], 'native'],
        [story.cast.deposits[1], story.contracts.token],
        [story.cast.deposits[1], 'native'],
        [story.cast.deposits[1], story.contracts.tether],
      ]);
      expect(seen.map((block) => block.hash)).toEqual([(await chain.block('latest')).hash]);
      // A reorganisation of a whole window must find room after the theft.
      expect((await chain.height()) - story.theft.block).toBeGreaterThan(80);
    });
  });

  test.each(KINDS)('holds what its book says after 29, 1 and 3 blocks were %s', async (kind) => {
    const depths = [
      ['peel-chain', 29],
      ['swaps', 1],
      ['v3-swaps', 3],
    ] as const;
    await played(
      depths.map(([afterScene, depth]) => ({ afterScene, depth, kind })),
      async (it) => {
        await expectBalances(it);
        const { story, seen, chain } = it;
        const alive = await hashesOf(chain);
        const gone: string[][] = [];
        for (const [place, reorg] of story.reorgs.entries()) {
          expect(reorg.abandoned).toHaveLength(depths[place]?.[1] ?? 0);
          // The blocks were there to be read before they were left, and so were those in their place.
          expect(seen.slice(place * 2, place * 2 + 2)).toEqual([reorg.abandoned.at(-1), reorg.blocks.at(-1)]);
          for (const { hash } of reorg.abandoned) {
            expect(await chain.ask('eth_getBlockByHash', [hash, false])).toBeNull();
          }
          expect(orderOf(reorg.abandoned)).not.toEqual(orderOf(reorg.blocks));
          gone.push(orderOf(reorg.abandoned).filter((hash) => !alive.has(hash)));
        }
        // Where there is room for it the sweep of the deposit goes with it.
        expect(gone.map(({ length }) => length)).toEqual(kind === 'replayed' ? [0, 0, 0] : [2, 1, 2]);
        expect(story.expected.withdrawn.map(({ hash }) => hash)).toEqual(gone.flatMap((hashes) => hashes.slice(0, 1)));
        const others = new Set(story.extras.late.map(({ otherDeposit }) => otherDeposit));
        const paid = story.expected.deposits.filter(({ address }) => others.has(address)).map(({ amount }) => amount);
        expect(paid).toEqual(kind === 'redirected' ? [10n * ETHER, 10n * ETHER, 10n * ETHER] : []);
      },
    );
  });

  test('goes through many reorganisations, and a copy of its chain has the same blocks without any', async () => {
    const reorgs: PlannedReorg[] = [
      { afterScene: 'fan-out', depth: 3, kind: 'replayed' },
      { afterScene: 'swaps', depth: 1, kind: 'dropped' },
      { afterScene: 'v3-swaps', depth: 29, kind: 'replayed' },
      { afterScene: 'mixing', depth: 64, kind: 'redirected' },
      { afterScene: 'tether', depth: 29, kind: 'dropped' },
      { afterScene: 'cash-out', depth: 64, kind: 'replayed' },
    ];
    await played(reorgs, async (it) => {
      await expectBalances(it);
      expect(it.story.expected.withdrawn).toHaveLength(3);
      const [first] = it.story.reorgs;
      const [one, other, last] = orderOf(first?.abandoned ?? []);
      expect([orderOf(first?.blocks ?? []), first?.dropped]).toEqual([[other, one], [last]]);
      const calm = await startAnvil({ timestamp: TIMESTAMP, order: 'fifo' });
      try {
        await copyChain({ from: it.chain.url, to: calm.url });
        const copy = openChain(calm.url);
        const [newest, copied] = [await it.chain.block('latest'), await copy.block('latest')];
        expect(copied).toEqual(newest);
        await expectBalances({ ...it, chain: copy });
      } finally {
        await calm.stop();
      }
    });
  });

  test('refuses a plan that it cannot play', async () => {
    const anvil = await startAnvil({ timestamp: TIMESTAMP, secondsBetweenBlocks: 12 });
    try {
      const plan = (afterScene: string, depth: number): Promise<unknown> =>
        playLaundering({ url: anvil.url, reorgs: [{ afterScene, depth, kind: 'replayed' }] });
      await expect(plan('nowhere', 1)).rejects.toThrow('there are fan-out, late-wallets');
      expect(await openChain(anvil.url).height()).toBe(0);
      await expect(plan('fan-out', 500)).rejects.toThrow('the depth is from 1 to 33');
    } finally {
      await anvil.stop();
    }
  });

  test('labels what an investigator would know, and nobody who launders', async () => {
    await played([{ afterScene: 'peel-chain', depth: 1, kind: 'dropped' }], async ({ story }) => {
      const labelled = new Set(story.labels.map(({ address }) => address));
      const { cast, contracts, extras } = story;
      for (const address of [
        ...Object.values(contracts),
        ...cast.deposits,
        ...extras.late.map((late) => late.deposit),
      ]) {
        expect(labelled).toContain(address);
      }
      for (const address of [cast.thief, ...cast.wallets, ...extras.runners, extras.friend, ZERO_ADDRESS]) {
        expect(labelled).not.toContain(address);
      }
    });
  });
});
