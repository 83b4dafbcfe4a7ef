import { describe, expect, it } from 'vitest';
import { decodeBlock } from './block.ts';
import { coinbaseHeight } from './height.ts';
import { makeBlock } from './test-blocks.ts';

describe('the height of a block', () => {
  it.each([1, 16, 17, 127, 128, 255, 256, 32_767, 32_768, 227_931, 8_388_607, 8_388_608])(
    'is %i where its coinbase says so',
    (height) => {
      expect(coinbaseHeight(decodeBlock(Buffer.from(makeBlock({ height }).toBuffer())))).toBe(height);
    },
  );

  it.each<[string, number, string]>([
    ['comes before BIP34, though it looks like one', 1, '0x03f9930400'],
    ['begins with nothing', 2, '0x'],
    ['begins with a number that is cut', 2, '0x03f993'],
    ['begins with a number that is longer than it needs', 2, '0x0401000000'],
    ['begins with a number below nothing', 2, '0x03f99384'],
    ['begins with more than a number', 2, '0x2c0102030405'],
  ])('is not known where a coinbase %s', (_what, version, coinbase) => {
    const transaction = {
      hash: '0x',
      inputs: [],
      outputs: [],
      coinbase,
      begin: 0,
      end: 0,
      hasWitness: false,
      hogEx: false,
    };
    expect(coinbaseHeight({ version, transactions: [transaction] })).toBeUndefined();
  });
});
