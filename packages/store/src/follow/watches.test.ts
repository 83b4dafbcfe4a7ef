import { type KindCoverage, LIVE_SPACE, TRANSFER_KINDS } from '@fundtrail/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  address,
  CHAIN,
  header,
  KEY,
  LEASE_MS,
  type LiveHome,
  leadAt,
  makeCase,
  startLiveHome,
  step,
} from './live.fixture.ts';

const MANY = 1_000;

let home: LiveHome;
beforeEach(async () => {
  home = await startLiveHome();
});
afterEach(() => home.drop());

const watch = (...accounts: number[]): Promise<void> => home.follow.watch(home.database.db, KEY, accounts.map(address));

async function coverage(n: number, sources = [KEY.source]): Promise<readonly KindCoverage[]> {
  const found = await home.facts.coverageOf(LIVE_SPACE, sources, [{ chain: CHAIN, address: address(n) }]);
  return found.get(`${CHAIN}:${address(n)}`) ?? [];
}

/** Of an account whose kinds are all covered alike, how. */
async function alike(n: number): Promise<unknown> {
  const entries = await coverage(n);
  const [first] = entries;
  for (const entry of entries) expect({ ...entry, kind: first?.kind }).toEqual(first);
  expect(entries.map(({ kind }) => kind)).toEqual(['internal', 'native', 'token']);
  return { complete: first?.complete, provisionalFrom: first?.provisionalFrom };
}

async function somebodyWaitsForALock(): Promise<void> {
  for (let waiting = 0; waiting === 0; ) {
    const { rows } = await home.database.pool.query<{ waiting: number }>(
      `select count(*) as waiting from pg_locks l join pg_database d on d.oid = l.database
       where l.locktype = 'advisory' and not l.granted and d.datname = current_database()`,
    );
    waiting = rows[0]?.waiting ?? 0;
  }
}

