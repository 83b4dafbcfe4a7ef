import { readFileSync } from 'node:fs';
import { esploraTransaction, utxoFact } from '@fundtrail/chains';
import { sharedData } from '@fundtrail/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { BITCOIN } from '../../../bench/coinjoins/dumplings-file.ts';
import { measureSets, type SetResult } from '../../../bench/coinjoins/measure.ts';
import { readSets } from '../../../bench/coinjoins/sets.ts';
import { describeUtxoTransaction } from '../describe-utxo-transaction.ts';
import { findCoinJoin } from './find-coin-join.ts';

const folder = sharedData('bitcoin');

describe.skipIf(folder === undefined)('published CoinJoins, on the half that is held out', () => {
  let results: readonly SetResult[] = [];
  const ofSet = (name: string): { readonly published: number; readonly found: number } => {
    const one = results.find(({ set }) => set === name);
    return { published: one?.transactions ?? 0, found: one?.found ?? 0 };
  };
  beforeAll(() => {
    results = measureSets(readSets(folder ?? '')).results.filter(({ half }) => half === 'held out');
  });

  it.each([
    ['Wasabi 1', 89],
    ['Wasabi 2', 6],
    ['Whirlpool', 397],
    ['Whirlpool Tx0', 189],
    ['JoinMarket', 10],
    ['rounds among spends of mixes', 91],
  ])('of %s all are found', (set, count) => {
    expect(ofSet(set)).toEqual({ published: count, found: count });
  });

  it('and no ordinary transaction is taken for one', () => {
    const ordinary = results.filter(({ truth }) => truth === 'ordinary');
    expect(ordinary.reduce((sum, { transactions }) => sum + transactions, 0)).toBeGreaterThan(1_500);
    expect(ordinary.flatMap(({ set, faults }) => faults.map((fault) => `${set}: ${fault}`))).toEqual([]);
  });
});

describe.skipIf(folder === undefined)('transactions as Esplora tells them', () => {
  it.each([
    ['whirlpool-coinjoin', 'whirlpool', 5_000_000n],
    ['wabisabi-coinjoin', 'wasabi2', undefined],
  ])('%s is one of %s', (name, scheme, denomination) => {
    const json: unknown = JSON.parse(readFileSync(`${folder}/esplora-txs/${name}.json`, 'utf8'));
    const found = findCoinJoin(utxoFact(esploraTransaction(BITCOIN, json)));
    expect(found?.scheme).toBe(scheme);
    if (denomination !== undefined) expect(found?.denomination).toBe(denomination);
  });

  it('a round of one maker is not told from a payment, and a list of payouts is a batch', () => {
    const read = (name: string): unknown => JSON.parse(readFileSync(`${folder}/esplora-txs/${name}.json`, 'utf8'));
    expect(findCoinJoin(utxoFact(esploraTransaction(BITCOIN, read('joinmarket-coinjoin'))))).toBeUndefined();
    const batch = describeUtxoTransaction(utxoFact(esploraTransaction(BITCOIN, read('batch-withdrawal-143'))));
    expect(batch).toMatchObject({ kind: 'batch', coinjoin: null, tx0: null });
  });
});
