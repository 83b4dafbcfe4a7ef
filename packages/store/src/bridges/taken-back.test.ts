import { LIVE_SPACE, type TransactionFact } from '@fundtrail/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
} from '../follow/live.fixture.ts';
import { type BridgeStore, createBridgeStore } from './bridge-store.ts';
import { fullLeg, legOf, RECEIPT } from './legs.fixture.ts';

let home: LiveHome;
let bridges: BridgeStore;
let fence = 0;
beforeEach(async () => {
  home = await startLiveHome();
  bridges = createBridgeStore(home.database);
  fence = await leadAt(home.follow, 10);
});
afterEach(() => home.drop());

const ref = ({ chain, hash: of }: TransactionFact) => ({ chain, hash: of });
const below = payment(1, 11, 1, 2, { receipt: RECEIPT, blockHash: header(11).hash });
const above = payment(2, 12, 2, 3, { receipt: RECEIPT, blockHash: header(12).hash });
const link = { protocol: 'across', key: '1:42' };

/** Blocks 11 and 12 with a leg that is read in each, and one that an answer tells in block 12. */
async function follow(): Promise<string> {
  await home.follow.advance(KEY, fence, step([header(11), header(12)], { transactions: [below, above] }));
  const sha256 = await bridges.answers.put({
    protocol: 'across',
    name: 'across',
    url: 'https://a.example',
    body: '{}',
    fetchedAt: new Date(0),
  });
  const told = legOf(above, { proof: 'A', evidence: 'api', key: 'told' });
  await bridges.write(LIVE_SPACE, [
    { fact: below, legs: [legOf(below)] },
    { fact: above, legs: [{ ...fullLeg(above), side: 'destination' }] },
    { fact: above, legs: [told], answerSha256: sha256 },
  ]);
  return sha256;
}

const counts = async (): Promise<unknown> =>
  (
    await home.database.pool.query(`select (select count(*) from facts.bridge_legs) as legs,
      (select count(*) from facts.receipts) as receipts, (select count(*) from facts.link_candidates) as guesses`)
  ).rows[0];

test('what a reorganisation takes back goes with its bridge legs and receipt, which are kept as evidence', async () => {
  const sha256 = await follow();
  await home.follow.rewind(KEY, fence, header(11));
  expect(await bridges.legsOf(LIVE_SPACE, [below, above].map(ref))).toMatchObject([{ leg: legOf(below), block: 11 }]);
  expect(await bridges.legsByKey(LIVE_SPACE, [link])).toEqual([]);
  expect(await counts()).toEqual({ legs: 1, receipts: 1, guesses: 0 });
  const [orphan] = await home.facts.orphansOf(LIVE_SPACE, CHAIN, [hash(2)]);
  const plain = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (_key, of: unknown) => (typeof of === 'bigint' ? of.toString() : of)));
  const { chain: _chain, tx: _tx, ...full } = fullLeg(above);
  const memo = full.memo?.replace('\0', '\u2400');
  expect(orphan?.fact).toMatchObject({
    hash: hash(2),
    receipt: RECEIPT,
    bridgeLegs: [plain({ ...full, memo, side: 'destination' }), { key: 'told', evidence: 'api', answer: sha256 }],
  });
});

test('a transaction that is mined again gets its legs again, with its new place; those of the old block are refused', async () => {
  await follow();
  await home.follow.rewind(KEY, fence, header(11));
  const leg = { ...fullLeg(above), memo: undefined };
  expect(await bridges.write(LIVE_SPACE, [{ fact: above, legs: [leg] }])).toEqual([ref(above)]);
  const others = [header(12, 1, 12), header(13, 1, 12)];
  const again = payment(2, 13, 2, 3, { receipt: RECEIPT });
  await home.follow.advance(KEY, fence, step(others, { transactions: [again] }));
  expect(await bridges.write(LIVE_SPACE, [{ fact: above, legs: [leg] }])).toEqual([ref(above)]);
  expect(await bridges.write(LIVE_SPACE, [{ fact: again, legs: [leg] }])).toEqual([]);
  expect(await bridges.legsByKey(LIVE_SPACE, [link])).toEqual([{ leg, block: 13, place: 0, time: 1_013 }]);
  expect(await bridges.receiptsOf(LIVE_SPACE, [ref(again)])).toEqual([{ ...ref(again), receipt: RECEIPT }]);
});

