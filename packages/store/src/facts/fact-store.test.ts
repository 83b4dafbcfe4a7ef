import {
  type Account,
  type Leg,
  LIVE_SPACE,
  type TransactionFact,
  type TransferKind,
  ZERO_ADDRESS,
} from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFactStore, type FactStore } from './fact-store.ts';

const CHAIN = 'eip155:1';
const SET = 'f'.repeat(64);
const ALL_KINDS: readonly TransferKind[] = ['native', 'internal', 'token'];
const address = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;
const account = (n: number, chain = CHAIN): Account => ({ chain, address: address(n) });
const TOKEN = address(0xabc);

const value = (from: number, to: number, amount: bigint): Leg => ({
  id: 'value',
  kind: 'native',
  from: address(from),
  to: address(to),
  asset: 'native',
  amount,
});
const fee = (from: number, amount: bigint): Leg => ({
  id: 'fee',
  kind: 'fee',
  from: address(from),
  to: ZERO_ADDRESS,
  asset: 'native',
  amount,
});
const log = (index: number, from: number, to: number, amount: bigint): Leg => ({
  id: `log:${index}`,
  kind: 'token',
  from: address(from),
  to: address(to),
  asset: TOKEN,
  amount,
});
const trace = (path: string, from: number, to: number, amount: bigint): Leg => ({
  ...value(from, to, amount),
  id: `trace:${path}`,
  kind: 'internal',
});

function transaction(n: number, legs: readonly Leg[], more: Partial<TransactionFact> = {}): TransactionFact {
  return {
    chain: CHAIN,
    hash: hash(n),
    block: 100 + n,
    index: n % 7,
    time: 1_000_000 + n,
    success: true,
    legs,
    whole: ['native'],
    ...more,
  };
}

let home: TestDatabase;
let facts: FactStore;
beforeEach(async () => {
  home = await createTestDatabase();
  facts = createFactStore(home.database);
});
afterEach(() => home.drop());

async function read(request: Partial<Parameters<FactStore['readTransactions']>[0]> = {}): Promise<TransactionFact[]> {
  const all: TransactionFact[] = [];
  for await (const batch of facts.readTransactions({ space: LIVE_SPACE, accounts: 'all', ...request }))
    all.push(...batch);
  return all;
}

async function* once(batch: readonly TransactionFact[], size = 1_000): AsyncGenerator<readonly TransactionFact[]> {
  for (let start = 0; start < batch.length; start += size) yield batch.slice(start, start + size);
}

