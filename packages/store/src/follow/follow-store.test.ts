import { LIVE_SPACE } from '@fundtrail/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  address,
  CHAIN,
  hash,
  header,
  KEY,
  LEASE_MS,
  type LiveHome,
  leadAt,
  makeCase,
  payment,
  startLiveHome,
  step,
  storedHashes,
  storedTransactions,
} from './live.fixture.ts';

const ALL_KINDS = ['native', 'internal', 'token'] as const;
/** A lease that is over once it is given. */
const NO_LEASE_MS = 0;

let home: LiveHome;
beforeEach(async () => {
  home = await startLiveHome();
});
afterEach(() => home.drop());

describe('the lead', () => {
  test('is with one of two hosts while its lease holds, and its fence stays the same when it is renewed', async () => {
    const taken = await Promise.all(['one', 'two', 'three'].map((host) => home.follow.lead(KEY, host, LEASE_MS)));
    expect(taken.filter((lead) => lead !== undefined)).toEqual([{ fence: 1 }]);
    const leader = (await home.follow.stateOf(KEY))?.leader ?? '';
    expect(await home.follow.lead(KEY, leader, LEASE_MS)).toEqual({ fence: 1 });
    expect(await home.follow.lead({ ...KEY, source: 'rpc:b' }, 'four', LEASE_MS)).toEqual({ fence: 1 });
  });

  test('passes on with a higher fence when the lease ends or is given up, and a late leader writes nothing', async () => {
    const first = await home.follow.lead(KEY, 'one', NO_LEASE_MS);
    expect(first).toEqual({ fence: 1 });
    await home.follow.begin(KEY, 1, header(10), ALL_KINDS);
    const second = await home.follow.lead(KEY, 'two', LEASE_MS);
    expect(second).toEqual({ fence: 2 });
    const late = await Promise.allSettled([
      home.follow.begin(KEY, 1, header(20), ALL_KINDS),
      home.follow.advance(KEY, 1, step([header(11)], { transactions: [payment(1, 11, 1, 2)] })),
      home.follow.rewind(KEY, 1, header(9)),
      home.follow.halt(KEY, 1, 'late'),
      home.follow.placeWatches(KEY, 1, 5, 11),
    ]);
    const lost = { status: 'rejected', reason: expect.objectContaining({ code: 'lead_lost', retryable: false }) };
    expect(late).toEqual(Array(5).fill(lost));
    expect(await home.follow.stateOf(KEY)).toMatchObject({ position: { number: 10 }, reorgs: 0 });
    expect(await storedHashes(home.facts)).toEqual([]);

    await home.follow.release(KEY, 1);
    expect((await home.follow.stateOf(KEY))?.leader).toBe('two');
    await home.follow.release(KEY, 2);
    await expect(home.follow.advance(KEY, 2, step([header(11)]))).rejects.toMatchObject({ code: 'lead_lost' });
    expect(await home.follow.lead(KEY, 'one', LEASE_MS)).toEqual({ fence: 3 });
  });

  test('of two leaders that write the same block at once, the one with the older fence is refused, whoever comes first', async () => {
    await home.follow.lead(KEY, 'one', NO_LEASE_MS);
    await home.follow.begin(KEY, 1, header(10), ALL_KINDS);
    const lead = home.follow.lead(KEY, 'two', LEASE_MS);
    const writes = [11, 12, 13, 14, 15].map((block) => home.follow.advance(KEY, 1, step([header(block)])));
    const results = await Promise.allSettled(writes);
    expect(await lead).toEqual({ fence: 2 });
    const reached = (await home.follow.stateOf(KEY))?.position?.number ?? 0;
    const advanced = results.filter((result) => result.status === 'fulfilled' && result.value.status === 'advanced');
    expect(reached).toBe(10 + advanced.length);
    await expect(home.follow.advance(KEY, 1, step([header(reached + 1)]))).rejects.toMatchObject({ code: 'lead_lost' });
    expect(await home.follow.advance(KEY, 2, step([header(reached + 1)]))).toMatchObject({ status: 'advanced' });
  });
});

