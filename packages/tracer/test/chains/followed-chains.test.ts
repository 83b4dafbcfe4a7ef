import { createRandom, hasLitecoind, keepAllBut } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertsOf } from '../coins/alerts-of.ts';
import { type Harness, startHarness } from '../harness.ts';
import {
  type AccountSide,
  type ChainsWorld,
  COIN,
  caseOf,
  ETHER,
  EXCHANGE,
  exchangeOn,
  HELPER,
  receivedBy,
  spendCoins,
  startChainsWorld,
  THIEF,
  unaccounted,
} from './world.ts';

/** On regtest: so many blocks make one final. */
const UTXO_FINAL_AFTER = 100;
const TABLES = ['totals', 'accounts', 'flows'] as const;

describe.runIf(hasLitecoind())('a followed case with thefts on two account chains and a UTXO chain', () => {
  let world: ChainsWorld;
  let harnesses: Harness[];
  let harness: Harness;
  beforeEach(async () => {
    harnesses = [];
    world = await startChainsWorld({ slotsInAnEpoch: 2 });
    harness = await openHarness();
  });
  afterEach(async () => {
    for (const opened of harnesses) await opened.close();
    await world.close();
  });

  async function openHarness(): Promise<Harness> {
    const opened = await startHarness({ configuredSource: (chain) => world.sources.get(chain) });
    harnesses.push(opened);
    await opened.deps.labels.importSet('default', [exchangeOn(world.first), exchangeOn(world.second)]);
    return opened;
  }

  async function begin(): Promise<string> {
    const id = await harness.tracer.cases.create(caseOf(world, world.seeds, { follow: true }));
    await harness.drain();
    await catchUp(id);
    return id;
  }

  /** Follows until the case tells everything up to the newest block of every chain. */
  async function catchUp(id: string): Promise<void> {
    for (;;) {
      const outcomes = await harness.follow();
      await harness.drain();
      const isIdle = outcomes.every(({ kind }) => kind === 'idle') && !(await harness.deps.cases.waits(id));
      if (isIdle && (await isWholeEverywhere(id))) return;
    }
  }

  /** Whether all accounts of every chain are as far as following is. */
  async function isWholeEverywhere(id: string): Promise<boolean> {
    const { follow, facts } = harness.deps;
    for (const { chain, source } of await harness.tracer.follower.targets()) {
      const position = (await follow.stateOf({ chain, source }))?.position?.number;
      const reach = await facts.reachOfCase('live', [source], id, chain);
      if (position === undefined || (reach !== undefined && reach < position)) return false;
    }
    return true;
  }

  async function expectAsTracedAfterwards(id: string): Promise<void> {
    const other = await openHarness();
    const again = await other.tracer.cases.create(caseOf(world, world.seeds));
    await other.drain();
    const [followed, traced] = [await harness.tracer.cases.result(id), await other.tracer.cases.result(again)];
    expect(unaccounted(followed)).toEqual([]);
    for (const table of TABLES) expect(followed[table]).toEqual(traced[table]);
  }

  it('is kept at the head of each, tells deposits on any, and takes back what one of them takes back', async () => {
    const { first, second, coins } = world;
    const id = await begin();
    expect((await harness.tracer.follower.targets()).map(({ chain }) => chain).sort()).toEqual(
      [first.id, second.id, coins.id].sort(),
    );
    await first.pay(THIEF, HELPER, 50n);
    await spendCoins(coins, 12n * COIN);
    await second.pay(THIEF, HELPER, 60n);
    const deposit = await second.pay(HELPER, EXCHANGE, 5n);
    await catchUp(id);
    expect(await receivedBy(harness, id, first.account(HELPER), 'poison')).toBe(50n);
    expect(await receivedBy(harness, id, second.account(EXCHANGE), 'poison')).toBe(5n);
    expect((await alertsOf(harness, id)).alerts).toMatchObject([{ state: 'detected', tx: deposit.slice(2) }]);
    const before = await harness.tracer.chains.list();

    await second.chain.reorg(2, keepAllBut(deposit));
    await catchUp(id);
    expect(await receivedBy(harness, id, second.account(EXCHANGE), 'poison')).toBe(0n);
    expect((await alertsOf(harness, id)).retractions).toEqual([{ tx: deposit, reason: 'reorg' }]);
    expect(await receivedBy(harness, id, first.account(HELPER), 'poison')).toBe(50n);
    const reorgs = (await harness.tracer.chains.list()).map(({ chain, reorgs: times }) => [chain, times]);
    const expected = before.map(({ chain, reorgs: times }) => [chain, times + (chain === second.id ? 1 : 0)]);
    expect(reorgs).toEqual(expected);

    await second.pay(HELPER, EXCHANGE, 7n);
    await first.pay(HELPER, EXCHANGE, 3n);
    await catchUp(id);
    const alerts = (await alertsOf(harness, id)).alerts.filter(({ state }) => state !== 'retracted');
    expect(alerts.map(({ amount }) => BigInt(amount) / ETHER).sort()).toEqual([3n, 7n]);
    expect((await harness.tracer.cases.show(id)).status).toBe('following');
    await expectAsTracedAfterwards(id);
  });

  it('takes up a chain with the first account on it, and misses none of its blocks', async () => {
    const { first, second, coins } = world;
    const [seed, ...later] = world.seeds;
    if (seed === undefined) throw new RangeError('there is no seed');
    const id = await harness.tracer.cases.create(caseOf(world, [seed], { follow: true }));
    await harness.drain();
    await catchUp(id);
    const followed = async (): Promise<readonly string[]> =>
      (await harness.tracer.follower.targets()).map(({ chain }) => chain).sort();
    expect(await followed()).toEqual([first.id]);
    await second.pay(THIEF, HELPER, 60n);
    await harness.tracer.cases.addSeeds(id, later);
    await harness.drain();
    await second.pay(HELPER, 4, 50n);
    await spendCoins(coins, 12n * COIN);
    await harness.follow();
    await second.pay(4, 5, 40n);
    await spendCoins(coins, 11n * COIN);
    await catchUp(id);
    expect(await followed()).toEqual([first.id, second.id, coins.id].sort());
    const { chains } = await harness.tracer.cases.show(id);
    expect(chains.map(({ chain, following }) => [chain, following?.lag])).toEqual(
      [first.id, second.id, coins.id].sort().map((chain) => [chain, 0]),
    );
    expect(await receivedBy(harness, id, second.account(5), 'poison')).toBe(40n);
    await expectAsTracedAfterwards(id);
  });

  it('goes on from a base after what is final on all of them, to what a replay from the start comes to', async () => {
    const { first, second, coins } = world;
    const { between, pick } = createRandom(7);
    const reads: boolean[] = [];
    const { readTransactions } = harness.deps.facts;
    Object.assign(harness.deps.facts, {
      readTransactions: (request: Parameters<typeof readTransactions>[0]) => {
        if (request.accounts !== 'all' && request.accounts.length > 3)
          reads.push(request.after !== undefined && request.after.size > 1);
        return readTransactions(request);
      },
    });
    const id = await begin();
    await coins.node.mine(UTXO_FINAL_AFTER + 10);
    await catchUp(id);
    const sides: readonly AccountSide[] = [first, second];
    for (let round = 0; round < 40; round += 1) {
      await pick(sides).pay(between(1, 6), between(1, 6), BigInt(between(1, 40)));
      if (round % 2 === 0) await coins.node.mine(1);
      if (round % 8 === 0) await spendCoins(coins, BigInt(between(1, 3)) * COIN);
      await harness.follow();
      await harness.drain();
    }
    await catchUp(id);
    expect(reads.filter((fromBase) => fromBase).length).toBeGreaterThan(10);
    await expectAsTracedAfterwards(id);
  });
});
