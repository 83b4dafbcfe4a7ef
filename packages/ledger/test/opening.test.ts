import { InputError } from '@fundtrail/core';
import { describe, expect, test } from 'vitest';
import { createReplay, type LedgerSeed, resumeReplay, runWaves } from '../src/index.ts';
import { assetIdOf, CHAIN, idOf, type LegText, optionsOf, play, txOf, type WorldOptions, ZERO } from './facts.ts';

const THEFT: LedgerSeed = { kind: 'transaction', chain: CHAIN, hash: txOf(1, []).hash };
const theft = (amount: number | bigint, asset = 'ETH') => txOf(1, [['V', 'A', asset, amount]]);

function openNames(world: WorldOptions, transactions: Parameters<typeof play>[1], names: readonly string[]): string[] {
  const { open } = play({ seeds: [THEFT], policies: ['haircut'], ...world }, transactions);
  return names.filter((name) => open.has(idOf(name)));
}

describe('which accounts are opened', () => {
  test('without floors nothing is wanted, and amounts are known all the same', () => {
    const replay = createReplay({ ...optionsOf({ seeds: [THEFT], policies: ['haircut'] }), floors: undefined });
    replay.apply(theft(100));
    replay.apply(txOf(2, [['A', 'B', 'ETH', 50]]));
    expect(replay.wanted()).toEqual([]);
    expect(replay.result().totals[0]?.stolen).toEqual([100n]);
  });

  test('receivers of a theft come first and alone, since their own history says what they send', () => {
    const replay = createReplay(optionsOf({ seeds: [THEFT], policies: ['haircut'] }));
    replay.apply(theft(100));
    replay.apply(txOf(2, [['A', 'B', 'ETH', 50]]));
    expect(replay.wanted()).toEqual([
      { account: idOf('A'), hops: 0, first: { chain: CHAIN, block: 1, index: 0, time: 12 } },
    ]);
  });

  test('a floor is reached by the sum over a whole replay, exactly', () => {
    const facts = [
      theft(1000),
      ...Array.from({ length: 3 }, (_, i) => txOf(2 + i, [['A', 'B', 'ETH', 30 + i]])),
      txOf(10, [['A', 'C', 'ETH', 907]]),
    ];
    // B receives 30 + 31 + 32 = 93; C so much that the guard lets nothing through for it.
    const names = ['A', 'B', 'C'];
    expect(openNames({ floors: { ETH: 93n } }, facts, names)).toEqual(['A', 'B', 'C']);
    const { result } = play({ seeds: [THEFT], policies: ['haircut'], floors: { ETH: 200n } }, [
      theft(100_000),
      txOf(2, [['A', 'C', 'ETH', 99_000]]),
      txOf(3, [['A', 'B', 'ETH', 199]]),
    ]);
    expect(result.accounts.map((row) => [row.account, row.kind])).toEqual([
      [idOf('A'), 'resting'],
      [idOf('C'), 'resting'],
      [idOf('B'), 'dispersed'],
    ]);
    expect(result.totals[0]?.origin.get('dispersed')).toEqual([199n]);
  });

  test('the breadth guard opens a fan-out of parts under the floor, all but 1 % of it', () => {
    const parts = Array.from({ length: 500 }, (_, i) => txOf(2 + i, [['A', `K${i}`, 'ETH', 20]]));
    const { result, open } = play({ seeds: [THEFT], policies: ['haircut'], floors: { ETH: 100n } }, [
      theft(10_000),
      ...parts,
    ]);
    const dispersed = result.totals[0]?.origin.get('dispersed')?.[0] ?? 0n;
    expect(dispersed).toBe(100n);
    expect(open.size).toBe(1 + 495);
  });

  test('accounts too far away are reported as budget, with what they hold', () => {
    const { result } = play({ seeds: [THEFT], policies: ['haircut'], maxHops: 2 }, [
      theft(100),
      txOf(2, [['A', 'B', 'ETH', 100]]),
      txOf(3, [['B', 'C', 'ETH', 70]]),
      txOf(4, [['C', 'D', 'ETH', 70]]),
    ]);
    expect(result.accounts.map(({ account, hops, kind, resting }) => ({ account, hops, kind, resting }))).toEqual([
      { account: idOf('A'), hops: 0, kind: 'resting', resting: [0n] },
      { account: idOf('B'), hops: 1, kind: 'resting', resting: [30n] },
      { account: idOf('C'), hops: 2, kind: 'budget', resting: [70n] },
    ]);
    expect(result.totals[0]?.origin.get('budget')).toEqual([70n]);
  });

  test('poison opens nothing', () => {
    const { open } = play({ seeds: [THEFT], policies: ['clean_first', 'poison'] }, [
      txOf(0, [['Q', 'A', 'ETH', 100]]),
      theft(100),
      txOf(2, [['A', 'B', 'ETH', 100]]),
    ]);
    expect(open.has(idOf('B'))).toBe(false);
    expect(() => createReplay(optionsOf({ policies: ['poison'] }))).toThrow(InputError);
  });

  test('services, code and unavailable accounts are never opened and keep their amounts', () => {
    const stops = { CEX: 'exchange', LOST: 'unavailable' } as const;
    const legs: LegText[] = ['CEX', 'LOST', 'VAULT', ZERO].map((to): LegText => ['A', to, 'ETH', 25]);
    const { result, open } = play({ seeds: [THEFT], policies: ['haircut'], stops, code: ['VAULT'] }, [
      theft(100),
      txOf(2, legs),
    ]);
    expect([...open]).toEqual([idOf('A')]);
    const rows = result.accounts.filter((row) => row.account !== idOf('A'));
    const told = new Map(rows.map((row) => [row.kind, [row.received[0], row.resting[0]]]));
    expect(told).toEqual(
      new Map([
        ['exchange', [25n, 0n]],
        ['unavailable', [25n, 25n]],
        ['contract', [25n, 25n]],
        ['burn', [25n, 0n]],
      ]),
    );
  });

  test.each(['unavailable', 'hub', 'contract'] as const)(
    'a theft does not become smaller when its opened receiver turns out to be: %s',
    (found) => {
      const open = new Set([idOf('A')]);
      const stops: WorldOptions['stops'] = found === 'contract' ? {} : { A: found };
      const code = found === 'contract' ? ['A'] : [];
      const { result } = play({ seeds: [THEFT], policies: ['haircut'], open, stops, code }, [
        theft(100),
        txOf(2, [['A', 'B', 'ETH', 30]]),
      ]);
      expect(result.totals[0]?.stolen).toEqual([100n]);
      const kinds = { unavailable: ['unavailable', 70n], hub: ['hub', 0n], contract: ['resting', 70n] } as const;
      const row = result.accounts.find((known) => known.account === idOf('A'));
      expect([row?.kind, row?.resting[0]]).toEqual(kinds[found]);
      expect(result.totals[0]?.origin.get(kinds[found][0])?.[0]).toBe(found === 'unavailable' ? 70n : 100n);
    },
  );

  test('a transaction seen only from one account is asked for whole where it converted or paid code', () => {
    const seen = { whole: ['native'] as const };
    const replay = createReplay(optionsOf({ seeds: [THEFT], open: new Set([idOf('A')]), code: ['VAULT'] }));
    replay.apply(theft(100));
    replay.apply(txOf(2, [['A', 'B', 'ETH', 10]], seen));
    replay.apply(txOf(3, [['A', 'VAULT', 'ETH', 10]], seen));
    replay.apply(txOf(4, [['A', 'VAULT', 'ETH', 10]]));
    replay.apply(
      txOf(
        5,
        [
          ['A', 'S', 'ETH', 10],
          ['T', 'A', 'USDC', 20],
        ],
        seen,
      ),
    );
    expect(replay.wantedWhole()).toEqual([
      { chain: CHAIN, hash: txOf(3, []).hash },
      { chain: CHAIN, hash: txOf(5, []).hash },
    ]);
  });

  test('memory: accounts that are neither open nor tainted are not kept', () => {
    const replay = createReplay(optionsOf({ seeds: [THEFT], open: new Set([idOf('A')]) }));
    for (let i = 2; i < 2000; i += 1) replay.apply(txOf(i, [[`S${i}`, `R${i}`, 'ETH', 5]]));
    const { state } = replay.snapshot() as unknown as {
      state: { chains: Map<string, { accounts: Map<string, unknown> }> };
    };
    expect(state.chains.get(CHAIN)?.accounts.size).toBe(1);
  });

  test('going on with an account open that was tainted before the snapshot is refused', () => {
    const options = optionsOf({ seeds: [THEFT], policies: ['haircut'], open: new Set([idOf('A')]) });
    const replay = createReplay(options);
    replay.apply(theft(100));
    replay.apply(txOf(2, [['A', 'B', 'ETH', 50]]));
    const snapshot = replay.snapshot();
    expect(snapshot.transactions).toBe(2);
    expect(() => resumeReplay({ ...options, open: new Set([idOf('A'), idOf('B')]) }, snapshot)).toThrow(
      /B|tainted before/,
    );
    expect(() => resumeReplay({ ...options, maxHops: 1 }, snapshot)).toThrow(/other policies, seeds, floors or limits/);
    expect(() => resumeReplay({ ...options, isCode: (id) => id === idOf('B') }, snapshot)).toThrow(/has changed/);
  });
});

