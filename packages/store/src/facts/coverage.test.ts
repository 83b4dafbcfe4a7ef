import { type Account, type Coverage, joinRanges, type KindCoverage, LIVE_SPACE } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFactStore, type FactStore } from './fact-store.ts';

const CHAIN = 'eip155:1';
const SOURCE = 'explorer:a';
const account = (n: number, chain = CHAIN): Account => ({ chain, address: `0x${n.toString(16).padStart(40, '0')}` });
const id = ({ chain, address }: Account): string => `${chain}:${address}`;

let home: TestDatabase;
let facts: FactStore;
beforeAll(async () => {
  home = await createTestDatabase();
  facts = createFactStore(home.database);
});
afterAll(() => home.drop());

let lastAccount = 1_000;
/** An account that no other test speaks of. */
function fresh(): number {
  lastAccount += 1;
  return lastAccount;
}

const answer = (n: number, fromBlock: number, toBlock: number, more: Partial<Coverage> = {}): Coverage => ({
  ...account(n),
  source: SOURCE,
  kind: 'native',
  fromBlock,
  toBlock,
  status: 'complete',
  ...more,
});

async function known(n: number, sources = [SOURCE]): Promise<readonly KindCoverage[]> {
  const found = await facts.coverageOf(LIVE_SPACE, sources, [account(n)]);
  return found.get(id(account(n))) ?? [];
}

/** What the one kind and source that a test speaks of is known to. */
async function told(n: number): Promise<Omit<KindCoverage, 'chain' | 'address' | 'source' | 'kind'>> {
  const [entry, ...others] = await known(n);
  expect(others).toEqual([]);
  if (entry === undefined) throw new Error('nothing is known');
  const { chain: _chain, address: _address, source: _source, kind: _kind, ...rest } = entry;
  return rest;
}