describe('watches', () => {
  test('let a case go on without a kind of transfer that only histories tell', async () => {
    const lead = await home.follow.lead(KEY, 'host', LEASE_MS);
    const fence = lead?.fence ?? 0;
    await makeCase(home.database, 'case-a', [1]);
    const told = { chain: CHAIN, address: address(1), source: 'explorer:a', fromBlock: 0, toBlock: 10 } as const;
    await home.facts.writeCoverage(
      LIVE_SPACE,
      TRANSFER_KINDS.map((kind) => ({ ...told, kind, status: 'complete' })),
    );
    const sources = ['explorer:a', KEY.source];
    const reach = (): Promise<number | undefined> => home.facts.reachOfCase(LIVE_SPACE, sources, 'case-a', CHAIN);
    expect(await reach()).toBe(10);
    await home.follow.begin(KEY, fence, header(10), ['native', 'token']);
    await watch(1);
    await home.follow.placeWatches(KEY, fence, 1_000, 11);
    await home.follow.advance(KEY, fence, step([header(11), header(12)]));
    expect(await reach()).toBe(12);
    expect(await home.facts.accountsBehind(LIVE_SPACE, sources, 'case-a', CHAIN, 12)).toEqual([]);
    expect((await coverage(1, sources)).find(({ kind }) => kind === 'internal')?.complete).toEqual([
      { from: 0, to: 10 },
    ]);
  });

  test('are listed in the order in which they were added, each once, in pages', async () => {
    await watch(3, 1, 3);
    await watch(1, 2);
    await home.follow.watch(home.database.db, { ...KEY, source: 'rpc:b' }, [address(9)]);
    const first = await home.follow.watchesAfter(KEY, 0, 2);
    expect(new Set(first.map((entry) => entry.address))).toEqual(new Set([address(1), address(3)]));
    const rest = await home.follow.watchesAfter(KEY, first.at(-1)?.seq ?? 0, 2);
    expect(rest.map((entry) => entry.address)).toEqual([address(2)]);
    expect(await home.follow.watchesAfter(KEY, rest.at(-1)?.seq ?? 0, 2)).toEqual([]);
  });

  test('none appears before one that was seen, however long the transaction takes that adds it', async () => {
    const { db } = home.database;
    let slowHasAdded: () => void = () => undefined;
    let letSlowEnd: () => void = () => undefined;
    const added = new Promise<void>((done) => {
      slowHasAdded = done;
    });
    const end = new Promise<void>((done) => {
      letSlowEnd = done;
    });
    const slow = db.transaction().execute(async (trx) => {
      await home.follow.watch(trx, KEY, [address(1)]);
      slowHasAdded();
      await end;
    });
    await added;
    const quick = watch(2);
    expect(await home.follow.watchesAfter(KEY, 0, 10)).toEqual([]);
    letSlowEnd();
    await Promise.all([slow, quick]);
    expect((await home.follow.watchesAfter(KEY, 0, 10)).map((entry) => entry.address)).toEqual([
      address(1),
      address(2),
    ]);
  });

  test('count as coverage from the block they were placed at to the followed one, without a row written per block', async () => {
    const fence = await leadAt(home.follow, 10);
    await watch(1, 2);
    expect(await coverage(1)).toEqual([]);
    const [one, two] = await home.follow.watchesAfter(KEY, 0, 10);
    await home.follow.placeWatches(KEY, fence, one?.seq ?? 0, 11);
    expect(await coverage(1)).toEqual([]);
    await home.follow.advance(KEY, fence, step([header(11), header(12)], { finalized: 11 }));
    await home.follow.placeWatches(KEY, fence, two?.seq ?? 0, 13);
    await home.follow.advance(KEY, fence, step([header(13)], { finalized: 13 }));
    expect(await alike(one?.address === address(1) ? 1 : 2)).toEqual({ complete: [{ from: 11, to: 13 }] });
    expect(await alike(one?.address === address(1) ? 2 : 1)).toEqual({ complete: [{ from: 13, to: 13 }] });
    expect(await home.facts.counts(LIVE_SPACE)).toMatchObject({ coverage: 0 });
  });

  test('join what was asked: what following read as final is final, and the rest above it is not', async () => {
    const fence = await leadAt(home.follow, 10);
    await watch(1);
    await home.follow.placeWatches(KEY, fence, Number.MAX_SAFE_INTEGER, 11);
    const answer = { chain: CHAIN, address: address(1), source: KEY.source, kind: 'native' } as const;
    await home.facts.writeCoverage(LIVE_SPACE, [
      { ...answer, fromBlock: 0, toBlock: 12, status: 'complete', finalTo: 10 },
    ]);
    const blocks = [11, 12, 13, 14].map((n) => header(n));
    await home.follow.advance(KEY, fence, step(blocks, { finalized: 12 }));
    const native = (await coverage(1)).find(({ kind }) => kind === 'native');
    expect(native).toEqual({ ...answer, complete: [{ from: 0, to: 14 }], provisionalFrom: 13 });
    await home.follow.advance(KEY, fence, step([], { head: 14, finalized: 14 }));
    expect((await coverage(1)).find(({ kind }) => kind === 'native')).toEqual({
      ...answer,
      complete: [{ from: 0, to: 14 }],
    });
    expect(await home.facts.coverageOf('a'.repeat(64), [KEY.source], [answer])).toEqual(new Map());
  });

  test('are read again from the ancestor on after a reorganisation', async () => {
    const fence = await leadAt(home.follow, 10);
    await home.follow.advance(KEY, fence, step([header(11), header(12), header(13)]));
    await watch(1);
    await home.follow.placeWatches(KEY, fence, Number.MAX_SAFE_INTEGER, 14);
    await home.follow.rewind(KEY, fence, header(11));
    await home.follow.advance(KEY, fence, step([header(12, 1, 12)], { finalized: 12 }));
    expect(await alike(1)).toEqual({ complete: [{ from: 12, to: 12 }] });
  });

  test('keep what was read as coverage when following begins anew elsewhere or they are dropped', async () => {
    const fence = await leadAt(home.follow, 10);
    await makeCase(home.database, 'case-a', [1]);
    await makeCase(home.database, 'case-over', [2], { status: 'done' });
    await makeCase(home.database, 'case-once', [3], { status: 'running', follow: false });
    await watch(1, 2, 3);
    await home.follow.placeWatches(KEY, fence, Number.MAX_SAFE_INTEGER, 11);
    await home.follow.advance(KEY, fence, step([header(11), header(12)], { finalized: 11 }));
    expect(await home.follow.unwatchIdle()).toBe(2);
    expect(await home.follow.unwatchIdle()).toBe(0);
    expect((await home.follow.watchesAfter(KEY, 0, 10)).map((entry) => entry.address)).toEqual([address(1)]);
    await home.follow.begin(KEY, fence, header(100), ['native']);
    await home.follow.advance(KEY, fence, step([header(101)], { finalized: 90 }));
    for (const n of [1, 2, 3]) {
      expect(await alike(n)).toEqual({ complete: [{ from: 11, to: 12 }], provisionalFrom: 12 });
    }
    await home.follow.placeWatches(KEY, fence, Number.MAX_SAFE_INTEGER, 102);
    await home.follow.advance(KEY, fence, step([header(102)], { finalized: 102 }));
    expect((await coverage(1)).map(({ kind, complete }) => [kind, complete.at(-1)])).toEqual([
      ['internal', { from: 11, to: 12 }],
      ['native', { from: 102, to: 102 }],
      ['token', { from: 11, to: 12 }],
    ]);
  });

  test('are not dropped while a case that needs one is just being stored', async () => {
    await watch(1);
    let dropped: Promise<number> = Promise.resolve(-1);
    await home.database.db.transaction().execute(async (trx) => {
      await home.follow.watch(trx, KEY, [address(1), address(2)]);
      dropped = home.follow.unwatchIdle();
      await Promise.race([dropped, somebodyWaitsForALock()]);
      await makeCase(home.database, 'case-a', [1]);
    });
    expect(await dropped).toBe(1);
    expect((await home.follow.watchesAfter(KEY, 0, 10)).map((entry) => entry.address)).toEqual([address(1)]);
  });

  test('add, list and place in the same statements however many there are', async () => {
    const fence = await leadAt(home.follow, 10);
    const count = async (work: () => Promise<unknown>): Promise<number> => {
      const before = home.database.queries();
      await work();
      return home.database.queries() - before;
    };
    const all = Array.from({ length: MANY }, (_, n) => n);
    expect(await count(() => watch(...all))).toBe(1);
    expect(await count(() => home.follow.watchesAfter(KEY, 0, MANY))).toBe(1);
    expect(await count(() => home.follow.placeWatches(KEY, fence, Number.MAX_SAFE_INTEGER, 11))).toBe(4);
    await home.follow.advance(KEY, fence, step([header(11)]));
    const accounts = all.map((n) => ({ chain: CHAIN, address: address(n) }));
    await home.facts.coverageOf(LIVE_SPACE, [KEY.source], accounts.slice(0, 1));
    expect(await count(() => home.facts.coverageOf(LIVE_SPACE, [KEY.source], accounts))).toBe(1);
    expect(await count(() => home.follow.casesTouching(CHAIN, all.map(address)))).toBe(1);
  });
});