describe('account seeds', () => {
  const seed = (more: Partial<Extract<LedgerSeed, { kind: 'account' }>> = {}): LedgerSeed => ({
    kind: 'account',
    account: idOf('A'),
    fromBlock: 10,
    ...more,
  });
  const before = [txOf(5, [['Q', 'A', 'ETH', 40]]), txOf(6, [['Q', 'A', 'USDC', 7]])];

  test('what is held at the block, what is received later and what was not seen are all stolen', () => {
    const { result } = play({ seeds: [seed()], policies: ['haircut', 'fifo'] }, [
      ...before,
      txOf(12, [['Q', 'A', 'ETH', 10]]),
      txOf(13, [['A', 'B', 'ETH', 90]]),
    ]);
    expect(result.units).toEqual([assetIdOf('ETH'), assetIdOf('USDC')]);
    for (const totals of result.totals) expect(totals.stolen).toEqual([90n, 7n]);
    const row = result.accounts.find((found) => found.account === idOf('B'));
    expect(row?.originReceived).toEqual([
      [90n, 0n],
      [90n, 0n],
    ]);
    const seeded = result.accounts.filter((found) => found.account === idOf('A'));
    expect(seeded.map((found) => [found.asset, found.gap])).toEqual([
      [assetIdOf('USDC'), 0n],
      [assetIdOf('ETH'), 40n],
    ]);
  });

  test('loot that comes back is not stolen twice', () => {
    const { result } = play({ seeds: [seed()], policies: ['haircut'] }, [
      txOf(10, [['Q', 'A', 'ETH', 100]]),
      txOf(11, [['A', 'B', 'ETH', 60]]),
      txOf(12, [['Q', 'B', 'ETH', 60]]),
      txOf(13, [['B', 'A', 'ETH', 120]]),
    ]);
    expect(result.totals[0]?.stolen).toEqual([160n]);
  });

  test('an amount caps what is stolen, what is held first, and an asset limits it', () => {
    const capped = seed({ asset: assetIdOf('ETH'), amount: 45n });
    const { result } = play({ seeds: [capped], policies: ['haircut', 'fifo', 'lifo'] }, [
      ...before,
      txOf(12, [['Q', 'A', 'ETH', 10]]),
      txOf(13, [['Q', 'A', 'ETH', 10]]),
      txOf(14, [['A', 'B', 'ETH', 45]]),
    ]);
    for (const totals of result.totals) expect(totals.stolen).toEqual([45n]);
    const row = result.accounts.find((found) => found.account === idOf('B'));
    expect(row?.received).toEqual([(45n * 45n) / 60n, 45n, 30n]);
    expect(() => createReplay(optionsOf({ seeds: [seed({ amount: 5n })] }))).toThrow(InputError);
  });

  test('when nothing follows, what is held at the block is stolen all the same, and more may still come', () => {
    const replay = createReplay(optionsOf({ seeds: [seed()], policies: ['haircut'] }));
    for (const fact of before) replay.apply(fact);
    expect(replay.result().totals[0]?.stolen).toEqual([40n, 7n]);
    replay.apply(txOf(7, [['A', 'B', 'ETH', 40]]));
    expect(replay.result().totals[0]?.stolen).toEqual([7n]);
    expect(replay.seedsMet()).toEqual(new Set([0]));
  });

  test('a seed that is never met is told', () => {
    const replay = createReplay(optionsOf({ seeds: [seed({ account: idOf('Z') }), THEFT], policies: ['haircut'] }));
    expect(replay.seedsMet()).toEqual(new Set());
    replay.apply(theft(5));
    expect(replay.seedsMet()).toEqual(new Set([1]));
  });

  test('a contract that a seed names is a holder', () => {
    const named: LedgerSeed = { ...THEFT, account: idOf('A') } as LedgerSeed;
    const world: WorldOptions = { seeds: [named], policies: ['haircut'], code: ['A'] };
    const { result } = play(world, [theft(100), txOf(2, [['A', 'B', 'ETH', 60]])]);
    expect(result.accounts.map((row) => [row.account, row.kind, row.resting[0]])).toEqual([
      [idOf('A'), 'resting', 40n],
      [idOf('B'), 'resting', 60n],
    ]);
    const { result: without } = play({ ...world, seeds: [THEFT] }, [theft(100)]);
    expect(without.accounts).toEqual([]);
  });

  test('several stolen assets that meet in one account stay apart as units', () => {
    const { replay } = runWaves(optionsOf({ seeds: [THEFT], policies: ['haircut', 'fifo'], code: ['POOL'] }), () => [
      txOf(1, [
        ['V', 'A', 'ETH', 100],
        ['V', 'B', 'USDC', 300],
      ]),
      txOf(2, [
        ['B', 'POOL', 'USDC', 300],
        ['POOL', 'A', 'ETH', 100],
      ]),
      txOf(3, [['A', 'C', 'ETH', 50]]),
    ]);
    const row = replay.result().accounts.find((found) => found.account === idOf('C'));
    expect(row?.originReceived).toEqual([
      [25n, 75n],
      [50n, 0n],
    ]);
  });
});