describe('writing', () => {
  test('what was written is read back the same, also the largest amount, no legs, failure, sender and block hash', async () => {
    const written = [
      transaction(1, [fee(1, 21n), value(1, 2, 2n ** 256n - 1n)]),
      transaction(2, []),
      transaction(3, [fee(3, 5n), value(3, 4, 7n)], { success: false, sender: address(3), blockHash: hash(0xb3) }),
      transaction(4, [log(2, 1, 2, 0n)], { whole: ALL_KINDS }),
    ];
    await facts.writeTransactions(LIVE_SPACE, written);
    expect(await read()).toEqual(written);
  });

  test('the same facts written again, in other batches and by four writers at once, are stored once', async () => {
    const written = Array.from({ length: 3_000 }, (_, n) =>
      transaction(n, [fee(n % 50, 1n), value(n % 50, n % 31, BigInt(n))]),
    );
    const shuffled = written.toSorted((a, b) => (a.hash.at(-1) ?? '').localeCompare(b.hash.at(-1) ?? ''));
    await Promise.all([
      facts.writeTransactions(LIVE_SPACE, written),
      facts.writeTransactions(LIVE_SPACE, written.toReversed()),
      facts.writeTransactions(LIVE_SPACE, shuffled),
      facts.writeTransactions(LIVE_SPACE, [...written.slice(1_500), ...written.slice(0, 1_700)]),
    ]);
    expect(await facts.counts(LIVE_SPACE)).toMatchObject({ transactions: 3_000, legs: 6_000 });
    expect(await read()).toEqual(written);
  });

  test('a transaction of more legs than a batch is stored whole', async () => {
    const legs = Array.from({ length: 2_500 }, (_, n) => log(n, 1, n, BigInt(n)));
    await facts.writeTransactions(LIVE_SPACE, [transaction(1, legs)]);
    expect((await read())[0]?.legs).toEqual(legs);
  });

  test('spaces never meet', async () => {
    await facts.writeTransactions(LIVE_SPACE, [transaction(1, [value(1, 2, 3n)])]);
    await facts.writeTransactions(SET, [transaction(1, [value(1, 2, 4n)], { block: 7 })]);
    expect((await read())[0]?.legs[0]?.amount).toBe(3n);
    expect((await read({ space: SET }))[0]?.block).toBe(7);
  });

  test.each([
    ['another amount', transaction(1, [value(1, 2, 4n)]), /leg value of transaction 0x0+1 on eip155:1/],
    ['another receiver', transaction(1, [value(1, 3, 3n)]), /leg value of transaction 0x0+1 on eip155:1/],
    ['another block', transaction(1, [value(1, 2, 3n)], { block: 9 }), /transaction 0x0+1 on eip155:1/],
    ['another outcome', transaction(1, [value(1, 2, 3n)], { success: false }), /transaction 0x0+1 on eip155:1/],
    ['another sender', transaction(1, [value(1, 2, 3n)], { sender: address(8) }), /transaction 0x0+1 on eip155:1/],
  ])(
    'a fact that contradicts a stored one by %s is refused by name, and its batch is not stored',
    async (_what, wrong, name) => {
      const stored = transaction(1, [value(1, 2, 3n)], { sender: address(1) });
      await facts.writeTransactions(LIVE_SPACE, [stored]);
      const refused = facts.writeTransactions(LIVE_SPACE, [transaction(0, [value(5, 6, 7n)]), wrong]);
      await expect(refused).rejects.toMatchObject({ code: 'contradicting_fact', retryable: true });
      await expect(refused).rejects.toThrow(name);
      expect(await read()).toEqual([stored]);
      await expect(facts.writeTransactions(LIVE_SPACE, [stored, wrong])).rejects.toThrow(name);
    },
  );

  test('a later view that knows more adds sender and block hash', async () => {
    await facts.writeTransactions(LIVE_SPACE, [transaction(1, [fee(1, 2n)])]);
    const known = transaction(1, [fee(1, 2n)], { sender: address(1), blockHash: hash(5) });
    await facts.writeTransactions(LIVE_SPACE, [known]);
    await facts.writeTransactions(LIVE_SPACE, [transaction(1, [fee(1, 2n)])]);
    expect(await read()).toEqual([known]);
  });
});

