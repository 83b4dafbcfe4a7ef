import { chainInfo, type Label } from '@fundtrail/core';
import { type Anvil, keepAllBut, keepInLastBlock, keepNone, startAnvil } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { followToTheEnd, type LocalTheft, outcomeOf, startTheft } from './local-theft.ts';

const { reorgWindow: WINDOW } = chainInfo('eip155:31337');
const [THIEF, HELPER, EXCHANGE] = [1, 2, 3];

let anvil: Anvil;
let harness: Harness;
beforeEach(async () => {
  [anvil, harness] = await Promise.all([startAnvil(), startHarness()]);
});
afterEach(async () => {
  await harness.close();
  await anvil.stop();
});

/** Follows a theft on a chain that is high enough for the deepest reorganisation, with an exchange on it. */
async function startFollowed(): Promise<LocalTheft> {
  const theft = await startTheft(harness, anvil.url);
  await harness.deps.labels.importSet('default', [exchangeOf(theft)]);
  await theft.chain.mine(WINDOW + 5);
  await followToTheEnd(harness, theft);
  return theft;
}

/** The same theft, traced afterwards from the chain as it is. */
async function tracedAfterwards(theft: LocalTheft, hash: string) {
  const other = await startHarness();
  try {
    await other.deps.labels.importSet('default', [exchangeOf(theft)]);
    const again = await startTheft(other, anvil.url, { of: hash, follow: false });
    return await outcomeOf(other, again.id);
  } finally {
    await other.close();
  }
}

function exchangeOf({ chainId, person }: LocalTheft): Label {
  const [chain, address] = [chainId, person(EXCHANGE)];
  return { chain, address, entity: 'Exchange', category: 'exchange', confidence: 90, source: 'test' };
}

async function alertTypes(id: string): Promise<readonly string[]> {
  const { rows } = await harness.database.pool.query<{ type: string }>(
    'select type from ops.outbox where case_id = $1 order by created_at, id',
    [id],
  );
  return rows.map(({ type }) => type.replace('org.fundtrail.', ''));
}

describe.each([1, 3, WINDOW - 1])('a reorganisation of %i blocks', (depth) => {
  it('takes back what is not on the chain any more, with its alert, and tells what is there instead', async () => {
    const theft = await startFollowed();
    const seed = await seedOf(theft);
    await theft.pay(THIEF, HELPER, 20n);
    const deposit = await theft.pay(HELPER, EXCHANGE, 5n);
    await theft.chain.mine(depth - 1);
    await followToTheEnd(harness, theft);
    expect(await theft.received(EXCHANGE)).toBe(5n);
    expect(await alertTypes(theft.id)).toEqual(['deposit.detected']);

    await theft.chain.reorg(depth, keepAllBut(deposit));
    await followToTheEnd(harness, theft);
    expect(await theft.received(EXCHANGE)).toBe(0n);
    expect(await alertTypes(theft.id)).toEqual(['deposit.detected', 'deposit.retracted']);

    await theft.pay(HELPER, EXCHANGE, 7n);
    await followToTheEnd(harness, theft);
    expect(await theft.received(EXCHANGE)).toBe(7n);
    expect(await outcomeOf(harness, theft.id)).toEqual(await tracedAfterwards(theft, seed));
    expect(await reorgs(theft)).toBe(1);
  });

  it('leaves an account in place whose payments come again in other blocks', async () => {
    const theft = await startFollowed();
    const seed = await seedOf(theft);
    await theft.pay(THIEF, HELPER, 20n);
    await theft.pay(HELPER, EXCHANGE, 5n);
    await theft.chain.mine(Math.max(0, depth - 2));
    await followToTheEnd(harness, theft);
    await theft.chain.reorg(depth, keepInLastBlock);
    await followToTheEnd(harness, theft);
    expect([await theft.received(HELPER), await theft.received(EXCHANGE)]).toEqual([20n, 5n]);
    expect(await alertTypes(theft.id)).not.toContain('deposit.retracted');
    expect(await outcomeOf(harness, theft.id)).toEqual(await tracedAfterwards(theft, seed));
  });
});

