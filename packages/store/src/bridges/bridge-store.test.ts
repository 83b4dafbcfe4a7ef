import { type BridgeLeg, LIVE_SPACE, type TransactionFact } from '@fundtrail/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { address, CHAIN, hash, type LiveHome, payment, startLiveHome } from '../follow/live.fixture.ts';
import { type BridgeStore, createBridgeStore } from './bridge-store.ts';
import { fullLeg, legOf, RECEIPT } from './legs.fixture.ts';

let home: LiveHome;
let bridges: BridgeStore;
beforeEach(async () => {
  home = await startLiveHome();
  bridges = createBridgeStore(home.database);
});
afterEach(() => home.drop());

const ref = ({ chain, hash: of }: TransactionFact) => ({ chain, hash: of });

async function stored(n: number, block: number, more: Partial<TransactionFact> = {}): Promise<TransactionFact> {
  const fact = payment(n, block, 1, 2, { receipt: RECEIPT, ...more });
  await home.facts.writeTransactions(LIVE_SPACE, [fact]);
  return fact;
}

async function legsOf(...facts: readonly TransactionFact[]): Promise<readonly BridgeLeg[]> {
  return (await bridges.legsOf(LIVE_SPACE, facts.map(ref))).map(({ leg }) => leg);
}

describe('bridge legs', () => {
  test('come back as they were written, with where their transaction stands and its receipt', async () => {
    const fact = await stored(1, 10, { index: 4 });
    const full = fullLeg(fact);
    const bare = legOf(fact, { index: 1, side: 'destination', evidence: 'input', asset: 'native', amount: 0n });
    expect(await bridges.write(LIVE_SPACE, [{ fact, legs: [full, bare] }])).toEqual([]);
    const at = { block: 10, place: 4, time: 1_010 };
    const [first, second, ...more] = await bridges.legsOf(LIVE_SPACE, [ref(fact), ref(fact)]);
    expect(first).toEqual({ leg: { ...full, memo: full.memo?.replace('\0', '\u2400') }, ...at });
    expect(second).toEqual({ leg: bare, ...at });
    expect(more).toEqual([]);
    expect(await bridges.receiptsOf(LIVE_SPACE, [ref(fact)])).toEqual([{ ...ref(fact), receipt: RECEIPT }]);
    expect(await bridges.legsOf('e'.repeat(64), [ref(fact)])).toEqual([]);
  });

  test('of a transaction are replaced as a set, and the same again changes no row', async () => {
    const [one, two] = [await stored(1, 10), await stored(2, 11)];
    const [a, b] = [legOf(one, { key: 'a' }), legOf(one, { key: 'b', index: 1, evidence: 'log:4' })];
    const other = legOf(two, { key: 'c' });
    await bridges.write(LIVE_SPACE, [
      { fact: one, legs: [a, b] },
      { fact: two, legs: [other] },
    ]);
    const versions = async (): Promise<unknown> =>
      (await home.database.pool.query('select xmin::text, ctid::text from facts.bridge_legs order by ctid')).rows;
    const before = await versions();
    await bridges.write(LIVE_SPACE, [{ fact: one, legs: [b, a] }]);
    expect(await versions()).toEqual(before);
    const renewed = { ...b, key: 'b2', index: 0 };
    await bridges.write(LIVE_SPACE, [{ fact: one, legs: [renewed] }]);
    expect(await legsOf(one, two)).toEqual([renewed, other]);
    await bridges.write(LIVE_SPACE, [{ fact: one, legs: [{ ...renewed, amount: 5n }] }]);
    expect(await legsOf(one)).toEqual([{ ...renewed, amount: 5n }]);
    await bridges.write(LIVE_SPACE, [{ fact: one, legs: [] }]);
    expect(await legsOf(one, two)).toEqual([other]);
  });

  test('that an answer tells stand beside those that are read, one set per key', async () => {
    const fact = await stored(1, 10);
    const read = legOf(fact, { protocol: 'thorchain' });
    const told = (key: string, amount: bigint) =>
      legOf(fact, { protocol: 'thorchain', proof: 'A', evidence: 'api', key, amount });
    const answer = { protocol: 'thorchain', name: 'midgard', url: 'https://m.example/v2', fetchedAt: new Date(5) };
    const [first, second] = [
      await bridges.answers.put({ ...answer, body: '{"a":1}' }),
      await bridges.answers.put({ ...answer, body: '{"a":2}' }),
    ];
    await bridges.write(LIVE_SPACE, [
      { fact, legs: [read] },
      { fact, legs: [told('a', 1n)], answerSha256: first },
      { fact, legs: [told('b', 2n)], answerSha256: first },
    ]);
    await bridges.write(LIVE_SPACE, [{ fact, legs: [told('a', 3n)], answerSha256: second }]);
    const changed = { ...read, amount: 9n };
    await bridges.write(LIVE_SPACE, [{ fact, legs: [changed] }]);
    const found = await bridges.legsOf(LIVE_SPACE, [ref(fact)]);
    expect(found.map(({ leg, answerSha256 }) => [leg.key, leg.amount, answerSha256])).toEqual([
      [undefined, 9n, undefined],
      ['a', 3n, second],
      ['b', 2n, first],
    ]);
  });

  test('are found by key over chains, in the order of time', async () => {
    const arrival = await stored(2, 30, { chain: 'eip155:10' });
    const departure = await stored(1, 10);
    const elsewhere = await stored(3, 20);
    const dest = legOf(arrival, { key: 'k', side: 'destination' });
    const source = legOf(departure, { key: 'k' });
    await bridges.write(LIVE_SPACE, [
      { fact: arrival, legs: [dest] },
      { fact: departure, legs: [source] },
      { fact: elsewhere, legs: [legOf(elsewhere, { key: 'k', protocol: 'other' }), legOf(elsewhere, { index: 1 })] },
    ]);
    const found = await bridges.legsByKey(LIVE_SPACE, [
      { protocol: 'across', key: 'k' },
      { protocol: 'across', key: 'none' },
    ]);
    expect(found.map(({ leg, time }) => [leg, time])).toEqual([
      [source, 1_010],
      [dest, 1_030],
    ]);
  });

  test('of transactions that are not stored, or stand in another block, are left out and told', async () => {
    const there = await stored(1, 10, { blockHash: hash(0xa) });
    const moved = { ...(await stored(2, 10)), block: 9 };
    const branch = { ...there, blockHash: hash(0xb) };
    const missing = payment(3, 10, 1, 2);
    const entries = [moved, branch, missing].map((fact) => ({ fact, legs: [legOf(fact)] }));
    expect(new Set(await bridges.write(LIVE_SPACE, entries))).toEqual(new Set([moved, branch, missing].map(ref)));
    expect(await legsOf(there, moved, missing)).toEqual([]);
    const { blockHash: _hash, ...without } = there;
    expect(await bridges.write(LIVE_SPACE, [{ fact: without, legs: [legOf(there)] }])).toEqual([]);
    expect(await legsOf(there)).toEqual([legOf(there)]);
  });

  test('take as many statements for a thousand transactions as for one', async () => {
    const facts = Array.from({ length: 1_000 }, (_, n) => payment(n + 1, 10, 1, 2, { receipt: RECEIPT, index: n }));
    await home.facts.writeTransactions(LIVE_SPACE, facts);
    const entries = facts.map((fact) => ({ fact, legs: [legOf(fact, { key: fact.hash })] }));
    await bridges.write(LIVE_SPACE, entries.slice(0, 1));
    const statements = async (some: typeof entries): Promise<number> => {
      const before = home.database.queries();
      await bridges.write(LIVE_SPACE, some);
      return home.database.queries() - before;
    };
    const one = await statements(entries.slice(0, 1));
    expect(await statements(entries)).toBe(one);
    expect(one).toBe(7);
    const found = await bridges.legsByKey(
      LIVE_SPACE,
      facts.map((fact) => ({ protocol: 'across', key: fact.hash })),
    );
    expect(found).toHaveLength(1_000);
  });

  test('of two writers of the same transactions are those of one of them', async () => {
    const facts = Array.from({ length: 200 }, (_, n) => payment(n + 1, 10, 1, 2));
    await home.facts.writeTransactions(LIVE_SPACE, facts);
    const versions = ['a', 'b', 'c'].map((name) =>
      facts.map((fact) => ({
        fact,
        legs: [0, 1].map((index) => legOf(fact, { index, evidence: `log:${name}`, key: name })),
      })),
    );
    await Promise.all(versions.map((entries) => bridges.write(LIVE_SPACE, entries)));
    const legs = await legsOf(...facts);
    expect(legs).toHaveLength(400);
    for (const [, pair] of Map.groupBy(legs, ({ tx }) => tx)) expect(new Set(pair.map(({ key }) => key)).size).toBe(1);
  });
});

