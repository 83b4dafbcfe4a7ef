import { InputError, InvariantError, type Policy } from '@fundtrail/core';
import { describe, expect, test } from 'vitest';
import { createReplay, type ReplayOptions } from '../src/index.ts';
import { assetIdOf, txOf } from './facts.ts';
import {
  BITCOIN,
  BTC,
  coinId,
  type InputText,
  type OutputText,
  ownerId,
  playUtxo,
  theft,
  txid,
  type UtxoOptions,
  utxoOptions,
  utxoTx,
} from './utxo-facts.ts';

const SEEDS = [theft('theft')];
const stolen = (amount: number, owner = 'thief') => utxoTx('theft', 1, [['v:0', 'victim', amount]], [[owner, amount]]);
const spend = (name: string, inputs: readonly InputText[], outputs: readonly OutputText[]) =>
  utxoTx(name, 2, inputs, outputs);

/** Tainted parts under one policy of the outputs of `t`, then of the fee. */
function outcome(
  policy: Policy,
  inputs: readonly InputText[],
  outputs: readonly OutputText[],
  amount: number,
): readonly number[] {
  const { replay, row } = playUtxo({ seeds: SEEDS, policies: [policy] }, [stolen(amount), spend('t', inputs, outputs)]);
  const fee = replay.result().totals[0]?.tainted.get('fee')?.get(BTC) ?? 0n;
  return [...outputs.map((_, place) => Number(row(`t:${place}`)?.received[0] ?? 0n)), Number(fee)];
}

describe('the examples of the definitions', () => {
  test.each<[Policy, number[], number[], number[]]>([
    ['haircut', [50, 49, 1], [50, 48, 2], [45, 3, 2]],
    ['fifo', [100, 0, 0], [50, 50, 0], [0, 10, 40]],
    ['lifo', [0, 90, 10], [50, 50, 0], [50, 0, 0]],
    ['tiho', [100, 0, 0], [100, 0, 0], [50, 0, 0]],
  ])('%s', (policy, first, second, third) => {
    const clean = (place: number, amount: number): InputText => [`c:${place}`, 'someone', amount];
    const tainted = (amount: number): InputText => ['theft:0', 'thief', amount];
    const one = outcome(
      policy,
      [tainted(100), clean(0, 900)],
      [
        ['a', 500],
        ['b', 490],
      ],
      100,
    );
    const two = outcome(
      policy,
      [clean(0, 50), tainted(100), clean(1, 50)],
      [
        ['a', 100],
        ['b', 95],
      ],
      100,
    );
    const three = outcome(
      policy,
      [clean(0, 950), tainted(50)],
      [
        ['a', 900],
        ['b', 60],
      ],
      50,
    );
    expect(one).toEqual(first);
    expect(two).toEqual(second);
    expect(three).toEqual(third);
  });
});

