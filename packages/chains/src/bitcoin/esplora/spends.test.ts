import type { Coin, Coverage, Spends } from '@fundtrail/core';
import { createUtxoBook, type MadeTransaction } from '@fundtrail/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import {
  allCoins,
  ask,
  coinAt,
  createMemoryCache,
  income,
  type Opened,
  type OpenOptions,
  openEsplora,
  output,
  spend,
} from './esplora.fixture.ts';

const END = Number.MAX_SAFE_INTEGER;
/** The first block, which tells the chain, and the newest blocks: once for each source. */
const HEAD_REQUESTS = 2;

const opened: Opened[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

async function open(options: OpenOptions = {}): Promise<Opened> {
  const made = await openEsplora(options);
  opened.push(made);
  return made;
}

function covered({ coverage }: Spends): readonly Partial<Coverage>[] {
  return coverage.map(({ chain, source, kind, ...rest }) => rest);
}

/** A chain of payments, each of one coin and mined in a block of its own. */
function peel(hops: number): {
  readonly made: readonly MadeTransaction[];
  readonly book: ReturnType<typeof createUtxoBook>;
} {
  const book = createUtxoBook({ tip: 100 });
  const made = [income('peel', [output('hop 0', 1_000_000)])];
  book.mine(made);
  for (let hop = 1; hop <= hops; hop += 1) {
    const next = spend([[made.at(-1) as MadeTransaction, 0]], [output(`hop ${hop}`, 1_000_000 - hop)]);
    made.push(next);
    book.mine([next]);
  }
  return { made, book };
}

describe('what became of a coin', () => {
  test('that a final transaction spends is known for all blocks to come', async () => {
    const { book, source } = await open();
    const paid = income('a', [output('thief', 500), output('change', 100)]);
    const at = book.mine([paid]);
    const onward = spend([[paid, 0]], [output('next', 490)]);
    const spent = book.mine([onward]);
    book.mineEmpty(5);
    const told = await source.spends(ask([[coinAt(paid), at]], { toBlock: 107 }));
    expect(told.transactions.map(({ hash, block }) => [hash, block])).toEqual([[onward.hash, spent]]);
    expect(told.transactions[0]?.legs.map(({ id, amount }) => [id, amount])).toEqual([
      ['in:0', 500n],
      ['out:0', 490n],
    ]);
    expect(covered(told)).toEqual([{ address: coinAt(paid), fromBlock: at, toBlock: END, status: 'complete' }]);
  });

  test('that a transaction with too few confirmations spends is known to the newest block, and final to where it is', async () => {
    const { book, source } = await open();
    const paid = income('a', [output('thief', 500)]);
    const at = book.mine([paid]);
    const onward = spend([[paid, 0]], [output('next', 490)]);
    book.mine([onward]);
    book.mineEmpty(4);
    expect(book.tip()).toBe(106);
    const told = await source.spends(ask([[coinAt(paid), at]]));
    expect(told.transactions).toHaveLength(1);
    expect(covered(told)).toEqual([
      { address: coinAt(paid), fromBlock: at, toBlock: 106, status: 'complete', finalTo: 101 },
    ]);
    expect(await source.finalized('bip122:000000000019d6689c085ae165831e93')).toBe(101);
  });

  test('that nothing spends is known to the newest block, or to the last one asked for', async () => {
    const { book, source } = await open();
    const paid = income('a', [output('thief', 500)]);
    const at = book.mine([paid]);
    book.mineEmpty(9);
    const coin = coinAt(paid);
    expect(covered(await source.spends(ask([[coin, at]])))).toEqual([
      { address: coin, fromBlock: at, toBlock: 110, status: 'complete', finalTo: 105 },
    ]);
    expect(covered(await source.spends(ask([[coin, at]], { toBlock: 103 })))).toEqual([
      { address: coin, fromBlock: at, toBlock: 103, status: 'complete' },
    ]);
  });

  test('that is spent later, or by what waits, is not spent up to the last block asked for', async () => {
    const { book, source } = await open();
    const paid = income('a', [output('thief', 500), output('other', 500)]);
    const at = book.mine([paid]);
    book.mineEmpty(2);
    book.mine([spend([[paid, 0]], [output('late', 490)])]);
    book.mineEmpty(9);
    book.wait(spend([[paid, 1]], [output('waiting', 490)]));
    const told = await source.spends(
      ask(
        [
          [coinAt(paid), at],
          [coinAt(paid, 1), at],
        ],
        { toBlock: 103 },
      ),
    );
    expect(told.transactions).toEqual([]);
    expect(covered(told)).toEqual([
      { address: coinAt(paid), fromBlock: at, toBlock: 103, status: 'complete' },
      { address: coinAt(paid, 1), fromBlock: at, toBlock: 103, status: 'complete' },
    ]);
  });

  test('that the source does not know is unavailable, with a reason, and the others are told all the same', async () => {
    const { book, source } = await open();
    const paid = income('a', [output('thief', 500)]);
    const at = book.mine([paid]);
    const strange = income('never mined', [output('nobody', 1)]);
    const beyond = coinAt(paid).replace(/0{8}$/, '00000007');
    const told = await source.spends(
      ask([
        [coinAt(strange), 5],
        [coinAt(paid), at],
        [beyond, at],
      ]),
    );
    const reasons = new Map(told.coverage.map(({ address, status, reason }) => [address, reason ?? status]));
    expect(reasons).toEqual(
      new Map([
        [coinAt(strange), 'the source knows no such transaction'],
        [coinAt(paid), 'complete'],
        [beyond, 'the transaction has 1 outputs, and not one at place 7'],
      ]),
    );
  });

  test('made in a block that the source does not have yet is unavailable', async () => {
    const { book, source } = await open();
    const paid = income('a', [output('thief', 500)]);
    book.mine([paid]);
    const told = await source.spends(ask([[coinAt(paid), 300]]));
    expect(told.coverage).toMatchObject([
      { status: 'unavailable', reason: 'the coin was made in block 300, after the last one that was looked at, 101' },
    ]);
  });
});

describe('a walk', () => {
  test('costs two requests a transaction, and none in another process that has the answers', async () => {
    const { made, book } = peel(50);
    book.mineEmpty(6);
    const answers = createMemoryCache();
    const { source, server } = await open({ book, answers });
    const first: readonly (readonly [Coin, number])[] = [[coinAt(made[0] as MadeTransaction), 101]];
    const wanted = ask(first, { onward: allCoins, toBlock: book.tip() });
    const told = await source.spends(wanted);
    expect(told.transactions.map(({ hash }) => hash)).toEqual(made.slice(1).map(({ hash }) => hash));
    expect(told.coverage).toHaveLength(51);
    // The outputs of each of 51 transactions, and 50 that spend.
    expect(server.requests().total).toBe(HEAD_REQUESTS + 51 + 50);

    const { source: again } = await open({ book, answers });
    const repeated = await again.spends({ ...wanted, coins: wanted.coins, maxTransactions: 49 });
    expect(repeated.transactions).toHaveLength(49);
    expect(again.requests()).toBe(0);
    expect(repeated.coverage.map(({ address }) => address)).toEqual(
      made.slice(0, 49).map((transaction) => coinAt(transaction)),
    );
  });

  test('ends when enough transactions were found, and leaves out what was not looked for', async () => {
    const { made, book } = peel(20);
    const { source, server } = await open({ book });
    const told = await source.spends(
      ask([[coinAt(made[0] as MadeTransaction), 101]], { onward: allCoins, maxTransactions: 7 }),
    );
    expect(told.transactions).toHaveLength(7);
    expect(told.coverage.map(({ address }) => address)).toEqual(made.slice(0, 7).map((each) => coinAt(each)));
    expect(server.requests().total).toBe(HEAD_REQUESTS + 14);
  });

  test('does not go on unless asked to', async () => {
    const { made, book } = peel(3);
    const { source } = await open({ book });
    const told = await source.spends(ask([[coinAt(made[0] as MadeTransaction), 101]]));
    expect(told.transactions.map(({ hash }) => hash)).toEqual([made[1]?.hash]);
  });

  test('asks once about a transaction with many outputs, however many calls ask about them, at once or one after the other', async () => {
    const OUTPUTS = 35_000;
    const { book, source, server } = await open();
    const many = income(
      'many',
      Array.from({ length: OUTPUTS }, () => output('receiver', 10)),
    );
    const at = book.mine([many]);
    const gathered = spend(
      [0, 1, 2].map((place) => [many, place] as const),
      [output('gathered', 29)],
    );
    book.mine([gathered]);
    book.mineEmpty(10);
    const part = (from: number, to: number) =>
      ask(
        many.coins.slice(from, to).map((coin) => [coin, at] as const),
        { toBlock: book.tip() },
      );
    const [one, two] = await Promise.all([source.spends(part(0, 1_000)), source.spends(part(1_000, 2_000))]);
    const rest = await source.spends(part(2_000, OUTPUTS));
    expect([one, two, rest].map(({ coverage }) => coverage.length)).toEqual([1_000, 1_000, OUTPUTS - 2_000]);
    expect(one?.transactions.map(({ hash }) => hash)).toEqual([gathered.hash]);
    expect(server.requests().byRoute.get('/tx/:txid/outspends')).toBe(1);
    expect(server.requests().byRoute.get('/tx/:txid')).toBe(1);
    book.mine([spend([[many, 9]], [output('later', 9)])]);
    await source.head('bip122:000000000019d6689c085ae165831e93');
    const later = await source.spends(ask([[coinAt(many, 9), at]], { toBlock: book.tip() }));
    expect(later.transactions).toHaveLength(1);
    expect(server.requests().byRoute.get('/tx/:txid/outspends')).toBe(2);
  });

  test('sees what a reorganisation left, once it has seen that one was', async () => {
    const { book, source } = await open();
    const paid = income('a', [output('thief', 500)]);
    const at = book.mine([paid]);
    const first = spend([[paid, 0]], [output('first', 490)]);
    book.mine([first]);
    const before = await source.spends(ask([[coinAt(paid), at]], { toBlock: 102 }));
    expect(before.transactions.map(({ hash }) => hash)).toEqual([first.hash]);
    book.takeBack(102);
    const second = spend([[paid, 0]], [output('second', 480)]);
    book.mine([second]);
    await source.head('bip122:000000000019d6689c085ae165831e93');
    const after = await source.spends(ask([[coinAt(paid), at]], { toBlock: 102 }));
    expect(after.transactions.map(({ hash }) => hash)).toEqual([second.hash]);
  });

  test('is given up when the caller gives up', async () => {
    const { source, book } = await open({
      faults: ({ route }) => (route === '/tx/:txid/outspends' ? { kind: 'silence' } : undefined),
    });
    const paid = income('a', [output('thief', 500)]);
    const at = book.mine([paid]);
    const caller = new AbortController();
    const asked = source.spends(ask([[coinAt(paid), at]], { signal: caller.signal }));
    setTimeout(() => caller.abort(new Error('enough')), 20);
    await expect(asked).rejects.toThrow('enough');
  });
});
