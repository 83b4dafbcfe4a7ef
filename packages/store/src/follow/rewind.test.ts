import { type Coverage, LIVE_SPACE } from '@fundtrail/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  address,
  CHAIN,
  hash,
  header,
  KEY,
  type LiveHome,
  leadAt,
  makeCase,
  payment,
  startLiveHome,
  step,
  storedTransactions,
} from './live.fixture.ts';

let home: LiveHome;
let fence = 0;
beforeEach(async () => {
  home = await startLiveHome();
  fence = await leadAt(home.follow, 10);
});
afterEach(() => home.drop());

const FORK = 12;
const BRANCH = 1;
/** Blocks 12 and 13 of the branch that takes over after block 11. */
const others = [header(12, BRANCH, FORK), header(13, BRANCH, FORK)];

async function follow(): Promise<void> {
  await home.follow.advance(
    KEY,
    fence,
    step([header(11), header(12), header(13)], {
      transactions: [payment(1, 11, 1, 2), payment(2, 12, 2, 3), payment(3, 13, 3, 4)],
      finalized: 5,
    }),
  );
}

describe('a reorganisation', () => {
  test('takes back what is above the common ancestor, and the same transaction can come again in another block', async () => {
    await follow();
    await makeCase(home.database, 'case-hit', [3]);
    await makeCase(home.database, 'case-running', [4], { status: 'running', follow: false });
    await makeCase(home.database, 'case-below', [1]);
    await makeCase(home.database, 'case-done', [3], { status: 'done' });
    expect(await home.follow.rewind(KEY, fence, header(11))).toEqual({
      transactions: [
        { hash: hash(2), block: 12 },
        { hash: hash(3), block: 13 },
      ],
      cases: ['case-hit', 'case-running'],
    });
    expect(await home.follow.stateOf(KEY)).toMatchObject({
      first: 11,
      position: { number: 11 },
      finalized: 5,
      reorgs: 1,
    });
    expect(await home.follow.hashesOf(KEY, 10, 13)).toEqual(new Map([10, 11].map((n) => [n, header(n).hash])));

    const again = step(others, { transactions: [payment(2, 13, 2, 3), payment(4, 12, 2, 5)] });
    expect(await home.follow.advance(KEY, fence, again)).toMatchObject({ status: 'advanced' });
    expect((await storedTransactions(home.facts)).map((fact) => [fact.hash, fact.block, fact.blockHash])).toEqual([
      [hash(1), 11, header(11).hash],
      [hash(4), 12, others[0]?.hash],
      [hash(2), 13, others[1]?.hash],
    ]);
  });

  test('keeps what was taken back, whole, as evidence', async () => {
    const token = address(0xabc);
    const fact = payment(2, 12, 2, 3, {
      sender: address(2),
      nfts: [
        {
          id: 'log:4',
          standard: 'erc721',
          contract: token,
          tokenId: 2n ** 200n,
          quantity: 1n,
          from: address(2),
          to: address(3),
        },
      ],
    });
    await home.follow.advance(KEY, fence, step([header(11), header(12)], { transactions: [fact] }));
    await home.follow.rewind(KEY, fence, header(11));
    const [orphan, ...more] = await home.facts.orphansOf(LIVE_SPACE, CHAIN, [hash(2)]);
    expect(more).toEqual([]);
    expect(orphan).toMatchObject({ hash: hash(2), block: 12, blockHash: header(12).hash });
    expect(orphan?.reason).toBe('taken back by a reorganisation after block 11');
    const text = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
    expect(orphan?.fact).toEqual(JSON.parse(JSON.stringify({ ...fact, blockHash: header(12).hash }, text)));
    expect(await home.facts.nftsOf(LIVE_SPACE, [{ chain: CHAIN, address: address(3) }])).toEqual([]);
  });

  test('goes back to the first branch as well', async () => {
    await follow();
    await home.follow.rewind(KEY, fence, header(11));
    await home.follow.advance(KEY, fence, step(others));
    await home.follow.rewind(KEY, fence, header(11));
    const back = step([header(12)], { transactions: [payment(2, 12, 2, 3)] });
    expect(await home.follow.advance(KEY, fence, back)).toMatchObject({ status: 'advanced' });
    expect(await home.follow.hashesOf(KEY, 12, 13)).toEqual(new Map([[12, header(12).hash]]));
    expect(await home.follow.stateOf(KEY)).toMatchObject({ position: { number: 12 }, reorgs: 2 });
  });

  test('cuts coverage and balances above the ancestor, whoever told them, and leaves what lies below', async () => {
    await follow();
    const answer = (n: number, toBlock: number, more: Partial<Coverage> = {}): Coverage => ({
      chain: CHAIN,
      address: address(n),
      source: 'explorer:b',
      kind: 'native',
      fromBlock: 0,
      toBlock,
      status: 'complete',
      ...more,
    });
    await home.facts.writeCoverage(LIVE_SPACE, [
      answer(1, 13, { finalTo: 5 }),
      answer(2, 11, { finalTo: 5 }),
      answer(3, 13, { fromBlock: 12 }),
      answer(4, 20, { status: 'truncated', reason: 'many rows' }),
      answer(5, 20, { status: 'unavailable', reason: 'a paid question' }),
    ]);
    const balance = { chain: CHAIN, address: address(1), asset: 'native', amount: 5n, source: 'rpc:a' };
    await home.facts.writeBalances(LIVE_SPACE, [
      { ...balance, block: 11 },
      { ...balance, block: 12 },
    ]);
    await home.follow.rewind(KEY, fence, header(11));
    const accounts = [1, 2, 3, 4, 5].map((n) => ({ chain: CHAIN, address: address(n) }));
    const known = await home.facts.coverageOf(LIVE_SPACE, ['explorer:b'], accounts);
    const told = [...known.values()]
      .flat()
      .map(({ complete, provisionalFrom, lacks }) => [complete, provisionalFrom, lacks]);
    expect(told).toEqual([
      [[{ from: 0, to: 11 }], 6, undefined],
      [[{ from: 0, to: 11 }], 6, undefined],
      [[], undefined, undefined],
      [[{ from: 0, to: 11 }], undefined, { status: 'truncated', fromBlock: 0, toBlock: 11, reason: 'many rows' }],
      [[], undefined, { status: 'unavailable', fromBlock: 0, toBlock: 20, reason: 'a paid question' }],
    ]);
    const balances = await home.facts.balancesOf(LIVE_SPACE, accounts);
    expect([...balances.values()].flat()).toEqual([{ ...balance, block: 11 }]);
  });

  test('leaves other chains and data sets alone', async () => {
    const set = 'd'.repeat(64);
    await follow();
    await home.facts.writeTransactions(set, [payment(2, 12, 2, 3)]);
    await home.facts.writeTransactions(LIVE_SPACE, [payment(2, 12, 2, 3, { chain: 'eip155:10' })]);
    await home.follow.rewind(KEY, fence, header(11));
    expect((await storedTransactions(home.facts)).map(({ chain, block }) => [chain, block])).toEqual([
      [CHAIN, 11],
      ['eip155:10', 12],
    ]);
    expect(await home.facts.counts(set)).toMatchObject({ transactions: 1, legs: 2 });
  });

  test('is refused, and changes nothing, when the ancestor is not the stored block or not behind the position', async () => {
    await follow();
    await expect(home.follow.rewind(KEY, fence, header(11, BRANCH))).rejects.toThrow(/not the common ancestor/);
    await expect(home.follow.rewind(KEY, fence, header(14))).rejects.toThrow(/not behind the followed block 13/);
    expect(await home.follow.stateOf(KEY)).toMatchObject({ position: { number: 13 }, reorgs: 0 });
    expect((await storedTransactions(home.facts)).length).toBe(3);
  });

  test('may reach before the first block that was followed', async () => {
    await follow();
    await home.follow.rewind(KEY, fence, header(8, BRANCH));
    expect(await home.follow.stateOf(KEY)).toMatchObject({ first: 9, position: { number: 8 } });
    expect(await home.follow.advance(KEY, fence, step([header(9, BRANCH)]))).toMatchObject({ status: 'advanced' });
  });

  test('sets back who follows the same chain from another source, so that it reads the new blocks for its own watches', async () => {
    const other = { ...KEY, source: 'rpc:b' };
    const otherFence = await leadAt(home.follow, 10, other);
    await home.follow.watch(home.database.db, other, [address(9)]);
    await home.follow.placeWatches(other, otherFence, Number.MAX_SAFE_INTEGER, 11);
    await home.follow.advance(other, otherFence, step([header(11), header(12), header(13)]));
    await follow();
    await home.follow.rewind(KEY, fence, header(11));
    await home.follow.advance(KEY, fence, step(others));
    expect(await home.follow.stateOf(other)).toMatchObject({
      position: { number: 11, hash: header(11).hash },
      reorgs: 0,
    });
    const account = { chain: CHAIN, address: address(9) };
    const known = await home.facts.coverageOf(LIVE_SPACE, [other.source], [account]);
    const complete = [...known.values()].flat().map((entry) => entry.complete);
    expect(complete).toEqual([11, 11, 11].map((block) => [{ from: block, to: block }]));
    await home.follow.advance(other, otherFence, step(others, { transactions: [payment(9, 12, 8, 9)] }));
    expect(await home.follow.stateOf(other)).toMatchObject({ position: { number: 13 } });
    expect((await storedTransactions(home.facts)).map((fact) => fact.hash)).toEqual([hash(1), hash(9)]);
  });

  test('that only one of two sources shows sets the other back as well', async () => {
    const other = { ...KEY, source: 'rpc:b' };
    const otherFence = await leadAt(home.follow, 10, other);
    await follow();
    await home.follow.advance(other, otherFence, step([header(11)]));
    const branch = step(others.slice(0, 1), { transactions: [payment(4, 12, 2, 5)] });
    expect(await home.follow.advance(other, otherFence, branch)).toMatchObject({
      status: 'advanced',
      orphaned: { transactions: [{ hash: hash(2), block: 12 }] },
    });
    expect(await home.follow.stateOf(KEY)).toMatchObject({ position: { number: 11, hash: header(11).hash } });
    expect(await home.follow.advance(KEY, fence, step([header(14)]))).toEqual({ status: 'stale' });
  });

  test('meets writers of the same facts without leaving legs of a transaction that is gone', async () => {
    await follow();
    const late = Array.from({ length: 300 }, (_, n) => payment(1_000 + n, 13, n, n + 1));
    await home.facts.writeTransactions(LIVE_SPACE, late);
    const writers = [late, late.toReversed()].map((facts) =>
      home.facts.writeTransactions(
        LIVE_SPACE,
        facts.map((fact) => ({
          ...fact,
          legs: fact.legs.map((leg) => ({ ...leg, id: leg.id === 'value' ? `value:${facts === late}` : leg.id })),
        })),
      ),
    );
    await Promise.all([home.follow.rewind(KEY, fence, header(11)), ...writers]);
    const { rows } = await home.database.pool.query(`
      select count(*) as stray from facts.legs l where not exists (
        select from facts.transactions t where t.space_id = l.space_id and t.chain_id = l.chain_id and t.hash = l.tx_hash)`);
    expect(rows).toEqual([{ stray: 0 }]);
  });
});