test('what a new answer of an account no longer tells takes its bridge legs along', async () => {
  await home.facts.writeTransactions(LIVE_SPACE, [below, above]);
  await bridges.write(LIVE_SPACE, [{ fact: above, legs: [legOf(above)] }]);
  const told = [{ hash: below.hash, block: below.block }];
  const account = { chain: CHAIN, address: address(2) };
  await home.facts.reconcile(LIVE_SPACE, {
    ...account,
    kinds: ['native', 'internal', 'token'],
    fromBlock: 10,
    toBlock: 20,
    told,
  });
  expect(await counts()).toEqual({ legs: 0, receipts: 0, guesses: 0 });
  const [orphan] = await home.facts.orphansOf(LIVE_SPACE, CHAIN, [hash(2)]);
  expect(orphan?.fact).toMatchObject({ bridgeLegs: [{ protocol: 'across', evidence: 'log:3' }] });
});

test('a case is concerned by what a crossing of its own arrives by, also where nobody follows who got it', async () => {
  await follow();
  await makeCase(home.database, 'crosses', []);
  await makeCase(home.database, 'of-another', []);
  await home.database.pool.query(`
    insert into derived.crossings (case_id, protocol, key, ordinal, proof, grade, confidence, state, source_chain, source_tx,
      tainted, origin, first_time, notes)
    select c.id, 'across', c.key, 0, 'K', 'protocol_linked', 100, 'arrived', 'eip155:10', '0x01', '{1}', '{1}', 1, '[]'
    from (values ('crosses', '1:42'), ('of-another', '1:43')) as c (id, key)`);
  expect(await home.follow.rewind(KEY, fence, header(11))).toMatchObject({ cases: ['crosses'] });
});

test('guesses go with the transactions of either side', async () => {
  await follow();
  const of = (fact: TransactionFact) => ({
    chain: fact.chain,
    tx: fact.hash,
    protocol: 'x',
    evidence: 'input',
    index: 0,
  });
  const guess = (fact: TransactionFact) => [{ destination: of(fact), score: 0.5, reasons: [] }];
  await bridges.candidates.put(LIVE_SPACE, [
    { source: of(below), found: guess(above) },
    { source: of(above), found: guess(below) },
  ]);
  expect(await bridges.candidates.of(LIVE_SPACE, [below, above].map(ref))).toHaveLength(2);
  await home.follow.rewind(KEY, fence, header(11));
  expect(await counts()).toMatchObject({ guesses: 0 });
});

test('writers meet a reorganisation without leaving legs of a transaction that is gone', async () => {
  await home.follow.advance(KEY, fence, step([header(11)]));
  const late = Array.from({ length: 300 }, (_, n) => payment(1_000 + n, 12, n, n + 1, { receipt: RECEIPT }));
  await home.facts.writeTransactions(LIVE_SPACE, late);
  await home.follow.advance(KEY, fence, step([header(12)], { transactions: late }));
  const entries = late.map((fact) => ({ fact, legs: [legOf(fact)] }));
  const writers = [entries, entries.toReversed()].map((some) => bridges.write(LIVE_SPACE, some));
  const [, ...left] = await Promise.all([home.follow.rewind(KEY, fence, header(11)), ...writers]);
  for (const absent of left) expect([0, late.length]).toContain(absent.length);
  const { rows } = await home.database.pool.query(`
    select (select count(*) from facts.bridge_legs) as legs, (select count(*) from facts.receipts) as receipts,
      (select count(*) from facts.orphans) as orphans`);
  expect(rows).toEqual([{ legs: 0, receipts: 0, orphans: 300 }]);
});
