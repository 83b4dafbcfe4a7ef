import { ACCOUNT_POLICIES, type Address, createSystemClock } from '@fundtrail/core';
import {
  type Anvil,
  keepAll,
  openChain,
  openStage,
  type Stage,
  startAnvil,
  startNodeProxy,
  withoutArchive,
} from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { expectSameAsReference } from './same-as-reference.ts';
import { ETHER, pay, referenceOf, startCase, strangers } from './stage-case.ts';

const [VICTIM, THIEF, WALLET, FRIEND, LATE, OTHER] = [0, 1, 2, 3, 4, 5] as const;

describe('what an account held before its first taint', () => {
  let anvil: Anvil;
  let stage: Stage;
  let harness: Harness;
  beforeEach(async () => {
    anvil = await startAnvil();
    stage = await openStage(anvil.url, createSystemClock());
    harness = await startHarness();
  });
  afterEach(async () => {
    await harness.close();
    await stage.close();
    await anvil.stop();
  });

  const fund = (to: Address, ether: bigint): Promise<string> => {
    const [bank = ''] = stage.devAccounts;
    return pay(stage, bank, to, ether * ETHER);
  };

  /** A wallet with a past, then money of a theft to it, and on. */
  async function play(people: readonly Address[], past: number): Promise<string> {
    const person = (place: number): Address => people[place] ?? '';
    await fund(person(VICTIM), 500n);
    await fund(person(THIEF), 1n);
    await fund(person(WALLET), 40n);
    for (let n = 0; n < past; n += 1) await pay(stage, person(WALLET), person(OTHER), ETHER / 100n);
    const theft = await pay(stage, person(VICTIM), person(THIEF), 100n * ETHER);
    await pay(stage, person(THIEF), person(WALLET), 20n * ETHER);
    await pay(stage, person(WALLET), person(FRIEND), 30n * ETHER);
    return theft;
  }

  async function trace(url: string, theft: string): Promise<string> {
    const id = await startCase(harness, url, { hash: theft });
    await harness.drain();
    return id;
  }

  const goOn = async (): Promise<void> => {
    do await harness.drain();
    while ((await harness.follow()).some(({ kind }) => kind !== 'idle'));
    await harness.drain();
  };

  /** That the case wanted what the account held, and that it is stored. */
  const expectAsked = async (id: string, address: Address): Promise<void> => {
    const { rows } = await harness.database.pool.query(
      `select b.state, f.amount is not null as stored from cases.balances b
       left join facts.balances f on f.chain_id = b.chain_id and f.address = b.address and f.asset = b.asset and f.block = b.block
       where b.case_id = $1 and b.address = decode($2, 'hex')`,
      [id, address.slice(2)],
    );
    expect(rows).toEqual([{ state: 'covered', stored: true }]);
  };

  it('comes from the balance of the block before: what it costs does not grow with the past, and amounts are exact', async () => {
    const requests: number[] = [];
    for (const [salt, past] of [2, 120].entries()) {
      const theft = await play(strangers(6, salt + 1), past);
      const id = await trace(anvil.url, theft);
      requests.push((await harness.tracer.cases.show(id)).counts.requests);
      const result = await harness.tracer.cases.result(id);
      expectSameAsReference(result, await referenceOf(harness, anvil.url, theft), ACCOUNT_POLICIES);
      expect(result.case.coverage.opening_balance_unknown).toBe(0);
    }
    // The second time the head is known.
    expect(requests[1]).toBe((requests[0] ?? 0) - 1);
  });

  it('counts what moved in the block of the first taint, before it and after it', async () => {
    const people = strangers(6, 7);
    const person = (place: number): Address => people[place] ?? '';
    const chain = openChain(anvil.url);
    await fund(person(VICTIM), 500n);
    await fund(person(THIEF), 1n);
    await fund(person(WALLET), 10n);
    const theft = await pay(stage, person(VICTIM), person(THIEF), 100n * ETHER);
    await chain.mineBySelf(false);
    // A dearer one stands earlier in the block.
    const put = (from: Address, to: Address, ether: bigint, gwei: bigint): Promise<unknown> =>
      chain.ask('eth_sendTransaction', [
        {
          from,
          to,
          value: `0x${(ether * ETHER).toString(16)}`,
          gas: '0x5208',
          gasPrice: `0x${(gwei * 10n ** 9n).toString(16)}`,
        },
      ]);
    await put(person(WALLET), person(OTHER), 4n, 9n);
    await put(person(THIEF), person(WALLET), 12n, 7n);
    await put(person(VICTIM), person(WALLET), 3n, 5n);
    const { transactions } = await chain.mine();
    expect(transactions).toHaveLength(3);
    await chain.mineBySelf(true);
    await pay(stage, person(WALLET), person(FRIEND), 15n * ETHER);
    const result = await harness.tracer.cases.result(await trace(anvil.url, theft));
    expectSameAsReference(result, await referenceOf(harness, anvil.url, theft), ACCOUNT_POLICIES);
  });

  it('is asked anew where a later wave shows that taint came earlier than was known', async () => {
    const people = strangers(6, 9);
    const person = (place: number): Address => people[place] ?? '';
    await fund(person(VICTIM), 500n);
    await fund(person(THIEF), 1n);
    await fund(person(WALLET), 10n);
    const theft = await pay(stage, person(VICTIM), person(THIEF), 100n * ETHER);
    // Three hops lead to the wallet before the direct way does, and are found after it.
    await pay(stage, person(THIEF), person(LATE), 30n * ETHER);
    await pay(stage, person(LATE), person(OTHER), 29n * ETHER);
    await pay(stage, person(OTHER), person(WALLET), 28n * ETHER);
    await pay(stage, person(WALLET), person(FRIEND), 5n * ETHER);
    await pay(stage, person(THIEF), person(WALLET), 20n * ETHER);
    await pay(stage, person(WALLET), person(FRIEND), 30n * ETHER);
    const result = await harness.tracer.cases.result(await trace(anvil.url, theft));
    expectSameAsReference(result, await referenceOf(harness, anvil.url, theft), ACCOUNT_POLICIES);
  });

  it('comes from the whole history where the node keeps no old state', async () => {
    const theft = await play(strangers(6, 11), 30);
    const proxy = await startNodeProxy({ target: anvil.url, faults: [withoutArchive('geth', 2)] });
    try {
      const result = await harness.tracer.cases.result(await trace(proxy.url, theft));
      expectSameAsReference(result, await referenceOf(harness, anvil.url, theft), ACCOUNT_POLICIES);
    } finally {
      await proxy.stop();
    }
  });

  it('is fetched for what a followed account pays later', async () => {
    const people = strangers(6, 13);
    const person = (place: number): Address => people[place] ?? '';
    await fund(person(VICTIM), 500n);
    await fund(person(THIEF), 1n);
    await fund(person(WALLET), 60n);
    const theft = await pay(stage, person(VICTIM), person(THIEF), 100n * ETHER);
    const id = await startCase(harness, anvil.url, { hash: theft }, true);
    await harness.drain();
    await goOn();
    await pay(stage, person(THIEF), person(WALLET), 20n * ETHER);
    await goOn();
    await pay(stage, person(WALLET), person(FRIEND), 40n * ETHER);
    await goOn();
    await expectAsked(id, person(WALLET));
    const result = await harness.tracer.cases.result(id);
    expectSameAsReference(result, await referenceOf(harness, anvil.url, theft), ACCOUNT_POLICIES);
  });

  it('is fetched again where a reorganisation took back the block at which it was seen', async () => {
    const people = strangers(6, 15);
    const person = (place: number): Address => people[place] ?? '';
    const chain = openChain(anvil.url);
    await fund(person(VICTIM), 500n);
    await fund(person(THIEF), 1n);
    await fund(person(WALLET), 60n);
    const theft = await pay(stage, person(VICTIM), person(THIEF), 100n * ETHER);
    const id = await startCase(harness, anvil.url, { hash: theft }, true);
    await chain.mine(2);
    await goOn();
    await pay(stage, person(THIEF), person(WALLET), 20n * ETHER);
    await pay(stage, person(WALLET), person(FRIEND), 40n * ETHER);
    await goOn();
    const before = await harness.tracer.cases.result(id);
    expectSameAsReference(before, await referenceOf(harness, anvil.url, theft), ACCOUNT_POLICIES);
    // The two payments, and the block before them.
    await chain.reorg(3, keepAll);
    await goOn();
    const [state] = await harness.deps.follow.states();
    expect(state?.reorgs).toBe(1);
    const result = await harness.tracer.cases.result(id);
    expectSameAsReference(result, await referenceOf(harness, anvil.url, theft), ACCOUNT_POLICIES);
    await expectAsked(id, person(WALLET));
  });
});
