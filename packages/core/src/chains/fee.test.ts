import { describe, expect, test } from 'vitest';
import { feePaid } from './fee.ts';

const GAS = { gasUsed: 21_000n, effectiveGasPrice: 10n };
const LATE = 2_000_000_000;

describe('what a sender paid', () => {
  test('is gas and blobs on a chain of its own', () => {
    expect(feePaid('execution', GAS, LATE)).toBe(210_000n);
    expect(feePaid('execution', { ...GAS, blobGasUsed: 131_072n, blobGasPrice: 3n }, LATE)).toBe(603_216n);
  });

  test('has no part of its own for L1 data that is charged as gas', () => {
    expect(feePaid('execution', { ...GAS, l1Fee: 5n }, LATE)).toBe(210_000n);
  });

  test('has the L1 data on top on a rollup that tells it', () => {
    expect(feePaid('l1_fee', { ...GAS, l1Fee: 5n }, LATE)).toBe(210_005n);
    expect(feePaid('l1_fee', GAS, LATE)).toBe(210_000n);
  });

  test('has the operator fee of the OP stack on top, in millionths before Jovian and hundreds since', () => {
    const told = { ...GAS, l1Fee: 5n, operatorFeeScalar: 1_000_000n, operatorFeeConstant: 7n };
    expect(feePaid('l1_fee', told, LATE)).toBe(210_005n + 21_000n + 7n);
    expect(feePaid('l1_fee', { ...told, daFootprintGasScalar: 400n }, LATE)).toBe(210_005n + 2_100_000_000_000n + 7n);
  });

  test('does not take the share of the data of a block for blobs', () => {
    const told = { ...GAS, l1Fee: 5n, blobGasUsed: 40_000n, blobGasPrice: 1n, daFootprintGasScalar: 400n };
    expect(feePaid('l1_fee', told, LATE)).toBe(210_005n);
  });

  test('on Mantle has the L1 data inside the gas before Arsia and on top, with the operator fee, since', () => {
    // Numbers of a receipt of Mantle after Arsia; the price is made.
    const told = {
      gasUsed: 52_911n,
      effectiveGasPrice: 20_000_000n,
      l1Fee: 159_926_480_576_940n,
      operatorFeeScalar: 100_000_000n,
      operatorFeeConstant: 0n,
    };
    const before = { gasUsed: told.gasUsed, effectiveGasPrice: told.effectiveGasPrice, l1Fee: told.l1Fee };
    expect(feePaid('mantle', before, 1_776_841_199)).toBe(1_058_220_000_000n);
    expect(feePaid('mantle', told, 1_776_841_200)).toBe(1_058_220_000_000n + told.l1Fee + 529_110_000_000_000n);
  });
});
