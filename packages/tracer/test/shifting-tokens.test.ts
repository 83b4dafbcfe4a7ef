import { type Address, createSystemClock } from '@fundtrail/core';
import {
  type Anvil,
  deployFeeToken,
  deployRebasingToken,
  deployUsdc,
  openStage,
  type Stage,
  startAnvil,
} from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TraceResult } from '../src/index.ts';
import { type Harness, startHarness } from './harness.ts';
import { CHAIN, ETHER, pay, receivedBy, startCase, strangers, unaccounted } from './stage-case.ts';

const [THIEF, FRIEND, EXCHANGE, COLLECTOR] = [0, 1, 2, 3] as const;
const CONSERVING = ['haircut', 'fifo', 'lifo', 'taint_first', 'clean_first'] as const;

describe('a stolen token whose balances change by themselves', () => {
  let anvil: Anvil;
  let stage: Stage;
  let harness: Harness;
  let people: readonly Address[];
  let maker: Address;
  beforeEach(async () => {
    anvil = await startAnvil();
    stage = await openStage(anvil.url, createSystemClock());
    harness = await startHarness();
    people = strangers(4, 21);
    maker = stage.devAccounts[0] ?? '';
    for (const person of people) await pay(stage, maker, person, ETHER);
    const account = { chain: CHAIN, address: person(EXCHANGE) };
    const label = { ...account, entity: 'Exchange', category: 'exchange', confidence: 90, source: 'test' };
    await harness.deps.labels.importSet('default', [label]);
  });
  afterEach(async () => {
    await harness.close();
    await stage.close();
    await anvil.stop();
  });

  const person = (place: number): Address => people[place] ?? '';
  const lastTransaction = async (): Promise<string> => {
    const response = await fetch(anvil.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: ['latest', false] }),
    });
    const { result } = (await response.json()) as { result: { transactions: string[] } };
    return result.transactions[0] ?? '';
  };
  const trace = async (hash: string): Promise<TraceResult> => {
    const id = await startCase(harness, anvil.url, { hash, of: person(THIEF) });
    await harness.drain();
    return harness.tracer.cases.result(id);
  };
  const expectReceived = (result: TraceResult, place: number, token: Address, amounts: string): void => {
    const received = receivedBy(result, person(place), token);
    for (const policy of CONSERVING) expect([policy, received[policy]]).toEqual([policy, amounts]);
  };
  const expectClosed = (result: TraceResult): void => {
    for (const [policy, missing] of Object.entries(unaccounted(result)))
      expect([policy, missing]).toEqual([policy, 0n]);
  };
  const balancesAsked = async (): Promise<number> =>
    Number((await harness.database.pool.query('select count(*) as n from cases.balances')).rows[0]?.n);

  it('rebases: the tainted part follows the balance, the origin stays what was stolen', async () => {
    const token = await deployRebasingToken(stage, maker, 1_000_000n);
    const theft = await token.send(maker, person(THIEF), 1_000n);
    await token.rebase(2_000_000n);
    await token.send(person(THIEF), person(FRIEND), 500n);
    await token.send(person(THIEF), person(EXCHANGE), 1_500n);
    const result = await trace(theft);
    expectReceived(result, FRIEND, token.address, '500 250');
    expectReceived(result, EXCHANGE, token.address, '1500 750');
    expectClosed(result);
  });

  it('rebases while it rests: what is held now is told, and all of the origin with it', async () => {
    const token = await deployRebasingToken(stage, maker, 1_000_000n);
    const theft = await token.send(maker, person(THIEF), 1_000n);
    await token.send(person(THIEF), person(FRIEND), 1_000n);
    await token.rebase(500_000n);
    const result = await trace(theft);
    const { totals } = result;
    for (const policy of CONSERVING) {
      const resting = Object.values(totals[policy]?.tainted.resting ?? {});
      expect([policy, resting]).toEqual([policy, ['500']]);
      expect(Object.values(totals[policy]?.origin.resting ?? {})).toEqual(['1000']);
    }
    expectClosed(result);
  });

  it('takes a fee that no log tells: no taint is left that nobody holds', async () => {
    const options = { supply: 1_000_000n, basisPoints: 100n, collector: person(COLLECTOR), silent: true };
    const token = await deployFeeToken(stage, maker, options);
    expect(await token.send(maker, person(THIEF), 1_000n)).toBe(990n);
    const theft = await lastTransaction();
    expect(await token.send(person(THIEF), person(FRIEND), 990n)).toBe(981n);
    const result = await trace(theft);
    const resting = Object.values(result.totals.haircut?.tainted.resting ?? {});
    expect(resting).toEqual(['981']);
    expect(Object.values(result.totals.haircut?.origin.resting ?? {})).toEqual(['1000']);
    expectClosed(result);
  });

  it('takes a fee that a second log tells: that is a payment like any other', async () => {
    const options = { supply: 1_000_000n, basisPoints: 100n, collector: person(COLLECTOR), silent: false };
    const token = await deployFeeToken(stage, maker, options);
    await token.send(maker, person(THIEF), 1_000n);
    const theft = await lastTransaction();
    await token.send(person(THIEF), person(FRIEND), 990n);
    const result = await trace(theft);
    expectReceived(result, FRIEND, token.address, '981 981');
    expectReceived(result, COLLECTOR, token.address, '9 9');
    expectClosed(result);
  });

  it('costs an ordinary token one question about one balance', async () => {
    const usdc = await deployUsdc(stage, maker);
    const before = await balancesAsked();
    expect(before).toBe(0);
    await usdc.mint(person(COLLECTOR), 1_000_000n);
    const theft = await usdc.send(person(COLLECTOR), person(THIEF), 1_000n);
    await usdc.send(person(THIEF), person(FRIEND), 600n);
    const result = await trace(theft);
    expectReceived(result, FRIEND, usdc.address, '600 600');

    expect(await balancesAsked()).toBe(1);
  });
});
