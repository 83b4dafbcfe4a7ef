import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressBytes, assetBytes, hashBytes } from '../bytes.ts';
import { createKeys } from '../keys.ts';

const address = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
const TX = `0x${'ab'.repeat(32)}`;
const TOKEN = address(0xabc);
const ETH_ID = 'eip155:1/slip44:60';
const TOKEN_ID = `eip155:1/erc20:${TOKEN}`;

let home: TestDatabase;
beforeAll(async () => {
  home = await createTestDatabase();
  const { db } = home.database;
  const keys = createKeys(home.database);
  const chain_id = await keys.chainKey('eip155:1');
  const case_id = 'case-1';
  await db
    .insertInto('cases.cases')
    .values({
      id: case_id,
      name: 'A theft',
      reference: null,
      status: 'done',
      status_reason: null,
      space_id: await keys.spaceKey('live'),
      source: '{}',
      policies: ['haircut', 'poison'],
      limits: '{}',
    })
    .execute();
  await db
    .insertInto('derived.units')
    .values([
      { case_id, unit: 0, asset: ETH_ID },
      { case_id, unit: 1, asset: TOKEN_ID },
    ])
    .execute();
  const account = (n: number, asset: string, terminal_kind: string | null) => ({
    case_id,
    chain_id,
    address: addressBytes(address(n)),
    asset: assetBytes(asset),
    hops: n,
    first_block: 100,
    first_time: 1_650_000_000,
    first_tx: hashBytes(TX),
    terminal_kind,
    terminal_entity: terminal_kind === 'exchange' ? 'Some exchange' : null,
    terminal_reason: null,
    gap: null,
  });
  await db
    .insertInto('derived.accounts')
    .values([account(1, 'native', null), account(2, TOKEN, 'exchange'), account(3, 'native', 'dispersed')])
    .execute();
  const amounts = (n: number, asset: string, policy: string, received: bigint, resting: bigint) => ({
    case_id,
    policy,
    chain_id,
    address: addressBytes(address(n)),
    asset: assetBytes(asset),
    received,
    resting,
    origin_received: [received, 0n],
    origin_resting: [resting, 0n],
  });
  await db
    .insertInto('derived.ledger')
    .values([
      amounts(1, 'native', 'haircut', 10n ** 60n, 40n),
      amounts(1, 'native', 'poison', 10n ** 60n, 50n),
      amounts(2, TOKEN, 'haircut', 7n, 0n),
      amounts(2, TOKEN, 'poison', 9n, 0n),
      amounts(3, 'native', 'haircut', 2n, 0n),
      amounts(3, 'native', 'poison', 2n, 0n),
    ])
    .execute();
  await db
    .insertInto('derived.flows')
    .values({
      case_id,
      chain_id,
      tx_hash: hashBytes(TX),
      flow_index: 0,
      block: 100,
      tx_index: 3,
      time: 1_650_000_000,
      from_address: addressBytes(address(1)),
      to_address: addressBytes(address(2)),
      asset: assetBytes(TOKEN),
      amount: 9n,
      tainted: [7n, 9n],
      origin: [5n, 6n, 0n, 0n],
      legs: ['log:1'],
      low_confidence: false,
    })
    .execute();
  const total = (kind: string, measure: string, asset: string, amount: bigint) => ({
    case_id,
    policy: 'haircut',
    kind,
    measure,
    asset,
    amount,
  });
  await db
    .insertInto('derived.totals')
    .values([
      total('stolen', 'stolen', ETH_ID, 50n),
      total('resting', 'origin', ETH_ID, 40n),
      total('exchange', 'origin', ETH_ID, 7n),
      total('fee', 'origin', ETH_ID, 1n),
      total('dispersed', 'origin', ETH_ID, 2n),
      total('fee', 'tainted', ETH_ID, 1n),
      total('dispersed', 'tainted', ETH_ID, 2n),
      total('exchange', 'tainted', TOKEN_ID, 7n),
    ])
    .execute();
});
afterAll(() => home.drop());

test('tainted_addresses: one row per policy, with stored and standard ids and exact amounts', async () => {
  const rows = await home.database.db
    .selectFrom('tainted_addresses')
    .selectAll()
    .orderBy('hops')
    .orderBy('policy')
    .execute();
  expect(rows.map(({ policy, lead, address: text }) => [policy, lead, text])).toEqual([
    ['haircut', true, address(1)],
    ['poison', false, address(1)],
    ['haircut', true, address(2)],
    ['poison', false, address(2)],
    ['haircut', true, address(3)],
    ['poison', false, address(3)],
  ]);
  expect(rows[0]).toMatchObject({
    account: `eip155:1:${address(1)}`,
    asset: ETH_ID,
    asset_address: null,
    received: (10n ** 60n).toString(),
    resting: '40',
    origin_units: [ETH_ID, TOKEN_ID],
    origin_resting: ['40', '0'],
    first_tx: TX,
    first_time: new Date(1_650_000_000_000),
    terminal_kind: null,
  });
  expect(rows[2]).toMatchObject({ asset: TOKEN_ID, asset_address: TOKEN, terminal_entity: 'Some exchange' });
});

test('tainted_flows: each policy sees its own amounts', async () => {
  const rows = await home.database.db.selectFrom('tainted_flows').selectAll().orderBy('policy').execute();
  expect(rows.map(({ policy, tainted, origin }) => ({ policy, tainted, origin }))).toEqual([
    { policy: 'haircut', tainted: '7', origin: ['5', '6'] },
    { policy: 'poison', tainted: '9', origin: ['0', '0'] },
  ]);
  expect(rows[0]).toMatchObject({ tx: TX, amount: '9', to_account: `eip155:1:${address(2)}`, legs: ['log:1'] });
});

test('terminals: what services took, what rests, and the sums of fees and of what was dispersed', async () => {
  const { db } = home.database;
  const rows = await db.selectFrom('terminals').selectAll().where('lead', '=', true).orderBy('kind').execute();
  expect(rows.map(({ kind, address: text, asset, tainted }) => [kind, text, asset, tainted])).toEqual([
    ['dispersed', null, ETH_ID, '2'],
    ['exchange', address(2), TOKEN_ID, '7'],
    ['fee', null, ETH_ID, '1'],
    ['resting', address(1), ETH_ID, '40'],
  ]);
});

test('case_summary: per policy and stolen asset, with what is left of the sum', async () => {
  const rows = await home.database.db.selectFrom('case_summary').selectAll().orderBy('policy').execute();
  expect(rows).toHaveLength(4);
  const summary = rows.find(({ policy, unit }) => policy === 'haircut' && unit === ETH_ID);
  expect(summary).toMatchObject({
    lead: true,
    stolen: '50',
    resting: '40',
    exchange: '7',
    fee: '1',
    dispersed: '2',
    mixer: '0',
    difference: '0',
    tainted_accounts: 3,
  });
});