test('a later receipt that tells less leaves what was known', async () => {
  const fact = await stored(1, 10);
  await bridges.write(LIVE_SPACE, [{ fact, legs: [legOf(fact)] }]);
  const { receipt: _receipt, ...bare } = fact;
  await bridges.write(LIVE_SPACE, [{ fact: bare, legs: [legOf(fact)] }]);
  await bridges.write(LIVE_SPACE, [{ fact: { ...fact, receipt: { to: RECEIPT.to } }, legs: [legOf(fact)] }]);
  expect(await bridges.receiptsOf(LIVE_SPACE, [ref(fact)])).toEqual([{ ...ref(fact), receipt: RECEIPT }]);
});

test('an answer is kept once by the digest of its body, without the credentials of its URL', async () => {
  const body = '{"memo":"\0","é":1}';
  const answer = { protocol: 'cctp', name: 'iris', body, fetchedAt: new Date('2026-01-02T03:04:05Z') };
  const sha256 = await bridges.answers.put({ ...answer, url: 'https://me:pw@iris.example/v2/x?tx=0x1&api_key=s3' });
  expect(await bridges.answers.put({ ...answer, url: 'https://other.example/' })).toBe(sha256);
  expect(await bridges.answers.get(sha256)).toEqual({ ...answer, url: 'https://iris.example/v2/x?tx=0x1' });
  expect(await bridges.answers.get('0'.repeat(64))).toBeUndefined();
});