describe('the position', () => {
  test('moves with the blocks, which are stored with what they hold in one transaction', async () => {
    const fence = await leadAt(home.follow, 10);
    const contract = { chain: CHAIN, address: address(7), isContract: true, seenIn: address(1) };
    const transactions = [payment(1, 11, 1, 2), payment(2, 12, 2, 3)];
    const moved = step([header(11), header(12)], { transactions, contracts: [contract], head: 20, finalized: 5 });
    expect(await home.follow.advance(KEY, fence, moved)).toEqual({
      status: 'advanced',
      orphaned: { transactions: [], cases: [] },
    });
    expect(await home.follow.stateOf(KEY)).toMatchObject({
      ...KEY,
      kinds: ALL_KINDS,
      first: 11,
      position: { number: 12, hash: header(12).hash, time: header(12).time },
      head: 20,
      headTime: 1_012,
      finalized: 5,
      lag: 8,
      reorgs: 0,
      leader: 'host',
    });
    expect(await storedTransactions(home.facts)).toEqual(
      transactions.map((fact) => ({ ...fact, blockHash: header(fact.block).hash })),
    );
    expect(await home.facts.contractsSeenIn(LIVE_SPACE, [{ chain: CHAIN, address: address(1) }])).toEqual(
      new Set([`${CHAIN}:${address(7)}`]),
    );
    expect(await home.follow.hashesOf(KEY, 9, 11)).toEqual(new Map([10, 11].map((n) => [n, header(n).hash])));
  });

  test.each([
    ['leave a block out', [header(12)]],
    ['come from another branch', [header(11, 1, 0)]],
    ['do not hang together', [header(11), header(12, 1, 12), header(13)]],
    ['were written already', [header(10)]],
  ])('stays where it is when the headers %s', async (_how, headers) => {
    const fence = await leadAt(home.follow, 10);
    const last = headers.at(-1)?.number ?? 0;
    const late = step(headers, { transactions: [payment(1, last, 1, 2)], head: 99 });
    expect(await home.follow.advance(KEY, fence, late)).toEqual({ status: 'stale' });
    expect(await home.follow.stateOf(KEY)).toMatchObject({ position: { number: 10 }, head: 10 });
    expect(await storedHashes(home.facts)).toEqual([]);
  });

  test('notes a new head without blocks, and what is final only grows', async () => {
    const fence = await leadAt(home.follow, 10);
    await home.follow.advance(KEY, fence, step([], { head: 15, headTime: 1_015, finalized: 8 }));
    await home.follow.advance(KEY, fence, step([], { head: 14, headTime: 1_014, finalized: 7 }));
    expect(await home.follow.stateOf(KEY)).toMatchObject({ position: { number: 10 }, head: 14, finalized: 8, lag: 4 });
  });

  test('is not moved by a transaction of no followed block, and nothing is written', async () => {
    const fence = await leadAt(home.follow, 10);
    const stray = step([header(11)], { transactions: [payment(1, 12, 1, 2)] });
    await expect(home.follow.advance(KEY, fence, stray)).rejects.toThrow(/not of a block that is followed/);
    const other = step([header(11)], { transactions: [payment(1, 11, 1, 2, { blockHash: hash(5) })] });
    await expect(home.follow.advance(KEY, fence, other)).rejects.toThrow(/not of a block that is followed/);
    expect(await home.follow.stateOf(KEY)).toMatchObject({ position: { number: 10 } });
  });

  test('a block costs the same statements whatever number of transactions and watches there is', async () => {
    const fence = await leadAt(home.follow, 10);
    const cost = async (number: number, transactions: number): Promise<number> => {
      const facts = Array.from({ length: transactions }, (_, n) => payment(number * 1_000 + n, number, n, n + 1));
      const before = home.database.queries();
      await home.follow.advance(KEY, fence, step([header(number)], { transactions: facts }));
      return home.database.queries() - before;
    };
    await cost(11, 400);
    const one = await cost(12, 1);
    expect(one).toBeLessThanOrEqual(10);
    expect(await cost(13, 300)).toBe(one);
  });

  test('a halted key says why until it may go on', async () => {
    const fence = await leadAt(home.follow, 10);
    await home.follow.halt(KEY, fence, 'a reorganisation deeper than 64 blocks');
    await home.follow.lead({ ...KEY, chain: 'eip155:10' }, 'host', LEASE_MS);
    const halted = (await home.follow.states()).map(({ chain, halted: why }) => [chain, why]);
    expect(halted).toEqual([
      [CHAIN, 'a reorganisation deeper than 64 blocks'],
      ['eip155:10', undefined],
    ]);
    await home.follow.unhalt(KEY);
    expect((await home.follow.stateOf(KEY))?.halted).toBeUndefined();
  });

  test('is shown to users with its lag', async () => {
    const fence = await leadAt(home.follow, 10);
    await home.follow.advance(KEY, fence, step([header(11)], { head: 14, headTime: 1_014, finalized: 3 }));
    const rows = await home.database.db.selectFrom('chain_status').selectAll().execute();
    expect(rows).toEqual([
      {
        chain: CHAIN,
        source: KEY.source,
        head: 14,
        head_time: new Date(1_014_000),
        followed_block: 11,
        finalized: 3,
        lag: 3,
        halted: null,
        reorgs: 0,
        updated: expect.any(Date),
      },
    ]);
  });
});

