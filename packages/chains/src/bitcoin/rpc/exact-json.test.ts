import { InputError } from '@fundtrail/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { baseUnitsOf, parseWithAmounts } from './exact-json.ts';

describe('amounts in JSON', () => {
  test('are read exactly where a float would not hold them', () => {
    const text = '{"vout":[{"value":90071992547.40993123,"n":0},{"value" : 0.1}],"amount":-0.5,"difficulty":4.6e-10}';
    expect(parseWithAmounts(text)).toEqual({
      vout: [{ value: '90071992547.40993123', n: 0 }, { value: '0.1' }],
      amount: '-0.5',
      difficulty: 4.6e-10,
    });
  });

  test('are not looked for in texts', () => {
    const text = JSON.stringify({ asm: 'say "value":1 and "value": 2', 'a"value': 'x', list: ['value', 1] });
    expect(parseWithAmounts(text)).toEqual(JSON.parse(text));
  });

  test.each([
    ['50', 5_000_000_000n],
    ['0.00000001', 1n],
    ['1e-8', 1n],
    ['1.5E+2', 15_000_000_000n],
    ['20999999.97690000', 2_099_999_997_690_000n],
    ['1.000000000', 100_000_000n],
    ['0', 0n],
  ])('%s is %d', (text, units) => {
    expect(baseUnitsOf(text, 'value')).toBe(units);
  });

  test.each(['0.000000001', '1e-9', '-1', '', '1.', '.5', '0x1', 'NaN', 1, 0.1, null, undefined, '1e999'])(
    '%j is refused',
    (value) => {
      expect(() => baseUnitsOf(value, 'value')).toThrow(InputError);
    },
  );

  test('every amount that nodes write is read back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 19n }), (units) => {
        const decimal = `${units / 100_000_000n}.${(units % 100_000_000n).toString().padStart(8, '0')}`;
        const { value } = parseWithAmounts(`{"value":${decimal}}`) as { readonly value: unknown };
        expect(baseUnitsOf(value, 'value')).toBe(units);
      }),
    );
  });
});