describe('cases', () => {
  test('are found by the open accounts that a block touches, while they run or are followed', async () => {
    await makeCase(home.database, 'case-a', [1, 2]);
    await makeCase(home.database, 'case-b', [2], { status: 'running' });
    await makeCase(home.database, 'case-c', [1], { status: 'paused' });
    await makeCase(home.database, 'case-d', [1], { status: 'running', follow: false });
    await makeCase(home.database, 'case-e', [1], { state: 'hub' });
    const touched = await home.follow.casesTouching(CHAIN, [address(1), address(2), address(3), address(1)]);
    expect(touched).toEqual(
      new Map([
        ['case-a', [address(1), address(2)]],
        ['case-b', [address(2)]],
      ]),
    );
    expect(await home.follow.casesTouching('eip155:10', [address(1)])).toEqual(new Map());
  });

  test('reach as far as following has read their accounts, and those with a hole are behind', async () => {
    const fence = await leadAt(home.follow, 10);
    await makeCase(home.database, 'case-a', [1, 2]);
    const kinds = ['native', 'token'] as const;
    const answers = (n: number, fromBlock: number, toBlock: number) =>
      kinds.map((kind) => ({
        chain: CHAIN,
        address: address(n),
        source: 'explorer:b',
        kind,
        fromBlock,
        toBlock,
        status: 'complete' as const,
      }));
    const sources = ['explorer:b', KEY.source];
    const told = async () => ({
      reach: await home.facts.reachOfCase(LIVE_SPACE, sources, 'case-a', CHAIN),
      behind: await home.facts.accountsBehind(LIVE_SPACE, sources, 'case-a', CHAIN, 13),
    });
    expect(await told()).toEqual({ reach: undefined, behind: [] });
    await home.facts.writeCoverage(LIVE_SPACE, [...answers(1, 0, 12), ...answers(2, 0, 9)]);
    const notOffered = answers(1, 0, 12).map((entry) => ({
      ...entry,
      kind: 'internal' as const,
      status: 'unavailable' as const,
    }));
    await home.facts.writeCoverage(LIVE_SPACE, notOffered.slice(0, 1));
    expect(await told()).toEqual({ reach: 9, behind: [`${CHAIN}:${address(1)}`, `${CHAIN}:${address(2)}`] });

    await watch(1, 2);
    await home.follow.placeWatches(KEY, fence, Number.MAX_SAFE_INTEGER, 11);
    await home.follow.advance(KEY, fence, step([11, 12, 13].map((n) => header(n))));
    expect(await told()).toEqual({ reach: 9, behind: [`${CHAIN}:${address(2)}`] });
    await home.facts.writeCoverage(LIVE_SPACE, answers(2, 10, 10));
    const internal = answers(2, 0, 10).map((entry) => ({ ...entry, kind: 'internal' as const }));
    await home.facts.writeCoverage(LIVE_SPACE, internal.slice(0, 1));
    expect(await told()).toEqual({ reach: 13, behind: [] });
  });

  test('reach from their first taint on, whatever lies before it', async () => {
    await makeCase(home.database, 'case-a', [1]);
    const answer = { chain: CHAIN, address: address(1), source: 'rpc:b', kind: 'native', status: 'complete' } as const;
    await home.facts.writeCoverage(LIVE_SPACE, [
      { ...answer, fromBlock: 0, toBlock: 5 },
      { ...answer, fromBlock: 50, toBlock: 70 },
      { ...answer, fromBlock: 90, toBlock: 95 },
    ]);
    const reach = () => home.facts.reachOfCase(LIVE_SPACE, ['rpc:b'], 'case-a', CHAIN);
    expect(await reach()).toBe(5);
    const taint = (block: number) =>
      home.database.pool.query(
        `insert into derived.accounts (case_id, chain_id, address, asset, hops, first_block, first_time, first_tx)
         select 'case-a', id, $1, '', 1, $2, 0, '' from facts.chains where caip2 = $3
         on conflict (case_id, chain_id, address, asset) do update set first_block = excluded.first_block`,
        [Buffer.from(address(1).slice(2), 'hex'), block, CHAIN],
      );
    await taint(60);
    expect(await reach()).toBe(70);
    await taint(3);
    expect(await reach()).toBe(5);
  });
});
