import { InputError, type Policy } from '@fundtrail/core';
import { describe, expect, test } from 'vitest';
import { createReplay, type LedgerSeed } from '../src/index.ts';
import { BITCOIN, BTC, coinId, ownerId, playUtxo, theft, txid, utxoOptions, utxoTx } from './utxo-facts.ts';

const POLICIES = ['haircut', 'fifo', 'lifo', 'tiho'] as const;
const each = (amount: bigint): readonly bigint[] => POLICIES.map(() => amount);

describe('transaction seeds', () => {
  const heist = utxoTx(
    'theft',
    1,
    [['v:0', 'victim', 100]],
    [
      ['thief', 50],
      ['victim', 20],
      ['data', 10],
      ['cex', 10],
      ['lost', 5],
      ['helper', 0],
    ],
  );
  const stops = { cex: 'exchange', lost: 'unavailable' } as const;

  test('all outputs are stolen but change, services, and what nobody can spend', () => {
    const { replay, row } = playUtxo({ seeds: [theft('theft')], policies: POLICIES, stops }, [heist]);
    expect(replay.result().accounts.map(({ account }) => account)).toEqual([coinId('theft:0'), coinId('theft:4')]);
    expect(row('theft:0')).toMatchObject({ hops: 0, kind: 'resting', received: each(50n), resting: each(50n) });
    expect(row('theft:4')).toMatchObject({ hops: 0, kind: 'unavailable', resting: each(5n) });
    expect(replay.result().totals.map((totals) => totals.stolen)).toEqual(POLICIES.map(() => [55n]));
    expect(replay.seedsMet()).toEqual(new Set([0]));
  });

  test.each([
    ['an owner, its change too', ownerId('victim'), ['theft:1']],
    ['an owner that is a service', ownerId('cex'), ['theft:3']],
    ['one coin', coinId('theft:4'), ['theft:4']],
    ['nobody that is paid', ownerId('stranger'), []],
  ])('with an account, what it names is stolen: %s', (_what, account, stolen) => {
    const { replay } = playUtxo({ seeds: [theft('theft', account)], policies: POLICIES, stops }, [heist]);
    expect(replay.result().accounts.map((row) => row.account)).toEqual(stolen.map(coinId));
    expect(replay.takeOpened().map((open) => open.account)).toEqual(stolen.map(coinId));
    expect(replay.seedsMet()).toEqual(new Set([0]));
  });

  test('a stolen coin is followed whatever the floor, and told by no flow', () => {
    const { replay, flows } = playUtxo({ seeds: [theft('theft')], policies: POLICIES, stops, floor: 1000n }, [heist]);
    expect(replay.unspent().map(({ account }) => account)).toEqual([coinId('theft:0'), coinId('theft:4')]);
    expect(flows).toEqual([]);
  });

  test('taint that comes to a stolen coin is not stolen twice, and its flow tells only what came', () => {
    const { replay, row, flows } = playUtxo({ seeds: [theft('first'), theft('second')], policies: POLICIES }, [
      utxoTx('first', 1, [['v:0', 'victim', 60]], [['thief', 60]]),
      utxoTx(
        'second',
        2,
        [
          ['first:0', 'thief', 60],
          ['v:1', 'victim', 40],
        ],
        [['other', 100]],
      ),
    ]);
    expect(row('second:0')).toMatchObject({ received: each(100n), hops: 0 });
    expect(row('second:0')?.originReceived).toEqual(POLICIES.map(() => [100n]));
    expect(replay.result().totals.map((totals) => totals.stolen)).toEqual(POLICIES.map(() => [100n]));
    expect(flows.map(({ tainted }) => tainted)).toEqual([each(60n)]);
  });

  test('where the payers are not known, the transaction is asked for whole', () => {
    const { replay, row } = playUtxo({ seeds: [theft('theft')], policies: POLICIES }, [{ ...heist, whole: [] }]);
    expect(replay.wantedWhole()).toEqual([{ chain: BITCOIN, hash: txid('theft') }]);
    expect(row('theft:0')?.received).toEqual(each(50n));
  });
});