describe('a chain that is set back', () => {
  it('is no reorganisation as long as its blocks are the same', async () => {
    const theft = await startFollowed();
    await theft.pay(THIEF, HELPER, 20n);
    const setBack = await theft.chain.snapshot();
    await theft.chain.mine(3);
    await followToTheEnd(harness, theft);
    await setBack();
    const [outcome] = await harness.follow();
    expect(outcome?.kind).toBe('idle');
    expect([await reorgs(theft), await theft.received(HELPER)]).toEqual([0, 20n]);
  });

  it('is one when it goes on with other blocks', async () => {
    const theft = await startFollowed();
    const setBack = await theft.chain.snapshot();
    await theft.pay(THIEF, HELPER, 20n);
    await theft.chain.mine(3);
    await followToTheEnd(harness, theft);
    await setBack();
    await theft.pay(THIEF, HELPER, 30n);
    await followToTheEnd(harness, theft);
    expect(await theft.received(HELPER)).toBe(30n);
    expect(await reorgs(theft)).toBe(1);
  });
});

describe('a reorganisation deeper than the window', () => {
  let second: Anvil;
  beforeEach(async () => {
    second = await startAnvil({ chainId: 31_338 });
  });
  afterEach(async () => {
    await second.stop();
  });

  it('halts its chain and no other one, until someone lets it go on', async () => {
    const theft = await startFollowed();
    const seed = await seedOf(theft);
    const other = await startTheft(harness, second.url, { chainId: 31_338 });
    await theft.pay(THIEF, HELPER, 20n);
    await theft.chain.mine(WINDOW);
    await followToTheEnd(harness, theft);
    await theft.chain.reorg(WINDOW + 1, keepNone);
    await other.pay(THIEF, HELPER, 9n);
    await followToTheEnd(harness, other);
    expect(await other.received(HELPER)).toBe(9n);

    const [halted, moving] = await harness.tracer.chains.list();
    expect(moving).toMatchObject({ chain: other.chainId, halted: null, lag: 0 });
    expect(halted).toMatchObject({ chain: theft.chainId, leader: null });
    expect(halted?.halted).toContain(`fundtrail chains resume ${theft.chainId}`);
    const shown = await harness.tracer.cases.show(theft.id);
    expect(shown.following?.halted).toBe(halted?.halted);
    expect(await theft.received(HELPER)).toBe(20n);

    await expect(harness.tracer.chains.resume(other.chainId)).rejects.toThrow(/is not halted/);
    const [resumed] = await harness.tracer.chains.resume(theft.chainId);
    expect(resumed?.halted).toBe(null);
    await theft.pay(THIEF, HELPER, 3n);
    await followToTheEnd(harness, theft);
    expect(await theft.received(HELPER)).toBe(3n);
    expect(await outcomeOf(harness, theft.id)).toEqual(await tracedAfterwards(theft, seed));
  });

  it('can be gone on from, too, when it begins before following did', async () => {
    const theft = await startTheft(harness, anvil.url);
    await theft.chain.mine(WINDOW + 10);
    await harness.follow();
    await followToTheEnd(harness, theft);
    await theft.chain.reorg(WINDOW + 5, keepNone);
    const [outcome] = await harness.follow();
    expect(outcome?.kind).toBe('halted');
    await harness.tracer.chains.resume(theft.chainId);
    await theft.pay(THIEF, HELPER, 4n);
    await followToTheEnd(harness, theft);
    expect(await theft.received(HELPER)).toBe(4n);
  });

  it('is not resumed for a chain that nobody follows', async () => {
    await expect(harness.tracer.chains.resume('eip155:1')).rejects.toThrow(/is not followed/);
  });
});

async function reorgs({ chainId }: LocalTheft): Promise<number | undefined> {
  return (await harness.tracer.chains.list()).find((view) => view.chain === chainId)?.reorgs;
}

async function seedOf({ id }: LocalTheft): Promise<string> {
  const [seed] = (await harness.tracer.cases.result(id)).seeds;
  return seed?.tx ?? '';
}
