import { type Anvil, startAnvil } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FollowOutcome, Tracer } from '../src/index.ts';
import { followOnce, type Harness, startHarness } from './harness.ts';
import { followToTheEnd, type LocalTheft, startTheft } from './local-theft.ts';

/** Short, so that a test need not wait long for it to end. */
const LEASE_MS = 400;
const LOOK_EVERY_MS = 50;
const [THIEF, HELPER, FRIEND] = [1, 2, 3];

let anvil: Anvil;
let harness: Harness;
beforeEach(async () => {
  [anvil, harness] = await Promise.all([startAnvil(), startHarness({ follower: { leaseMs: LEASE_MS } })]);
});
afterEach(async () => {
  await harness.close();
  await anvil.stop();
});

async function kindsOf(tracer: Tracer): Promise<readonly FollowOutcome['kind'][]> {
  return (await followOnce(tracer)).map(({ kind }) => kind);
}

/** Steps until this host leads, which it does when the other one's lease has ended. */
async function takeOver(tracer: Tracer): Promise<void> {
  while ((await kindsOf(tracer)).includes('elsewhere')) await harness.context.clock.sleep(LOOK_EVERY_MS);
}

describe('two hosts that follow one chain', () => {
  it('read each block once: one leads, the other one waits', async () => {
    const theft = await startTheft(harness, anvil.url);
    const other = harness.otherHost({ leaseMs: LEASE_MS });
    await followToTheEnd(harness, theft);
    await theft.pay(THIEF, HELPER, 20n);
    const kinds = await Promise.all([kindsOf(harness.tracer), kindsOf(other)]);
    expect(kinds.flat().sort()).toEqual(['advanced', 'elsewhere']);
    await harness.drain();
    expect(await theft.received(HELPER)).toBe(20n);
  });

  it('lose and double no block when the leader is killed', async () => {
    const theft = await startTheft(harness, anvil.url);
    await followToTheEnd(harness, theft);
    await theft.pay(THIEF, HELPER, 20n);
    // Killed between what it wrote and the settle that it owed for it, without a word.
    await harness.follow();
    harness.lose();
    await theft.pay(HELPER, FRIEND, 8n);
    const other = harness.otherHost({ leaseMs: LEASE_MS });
    await takeOver(other);
    await harness.drain();
    await theft.pay(HELPER, FRIEND, 1n);
    await followOnce(other);
    await harness.drain();
    expect([await theft.received(HELPER), await theft.received(FRIEND)]).toEqual([20n, 9n]);
    expect(await blocksMissingOf(theft)).toEqual([]);
  });

  it('do not wait for the end of a lease that was given up', async () => {
    const theft = await startTheft(harness, anvil.url);
    await followToTheEnd(harness, theft);
    await theft.pay(THIEF, HELPER, 20n);
    await harness.tracer.follower.release();
    expect(await kindsOf(harness.otherHost())).toEqual(['advanced']);
  });

  it('let a leader that was away write nothing more', async () => {
    const theft = await startTheft(harness, anvil.url);
    await followToTheEnd(harness, theft);
    const { advance } = harness.deps.follow;
    const other = harness.otherHost({ leaseMs: LEASE_MS });
    let took: readonly FollowOutcome['kind'][] = [];
    Object.assign(harness.deps.follow, {
      advance: async (...args: Parameters<typeof advance>) => {
        Object.assign(harness.deps.follow, { advance });
        // As if this host had been suspended for longer than its lease, just before it writes.
        await harness.database.pool.query('update facts.follows set lease_until = now()');
        took = await kindsOf(other);
        return advance(...args);
      },
    });
    await theft.pay(THIEF, HELPER, 20n);
    expect(await kindsOf(harness.tracer)).toEqual(['elsewhere']);
    expect(took).toEqual(['advanced']);
    await harness.drain();
    expect(await theft.received(HELPER)).toBe(20n);
  });
});

describe('following after a long absence', () => {
  it('reads every block in bounded steps, and tells how far it is', async () => {
    const theft = await startTheft(harness, anvil.url);
    await followToTheEnd(harness, theft);
    await theft.chain.mine(400);
    await theft.pay(THIEF, HELPER, 20n);
    await theft.chain.mine(500);
    await theft.pay(HELPER, FRIEND, 8n);
    await theft.chain.mine(20);
    const [step] = await harness.follow();
    expect(step).toMatchObject({ kind: 'advanced', waitMs: 0, blocks: 500 });
    const [chain] = await harness.tracer.chains.list();
    expect(chain?.lag).toBe(422);
    expect((await harness.tracer.cases.show(theft.id)).following?.lag).toBe(422);
    await followToTheEnd(harness, theft);
    expect([await theft.received(HELPER), await theft.received(FRIEND)]).toEqual([20n, 8n]);
    expect(await blocksMissingOf(theft)).toEqual([]);
  });
});

/** Numbers between the first and the last followed block that are not stored exactly once as canonical. */
async function blocksMissingOf({ chainId }: LocalTheft): Promise<readonly number[]> {
  const { rows } = await harness.database.pool.query<{ number: number }>(
    `select n.number from facts.follows f join facts.chains c on c.id = f.chain_id and c.caip2 = $1
     cross join lateral generate_series(f.first_block, f.block) as n (number)
     where (select count(*) from facts.blocks b where b.chain_id = f.chain_id and b.number = n.number and b.canonical) <> 1`,
    [chainId],
  );
  return rows.map(({ number }) => number);
}
