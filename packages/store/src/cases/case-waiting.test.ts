import { LIVE_SPACE } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseStore, createCaseStore } from './case-store.ts';

const ETH = 'eip155:1';
const BTC = 'bip122:000000000019d6689c085ae165831e93';
const ACCOUNT = `${ETH}:0x${'11'.repeat(20)}`;
const COIN = `${BTC}:0xff${'22'.repeat(32)}00000001`;
const HASH = `0x${'33'.repeat(32)}`;
const TOKEN = `0x${'44'.repeat(20)}`;
const ITEMS = [
  COIN,
  `tx:${ETH}:${HASH}`,
  ACCOUNT,
  `balance:${ACCOUNT}/native@7`,
  `balance:${ACCOUNT}/${TOKEN}@7`,
  `tx:${BTC}:${HASH}`,
];

describe('what a case waits for', () => {
  let home: TestDatabase;
  let cases: CaseStore;
  beforeAll(async () => {
    home = await createTestDatabase();
    cases = createCaseStore(home.database);
    const made = {
      name: 'a',
      reference: null,
      space: LIVE_SPACE,
      source: {},
      policies: ['fifo'],
      limits: {},
      follow: false,
    };
    await home.database.db.transaction().execute(async (trx) => {
      for (const id of ['one', 'other']) await cases.insert(trx, { ...made, id }, [], []);
      const entry = { wave: 0, state: 'wanted' as const, reason: null, firstBlock: 1 };
      await cases.open(
        trx,
        'one',
        [ACCOUNT, COIN].map((account) => ({ ...entry, account })),
      );
      await cases.wantTransactions(
        trx,
        'one',
        0,
        [ETH, BTC].map((chain) => ({ chain, hash: HASH })),
      );
      await cases.wantBalances(
        trx,
        'one',
        0,
        ['native', TOKEN].map((asset) => ({ account: ACCOUNT, asset, block: 7 })),
      );
    });
  });
  afterAll(() => home.drop());

  test('is told by item, in the order of the question, without what nobody asked or came already', async () => {
    const strange = [`${ETH}:0x${'99'.repeat(20)}`, `balance:${ACCOUNT}/native@8`, `tx:eip155:77:${HASH}`];
    expect(await cases.waitingAmong('one', [...ITEMS, ...strange])).toEqual(ITEMS);
    expect(await cases.waitingAmong('other', ITEMS)).toEqual([]);
    expect(await cases.waitingAmong('one', [])).toEqual([]);
    await cases.setAccounts('one', [{ account: COIN, state: 'covered', reason: null }]);
    await cases.setTransactions('one', [{ chain: BTC, hash: HASH, state: 'covered', reason: null }]);
    expect(await cases.waitingAmong('one', ITEMS)).toEqual(ITEMS.slice(1, -1));
    expect([await cases.waits('one'), await cases.waits('other')]).toEqual([true, false]);
  });
});
