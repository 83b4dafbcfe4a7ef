import { InvariantError } from '@fundtrail/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAddressSet } from './address-set.ts';

const MILLION = 1_000_000;
const MOST_BYTES = 64 * 1024 * 1024;

const digits = (from: string): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...from), minLength: 40, maxLength: 40 }).map((text) => `0x${text}`);
/** Many that are alike, so that some meet. */
const address = fc.oneof(
  digits('0123456789abcdef'),
  digits('0f'),
  digits('0').map((text) => `${text.slice(0, -1)}1`),
);

describe('a set of addresses', () => {
  it('holds what was added and nothing else, as a plain set does', () => {
    fc.assert(
      fc.property(fc.array(address, { maxLength: 3_000, size: 'max' }), fc.array(address), (added, others) => {
        const set = createAddressSet();
        const model = new Set<string>();
        for (const one of added) {
          expect(set.add(one)).toBe(!model.has(one));
          model.add(one);
        }
        expect(set.size()).toBe(model.size);
        for (const one of [...added, ...others]) expect(set.has(one)).toBe(model.has(one));
      }),
      { numRuns: 60, verbose: 1 },
    );
  });

  it('knows an address however its digits are written', () => {
    const set = createAddressSet();
    set.add('0xABCDEF0000000000000000000000000000000001');
    expect(set.has('0xabcdef0000000000000000000000000000000001')).toBe(true);
  });

  it('holds the address of nobody like any other', () => {
    const set = createAddressSet();
    const nobody = `0x${'0'.repeat(40)}`;
    expect([set.has(nobody), set.add(nobody), set.has(nobody), set.size()]).toEqual([false, true, true, 1]);
  });

  it('takes nothing that is no address of 20 bytes, and finds no such thing', () => {
    const set = createAddressSet();
    for (const text of [
      '',
      '0x',
      `0x${'a'.repeat(39)}`,
      `0x${'a'.repeat(39)}g`,
      'a'.repeat(42),
      `0x${'é'.repeat(40)}`,
    ]) {
      expect(() => set.add(text)).toThrow(InvariantError);
      expect(set.has(text)).toBe(false);
    }
    expect(set.size()).toBe(0);
  });

  it('holds a million in less than 64 MB', () => {
    const set = createAddressSet();
    for (let n = 0; n < MILLION; n += 1) set.add(made(n));
    expect(set.size()).toBe(MILLION);
    expect(set.bytes()).toBeLessThan(MOST_BYTES);
    expect([set.has(made(0)), set.has(made(MILLION - 1)), set.has(made(MILLION))]).toEqual([true, true, false]);
  });
});

function made(n: number): string {
  return `0x${(n + 1).toString(16).padStart(40, '0')}`;
}