describe('partial and whole views', () => {
  const seenByOne = transaction(1, [fee(1, 2n), { ...log(0, 1, 2, 10n), id: 'token:a' }]);
  const seenByTwo = transaction(1, [{ ...log(0, 2, 3, 10n), id: 'token:b' }]);
  const whole = transaction(
    1,
    [fee(1, 2n), value(1, 9, 0n), trace('0', 9, 2, 4n), log(9, 1, 2, 10n), log(10, 2, 3, 10n)],
    {
      whole: ALL_KINDS,
    },
  );

  test('views from single accounts add up while no whole view is there', async () => {
    await facts.writeTransactions(LIVE_SPACE, [seenByTwo]);
    await facts.writeTransactions(LIVE_SPACE, [seenByOne]);
    expect((await read())[0]?.legs.map((leg) => leg.id)).toEqual(['fee', 'token:a', 'token:b']);
  });

  test.each([
    ['before', [whole, seenByOne, seenByTwo]],
    ['between', [seenByOne, whole, seenByTwo]],
    ['after', [seenByOne, seenByTwo, whole]],
  ])('a whole view that comes %s the partial ones replaces them, in chain order', async (_when, order) => {
    for (const fact of order) await facts.writeTransactions(LIVE_SPACE, [fact]);
    expect(await read()).toEqual([whole]);
  });

  test('a view whole in one kind only replaces that kind', async () => {
    await facts.writeTransactions(LIVE_SPACE, [
      transaction(1, [
        { ...trace('0', 4, 5, 1n), id: 'internal:a' },
        { ...log(0, 1, 2, 10n), id: 'token:a' },
      ]),
    ]);
    await facts.writeTransactions(LIVE_SPACE, [
      transaction(1, [trace('0_1', 4, 5, 1n)], { whole: ['native', 'internal'] }),
    ]);
    const [fact] = await read();
    expect(fact?.legs.map((leg) => leg.id)).toEqual(['trace:0_1', 'token:a']);
    expect(fact?.whole).toEqual(['native', 'internal']);
  });

  test.each([
    ['trace:0', 'call:5e1f:1'],
    ['call:5e1f:1', 'trace:0'],
  ])('internal value told whole as %s and then as %s is there once', async (first, second) => {
    const told = (id: string) =>
      transaction(1, [{ ...trace('0', 9, 2, 4n), id }, log(9, 1, 2, 10n)], { whole: ALL_KINDS });
    for (const id of [first, second]) await facts.writeTransactions(LIVE_SPACE, [told(id)]);
    expect((await read())[0]?.legs.map((leg) => leg.id)).toEqual([first, 'log:9']);
  });

  test('a leg seen first from an account and then in the whole view under the same id is there once', async () => {
    await facts.writeTransactions(LIVE_SPACE, [transaction(1, [log(9, 1, 2, 10n)])]);
    await facts.writeTransactions(LIVE_SPACE, [whole]);
    expect(await read()).toEqual([whole]);
  });

  test('legs come in chain order whichever account was asked first: traces as a tree, logs by number', async () => {
    const views = [
      transaction(1, [trace('10', 1, 2, 1n), log(10, 1, 2, 1n)]),
      transaction(1, [
        log(9, 3, 4, 1n),
        log(100, 3, 4, 1n),
        trace('2', 3, 4, 1n),
        trace('2_11', 3, 4, 1n),
        trace('2_2', 3, 4, 1n),
      ]),
      transaction(1, [fee(1, 1n), value(1, 2, 1n)]),
    ];
    for (const view of views) await facts.writeTransactions(LIVE_SPACE, [view]);
    expect((await read())[0]?.legs.map((leg) => leg.id)).toEqual([
      'fee',
      'value',
      'trace:2',
      'trace:2_2',
      'trace:2_11',
      'trace:10',
      'log:9',
      'log:10',
      'log:100',
    ]);
  });

  test('legs of a data set keep the order of the data set', async () => {
    const legs = [log(5, 1, 2, 1n), fee(1, 1n), log(3, 2, 3, 1n), value(1, 2, 1n)];
    await facts.writeTransactions(SET, [transaction(1, legs, { whole: ALL_KINDS })]);
    expect((await read({ space: SET }))[0]?.legs).toEqual(legs);
  });
});