test('guesses of a source are replaced as a set, best first, and only about stored transactions', async () => {
  const [source, near, far] = [await stored(1, 10), await stored(2, 11), await stored(3, 12, { chain: 'eip155:10' })];
  const refOf = (fact: TransactionFact) => ({
    chain: fact.chain,
    tx: fact.hash,
    protocol: 'x',
    evidence: 'log:1',
    index: 0,
  });
  const guess = (fact: TransactionFact, score: number) => ({
    destination: refOf(fact),
    score,
    reasons: ['0.1 % less', 'a "second"'],
  });
  await bridges.candidates.put(LIVE_SPACE, [
    { source: refOf(source), found: [guess(near, 0.25), guess(far, 0.5), guess(payment(9, 9, 1, 2), 1)] },
    { source: refOf(near), found: [guess(far, 0.125)] },
  ]);
  expect(await bridges.candidates.of(LIVE_SPACE, [ref(source)])).toEqual([
    { source: refOf(source), ...guess(far, 0.5) },
    { source: refOf(source), ...guess(near, 0.25) },
  ]);
  await bridges.candidates.put(LIVE_SPACE, [{ source: refOf(source), found: [] }]);
  expect(await bridges.candidates.of(LIVE_SPACE, [source, near].map(ref))).toEqual([
    { source: refOf(near), ...guess(far, 0.125) },
  ]);
});

test('accounts of protocols are known from the earliest time told until the latest word says otherwise', async () => {
  const vault = { protocol: 'thorchain', chain: CHAIN, address: address(7), role: 'Vault', source: 'midgard' };
  const { accounts } = bridges;
  await accounts.learn(LIVE_SPACE, [{ ...vault, from: 100, until: undefined }]);
  await accounts.learn(LIVE_SPACE, [
    { ...vault, from: 50, until: undefined },
    { ...vault, address: address(8), from: undefined, until: 80 },
  ]);
  expect((await accounts.all(LIVE_SPACE, 60)).map((entry) => [entry.address, entry.from, entry.until])).toEqual([
    [address(7), 50, undefined],
    [address(8), undefined, 80],
  ]);
  expect((await accounts.all(LIVE_SPACE, 90)).map((entry) => entry.address)).toEqual([address(7)]);
  await accounts.learn(LIVE_SPACE, [{ ...vault, source: 'thornode', from: undefined, until: 200 }]);
  expect(await accounts.all(LIVE_SPACE, 200)).toEqual([{ ...vault, source: 'thornode', from: undefined, until: 200 }]);
  expect(await accounts.all(LIVE_SPACE, 201)).toEqual([]);
  expect(await accounts.all('e'.repeat(64))).toEqual([]);
});
