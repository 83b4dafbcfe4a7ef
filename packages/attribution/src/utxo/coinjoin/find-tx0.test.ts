import { describe, expect, it } from 'vitest';
import { data, type MadeSide, type MadeTransaction, made, sides, wpkh } from '../made-transaction.fixture.ts';
import { findCoinJoin } from './find-coin-join.ts';
import { findTx0 } from './find-tx0.ts';

const FEE: MadeSide = [wpkh(50), 50_000];
const CHANGE: MadeSide = [wpkh(51), 720_123];
const PREMIX = sides(4, 1_005_747, 100);
const INPUTS: readonly MadeSide[] = [[wpkh(1), 4_900_000]];

describe('findTx0', () => {
  it.each([64, 80])('recognises premix outputs, fee, change and data of %d bytes', (bytes) => {
    const tx0 = made({ inputs: INPUTS, outputs: [[data(bytes), 0], FEE, CHANGE, ...PREMIX] });
    expect(findTx0(tx0)).toMatchObject({ denomination: 1_000_000n, premix: [3, 4, 5, 6], others: [1, 2] });
    expect(findCoinJoin(tx0)).toBeUndefined();
  });

  it.each([
    ['no data', [FEE, CHANGE, ...PREMIX]],
    ['data of another length', [[data(20), 0], FEE, CHANGE, ...PREMIX]],
    ['no fee', [[data(64), 0], CHANGE, ...PREMIX]],
    ['premix outputs that no pool takes', [[data(64), 0], FEE, CHANGE, ...sides(4, 1_200_000, 100)]],
    ['other payments', [[data(64), 0], FEE, CHANGE, ...PREMIX, ...sides(3, 222_222, 200)]],
  ] satisfies readonly (readonly [string, MadeTransaction['outputs']])[])('leaves out what has %s', (_, outputs) => {
    expect(findTx0(made({ inputs: INPUTS, outputs }))).toBeUndefined();
  });
});