describe('coverage', () => {
  test('is told per account, kind and source, of the sources and the space asked', async () => {
    const [one, two] = [fresh(), fresh()];
    await facts.writeCoverage(LIVE_SPACE, [
      answer(one, 0, 99),
      answer(one, 0, 99, { kind: 'token', status: 'unavailable', reason: 'not recorded' }),
      answer(one, 0, 50, { source: 'rpc:b' }),
      answer(one, 0, 70, { source: 'rpc:c' }),
      answer(two, 0, 5),
    ]);
    const about = { ...account(one), source: SOURCE, kind: 'native' } as const;
    const lacks = { status: 'unavailable', fromBlock: 0, toBlock: 99, reason: 'not recorded' } as const;
    const native = { ...about, complete: [{ from: 0, to: 99 }] };
    const token = { ...about, kind: 'token', complete: [], lacks };
    const other = { ...about, source: 'rpc:b', complete: [{ from: 0, to: 50 }] };
    expect(await known(one)).toEqual([native, token]);
    expect(await known(one, ['rpc:b', SOURCE])).toEqual([native, token, other]);
    expect(await facts.coverageOf(LIVE_SPACE, [SOURCE], [account(fresh())])).toEqual(new Map());
    expect(await facts.coverageOf('a'.repeat(64), [SOURCE], [account(one)])).toEqual(new Map());
  });

  test('of many accounts is one statement to write and one to read', async () => {
    const entries = Array.from({ length: 2_000 }, () => answer(fresh(), 0, 9));
    await facts.writeCoverage(LIVE_SPACE, entries.slice(0, 1));
    const before = home.database.queries();
    await facts.writeCoverage(LIVE_SPACE, entries);
    const found = await facts.coverageOf(LIVE_SPACE, [SOURCE], entries);
    expect(home.database.queries() - before).toBe(2);
    expect(found.size).toBe(2_000);
  });

  test('joins ranges that touch or overlap, keeps holes, and goes up to the end of numbers', async () => {
    const n = fresh();
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 0, 9), answer(n, 20, 29), answer(n, 10, 14), answer(n, 25, 40)]);
    expect(await told(n)).toEqual({
      complete: [
        { from: 0, to: 14 },
        { from: 20, to: 40 },
      ],
    });
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 50, Number.MAX_SAFE_INTEGER)]);
    expect((await told(n)).complete.at(-1)).toEqual({ from: 50, to: Number.MAX_SAFE_INTEGER });
  });

  test('of an answer that speaks of no block is none', async () => {
    const n = fresh();
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 10, 9)]);
    expect(await known(n)).toEqual([]);
    const cut = { status: 'truncated', reason: 'nothing was reached' } as const;
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 10, 9, cut)]);
    expect(await told(n)).toEqual({ complete: [], lacks: { ...cut, fromBlock: 10, toBlock: 9 } });
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 10, 12)]);
    expect(await told(n)).toEqual({ complete: [{ from: 10, to: 12 }] });
  });

  test('is lost to no later answer that could tell less', async () => {
    const n = fresh();
    const down = { status: 'unavailable', reason: 'down' } as const;
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 0, 50), answer(n, 0, 80, down)]);
    expect(await told(n)).toEqual({ complete: [{ from: 0, to: 50 }], lacks: { ...down, fromBlock: 0, toBlock: 80 } });
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 0, 60)]);
    expect(await told(n)).toEqual({ complete: [{ from: 0, to: 60 }], lacks: { ...down, fromBlock: 61, toBlock: 80 } });
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 61, 90)]);
    expect(await told(n)).toEqual({ complete: [{ from: 0, to: 90 }] });
  });

  test('of a truncated answer reaches as far as it told, and lacks the rest until an answer goes on', async () => {
    const n = fresh();
    const many = { status: 'truncated', reason: 'more than 10000 rows' } as const;
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 0, 50, many)]);
    const lacks = { ...many, fromBlock: 0, toBlock: 50 };
    expect(await told(n)).toEqual({ complete: [{ from: 0, to: 50 }], lacks });
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 0, 50)]);
    expect(await told(n)).toEqual({ complete: [{ from: 0, to: 50 }], lacks });
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 51, 60)]);
    expect(await told(n)).toEqual({ complete: [{ from: 0, to: 60 }] });
  });

  test('that was not final stays provisional until an answer tells it as final', async () => {
    const n = fresh();
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 0, 100, { finalTo: 80 })]);
    expect(await told(n)).toEqual({ complete: [{ from: 0, to: 100 }], provisionalFrom: 81 });
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 81, 120, { finalTo: 90 })]);
    expect(await told(n)).toEqual({ complete: [{ from: 0, to: 120 }], provisionalFrom: 91 });
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 50, 130, { finalTo: 40 })]);
    expect(await told(n)).toEqual({ complete: [{ from: 0, to: 130 }], provisionalFrom: 91 });
    await facts.writeCoverage(LIVE_SPACE, [answer(n, 91, 130)]);
    expect(await told(n)).toEqual({ complete: [{ from: 0, to: 130 }] });
  });

  test('is the same whoever writes first, and the same written again', async () => {
    const n = fresh();
    const entries = Array.from({ length: 40 }, (_, place) => answer(n, place * 10, place * 10 + 9));
    await Promise.all([
      facts.writeCoverage(LIVE_SPACE, entries),
      facts.writeCoverage(LIVE_SPACE, entries.toReversed()),
      facts.writeCoverage(LIVE_SPACE, entries.slice(20)),
    ]);
    expect(await told(n)).toEqual({ complete: [{ from: 0, to: 399 }] });
  });

  test('is what a list of single blocks would be, whatever was answered in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAnswer, { minLength: 1, maxLength: 8 }), async (answers) => {
        const n = fresh();
        await facts.writeCoverage(
          LIVE_SPACE,
          answers.map(({ from, length, final, status }) =>
            answer(n, from, from + length, {
              status,
              reason: 'a reason',
              ...(final === null ? {} : { finalTo: final }),
            }),
          ),
        );
        const { complete, provisionalFrom } = await told(n);
        const naive = naiveBlocks(answers);
        expect(complete).toEqual(joinRanges([...naive.keys()].map((block) => ({ from: block, to: block }))));
        // One number stands for all that is not final: from it on nothing is taken as final, before it everything is.
        const notFinal = [...naive].filter(([, final]) => !final).map(([block]) => block);
        expect(provisionalFrom).toBe(notFinal.length === 0 ? undefined : Math.min(...notFinal));
      }),
      { numRuns: 200 },
    );
  });
});

type AnyAnswer = {
  readonly from: number;
  readonly length: number;
  readonly final: number | null;
  readonly status: 'complete' | 'truncated' | 'unavailable';
};
const anyAnswer: fc.Arbitrary<AnyAnswer> = fc.record({
  from: fc.integer({ min: 0, max: 20 }),
  length: fc.integer({ min: 0, max: 12 }),
  final: fc.option(fc.integer({ min: -1, max: 32 })),
  status: fc.constantFrom('complete', 'complete', 'truncated', 'unavailable'),
});

/** Block -> whether it is final, told one by one. Behind a block that is not final none counts as final. */
function naiveBlocks(answers: readonly AnyAnswer[]): ReadonlyMap<number, boolean> {
  const blocks = new Map<number, boolean>();
  for (const { from, length, final, status } of answers) {
    if (status === 'unavailable') continue;
    for (let block = from; block <= from + length; block += 1) {
      blocks.set(block, (blocks.get(block) ?? false) || final === null || block <= final);
    }
    const first = Math.min(...[...blocks].filter(([, isFinal]) => !isFinal).map(([block]) => block));
    for (const block of blocks.keys()) if (block > first) blocks.set(block, false);
  }
  return blocks;
}
