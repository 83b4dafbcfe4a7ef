import { accountId, LIVE_SPACE, PLACE_UNKNOWN, type TransactionFact } from '@fundtrail/core';
import { createFactStore, type FactStore } from '@fundtrail/store';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coin, made, REGTEST, script, txid } from '../../../test/coins/made.ts';
import { type CoinFeedInput, coinFeed } from './coin-feed.ts';

const spend = (tx: number, place = 0) => ({ coin: coin(tx, place), owner: script(1), amount: 10n });
const pay = (owner: number) => ({ owner: script(owner), amount: 5n });

/**
 * 1 pays two coins; 2 spends the second in block 12 and is spent by 4 in its block; 3 spends the first in block 11; 5, in block 12,
 * spends coins of 3 and 4. 6 is nobody's. Then a chain of 40 hops from 5.
 */
const FACTS: readonly TransactionFact[] = [
  made(1, 10, [], [pay(1), pay(2)]),
  made(2, 12, [spend(1, 1)], [pay(3)]),
  made(3, 11, [spend(1, 0)], [pay(4), pay(5)]),
  made(4, 12, [spend(2)], [pay(6)]),
  made(5, 12, [spend(3), spend(4)], [pay(7), pay(8)]),
  made(6, 12, [spend(77)], [pay(9)]),
  ...Array.from({ length: 40 }, (_, n) => made(100 + n, 20 + n, [n === 0 ? spend(5) : spend(99 + n)], [pay(10)])),
];

describe('the facts that coins need', () => {
  let database: TestDatabase;
  let facts: FactStore;
  beforeAll(async () => {
    database = await createTestDatabase();
    facts = createFactStore(database.database);
    await facts.writeTransactions(LIVE_SPACE, FACTS);
  });
  afterAll(() => database.drop());

  /** Applies what the feed gives to a replay that follows every coin but those of `ignored` transactions. */
  async function play(
    options: Partial<Pick<CoinFeedInput, 'upTo' | 'after' | 'seeds'>> & {
      ignored?: readonly number[];
      unspent?: readonly [number, number][];
    } = {},
  ): Promise<number[][]> {
    let opened: { account: string; block: number }[] = [];
    let statements = 0;
    const blocks: number[][] = [];
    const counting = {
      ...facts,
      spendersOf: (...call: Parameters<FactStore['spendersOf']>) => {
        statements += 1;
        return facts.spendersOf(...call);
      },
    };
    const feed = coinFeed({
      facts: counting,
      space: LIVE_SPACE,
      chain: REGTEST,
      seeds: options.seeds ?? [{ kind: 'transaction', chain: REGTEST, hash: txid(1) }],
      upTo: options.upTo ?? Number.MAX_SAFE_INTEGER,
      after: options.after,
      replay: {
        takeOpened: () => {
          const taken = opened;
          opened = [];
          return taken;
        },
        unspent: () =>
          (options.unspent ?? []).map(([tx, place]) => ({ account: accountId(REGTEST, coin(tx, place)), block: 0 })),
      },
    });
    for await (const block of feed) {
      blocks.push(block.map(({ hash }) => Number(hash)));
      for (const fact of block) {
        if (options.ignored?.includes(Number(fact.hash))) continue;
        for (const leg of fact.legs)
          if (leg.kind === 'output') opened.push({ account: accountId(REGTEST, leg.to), block: fact.block });
      }
    }
    expect(statements).toBeLessThan(6);
    return blocks;
  }

  it('come block by block, each after what it spends, and few statements read a long chain', async () => {
    const blocks = await play();
    expect(blocks.slice(0, 3)).toEqual([[1], [3], [2, 4, 5]]);
    expect(blocks.slice(3).flat()).toEqual(Array.from({ length: 40 }, (_, n) => 100 + n));
    expect(FACTS.every(({ index }) => index === PLACE_UNKNOWN)).toBe(true);
  });

  it('end where nothing is followed any more', async () => {
    expect(await play({ ignored: [5] })).toEqual([[1], [3], [2, 4, 5]]);
  });

  it('end with the last block of interest', async () => {
    expect(await play({ upTo: 11 })).toEqual([[1], [3]]);
  });

  it('go on from unspent coins after a block', async () => {
    const blocks = await play({ after: 20, unspent: [[100, 0]] });
    expect(blocks.flat()).toEqual(Array.from({ length: 39 }, (_, n) => 101 + n));
  });

  it('do not go on after a block when a transaction before it became known', async () => {
    await expect(play({ after: 12, unspent: [[1, 0]] })).rejects.toThrow('before the base');
  });

  it('are all transactions of an address whose coins are stolen', async () => {
    const seeds = [{ kind: 'account' as const, account: accountId(REGTEST, script(9)), fromBlock: 0 }];
    expect(await play({ seeds })).toEqual([[6]]);
  });
});
