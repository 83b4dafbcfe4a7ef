import { coinOf, type Hash, LIVE_SPACE, NO_ADDRESS, TRANSFER_KINDS, type TransactionFact } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFactStore, type FactStore } from './fact-store.ts';

const CHAIN = 'bip122:0f9188f13cb7b2c71f2a335e3a4fc328';
const OWNER = `0x0014${'11'.repeat(20)}`;
const OTHER = `0x0014${'22'.repeat(20)}`;

function hashOf(n: number): Hash {
  return `0x${n.toString(16).padStart(64, '0')}`;
}

/** Spends coins into as many coins as there are amounts, the first of OWNER. */
function made(
  n: number,
  block: number,
  spends: readonly [tx: number, place: number][],
  amounts: readonly bigint[],
): TransactionFact {
  return {
    chain: CHAIN,
    hash: hashOf(n),
    block,
    index: n,
    time: block,
    success: true,
    whole: TRANSFER_KINDS,
    legs: [
      ...spends.map(([tx, place], at) => ({
        id: `in:${at}`,
        kind: 'input' as const,
        from: coinOf(hashOf(tx), place),
        to: NO_ADDRESS,
        asset: 'native',
        amount: 1n,
        owner: OTHER,
      })),
      ...amounts.map((amount, place) => ({
        id: `out:${place}`,
        kind: 'output' as const,
        from: NO_ADDRESS,
        to: coinOf(hashOf(n), place),
        asset: 'native',
        amount,
        owner: place === 0 ? OWNER : OTHER,
      })),
    ],
  };
}

describe('spenders of coins', () => {
  let database: TestDatabase;
  let facts: FactStore;
  beforeAll(async () => {
    database = await createTestDatabase();
    facts = createFactStore(database.database);
    const chain = Array.from({ length: 30 }, (_, n) => made(n + 2, n + 2, [[n + 1, 1]], [5n, 6n]));
    await facts.writeTransactions(LIVE_SPACE, [made(1, 1, [], [7n, 8n]), ...chain]);
  });
  afterAll(() => database.drop());

  it('are found for every coin that is asked for, and none is said to be none', async () => {
    const asked = [coinOf(hashOf(1), 0), coinOf(hashOf(1), 1), coinOf(hashOf(999), 0)];
    const found = await facts.spendersOf(LIVE_SPACE, CHAIN, asked);
    expect(asked.map((coin) => found.get(coin))).toEqual([null, { hash: hashOf(2), block: 2 }, null]);
  });

  it('are told along a chain of spends in one answer', async () => {
    const found = await facts.spendersOf(LIVE_SPACE, CHAIN, [coinOf(hashOf(1), 1)]);
    expect(found.get(coinOf(hashOf(30), 1))).toEqual({ hash: hashOf(31), block: 31 });
    expect(found.get(coinOf(hashOf(31), 1))).toBeNull();
  });

  it('keep the legs of a coin as they were told, with its owner', async () => {
    const read: TransactionFact[] = [];
    for await (const batch of facts.readTransactions({
      space: LIVE_SPACE,
      accounts: [],
      transactions: [{ chain: CHAIN, hash: hashOf(2) }],
    }))
      read.push(...batch);
    expect(read).toEqual([made(2, 2, [[1, 1]], [5n, 6n])]);
  });

  it('belong to whoever is paid or pays', async () => {
    expect(await facts.transactionsOfOwners(LIVE_SPACE, CHAIN, [OWNER])).toHaveLength(31);
    expect(await facts.transactionsOfOwners(LIVE_SPACE, CHAIN, [`0x0014${'33'.repeat(20)}`])).toEqual([]);
  });

  it('are there for good once an answer about any party of them was final, and not for being told', async () => {
    const [first, second, third, fourth] = [101, 103, 105, 107];
    await facts.writeTransactions(LIVE_SPACE, [
      // Coins 0 and 1 of a transaction nobody stored, spent together.
      made(
        first,
        500,
        [
          [100, 0],
          [100, 1],
        ],
        [5n],
      ),
      made(second, 501, [[102, 0]], [5n]),
      made(third, 502, [[104, 0]], [0n, 5n]),
      made(fourth, 503, [[106, 0]], [5n]),
    ]);
    const coins = [100, 102, 104, 106].map((n) => coinOf(hashOf(n), 0));
    const about = {
      chain: CHAIN,
      source: 'a',
      kind: 'native',
      fromBlock: 400,
      toBlock: 600,
      status: 'complete',
    } as const;
    expect(await facts.spentForGood(LIVE_SPACE, CHAIN, coins)).toEqual(new Set());
    await facts.writeCoverage(LIVE_SPACE, [
      { ...about, address: coinOf(hashOf(100), 1) },
      { ...about, address: coinOf(hashOf(102), 0), finalTo: 500 },
      { ...about, address: coinOf(hashOf(third), 1), finalTo: 502 },
      { ...about, address: coinOf(hashOf(106), 0), fromBlock: 504 },
    ]);
    expect(await facts.spentForGood(LIVE_SPACE, CHAIN, coins)).toEqual(new Set([coins[0], coins[2]]));
  });
});
