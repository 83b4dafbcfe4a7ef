import { type Address, type Clock, createSystemClock } from '@fundtrail/core';
import { type Anvil, type Chain, openChain, openStage, type Stage, startAnvil } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { CHAIN, ETHER, pay, receivedBy, startCase, strangers } from './stage-case.ts';

const [VICTIM, THIEF, FRIEND, EXCHANGE] = [0, 1, 2, 3] as const;
/** A head older than this is looked at again. */
const HEAD_AGE_MS = 600_000;

describe('a case that is traced, and not followed', () => {
  let anvil: Anvil;
  let chain: Chain;
  let stage: Stage;
  let harness: Harness;
  let people: readonly Address[];
  let theft: string;
  let late = 0;
  beforeEach(async () => {
    anvil = await startAnvil();
    chain = openChain(anvil.url);
    stage = await openStage(anvil.url, createSystemClock());
    late = 0;
    const clock = createSystemClock();
    const shifted: Clock = { ...clock, now: () => clock.now() + late };
    harness = await startHarness({ clock: shifted });
    people = strangers(4, 41);
    const [bank = ''] = stage.devAccounts;
    for (const place of [VICTIM, THIEF]) await pay(stage, bank, person(place), 200n * ETHER);
    theft = await pay(stage, person(VICTIM), person(THIEF), 100n * ETHER);
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
  const trace = async (): Promise<string> => {
    const id = await startCase(harness, anvil.url, { hash: theft });
    await harness.drain();
    return id;
  };
  const received = async (id: string, place: number): Promise<string | undefined> =>
    receivedBy(await harness.tracer.cases.result(id), person(place)).taint_first;
  const requests = async (id: string): Promise<number> => (await harness.tracer.cases.show(id)).counts.requests;
  const statesOf = async (id: string): Promise<readonly string[]> => {
    const { rows } = await harness.database.pool.query<{ type: string }>(
      "select replace(type, 'org.fundtrail.deposit.', '') as type from ops.outbox where case_id = $1 order by created_at, type",
      [id],
    );
    return rows.map((row) => row.type);
  };

  it('asks for what is newer, and again for what could be taken back: what is not told any more does not hold', async () => {
    await chain.mine(100);
    await pay(stage, person(THIEF), person(FRIEND), 7n * ETHER);
    await pay(stage, person(THIEF), person(EXCHANGE), 9n * ETHER);
    const first = await trace();
    expect([await received(first, FRIEND), await received(first, EXCHANGE)]).toEqual([
      `${7n * ETHER} ${7n * ETHER}`,
      `${9n * ETHER} ${9n * ETHER}`,
    ]);
    await chain.reorg(2);
    // The same nonce: what was paid to the friend goes to the exchange now.
    await pay(stage, person(THIEF), person(EXCHANGE), 11n * ETHER);
    late = HEAD_AGE_MS + 1;
    const second = await trace();
    expect([await received(second, FRIEND), await received(second, EXCHANGE)]).toEqual([
      '0 0',
      `${11n * ETHER} ${11n * ETHER}`,
    ]);
    const { rows } = await harness.database.pool.query('select reason from facts.orphans');
    expect(rows).toHaveLength(2);
  });

  it('costs nothing when it is run again while its head is young', async () => {
    await pay(stage, person(THIEF), person(FRIEND), 7n * ETHER);
    const first = await trace();
    expect(await requests(first)).toBeGreaterThan(0);
    expect(await requests(await trace())).toBe(0);
  });

  it('tells a deposit of a block that is final already as detected and as confirmed', async () => {
    await pay(stage, person(THIEF), person(EXCHANGE), 9n * ETHER);
    expect(await statesOf(await trace())).toEqual(['detected']);
    await chain.mine(100);
    late = HEAD_AGE_MS + 1;
    expect(await statesOf(await trace())).toEqual(['confirmed', 'detected']);
  });
});
