import { LIVE_SPACE, linkId, parseAddress } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rebuildDerived } from '../derived/rebuild.ts';
import { createKeys } from '../keys.ts';
import { createCaseStore } from './case-store.ts';
import type { Changes, DerivedChanges, DerivedCrossing } from './derived-rows.ts';
import { readCrossings } from './read-crossings.ts';
import { clearDerived, writeDerived } from './write-derived.ts';

const CASE = 'case-1';
const ETHEREUM = 'eip155:1';
const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const SOLANA = 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp';
const ETH_ID = `${ETHEREUM}/slip44:60`;
const TOKEN = `0x${'ab'.repeat(20)}`;
const TX = `0x${'cd'.repeat(32)}`;
const SENDER = `0x${'12'.repeat(20)}`;
const BITCOIN_TEXT = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';

let home: TestDatabase;
beforeEach(async () => {
  home = await createTestDatabase();
  const keys = createKeys(home.database);
  await keys.chainKeys([ETHEREUM, BITCOIN]);
  const row = {
    id: CASE,
    name: CASE,
    reference: null,
    space: LIVE_SPACE,
    source: {},
    policies: ['haircut', 'poison'],
    limits: {},
    follow: false,
  };
  await createCaseStore(home.database).insert(home.database.db, row, [], []);
});
afterEach(() => home.drop());

const pending: DerivedCrossing = {
  protocol: 'cctp',
  key: '0:77',
  ordinal: 0,
  proof: 'K',
  grade: 'protocol_linked',
  confidence: 100,
  state: 'pending',
  source: { chain: ETHEREUM, tx: TX, account: SENDER, asset: TOKEN, amount: 10n ** 30n },
  destination: null,
  tainted: [7n, 9n],
  origin: [5n, 6n],
  firstTime: 1_600_000_000,
  reason: 'nothing arrived yet',
  notes: [],
};

const arrived: DerivedCrossing = {
  ...pending,
  protocol: 'thorchain',
  key: 'ab',
  proof: 'A',
  confidence: 95,
  state: 'arrived',
  destination: {
    chain: BITCOIN,
    tx: TX,
    account: parseAddress(BITCOIN_TEXT, BITCOIN),
    asset: 'native',
    amount: 12n,
  },
  firstTime: 1_500_000_000,
  reason: null,
  notes: ['two "vaults", one'],
};

const beyond: DerivedCrossing = {
  ...arrived,
  ordinal: 1,
  destination: { chain: SOLANA, tx: '5sigNature', account: 'So1anaAccount', asset: 'native', amount: null },
  tainted: [1n, 2n],
  origin: [3n, 4n],
};

async function write(crossings: Changes<DerivedCrossing>): Promise<void> {
  const none = { put: [], drop: [] };
  const rest = { accounts: none, amounts: none, flows: none, totals: none, watches: none, units: [ETH_ID] };
  const changes: DerivedChanges = { ...rest, crossings };
  await writeDerived(home.database.db, CASE, changes);
}

const read = () => readCrossings(home.database.db, CASE);

test('crossings are read as they were written, changed by what differs, and go with what is derived', async () => {
  await write({ put: [pending, arrived, beyond], drop: [] });
  expect(await read()).toEqual([arrived, beyond, pending]);
  const refused: DerivedCrossing = { ...pending, state: 'refused', reason: 'its key was used twice' };
  await write({ put: [refused], drop: [beyond] });
  expect(await read()).toEqual([arrived, refused]);
  expect(await readCrossings(home.database.db, CASE, { state: 'refused' })).toEqual([refused]);
  await clearDerived(home.database.db, CASE);
  expect(await read()).toEqual([]);
  await write({ put: [pending], drop: [] });
  await rebuildDerived(home.database);
  expect(await read()).toEqual([]);
  await write({ put: [pending], drop: [] });
  expect(await read()).toEqual([pending]);
});

test('what people put on chains does not keep a crossing from being stored', async () => {
  const odd: DerivedCrossing = { ...pending, key: 'a\0b', reason: 'memo "\0"', notes: ['\0'] };
  await write({ put: [odd], drop: [] });
  expect(await read()).toEqual([{ ...odd, key: 'a\u2400b', reason: 'memo "\u2400"', notes: ['\u2400'] }]);
  await write({ put: [], drop: [odd] });
  expect(await read()).toEqual([]);
});

test('tainted_crossings: one row per arrival and policy, each side as it is written on its chain', async () => {
  await write({ put: [pending, arrived, beyond], drop: [] });
  const rows = await home.database.db
    .selectFrom('tainted_crossings')
    .selectAll()
    .orderBy('first_time')
    .orderBy('ordinal')
    .orderBy('policy')
    .execute();
  expect(rows.map(({ state, policy, lead, tainted, origin }) => [state, policy, lead, tainted, origin])).toEqual([
    ['arrived', 'haircut', true, '7', ['5']],
    ['arrived', 'poison', false, '9', ['6']],
    ['arrived', 'haircut', true, '1', ['3']],
    ['arrived', 'poison', false, '2', ['4']],
    ['pending', 'haircut', true, '7', ['5']],
    ['pending', 'poison', false, '9', ['6']],
  ]);
  expect(rows[0]).toMatchObject({
    protocol: 'thorchain',
    link: linkId('thorchain', 'ab'),
    proof: 'A',
    grade: 'protocol_linked',
    confidence: 95,
    source_tx: TX,
    source_address: SENDER,
    source_account: `${ETHEREUM}:${SENDER}`,
    source_asset: `${ETHEREUM}/erc20:${TOKEN}`,
    source_amount: (10n ** 30n).toString(),
    destination_tx: TX.slice(2),
    destination_address: BITCOIN_TEXT,
    destination_account: `${BITCOIN}:${BITCOIN_TEXT}`,
    destination_asset: `${BITCOIN}/slip44:0`,
    destination_amount: '12',
    origin_units: [ETH_ID],
    first_time: new Date(1_500_000_000_000),
    age_seconds: null,
    notes: ['two "vaults", one'],
  });
  expect(rows[2]).toMatchObject({
    destination_chain: SOLANA,
    destination_tx: '5sigNature',
    destination_account: `${SOLANA}:So1anaAccount`,
    destination_asset: 'native',
    destination_amount: null,
  });
  expect(rows[4]).toMatchObject({ destination_chain: null, destination_tx: null, destination_asset: null });
  expect(rows[4]?.age_seconds).toBeGreaterThan(Date.now() / 1_000 - 1_600_000_000 - 600);
});