describe('reading', () => {
  test('by account: every transaction with a leg from, to or paid by it, each once and with all its legs', async () => {
    const written = [
      transaction(1, [fee(1, 1n), value(1, 2, 5n)]),
      transaction(2, [fee(3, 1n), value(3, 4, 5n), log(1, 5, 1, 9n), log(2, 1, 6, 9n)]),
      transaction(3, [fee(3, 1n), value(3, 4, 5n)]),
      transaction(4, [fee(1, 1n)]),
    ];
    await facts.writeTransactions(LIVE_SPACE, written);
    expect(await read({ accounts: [account(1)] })).toEqual([written[0], written[1], written[3]]);
    expect(await read({ accounts: [account(4), account(2)] })).toEqual(written.slice(0, 3));
    expect(await read({ accounts: [] })).toEqual([]);
    expect(await read({ accounts: [], transactions: [{ chain: CHAIN, hash: hash(3) }] })).toEqual([written[2]]);
    expect(await read({ accounts: [account(1, 'eip155:10')] })).toEqual([]);
  });

  test('in the order of running maximum of block times, chain id, block, index, over several chains', async () => {
    const at = (n: number, chain: string, block: number, index: number, time: number): TransactionFact =>
      transaction(n, [value(1, 2, 1n)], { chain, block, index, time });
    const expected = [
      at(1, 'eip155:1', 1, 0, 100),
      at(2, 'eip155:10', 5, 1, 100),
      at(3, 'eip155:10', 5, 2, 100),
      at(4, 'eip155:1', 2, 0, 150),
      // This block's clock went back: it stays behind its predecessor, and so before the other chain's 150.
      at(5, 'eip155:1', 3, 0, 90),
      at(6, 'eip155:10', 6, 0, 150),
      at(7, 'eip155:1', 4, 0, 151),
    ];
    await facts.writeTransactions(LIVE_SPACE, expected.toReversed());
    expect((await read()).map((fact) => fact.hash)).toEqual(expected.map((fact) => fact.hash));
    const touched = await read({ accounts: [account(1, 'eip155:1'), account(2, 'eip155:10')] });
    expect(touched.map((fact) => fact.hash)).toEqual(expected.map((fact) => fact.hash));
  });

  test('after a position: only what is later on that chain, in the same order', async () => {
    const written = Array.from({ length: 20 }, (_, n) =>
      transaction(n, [value(1, 2, 1n)], {
        block: Math.floor(n / 4),
        index: n % 4,
        chain: n % 5 === 0 ? 'eip155:10' : CHAIN,
      }),
    );
    await facts.writeTransactions(LIVE_SPACE, written);
    const all = await read();
    const after = new Map([[CHAIN, { block: 2, index: 1 }]]);
    const later = all.filter(({ chain, block, index }) => chain !== CHAIN || block > 2 || (block === 2 && index > 1));
    expect(await read({ after })).toEqual(later);
    expect(await read({ accounts: [account(1), account(1, 'eip155:10')], after })).toEqual(later);
  });

  test('equal addresses are one string, and a consumer that stops early leaves the pool usable', async () => {
    const written = Array.from({ length: 5_000 }, (_, n) => transaction(n, [value(7, n + 10, 1n)]));
    await facts.copyTransactions(LIVE_SPACE, once(written));
    for (let round = 0; round < 8; round += 1) {
      for await (const batch of facts.readTransactions({ space: LIVE_SPACE, accounts: 'all' })) {
        expect(batch.length).toBeGreaterThan(0);
        break;
      }
    }
    expect((await read()).length).toBe(5_000);
  });

  test('leg ids may hold anything', async () => {
    const legs = [{ ...value(1, 2, 1n), id: 'tab\tline\nback\\slash "quoted", {brace} ü' }];
    await facts.writeTransactions(SET, [transaction(1, legs)]);
    await facts.copyTransactions('e'.repeat(64), once([transaction(1, legs)]));
    expect((await read({ space: SET }))[0]?.legs).toEqual(legs);
    expect((await read({ space: 'e'.repeat(64) }))[0]?.legs).toEqual(legs);
  });
});

