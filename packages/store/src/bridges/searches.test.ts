import { LIVE_SPACE } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBridgeStore } from './bridge-store.ts';
import type { NewSearch, SearchStore } from './searches.ts';

let home: TestDatabase;
let searches: SearchStore;
beforeEach(async () => {
  home = await createTestDatabase();
  searches = createBridgeStore(home.database).searches;
});
afterEach(() => home.drop());

const at = (seconds: number): Date => new Date(1_600_000_000_000 + seconds * 1_000);
const link = (key: string) => ({ protocol: 'cctp', key });

function sought(key: string, due: number): NewSearch {
  return { ...link(key), side: 'destination', chain: 'eip155:10', firstAsked: at(0), nextAskAt: at(due) };
}

const keysOf = (found: readonly { readonly key: string }[]): readonly string[] => found.map(({ key }) => key);

test('a search that was found or given up is never begun again', async () => {
  await searches.put(LIVE_SPACE, [sought('a', 1), sought('b', 1), sought('c', 1), sought('c', 2)]);
  await searches.set(LIVE_SPACE, [
    { ...link('a'), state: 'found', searchedToBlock: 7 },
    { ...link('b'), state: 'gave_up', reason: 'nothing\0 in 30 days' },
    { ...link('unknown'), state: 'found' },
  ]);
  await searches.put(LIVE_SPACE, [sought('a', 0), sought('b', 0)]);
  expect(keysOf(await searches.due(LIVE_SPACE, at(100), 10))).toEqual(['c']);
  expect(await searches.of(LIVE_SPACE, [link('b'), link('a'), link('unknown')])).toMatchObject([
    { key: 'a', state: 'found', searchedToBlock: 7, reason: undefined },
    { key: 'b', state: 'gave_up', reason: 'nothing\u2400 in 30 days', chain: 'eip155:10', firstAsked: at(0) },
  ]);
  expect(await searches.of('e'.repeat(64), [link('a')])).toEqual([]);
});

test('due ones are claimed in their order, and are due again when their taker dies', async () => {
  await searches.put(LIVE_SPACE, [sought('late', 30), sought('b', 20), sought('a', 10)]);
  expect(await searches.nextDue(LIVE_SPACE)).toEqual(at(10));
  const take = { now: at(25), limit: 10, leaseMs: 60_000 };
  expect(keysOf(await searches.due(LIVE_SPACE, at(25), 1))).toEqual(['a']);
  const taken = await searches.claim(LIVE_SPACE, take);
  expect(taken.map(({ key, attempts, nextAskAt }) => [key, attempts, nextAskAt])).toEqual([
    ['a', 1, at(85)],
    ['b', 1, at(85)],
  ]);
  expect(await searches.claim(LIVE_SPACE, take)).toEqual([]);
  expect(keysOf(await searches.claim(LIVE_SPACE, { ...take, now: at(85) }))).toEqual(['late', 'a', 'b']);
});

test('the outcome of a taker whose lease ended comes too late', async () => {
  await searches.put(LIVE_SPACE, [sought('a', 0)]);
  const take = { now: at(1), limit: 1, leaseMs: 1_000 };
  const [first] = await searches.claim(LIVE_SPACE, take);
  const [second] = await searches.claim(LIVE_SPACE, { ...take, now: at(2) });
  expect([first?.attempts, second?.attempts]).toEqual([1, 2]);
  await searches.set(LIVE_SPACE, [{ ...link('a'), state: 'found', attempts: 2 }]);
  await searches.set(LIVE_SPACE, [{ ...link('a'), state: 'waiting', attempts: 1, nextAskAt: at(9) }]);
  expect(await searches.of(LIVE_SPACE, [link('a')])).toMatchObject([{ state: 'found', nextAskAt: at(3) }]);
});

test('takers at once share what is due, each search once', async () => {
  const all = Array.from({ length: 60 }, (_, n) => sought(`k${n}`, 0));
  await searches.put(LIVE_SPACE, all);
  const take = { now: at(1), limit: 20, leaseMs: 60_000 };
  const taken = (await Promise.all([1, 2, 3, 4].map(() => searches.claim(LIVE_SPACE, take)))).flat();
  expect(new Set(keysOf(taken)).size).toBe(taken.length);
  while (taken.length < all.length) {
    const more = await searches.claim(LIVE_SPACE, take);
    expect(more.length).toBeGreaterThan(0);
    taken.push(...more);
  }
  expect(new Set(keysOf(taken))).toEqual(new Set(keysOf(all)));
});
