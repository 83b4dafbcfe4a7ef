import { type Coverage, LIVE_SPACE, TRANSFER_KINDS } from '@fundtrail/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDisputes } from '../facts/disputes.ts';
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
import { readCaseCoverage, readCaseUnseen } from './case-coverage.ts';

let home: LiveHome;
beforeAll(async () => {
  home = await startLiveHome();
});
afterAll(() => home.drop());

const answers = (n: number, toBlock: number, more: Partial<Coverage> = {}): Coverage[] =>
  TRANSFER_KINDS.map((kind) => ({
    chain: CHAIN,
    address: address(n),
    source: 'explorer:a',
    kind,
    fromBlock: 0,
    toBlock,
    status: 'complete',
    ...more,
  }));
const write = (...coverage: readonly Coverage[]): Promise<void> => home.facts.writeCoverage(LIVE_SPACE, coverage);

/** `[status, accounts, reached, provisional, source, reason]` of one kind, as short as they are. */
async function standing(caseId: string, kind: string): Promise<unknown[]> {
  const rows = await readCaseCoverage(home.database.db, caseId);
  return rows
    .filter((row) => row.kind === kind)
    .map(({ status, accounts, reached, provisional, source, reason }) =>
      status === 'complete' ? [status, accounts, reached, provisional] : [status, accounts, source, reason],
    );
}

describe('an account of a case', () => {
  test('is complete from its first block on, to the lowest block of all; provisional while some can be taken back', async () => {
    await makeCase(home.database, 'whole', [1, 2]);
    await write(...answers(1, 90), ...answers(2, 120, { finalTo: 100 }));
    expect(await standing('whole', 'token')).toEqual([['complete', 2, 90, 1]]);
  });

  test('is complete where following read on from what was asked, though no row says so', async () => {
    const fence = await leadAt(home.follow, 300);
    await makeCase(home.database, 'followed', [11]);
    await write(...answers(11, 300, { source: KEY.source }));
    await home.follow.watch(home.database.db, KEY, [address(11)]);
    await home.follow.placeWatches(KEY, fence, Number.MAX_SAFE_INTEGER, 301);
    expect(await standing('followed', 'internal')).toEqual([['complete', 1, 300, 0]]);
    await home.follow.advance(KEY, fence, step([header(301), header(302)]));
    expect(await standing('followed', 'internal')).toEqual([['complete', 1, 302, 1]]);
  });

  test('is not complete where an answer was cut, refused, never given, or is behind the other kinds', async () => {
    await makeCase(home.database, 'lacking', [21, 22, 23, 24]);
    const cut = { status: 'truncated', toBlock: 40, reason: 'more than 10 rows' } as const;
    const refused = { status: 'unavailable', reason: 'the key does not cover it' } as const;
    const [native, internal, token] = ['native', 'internal', 'token'] as const;
    const of = (n: number, kind: Coverage['kind'], more: Partial<Coverage>): Coverage[] =>
      answers(n, 90, { kind, ...more }).slice(0, 1);
    await write(...of(21, native, {}), ...of(21, internal, {}), ...of(21, token, cut));
    await write(...of(22, native, {}), ...of(22, internal, {}), ...of(22, token, refused));
    await write(...of(23, native, {}), ...of(23, internal, {}));
    await write(...of(24, native, {}), ...of(24, internal, {}), ...of(24, token, { toBlock: 50 }));
    expect(await standing('lacking', 'native')).toEqual([['complete', 4, 90, 0]]);
    expect(await standing('lacking', 'token')).toEqual([
      ['truncated', 1, 'explorer:a', 'more than 10 rows'],
      ['truncated', 1, null, null],
      ['unavailable', 1, 'explorer:a', 'the key does not cover it'],
      ['unavailable', 1, null, null],
    ]);
  });

  test('that was refused later blocks in every kind is not complete, until another source tells them', async () => {
    await makeCase(home.database, 'stale', [31]);
    const later = { fromBlock: 91, status: 'unavailable', reason: 'gone' } as const;
    await write(...answers(31, 90), ...answers(31, 120, later));
    expect(await standing('stale', 'native')).toEqual([['unavailable', 1, 'explorer:a', 'gone']]);
    await write(...answers(31, 120, { source: 'rpc:b', fromBlock: 91 }));
    expect(await standing('stale', 'native')).toEqual([['complete', 1, 120, 0]]);
  });

  test('is not complete while sources tell its history differently and none was taken', async () => {
    await makeCase(home.database, 'disputed', [41, 42]);
    await write(...answers(41, 90), ...answers(42, 90));
    const dispute = (n: number) => ({
      chain: CHAIN,
      subject: `history of ${address(n)}: token of ${hash(1)}`,
      answers: [
        { source: 'rpc:a', answer: '3 rows' },
        { source: 'rpc:b', answer: '4 rows' },
      ],
    });
    const disputes = createDisputes(home.database);
    await disputes.record(dispute(41));
    await disputes.record({ ...dispute(42), taken: 'rpc:a' });
    expect(await standing('disputed', 'token')).toEqual([
      ['complete', 1, 90, 0],
      ['disputed', 1, null, null],
    ]);
    expect(await disputes.countOfCase('disputed')).toBe(2);
  });
});

test('what a chain took back counts for the cases of whose accounts or transactions it was', async () => {
  const takenBack = async (caseId: string): Promise<number> =>
    (await readCaseUnseen(home.database.db, caseId)).find(({ what }) => what === 'taken_back')?.count ?? -1;
  await makeCase(home.database, 'reorganised', [51]);
  await makeCase(home.database, 'elsewhere', [53]);
  await home.facts.writeTransactions(LIVE_SPACE, [payment(500, 20, 50, 51), payment(501, 21, 52, 54)]);
  const kinds = TRANSFER_KINDS;
  for (const n of [51, 52])
    await home.facts.reconcile(LIVE_SPACE, {
      chain: CHAIN,
      address: address(n),
      kinds,
      fromBlock: 0,
      toBlock: 30,
      told: [],
    });
  expect([await takenBack('reorganised'), await takenBack('elsewhere')]).toEqual([1, 0]);
});

test('reasons that differ in a transaction or a block only are one', async () => {
  await makeCase(home.database, 'reasons', [71, 72]);
  for (const n of [71, 72]) {
    const reason = `told nothing for ${hash(n)} of block ${n}`;
    await write(...answers(n, 90, { status: 'unavailable', reason }));
  }
  expect(await standing('reasons', 'token')).toEqual([
    ['unavailable', 2, 'explorer:a', 'told nothing for a transaction of a block'],
  ]);
});

test('accounts that are not read on are counted by state and reason', async () => {
  await makeCase(home.database, 'hubs', [61, 62], { state: 'hub' });
  await makeCase(home.database, 'limits', [61], { state: 'budget' });
  const [hub] = await readCaseUnseen(home.database.db, 'hubs');
  const [budget] = await readCaseUnseen(home.database.db, 'limits');
  expect([hub, budget]).toMatchObject([
    { what: 'account', state: 'hub', count: 2 },
    { what: 'account', state: 'budget', count: 1 },
  ]);
  expect(await standing('hubs', 'native')).toEqual([]);
});
