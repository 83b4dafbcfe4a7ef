import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LiveHome, makeCase, startLiveHome } from '../follow/live.fixture.ts';
import { createCaseStore } from './case-store.ts';

let home: LiveHome;
beforeAll(async () => {
  home = await startLiveHome();
});
afterAll(() => home.drop());

const A = { protocol: 'thorchain', key: 'aa' };
const B = { protocol: 'across', key: '1:2' };
const NOW = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-01-01T01:00:00Z');

test('a case waits for the links it wants until each was asked for, and again when one is due', async () => {
  await makeCase(home.database, 'linked', []);
  const cases = createCaseStore(home.database);
  const { db } = home.database;
  await cases.wantLinks(db, 'linked', 2, [A, B]);
  expect(await cases.waits('linked')).toBe(true);
  const items = ['link:across:1:2', 'link:thorchain:aa', 'link:thorchain:bb'];
  expect(await cases.waitingAmong('linked', items)).toEqual(['link:across:1:2', 'link:thorchain:aa']);

  await cases.setLink('linked', {
    ...A,
    state: 'waiting',
    reason: 'nothing arrived yet',
    nextAt: LATER,
    searched: { 'eip155:1': 41 },
  });
  await cases.setLink('linked', { ...B, state: 'covered', reason: null, nextAt: null, searched: { 'eip155:10': 7 } });
  expect(await cases.waits('linked')).toBe(false);
  await cases.wantLinks(db, 'linked', 3, [A, B]);
  expect(await cases.waits('linked')).toBe(false);

  expect(await cases.wantDueLinks(NOW, 10)).toEqual([]);
  expect(await cases.wantDueLinks(LATER, 10)).toEqual(['linked']);
  expect(await cases.waitingAmong('linked', items)).toEqual(['link:thorchain:aa']);
  expect(await cases.links('linked')).toMatchObject([
    { ...B, wave: 2, state: 'covered', attempts: 1 },
    { ...A, wave: 2, state: 'wanted', attempts: 1, nextAt: null, searched: { 'eip155:1': 41 } },
  ]);

  await cases.wantLinksAgain(db, 'linked', [A, B]);
  expect((await cases.links('linked'))[0]).toMatchObject({ ...B, state: 'wanted', searched: {} });
  expect(await cases.waitingAmong('linked', items)).toEqual(['link:across:1:2', 'link:thorchain:aa']);
});

test('what no source could tell is asked for again when a case goes on', async () => {
  await makeCase(home.database, 'paused', []);
  const cases = createCaseStore(home.database);
  await cases.wantLinks(home.database.db, 'paused', 1, [A]);
  await cases.setLink('paused', {
    ...A,
    state: 'unavailable',
    reason: 'no source for Base',
    nextAt: null,
    searched: {},
  });
  await cases.transition('paused', ['running', 'following'], 'paused');
  await cases.resume('paused');
  expect((await cases.links('paused'))[0]).toMatchObject({ state: 'wanted', reason: null });
});

test('a case that is done looks again for what had not arrived when it is resumed', async () => {
  await makeCase(home.database, 'done', []);
  const cases = createCaseStore(home.database);
  await cases.wantLinks(home.database.db, 'done', 1, [A, B]);
  await cases.setLink('done', {
    ...A,
    state: 'waiting',
    reason: 'nothing has arrived yet',
    nextAt: LATER,
    searched: {},
  });
  await cases.setLink('done', { ...B, state: 'covered', reason: null, nextAt: null, searched: {} });
  await cases.transition('done', ['running', 'following'], 'done');
  expect(await cases.wantDueLinks(LATER, 10)).toEqual([]);
  expect(await cases.resume('done')).toBe(true);
  expect(await cases.links('done')).toMatchObject([
    { ...B, state: 'covered' },
    { ...A, state: 'wanted', reason: null, nextAt: null },
  ]);
});