describe('pitfalls of UTXO chains', () => {
  test('a coin is spent whole: what comes back as change is a coin of its own, with its part', () => {
    const { row, replay } = playUtxo({ seeds: SEEDS, policies: ['haircut', 'fifo'] }, [
      stolen(100),
      spend(
        't',
        [['theft:0', 'thief', 100]],
        [
          ['shop', 30],
          ['thief', 69],
        ],
      ),
    ]);
    expect(row('theft:0')).toMatchObject({ received: [100n, 100n], resting: [0n, 0n], spentBy: txid('t') });
    expect(row('theft:0')?.originResting).toEqual([[0n], [0n]]);
    expect(row('t:1')).toMatchObject({ owner: ownerId('thief'), resting: [69n, 69n], hops: 1, spentBy: null, gap: 0n });
    expect(replay.result().totals[0]?.origin.get('fee')).toEqual([1n]);
    expect(replay.result().totals[0]?.origin.get('resting')).toEqual([99n]);
  });

  test('coins of one owner are never mixed as if it were an account', () => {
    const { row } = playUtxo({ seeds: SEEDS }, [
      stolen(100),
      utxoTx('gift', 1, [['g:0', 'giver', 900]], [['thief', 900]]),
      spend('t', [['gift:0', 'thief', 900]], [['shop', 900]]),
    ]);
    expect(row('t:0')).toBeUndefined();
    expect(row('theft:0')?.resting).toEqual([100n, 100n, 100n, 100n, 100n]);
  });

  test('several tainted inputs: hops count from the nearest, and the flow comes from the one that brings most', () => {
    const { row, flows } = playUtxo({ seeds: SEEDS, policies: ['haircut'] }, [
      utxoTx(
        'theft',
        1,
        [['v:0', 'victim', 100]],
        [
          ['a', 30],
          ['b', 70],
        ],
      ),
      spend('far', [['theft:1', 'b', 70]], [['b2', 70]]),
      utxoTx(
        'join',
        3,
        [
          ['c:0', 'clean', 10],
          ['theft:0', 'a', 30],
          ['far:0', 'b2', 70],
        ],
        [['x', 110]],
      ),
    ]);
    expect(row('join:0')).toMatchObject({ received: [100n], hops: 1 });
    expect(flows.at(-1)).toMatchObject({
      from: coinId('far:0'),
      fromOwner: ownerId('b2'),
      to: coinId('join:0'),
      toOwner: ownerId('x'),
      amount: 110n,
      legs: ['in:1', 'in:2', 'out:0'],
      tainted: [100n],
      origin: [[100n]],
      lowConfidence: false,
      asset: BTC,
      chain: BITCOIN,
      txIndex: -1,
    });
  });

  test('of inputs that bring the same, the first is named', () => {
    const { flows } = playUtxo({ seeds: SEEDS, policies: ['haircut'] }, [
      utxoTx(
        'theft',
        1,
        [['v:0', 'victim', 100]],
        [
          ['a', 50],
          ['b', 50],
        ],
      ),
      spend(
        'join',
        [
          ['theft:1', 'b', 50],
          ['theft:0', 'a', 50],
        ],
        [['x', 100]],
      ),
    ]);
    expect(flows.map(({ from }) => from)).toEqual([coinId('theft:1')]);
  });

  test('what is paid to an OP_RETURN is burnt; one without value gets nothing', () => {
    const { row, replay } = playUtxo({ seeds: SEEDS }, [
      stolen(100),
      spend(
        't',
        [['theft:0', 'thief', 100]],
        [
          ['data1', 40],
          ['data2', 0],
          ['a', 60],
        ],
      ),
      utxoTx('never', 3, [['t:0', 'data1', 40]], [['b', 40]]),
    ]);
    expect(row('t:0')).toMatchObject({ kind: 'burn', resting: [0n, 0n, 0n, 0n, 0n], spentBy: null });
    expect(row('t:1')).toBeUndefined();
    expect(row('never:0')).toBeUndefined();
    expect(replay.result().totals[0]?.origin.get('burn')).toEqual([40n]);
  });

  test('a service absorbs whatever the floor, by its owner first, then by what became of asking for the coin', () => {
    const stops = { cex: 'exchange', 't:1': 'unavailable', 't:0': 'unavailable', 't:3': 'budget' } as const;
    const { row, replay } = playUtxo({ seeds: SEEDS, stops, floor: 1000n, policies: ['haircut'] }, [
      stolen(100),
      spend(
        't',
        [['theft:0', 'thief', 100]],
        [
          ['cex', 10],
          ['a', 20],
          ['b', 30],
          ['c', 40],
        ],
      ),
      utxoTx('on', 3, [['t:1', 'a', 20]], [['d', 20]]),
    ]);
    expect([0, 1, 2, 3].map((place) => [row(`t:${place}`)?.kind, row(`t:${place}`)?.resting[0]])).toEqual([
      ['exchange', 0n],
      ['unavailable', 20n],
      ['dispersed', 0n],
      ['budget', 40n],
    ]);
    expect(row('on:0')).toBeUndefined();
    expect(replay.result().totals[0]?.tainted.get('unavailable')).toEqual(new Map([[BTC, 20n]]));
  });

  test('code has no meaning on UTXO chains', () => {
    const { row } = playUtxo({ seeds: SEEDS, isCode: () => true }, [
      stolen(100),
      spend('t', [['theft:0', 'thief', 100]], [['a', 100]]),
    ]);
    expect(row('t:0')?.kind).toBe('resting');
  });

  test('a coinbase is clean', () => {
    const { replay } = playUtxo({ seeds: SEEDS }, [stolen(100), utxoTx('coinbase', 2, [], [['miner', 5000]])]);
    expect(replay.result().accounts).toHaveLength(1);
  });

  test('a CoinJoin swallows what it spends, its fee included, input by input', () => {
    const mix = { kind: 'mixer', entity: 'Whirlpool', reason: 'equal outputs' } as const;
    const options: UtxoOptions = {
      seeds: SEEDS,
      mixOf: ({ hash }) => (hash === txid('mix') ? mix : undefined),
    };
    const { row, replay, flows } = playUtxo(options, [
      utxoTx(
        'theft',
        1,
        [['v:0', 'victim', 100]],
        [
          ['a', 60],
          ['b', 40],
        ],
      ),
      spend(
        'mix',
        [
          ['theft:0', 'a', 60],
          ['c:0', 'clean', 60],
          ['theft:1', 'b', 40],
        ],
        [
          ['x', 50],
          ['y', 50],
          ['z', 50],
        ],
      ),
    ]);
    expect(row('mix')).toMatchObject({
      owner: null,
      spentBy: null,
      kind: 'mixer',
      stop: mix,
      hops: 1,
      received: [100n, 100n, 100n, 100n, 100n],
      resting: [0n, 0n, 0n, 0n, 0n],
    });
    expect(row('mix:0')).toBeUndefined();
    expect(replay.result().totals[0]?.origin.get('mixer')).toEqual([100n]);
    expect(replay.result().totals[0]?.origin.get('fee')).toEqual([0n]);
    expect(flows.map(({ from, amount, legs, toOwner, index }) => [from, amount, legs, toOwner, index])).toEqual([
      [coinId('theft:0'), 60n, ['in:0'], undefined, 0],
      [coinId('theft:1'), 40n, ['in:2'], undefined, 1],
    ]);
  });

  test('a CoinJoin that spends nothing followed, or that is the theft itself, is not asked about', () => {
    const asked: string[] = [];
    const mixOf: NonNullable<ReplayOptions['mixOf']> = (fact) => {
      asked.push(fact.hash);
      return { kind: 'mixer', entity: null, reason: 'a CoinJoin' };
    };
    const { row } = playUtxo({ seeds: [theft('first'), ...SEEDS], mixOf }, [
      utxoTx('other', 1, [['c:0', 'clean', 9]], [['x', 9]]),
      utxoTx('first', 1, [['v:0', 'victim', 100]], [['a', 100]]),
      utxoTx('theft', 2, [['first:0', 'a', 100]], [['b', 100]]),
    ]);
    expect(asked).toEqual([]);
    expect(row('theft:0')).toMatchObject({ kind: 'resting', hops: 0, received: [100n, 100n, 100n, 100n, 100n] });
  });

  test('where amounts of inputs are not known, what is spent waits in the pot and the whole transaction is asked for', () => {
    const half = { ...spend('t', [['theft:0', 'thief', 0]], [['a', 90]]), whole: [] };
    const { row, replay } = playUtxo({ seeds: SEEDS, policies: ['haircut'] }, [stolen(100), half]);
    expect(replay.wantedWhole()).toEqual([{ chain: BITCOIN, hash: txid('t') }]);
    expect(row('t')).toMatchObject({
      kind: 'unavailable',
      stop: { kind: 'unavailable', entity: null, reason: 'the amounts of some inputs are not known' },
      resting: [100n],
    });
    expect(row('t:0')).toBeUndefined();
    expect(replay.result().totals[0]?.origin.get('unavailable')).toEqual([100n]);
    const clean = playUtxo({ seeds: SEEDS }, [{ ...utxoTx('u', 2, [['c:0', 'x', 0]], [['y', 1]]), whole: [] }]);
    expect(clean.replay.wantedWhole()).toEqual([]);
  });

  test('a case on both kinds of chain keeps what was stolen of each apart', () => {
    const ether = txOf(1, [['V', 'A', 'ETH', 500]]);
    const policies = ['haircut', 'fifo', 'lifo', 'poison'] as const;
    const seeds = [{ kind: 'transaction', chain: ether.chain, hash: ether.hash } as const, ...SEEDS];
    const { replay, row } = playUtxo({ seeds, policies, isCode: () => false }, [
      ether,
      stolen(100),
      spend(
        't',
        [
          ['theft:0', 'thief', 100],
          ['c:0', 'clean', 50],
        ],
        [
          ['a', 90],
          ['b', 59],
        ],
      ),
      utxoTx(
        'join',
        3,
        [
          ['t:0', 'a', 90],
          ['t:1', 'b', 59],
        ],
        [['x', 149]],
      ),
    ]);
    const result = replay.result();
    expect(result.units).toEqual([assetIdOf('ETH'), BTC]);
    expect(result.totals.map((totals) => totals.stolen).slice(0, 3)).toEqual(policies.slice(1).map(() => [500n, 100n]));
    for (const coin of ['t:0', 't:1', 'join:0']) {
      const { received = [], originReceived = [] } = row(coin) ?? {};
      expect(originReceived.slice(0, 3)).toEqual(received.slice(0, 3).map((part) => [0n, part]));
    }
    // Of a fee of 1 haircut gives 2/3, rounded up; FIFO its last unit, which is clean; LIFO the first of what was stolen.
    expect(row('join:0')?.received).toEqual([99n, 100n, 99n, 149n]);
  });

  test('a coin that is spent twice moves its taint once', () => {
    const { row } = playUtxo({ seeds: SEEDS }, [
      stolen(100),
      spend('t', [['theft:0', 'thief', 100]], [['a', 100]]),
      spend('again', [['theft:0', 'thief', 100]], [['b', 100]]),
    ]);
    expect(row('again:0')).toBeUndefined();
    expect(row('theft:0')?.spentBy).toBe(txid('t'));
  });

  test.each([
    ['pays out more than it spends', [['theft:0', 'thief', 100]], 101],
    ['spends another amount than was made', [['theft:0', 'thief', 99]], 99],
  ] as const)('a fact that contradicts itself is a defect: it %s', (_what, inputs, paid) => {
    expect(() => playUtxo({ seeds: SEEDS }, [stolen(100), spend('t', inputs, [['a', paid]])])).toThrow(InvariantError);
  });

  test('policies that have no meaning on a chain of the seeds are refused, with those that have', () => {
    const ofEthereum = { kind: 'transaction', chain: 'eip155:1', hash: txid('e') } as const;
    const refusal = (policies: readonly Policy[], seeds: ReplayOptions['seeds']): InputError | undefined => {
      try {
        createReplay(utxoOptions({ policies, seeds }));
        return undefined;
      } catch (error) {
        if (error instanceof InputError) return error;
        throw error;
      }
    };
    for (const policy of ['taint_first', 'clean_first'] as const) {
      expect(refusal(['haircut', policy], SEEDS)?.place.field).toBe('policies');
      expect(refusal(['haircut', policy], [ofEthereum])).toBeUndefined();
    }
    expect(refusal(['tiho'], SEEDS)).toBeUndefined();
    expect(refusal(['tiho'], [ofEthereum])?.remedy).toBe(
      'Choose from haircut, fifo, lifo, taint_first, clean_first, poison.',
    );
    expect(refusal(['fifo', 'tiho'], [...SEEDS, ofEthereum])?.remedy).toBe('Choose from haircut, fifo, lifo, poison.');
  });
});
