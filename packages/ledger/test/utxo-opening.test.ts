import { type TransactionFact, UTXO_POLICIES } from '@fundtrail/core';
import { describe, expect, test } from 'vitest';
import { createReplay, resumeReplay } from '../src/index.ts';
import type { SnapshotContent } from '../src/snapshot.ts';
import { BITCOIN, coinId, type OutputText, ownerId, playUtxo, theft, utxoOptions, utxoTx } from './utxo-facts.ts';

const SEEDS = [theft('theft')];
const POLICIES = ['haircut'] as const;
const stolen = (amount: number): TransactionFact =>
  utxoTx('theft', 1, [['v:0', 'victim', amount]], [['thief', amount]]);
const fan = (outputs: readonly OutputText[]): TransactionFact => {
  const amount = outputs.reduce((sum, [, own]) => sum + Number(own), 0);
  return utxoTx('fan', 2, [['theft:0', 'thief', amount]], outputs);
};

describe('which coins are followed', () => {
  test('it is decided when a coin is made: what is under the floor is dispersed, and its spending moves nothing', () => {
    const { row, replay } = playUtxo({ seeds: SEEDS, floor: 50n, policies: POLICIES }, [
      stolen(100_000),
      fan([
        ['a', 49],
        ['b', 99_951],
      ]),
      utxoTx('small', 3, [['fan:0', 'a', 49]], [['c', 49]]),
    ]);
    expect(row('fan:0')).toMatchObject({ kind: 'dispersed', received: [49n], resting: [0n], spentBy: null });
    expect(row('small:0')).toBeUndefined();
    expect(replay.result().totals[0]?.origin.get('dispersed')).toEqual([49n]);
    expect(replay.wanted().map(({ account }) => account)).toEqual([coinId('theft:0'), coinId('fan:1')]);
  });

  test('the floor counts what of a coin is stolen, not its amount, under the lead policy', () => {
    const facts = [
      stolen(40),
      utxoTx(
        't',
        2,
        [
          ['theft:0', 'thief', 40],
          ['c:0', 'clean', 4000],
        ],
        [
          ['a', 40],
          ['b', 4000],
        ],
      ),
    ];
    const kinds = (lead: 'haircut' | 'fifo') => {
      const { row } = playUtxo({ seeds: SEEDS, floor: 40n, policies: [lead, 'poison'] }, facts);
      return [row('t:0')?.kind, row('t:1')?.kind];
    };
    expect(kinds('haircut')).toEqual(['dispersed', 'resting']);
    expect(kinds('fifo')).toEqual(['resting', 'dispersed']);
  });

  test('of more than may be followed the first in the order of the transactions are, also after going on from a snapshot', () => {
    const options = utxoOptions({ seeds: SEEDS, policies: POLICIES, maxCoins: 3 });
    const facts = [
      stolen(900),
      fan([
        ['a', 300],
        ['b', 300],
        ['c', 300],
      ]),
      utxoTx('on', 3, [['fan:0', 'a', 300]], [['d', 300]]),
    ];
    const replay = createReplay(options);
    for (const fact of facts.slice(0, 2)) replay.apply(fact);
    const resumed = resumeReplay(options, replay.snapshot());
    for (const one of [replay, resumed]) for (const fact of facts.slice(2)) one.apply(fact);
    const stop = { kind: 'budget', entity: null, reason: 'the limit of 3 outputs was reached' };
    expect(resumed.result().accounts.map(({ kind, stop: why }) => [kind, why])).toEqual([
      ['resting', undefined],
      ['resting', undefined],
      ['resting', undefined],
      ['budget', stop],
      ['budget', stop],
    ]);
    expect(resumed.result()).toEqual(replay.result());
    expect(resumed.result().totals[0]?.origin.get('budget')).toEqual([600n]);
  });

  test('a fan-out of thousands of equal parts is followed but for the first hundredth, in output order', () => {
    const parts = 3000;
    const { replay } = playUtxo({ seeds: SEEDS, floor: 1000n, policies: POLICIES }, [
      stolen(parts * 7),
      fan(Array.from({ length: parts }, (_, i): OutputText => [`w${i}`, 7])),
    ]);
    const rows = replay.result().accounts.filter(({ hops }) => hops === 1);
    expect(rows).toHaveLength(parts);
    const cut = rows.filter(({ kind }) => kind === 'dispersed').map(({ account }) => account);
    expect(cut).toEqual(Array.from({ length: parts / 100 }, (_, place) => coinId(`fan:${place}`)));
    expect(replay.takeOpened()).toHaveLength(1 + parts - parts / 100);
    expect(replay.result().totals[0]?.origin.get('dispersed')).toEqual([BigInt((parts / 100) * 7)]);
  });

  test('a chain of thousands of small peels is followed but for a hundredth, as a fan-out into as many parts is', () => {
    const hops = 3000;
    const facts = [stolen(hops * 7 + 100_000)];
    let left = hops * 7 + 100_000;
    for (let hop = 0; hop < hops; hop += 1) {
      const before = left;
      left -= 7;
      const from = hop === 0 ? 'theft:0' : `h${hop - 1}:1`;
      facts.push(
        utxoTx(
          `h${hop}`,
          2 + hop,
          [[from, hop === 0 ? 'thief' : `c${hop - 1}`, before]],
          [
            [`w${hop}`, 7],
            [`c${hop}`, left],
          ],
        ),
      );
    }
    const { replay } = playUtxo({ seeds: SEEDS, floor: 1000n, policies: POLICIES, maxHops: hops + 1 }, facts);
    const cut = replay
      .result()
      .accounts.filter(({ kind }) => kind === 'dispersed')
      .map(({ account }) => account);
    expect(cut).toEqual(Array.from({ length: hops / 100 }, (_, n) => coinId(`h${n * 100}:0`)));
    expect(replay.result().totals[0]?.origin.get('dispersed')).toEqual([BigInt((hops / 100) * 7)]);
  });

  test('siblings and what a service gets count as outflow, but not what carries the trail on; where nothing does each transaction is a parent of its own', () => {
    const { row } = playUtxo({ seeds: SEEDS, floor: 1000n, policies: POLICIES, stops: { cex: 'exchange' } }, [
      stolen(10_000),
      fan([
        ['a', 60],
        ['b', 60],
        ['c', 60],
        ['cex', 5000],
        ['d', 4820],
      ]),
      utxoTx(
        'next',
        3,
        [['fan:4', 'd', 4820]],
        [
          ['e', 60],
          ['f', 4760],
        ],
      ),
      utxoTx('end', 4, [['fan:1', 'b', 60]], [['g', 60]]),
    ]);
    expect([0, 1, 2].map((place) => row(`fan:${place}`)?.kind)).toEqual(['dispersed', 'resting', 'resting']);
    expect([row('next:0')?.kind, row('end:0')?.kind]).toEqual(['resting', 'dispersed']);
  });

  test('coins as far away as hops go are a budget with the value left', () => {
    const chain = Array.from({ length: 4 }, (_, i) =>
      utxoTx(`h${i + 1}`, i + 2, [[i === 0 ? 'theft:0' : `h${i}:0`, 'thief', 100]], [['thief', 100]]),
    );
    const { row, replay } = playUtxo({ seeds: SEEDS, maxHops: 2, policies: POLICIES }, [stolen(100), ...chain]);
    expect(row('h1:0')).toMatchObject({ kind: 'resting', hops: 1, resting: [0n] });
    expect(row('h2:0')).toMatchObject({ kind: 'budget', hops: 2, resting: [100n], stop: undefined });
    expect(row('h3:0')).toBeUndefined();
    expect(replay.unspent()).toEqual([]);
  });

  test('without floors nothing but stolen coins is followed, and nothing is wanted', () => {
    const { row, replay } = playUtxo({ seeds: SEEDS, floor: null, policies: POLICIES }, [
      stolen(100),
      utxoTx('t', 2, [['theft:0', 'thief', 100]], [['a', 100]]),
      utxoTx('u', 3, [['t:0', 'a', 100]], [['b', 100]]),
    ]);
    expect(row('t:0')?.kind).toBe('dispersed');
    expect(row('u:0')).toBeUndefined();
    expect(replay.wanted()).toEqual([]);
    expect(replay.takeOpened()).toEqual([{ account: coinId('theft:0'), block: 1 }]);
    expect(replay.result().totals[0]?.stolen).toEqual([100n]);
  });

  test('a coin that only a policy beside the lead taints is dispersed under that one', () => {
    const { row, replay } = playUtxo(
      { seeds: SEEDS, policies: ['tiho', ...UTXO_POLICIES.filter((p) => p !== 'tiho')] },
      [
        stolen(100),
        utxoTx(
          't',
          2,
          [
            ['theft:0', 'thief', 100],
            ['c:0', 'x', 100],
          ],
          [
            ['a', 80],
            ['b', 120],
          ],
        ),
      ],
    );
    expect(row('t:0')).toMatchObject({ kind: 'dispersed', received: [0n, 40n, 80n, 0n, 80n] });
    for (const { policy, origin, stolen: all } of replay.result().totals) {
      if (policy !== 'poison') expect([...origin.values()].reduce((sum, [part = 0n]) => sum + part, 0n)).toBe(all[0]);
    }
  });

  test('what was opened is told once, in order, with the block that made it; what is not spent yet, at any time', () => {
    const replay = createReplay(utxoOptions({ seeds: SEEDS, policies: POLICIES }));
    replay.apply(stolen(100));
    expect(replay.takeOpened()).toEqual([{ account: coinId('theft:0'), block: 1 }]);
    expect(replay.takeOpened()).toEqual([]);
    replay.apply(
      fan([
        ['a', 30],
        ['b', 70],
      ]),
    );
    replay.apply(utxoTx('on', 3, [['fan:0', 'a', 30]], [['c', 30]]));
    expect(replay.takeOpened().map(({ account }) => account)).toEqual(['fan:0', 'fan:1', 'on:0'].map(coinId));
    const unspent = [
      { account: coinId('fan:1'), block: 2 },
      { account: coinId('on:0'), block: 3 },
    ];
    expect(replay.unspent()).toEqual(unspent);
    expect(resumeReplay(utxoOptions({ seeds: SEEDS, policies: POLICIES }), replay.snapshot()).unspent()).toEqual(
      unspent,
    );
  });

  test('wanted are followed coins, spent or not, that the open set lacks, from where they were made', () => {
    const options = utxoOptions({ seeds: SEEDS, policies: POLICIES, open: new Set([coinId('fan:1')]) });
    const replay = createReplay(options);
    replay.apply(stolen(100));
    replay.apply(
      fan([
        ['a', 30],
        ['b', 70],
      ]),
    );
    expect(replay.wanted()).toEqual([
      { account: coinId('theft:0'), hops: 0, first: { chain: BITCOIN, block: 1, index: -1, time: 600 } },
      { account: coinId('fan:0'), hops: 1, first: { chain: BITCOIN, block: 2, index: -1, time: 1200 } },
    ]);
  });

  test('memory: clean coins are not kept', () => {
    const replay = createReplay(utxoOptions({ seeds: SEEDS }));
    replay.apply(stolen(100));
    for (let i = 0; i < 1000; i += 1) replay.apply(utxoTx(`s${i}`, 2, [[`q${i}:0`, 'x', 5]], [['y', 5]]));
    const { state } = replay.snapshot() as SnapshotContent;
    expect(state.chains.get(BITCOIN)?.coins.size).toBe(1);
    expect(state.chains.get(BITCOIN)?.accounts.size).toBe(0);
  });

  test('going on is refused where an owner or a coin has become known as something else', () => {
    const options = utxoOptions({ seeds: SEEDS, policies: POLICIES });
    const replay = createReplay(options);
    replay.apply(stolen(100));
    replay.apply(
      fan([
        ['a', 30],
        ['b', 70],
      ]),
    );
    const snapshot = replay.snapshot();
    const stop = { kind: 'exchange', entity: null, reason: 'labelled' } as const;
    for (const changed of [ownerId('b'), coinId('fan:0'), ownerId('thief')]) {
      const stopOf = (id: string) => (id === changed ? stop : undefined);
      expect(() => resumeReplay({ ...options, stopOf }, snapshot)).toThrow(/has changed since/);
    }
    const other = (id: string) => (id === ownerId('stranger') ? stop : undefined);
    expect(resumeReplay({ ...options, stopOf: other }, snapshot).unspent()).toHaveLength(2);
    const opened = resumeReplay({ ...options, open: new Set([coinId('fan:0')]) }, snapshot);
    expect(opened.wanted().map(({ account }) => account)).toEqual([coinId('theft:0'), coinId('fan:1')]);
  });
});
