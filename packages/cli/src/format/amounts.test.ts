import { expect, test } from 'vitest';
import { formatAmount, formatIn, formatPercent, unitOf } from './amounts.ts';

test.each([
  [0n, 18, '0'],
  [182_165_956_000_000_000_000_000n, 18, '182,165.956'],
  [1n, 18, '<0.0001'],
  [999_999_999_999_999_999n, 18, '0.9999'],
  [1_234_567n, 0, '1,234,567'],
  [1_500_000n, 6, '1.5'],
])(
  '%s of %s decimals reads %s: cut, never rounded up, and never nothing when it is something',
  (amount, decimals, text) => {
    expect(formatAmount(amount, decimals)).toBe(text);
  },
);

test('a share is cut, too, so that only the whole is 100 %', () => {
  expect(formatPercent(999_999n, 1_000_000n)).toBe('99.99 %');
  expect(formatPercent(5n, 5n)).toBe('100.00 %');
  expect(formatPercent(0n, 0n)).toBe('');
});

test('native assets have a unit; tokens are told in base units', () => {
  expect(unitOf('eip155:1/slip44:60')).toEqual({ symbol: 'ETH', decimals: 18, exact: false });
  expect(unitOf('eip155:1/erc20:0xdAC17F958D2ee523a2206206994597C13D831ec7')).toEqual({
    symbol: '0xdAC1…1ec7',
    decimals: 0,
    exact: false,
  });
});

test('coins are told to the last unit', () => {
  const bitcoin = unitOf('bip122:000000000019d6689c085ae165831e93/slip44:0');
  expect(bitcoin).toEqual({ symbol: 'BTC', decimals: 8, exact: true });
  expect(['0', '1', '450290000000'].map((amount) => formatIn(bitcoin, BigInt(amount)))).toEqual([
    '0.00000000',
    '0.00000001',
    '4,502.90000000',
  ]);
  expect(formatIn(unitOf('eip155:1/slip44:60'), 1_500_000_000_000_000_000n)).toBe('1.5');
});
