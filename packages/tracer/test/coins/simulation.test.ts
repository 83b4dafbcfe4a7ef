import { UTXO_POLICIES } from '@fundtrail/core';
import { createRandom, type MadeTransaction, type Random } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CaseLimits, DEFAULT_LIMITS, type SeedInput } from '../../src/index.ts';
import { type Harness, startHarness } from '../harness.ts';
import {
  BITCOIN,
  type CoinChain,
  coinCase,
  NOTHING_MISSING,
  output,
  ownerAccount,
  startCoinChain,
  theftSeed,
  unaccountedCoins,
} from './coin-chain.ts';
import { ledgerTexts, storedTexts } from './derived-texts.ts';
import { ledgerOfWorld } from './ledger-of-world.ts';
import { makeRandomWorld, WORLD_LABELS } from './random-world.ts';
import { createUnreliable } from './unreliable.ts';

const FIRST = Number(process.env.FUNDTRAIL_TEST_SEED ?? 1);
const WORLDS = Number(process.env.FUNDTRAIL_TEST_WORLDS ?? 4);
const TRANSACTIONS = 70;
const SERVICES = new Set(WORLD_LABELS.map(({ address }) => address));

describe.each(Array.from({ length: WORLDS }, (_, at) => FIRST + at))('coins of a random world, seed %i', (seed) => {
  let chain: CoinChain;
  let harnesses: Harness[];
  let random: Random;
  let made: readonly MadeTransaction[];
  beforeEach(async () => {
    random = createRandom(seed);
    chain = await startCoinChain();
    harnesses = [];
    const { blocks } = makeRandomWorld(random, [output(chain.theft)], TRANSACTIONS);
    for (const block of blocks) {
      chain.book.mine(block);
      chain.book.mineEmpty(random.between(0, 2));
    }
    chain.book.mineEmpty(random.pick([0, 3, 20]));
    made = [chain.theft, ...blocks.flat()];
  });
  afterEach(async () => {
    for (const harness of harnesses) await harness.close();
    await chain.close();
  });

  const seeds = (): readonly SeedInput[] => {
    // What a service receives in it is not stolen, and how much that is decides the floor, once: it must not depend on late labels.
    const paysPeople = (one: MadeTransaction): boolean => {
      const paid = one.coins.map((_, at) => output(one, at).spent.script);
      const payers = new Set(one.vin.map(({ txid, vout, prevout }) => prevout?.scriptpubkey ?? scriptOf(txid, vout)));
      return paid.some((script) => !payers.has(script.slice(2))) && paid.every((script) => !SERVICES.has(script));
    };
    const [another] = made.slice(1 + (seed % 20)).filter(paysPeople);
    const some: readonly SeedInput[] = [
      { kind: 'account', account: ownerAccount(12), fromBlock: Math.min(205, chain.book.tip()) },
      { kind: 'account', account: ownerAccount(13), fromBlock: 203, asset: 'native', amount: 1_000_000_000n },
      ...(another === undefined ? [] : [{ kind: 'transaction' as const, chain: BITCOIN, hash: another.hash }]),
    ];
    return [theftSeed(chain), ...some.filter((_, at) => ((seed >> at) & 1) === 1)];
  };
  const scriptOf = (txid: string, place: number): string | undefined =>
    made.find((one) => one.txid === txid)?.vout[place]?.scriptpubkey;
  const spec = (limits: Partial<CaseLimits> = {}) =>
    coinCase(chain.server.url, theftSeed(chain), {
      seeds: seeds(),
      limits: { ...DEFAULT_LIMITS, maxHops: seed % 4 === 0 ? 9 : 100_000, ...limits },
      policies: seed % 3 === 0 ? ['fifo', 'haircut', 'lifo', 'tiho', 'poison'] : UTXO_POLICIES,
    });
  async function harness(): Promise<Harness> {
    const made = await startHarness();
    harnesses.push(made);
    return made;
  }

  it('come to the same tables however the way to them was disturbed, and to those of a ledger of everything', async () => {
    const calm = await harness();
    await calm.deps.labels.importSet('default', WORLD_LABELS);
    const id = await calm.tracer.cases.create(spec());
    await calm.drain();
    const result = await calm.tracer.cases.result(id);
    expect(result.case.status).toBe('done');
    expect(unaccountedCoins(result)).toEqual(NOTHING_MISSING);

    const hashes = made.map(({ hash }) => hash);
    const expected = ledgerTexts(await ledgerOfWorld(calm.deps, id, hashes));
    expect(await storedTexts(calm.database, id), `seed ${seed}`).toEqual(expected);

    const rough = await harness();
    const unreliable = createUnreliable(rough, random);
    await rough.deps.labels.importSet('default', WORLD_LABELS.slice(0, 1));
    const other = await rough.tracer.cases.create(spec());
    await unreliable.run(other, async () => {
      await rough.deps.labels.importSet('default', WORLD_LABELS);
    });
    expect((await rough.tracer.cases.show(other)).status).toBe('done');
    expect((await rough.deps.cases.get(other))?.floors).toEqual((await calm.deps.cases.get(id))?.floors);
    expect(await storedTexts(rough.database, other), `seed ${seed}`).toEqual(expected);
  });

  it('that are more than a case may follow are cut at the same place', async () => {
    const [calm, rough] = [await harness(), await harness()];
    for (const { deps } of [calm, rough]) await deps.labels.importSet('default', WORLD_LABELS);
    const limits = { maxAccounts: random.between(5, 25) };
    const id = await calm.tracer.cases.create(spec(limits));
    await calm.drain();
    expect(unaccountedCoins(await calm.tracer.cases.result(id))).toEqual(NOTHING_MISSING);
    const unreliable = createUnreliable(rough, random);
    const other = await rough.tracer.cases.create(spec(limits));
    await unreliable.run(other, async () => {});
    expect(await storedTexts(rough.database, other), `seed ${seed}`).toEqual(await storedTexts(calm.database, id));
  });

  it('come to the same tables when seeds are added while their case is under way, and after it was done', async () => {
    const [calm, rough] = [await harness(), await harness()];
    for (const { deps } of [calm, rough]) await deps.labels.importSet('default', WORLD_LABELS);
    const limits = { floor: { numerator: 0n, denominator: 1n } };
    const [first, ...others] = [
      theftSeed(chain),
      { kind: 'account' as const, account: ownerAccount(12), fromBlock: Math.min(205, chain.book.tip()) },
      { kind: 'account' as const, account: ownerAccount(14), fromBlock: 202, asset: 'native', amount: 7_000_000n },
    ];
    const id = await calm.tracer.cases.create({ ...spec(limits), seeds: [first, ...others] });
    await calm.drain();
    const other = await rough.tracer.cases.create({ ...spec(limits), seeds: [first] });
    await rough.run(random.between(1, 5));
    await rough.tracer.cases.addSeeds(other, others.slice(0, 1));
    await rough.drain();
    expect((await rough.tracer.cases.show(other)).status).toBe('done');
    await rough.tracer.cases.addSeeds(other, others.slice(1));
    await rough.drain();
    expect(await storedTexts(rough.database, other), `seed ${seed}`).toEqual(await storedTexts(calm.database, id));
  });
});