describe('copying', () => {
  const written = Array.from({ length: 2_345 }, (_, n) =>
    transaction(n, [fee(n % 9, 1n), value(n % 9, n % 5, BigInt(n)), log(n, 1, 2, 3n)], { whole: ALL_KINDS }),
  );

  test('a load into an empty space gives the same facts as writing them', async () => {
    expect(await facts.copyTransactions(SET, once(written, 500))).toEqual({ transactions: 2_345, legs: 7_035 });
    await facts.writeTransactions(LIVE_SPACE, written);
    expect(await read({ space: SET })).toEqual(await read());
  });

  test('a load into a filled space adds what is new, raises what became whole, and can be repeated', async () => {
    await facts.writeTransactions(
      SET,
      written.slice(0, 100).map((fact): TransactionFact => ({ ...fact, whole: ['native'] })),
    );
    await facts.copyTransactions(SET, once(written));
    await facts.copyTransactions(SET, once([...written, ...written]));
    expect(await read({ space: SET })).toEqual(written);
  });

  test('a load that fails at its end leaves nothing, and the space can be loaded again', async () => {
    async function* broken(): AsyncGenerator<readonly TransactionFact[]> {
      yield* once(written);
      throw new Error('the file ends in the middle');
    }
    await expect(facts.copyTransactions(SET, broken())).rejects.toThrow('the file ends in the middle');
    expect(await facts.counts(SET)).toMatchObject({ transactions: 0, legs: 0 });
    await facts.copyTransactions(SET, once(written));
    expect(await facts.counts(SET)).toMatchObject({ transactions: 2_345 });
  });

  test('a transaction that comes twice in a first load, or contradicts a filled space, is refused by name', async () => {
    const first = written.slice(0, 3);
    await expect(facts.copyTransactions(SET, once([...first, ...first]))).rejects.toThrow(/comes twice.*hash/);
    expect(await facts.counts(SET)).toMatchObject({ transactions: 0 });
    await facts.copyTransactions(SET, once(first));
    const wrong = transaction(2, [value(1, 2, 999n)]);
    await expect(facts.copyTransactions(SET, once([wrong]))).rejects.toThrow(
      /leg value of transaction 0x0+2 on eip155:1/,
    );
    expect(await read({ space: SET })).toEqual(first);
  });
});

describe('net balances', () => {
  test('legs of successful transactions and all fees, before the position, per account and asset', async () => {
    await facts.writeTransactions(LIVE_SPACE, [
      transaction(1, [fee(1, 1n), value(1, 2, 100n)], { block: 10, index: 0 }),
      transaction(2, [fee(2, 3n), value(2, 1, 40n)], { block: 10, index: 1, success: false }),
      transaction(3, [fee(2, 5n), value(2, 2, 9n), log(1, 3, 2, 70n)], { block: 11, index: 0 }),
      transaction(4, [fee(2, 1n), value(2, 1, 50n)], { block: 11, index: 1 }),
    ]);
    const before = (block: number, index: number) => new Map([[CHAIN, { block, index }]]);
    const balances = (accounts: Account[], position?: [number, number]) =>
      facts.netBalances({
        space: LIVE_SPACE,
        accounts,
        before: position === undefined ? new Map() : before(...position),
      });
    const two = `${CHAIN}:${address(2)}`;
    expect(await balances([account(2)], [11, 1])).toEqual([
      { account: two, asset: 'native', amount: 92n },
      { account: two, asset: TOKEN, amount: 70n },
    ]);
    expect(await balances([account(2), account(2)], [10, 1])).toEqual([
      { account: two, asset: 'native', amount: 100n },
    ]);
    expect(await balances([account(1)])).toEqual([
      { account: `${CHAIN}:${address(1)}`, asset: 'native', amount: -51n },
    ]);
    expect(await balances([account(2)], [10, 0])).toEqual([]);
    expect(await balances([])).toEqual([]);
  });

  test('a movement seen both from an account and in the whole view counts once', async () => {
    await facts.writeTransactions(LIVE_SPACE, [transaction(1, [{ ...log(4, 1, 2, 10n), id: 'token:a' }])]);
    await facts.writeTransactions(LIVE_SPACE, [transaction(1, [log(4, 1, 2, 10n)], { whole: ALL_KINDS })]);
    expect(await facts.netBalances({ space: LIVE_SPACE, accounts: [account(2)], before: new Map() })).toEqual([
      { account: `${CHAIN}:${address(2)}`, asset: TOKEN, amount: 10n },
    ]);
  });
});
