import { type Account, LIVE_SPACE } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFactStore, type FactStore } from './fact-store.ts';

const CHAIN = 'eip155:1';
const account = (n: number, chain = CHAIN): Account => ({ chain, address: `0x${n.toString(16).padStart(40, '0')}` });
const id = ({ chain, address }: Account): string => `${chain}:${address}`;

let home: TestDatabase;
let facts: FactStore;
beforeAll(async () => {
  home = await createTestDatabase();
  facts = createFactStore(home.database);
});
afterAll(() => home.drop());

test('code once seen stays; of an account that was not asked about nothing is said', async () => {
  const asked = (n: number, isContract: boolean) => ({ ...account(n), isContract, seenIn: account(n).address });
  await facts.writeContracts(LIVE_SPACE, 'rpc:b', [asked(1, false), asked(2, true), asked(2, false)]);
  await facts.writeContracts(LIVE_SPACE, 'rpc:b', [asked(1, true), asked(2, false)]);
  const known = await facts.contractsAmong(LIVE_SPACE, [account(1), account(2), account(3), account(1, 'eip155:10')]);
  expect(known).toEqual(
    new Map([
      [id(account(1)), true],
      [id(account(2)), true],
    ]),
  );
});

test('code is known through the histories that show it, and through no other', async () => {
  await facts.writeContracts(LIVE_SPACE, 'explorer:a', [
    { ...account(5), isContract: true, seenIn: account(6).address },
  ]);
  expect(await facts.contractsSeenIn(LIVE_SPACE, [account(6)])).toContain(id(account(5)));
  expect(await facts.contractsSeenIn(LIVE_SPACE, [account(5), account(7)])).not.toContain(id(account(5)));
  expect(await facts.contractsAmong(LIVE_SPACE, [account(5)])).toEqual(new Map());
});

test('a question that a source does not offer is remembered with its reason', async () => {
  await facts.writeSourceGap(LIVE_SPACE, { source: 'explorer:a', question: 'internal', reason: 'paid' });
  await facts.writeSourceGap(LIVE_SPACE, { source: 'explorer:a', question: 'internal', reason: 'needs a paid plan' });
  expect(await facts.sourceGaps(LIVE_SPACE, 'explorer:a')).toEqual(new Map([['internal', 'needs a paid plan']]));
  expect(await facts.sourceGaps(LIVE_SPACE, 'other')).toEqual(new Map());
});

test('the head of a source only moves forward', async () => {
  await facts.writeHead(LIVE_SPACE, 'rpc:b', CHAIN, { block: 10, time: 100 });
  await facts.writeHead(LIVE_SPACE, 'rpc:b', CHAIN, { block: 9, time: 90 });
  expect(await facts.headOf(LIVE_SPACE, 'rpc:b', CHAIN)).toMatchObject({ block: 10, time: 100 });
  expect(await facts.headOf(LIVE_SPACE, 'rpc:b', 'eip155:10')).toBeUndefined();
});

test('a data set is recorded as begun, then as loaded', async () => {
  const dataset = { sha256: 'c'.repeat(64), name: 'transfers.csv', report: { rows: 3, skipped: ['x.json.gz'] } };
  expect(await facts.readDataset(dataset.sha256)).toBeUndefined();
  await facts.writeDataset(dataset);
  expect(await facts.readDataset(dataset.sha256)).toEqual(dataset);
  const loadedAt = new Date(1_700_000_000_000);
  await facts.writeDataset({ ...dataset, loadedAt });
  expect(await facts.readDataset(dataset.sha256)).toEqual({ ...dataset, loadedAt });
});

test('prices keep every digit; the same again is nothing new; another price of one source and time is refused', async () => {
  const price = { asset: 'eip155:1/slip44:60', time: 1_650_000_000, usd: '3021.123456789012345678', source: 'table' };
  const other = { ...price, asset: 'eip155:1/erc20:0x00000000000000000000000000000000000000aa', usd: '0.1' };
  expect(await facts.writePrices([price, other])).toBe(2);
  expect(await facts.writePrices([price, { ...price, time: 1_640_000_000 }])).toBe(1);
  expect(await facts.prices()).toEqual([other, { ...price, time: 1_640_000_000 }, price]);
  await expect(facts.writePrices([{ ...price, usd: '3000' }])).rejects.toThrow(/table already gave another price/);
});