describe('account seeds', () => {
  const seed = (more: Partial<Extract<LedgerSeed, { kind: 'account' }>> = {}): LedgerSeed => ({
    kind: 'account',
    account: ownerId('thief'),
    fromBlock: 10,
    ...more,
  });
  const early = utxoTx('early', 4, [['q:0', 'x', 40]], [['thief', 40]]);
  const gone = utxoTx('gone', 5, [['q:1', 'x', 25]], [['thief', 25]]);
  const spent = utxoTx('spent', 6, [['gone:0', 'thief', 25]], [['shop', 25]]);
  const late = utxoTx('late', 12, [['q:2', 'x', 10]], [['thief', 10]]);

  test('coins held at the block and received later are stolen; those spent before it are not', () => {
    const { replay, row } = playUtxo({ seeds: [seed()], policies: POLICIES }, [early, gone, spent, late]);
    expect(row('early:0')).toMatchObject({ received: each(40n), hops: 0, firstTaint: { block: 12, tx: txid('late') } });
    expect(row('late:0')).toMatchObject({ received: each(10n), hops: 0 });
    expect(row('gone:0')).toBeUndefined();
    expect(row('spent:0')).toBeUndefined();
    expect(replay.result().totals[0]?.stolen).toEqual([50n]);
    expect(replay.wanted().map(({ account, first }) => [account, first.block])).toEqual([
      [coinId('early:0'), 4],
      [coinId('late:0'), 12],
    ]);
  });

  test('clean coins are opened while the seed waits, since a spend before its block matters', () => {
    const { replay } = playUtxo({ seeds: [seed()], policies: POLICIES }, [early, gone]);
    expect(replay.unspent().map(({ account }) => account)).toEqual(['early:0', 'gone:0'].map(coinId));
    expect(replay.takeOpened()).toEqual(replay.unspent());
    replay.apply(spent);
    expect(replay.unspent().map(({ account }) => account)).toEqual([coinId('early:0')]);
    expect(replay.takeOpened()).toEqual([]);
  });

  test('the transaction at the block that spends a held coin moves stolen money', () => {
    const { row, replay } = playUtxo({ seeds: [seed()], policies: POLICIES }, [
      early,
      utxoTx('t', 10, [['early:0', 'thief', 40]], [['shop', 39]]),
    ]);
    expect(row('t:0')).toMatchObject({ received: each(39n), hops: 1 });
    expect(row('early:0')).toMatchObject({ spentBy: txid('t'), resting: each(0n) });
    expect(replay.result().totals[0]?.origin.get('fee')).toEqual([1n]);
  });

  test('when nothing follows, what is held is stolen all the same, and more may still come', () => {
    const { replay } = playUtxo({ seeds: [seed()], policies: POLICIES }, [early, gone]);
    expect(replay.result().totals[0]?.stolen).toEqual([65n]);
    expect(replay.wanted().map(({ account }) => account)).toEqual(['early:0', 'gone:0'].map(coinId));
    replay.apply(spent);
    expect(replay.result().totals[0]?.stolen).toEqual([40n]);
    expect(replay.seedsMet()).toEqual(new Set([0]));
  });

  test('a seed whose owner was never seen, or held nothing from its block on, is not met', () => {
    const { replay } = playUtxo({ seeds: [seed(), seed({ account: ownerId('nobody') })], policies: POLICIES }, [
      gone,
      spent,
    ]);
    expect(replay.seedsMet()).toEqual(new Set());
    replay.apply(late);
    expect(replay.seedsMet()).toEqual(new Set([0]));
  });

  test('change back to the owner counts only what is not tainted already', () => {
    const { replay, row } = playUtxo({ seeds: [seed()], policies: POLICIES }, [
      late,
      utxoTx(
        't',
        13,
        [
          ['late:0', 'thief', 10],
          ['q:3', 'x', 10],
        ],
        [
          ['thief', 12],
          ['shop', 8],
        ],
      ),
    ]);
    expect(row('t:0')).toMatchObject({ received: each(12n), hops: 0 });
    const came = { haircut: 6n, fifo: 10n, lifo: 2n, tiho: 10n };
    expect(replay.result().totals.map(({ policy, stolen }) => [policy, stolen[0]])).toEqual(
      POLICIES.map((policy) => [policy, 10n + 12n - came[policy]]),
    );
  });

  test('what becomes stolen of a coin are its oldest clean segments', () => {
    const { row } = playUtxo(
      { seeds: [theft('theft'), seed({ fromBlock: 3, asset: BTC, amount: 5n })], policies: ['fifo'] },
      [
        utxoTx('theft', 1, [['v:0', 'victim', 10]], [['a', 10]]),
        utxoTx(
          'join',
          3,
          [
            ['q:0', 'x', 10],
            ['theft:0', 'a', 10],
          ],
          [['thief', 20]],
        ),
        utxoTx(
          't',
          4,
          [['join:0', 'thief', 20]],
          [
            ['s0', 5],
            ['s1', 5],
            ['s2', 10],
          ],
        ),
      ],
    );
    expect([0, 1, 2].map((place) => row(`t:${place}`)?.received[0])).toEqual([5n, undefined, 10n]);
  });

  test('an amount caps what is stolen, what is held first', () => {
    const capped = seed({ asset: BTC, amount: 45n });
    const more = utxoTx('more', 13, [['q:4', 'x', 10]], [['thief', 10]]);
    const { replay, row } = playUtxo({ seeds: [capped], policies: POLICIES }, [early, late, more]);
    expect(replay.result().totals.map(({ stolen }) => stolen)).toEqual(POLICIES.map(() => [45n]));
    expect(row('early:0')?.received).toEqual(each(40n));
    expect(row('late:0')?.received).toEqual(each(5n));
    expect(row('more:0')).toBeUndefined();
    const out = utxoTx(
      'out',
      14,
      [['late:0', 'thief', 10]],
      [
        ['a', 5],
        ['b', 5],
      ],
    );
    const parts = (policy: Policy) => {
      const played = playUtxo({ seeds: [capped], policies: [policy] }, [early, late, more, out]);
      return [0, 1].map((place) => played.row(`out:${place}`)?.received[0] ?? 0n);
    };
    expect(POLICIES.map(parts)).toEqual([
      [3n, 2n],
      [5n, 0n],
      [0n, 5n],
      [5n, 0n],
    ]);
  });

  test('coins that one block made count against a cap by their names, in whatever order they came', () => {
    const capped = seed({ asset: BTC, amount: 45n });
    const twin = utxoTx('twin', 4, [['q:9', 'x', 30]], [['thief', 30]]);
    for (const facts of [
      [early, twin],
      [twin, early],
    ]) {
      const { row } = playUtxo({ seeds: [capped], policies: POLICIES }, [...facts, late]);
      expect([row('twin:0'), row('early:0')].map((found) => found?.received)).toEqual([each(30n), each(15n)]);
    }
  });

  test('a clean coin that one seed had no use for waits for the next seed of its owner', () => {
    const seeds = [seed({ asset: BTC, amount: 0n }), seed({ fromBlock: 20 })];
    const { replay, row } = playUtxo({ seeds, policies: POLICIES }, [early, late]);
    expect(replay.unspent().map(({ account }) => account)).toEqual(['early:0', 'late:0'].map(coinId));
    expect(row('early:0')?.received).toEqual(each(40n));
    replay.apply(utxoTx('after', 21, [['q:5', 'x', 1]], [['thief', 1]]));
    expect(replay.result().totals.map(({ stolen }) => stolen)).toEqual(POLICIES.map(() => [51n]));
  });

  test('a held coin that was never seen being made is stolen when it is spent, and shown as a gap', () => {
    const { row, replay } = playUtxo({ seeds: [seed()], policies: POLICIES }, [
      utxoTx('t', 11, [['unseen:0', 'thief', 30]], [['shop', 30]]),
    ]);
    expect(row('unseen:0')).toMatchObject({ gap: 30n, received: each(30n), hops: 0, spentBy: txid('t') });
    expect(row('t:0')).toMatchObject({ received: each(30n), hops: 1 });
    expect(replay.unspent().map(({ account }) => account)).toEqual([coinId('t:0')]);
    const before = playUtxo({ seeds: [seed()] }, [utxoTx('t', 9, [['unseen:0', 'thief', 30]], [['shop', 30]])]);
    expect(before.replay.result().accounts).toEqual([]);
  });

  test('an owner that a seed names is followed even if it is a service, whatever the floor', () => {
    const stops = { thief: 'exchange' } as const;
    const { row } = playUtxo(
      { seeds: [theft('theft'), seed({ fromBlock: 99 })], stops, floor: 1000n, policies: POLICIES },
      [
        utxoTx('theft', 1, [['v:0', 'victim', 50]], [['a', 50]]),
        utxoTx('t', 2, [['theft:0', 'a', 50]], [['thief', 50]]),
      ],
    );
    expect(row('t:0')).toMatchObject({ kind: 'resting', resting: each(50n), stop: undefined });
  });

  test('what a CoinJoin pays to such an owner is stolen anew', () => {
    const mixOf = () => ({ kind: 'mixer', entity: null, reason: 'a CoinJoin' }) as const;
    const { row, replay } = playUtxo({ seeds: [seed()], policies: POLICIES, mixOf }, [
      late,
      utxoTx('mix', 13, [['late:0', 'thief', 10]], [['thief', 9]]),
    ]);
    expect(row('mix')?.received).toEqual(each(10n));
    expect(row('mix:0')?.received).toEqual(each(9n));
    expect(replay.result().totals[0]?.stolen).toEqual([19n]);
  });

  test.each([
    ['account', seed({ account: coinId('late:0') })],
    ['asset', seed({ asset: `${BITCOIN}/erc20:0x${'1'.repeat(40)}` })],
    ['amount', seed({ amount: 5n })],
  ])('a seed whose %s has no meaning is refused', (field, wrong) => {
    const make = () => createReplay(utxoOptions({ seeds: [wrong] }));
    expect(make).toThrow(InputError);
    expect(make).toThrow(new RegExp(`^${field}: `));
  });
});