describe('what others read of the same blocks', () => {
  test('gives way to the followed blocks, with the cases it was part of', async () => {
    const fence = await leadAt(home.follow, 10);
    await makeCase(home.database, 'case-a', [2]);
    await makeCase(home.database, 'case-b', [9]);
    await home.facts.writeTransactions(LIVE_SPACE, [
      payment(1, 12, 1, 2),
      payment(2, 11, 2, 3, { blockHash: hash(0xdead) }),
      payment(3, 11, 3, 9, { blockHash: header(11).hash }),
    ]);
    const followed = step([header(11), header(12)], { transactions: [payment(1, 11, 1, 2)] });
    expect(await home.follow.advance(KEY, fence, followed)).toEqual({
      status: 'advanced',
      orphaned: {
        transactions: [
          { hash: hash(2), block: 11 },
          { hash: hash(1), block: 12 },
        ],
        cases: ['case-a'],
      },
    });
    const stored = (await storedTransactions(home.facts)).map((fact) => [fact.hash, fact.block]);
    expect(stored).toEqual([
      [hash(1), 11],
      [hash(3), 11],
    ]);
  });

  test('is refused afterwards when it is of another branch', async () => {
    const fence = await leadAt(home.follow, 10);
    await home.follow.advance(KEY, fence, step([header(11)]));
    const late = payment(1, 11, 1, 2, { blockHash: header(11, 1).hash });
    await expect(home.facts.writeTransactions(LIVE_SPACE, [late])).rejects.toMatchObject({
      code: 'contradicting_fact',
      retryable: true,
    });
    await home.facts.writeTransactions(LIVE_SPACE, [{ ...late, blockHash: header(11).hash }]);
    expect(await storedHashes(home.facts)).toEqual([hash(1)]);
  });

  test('is never changed behind a final block that was followed', async () => {
    const fence = await leadAt(home.follow, 10);
    await home.follow.advance(KEY, fence, step([header(11)], { transactions: [payment(1, 11, 1, 2)], finalized: 11 }));
    const again = step([header(12)], { transactions: [payment(1, 12, 1, 2)], finalized: 11 });
    await expect(home.follow.advance(KEY, fence, again)).rejects.toThrow(/of final block 11/);
    expect((await storedTransactions(home.facts)).map(({ block }) => block)).toEqual([11]);
    expect(await home.follow.stateOf(KEY)).toMatchObject({ position: { number: 11 } });
  });
});
