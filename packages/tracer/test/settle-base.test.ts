import { createSystemClock } from '@fundtrail/core';
import { type Anvil, createRandom, openStage, type Stage, startAnvil } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { ETHER, pay, startCase, strangers } from './stage-case.ts';

const PEOPLE = 10;
const BLOCKS = 70;
const SEED = Number(process.env.FUNDTRAIL_TEST_SEED ?? 1);

describe('a followed case that is settled block by block', () => {
  let anvil: Anvil;
  let stage: Stage;
  let harness: Harness;
  let fresh: Harness;
  beforeEach(async () => {
    // Final after four blocks: the base moves on all the time.
    anvil = await startAnvil({ slotsInAnEpoch: 2 });
    stage = await openStage(anvil.url, createSystemClock());
    [harness, fresh] = await Promise.all([startHarness(), startHarness()]);
  });
  afterEach(async () => {
    await Promise.all([harness.close(), fresh.close()]);
    await stage.close();
    await anvil.stop();
  });

  it(`comes from a base to what a replay from the start comes to, seed ${SEED}`, async () => {
    const people = strangers(PEOPLE, 31);
    const { between } = createRandom(SEED);
    const person = (place: number): string => people[place] ?? '';
    const [bank = ''] = stage.devAccounts;
    for (const to of people) await pay(stage, bank, to, BigInt(between(5, 24)) * ETHER);
    const theft = await pay(stage, bank, person(0), 200n * ETHER);
    const reads: boolean[] = [];
    const { facts } = harness.deps;
    const { readTransactions, reachOfCase } = facts;
    let looks = 0;
    let settles = 0;
    const { claim } = harness.deps.cases;
    Object.assign(harness.deps.cases, {
      claim: (caseId: string) => {
        settles += 1;
        return claim(caseId);
      },
    });
    Object.assign(facts, {
      reachOfCase: (...asked: Parameters<typeof reachOfCase>) => {
        looks += 1;
        return reachOfCase(...asked);
      },
      readTransactions: (request: Parameters<typeof readTransactions>[0]) => {
        reads.push(request.after !== undefined);
        return readTransactions(request);
      },
    });
    const id = await startCase(harness, anvil.url, { hash: theft, of: person(0) }, true);
    await harness.drain();
    for (let block = 0; block < BLOCKS; block += 1) {
      const from = between(0, PEOPLE - 1);
      const held = await stage.balanceOf(person(from), 'native');
      const amount = (held * BigInt(between(1, 60))) / 100n;
      if (amount > ETHER / 10n) await pay(stage, person(from), person(between(0, PEOPLE - 1)), amount);
      await harness.follow();
      await harness.drain();
    }
    do await harness.drain();
    while ((await harness.follow()).some(({ kind }) => kind !== 'idle'));
    await harness.drain();

    const again = await startCase(fresh, anvil.url, { hash: theft, of: person(0) });
    await fresh.drain();
    const [followed, traced] = [await harness.tracer.cases.result(id), await fresh.tracer.cases.result(again)];
    for (const table of ['totals', 'accounts', 'flows'] as const) expect(followed[table]).toEqual(traced[table]);
    expect(followed.flows.length).toBeGreaterThan(BLOCKS / 3);
    // Every account is looked at only when one was opened.
    expect(looks).toBeLessThan(settles / 2);
    // Most settles went on from a base.
    expect(reads.filter((after) => after).length).toBeGreaterThan(BLOCKS / 3);
  });
});
