import { describe, expect, test } from 'vitest';
import { parseAssetRef } from './asset.ts';
import { familyOf, parseChain } from './chain.ts';
import { chainInfo } from './chains/known.ts';
import { InputError } from './errors.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const GENESIS = '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f';

function faultOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof InputError) return `${error.message} ${error.remedy}`;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a chain', () => {
  test('is of one of two families', () => {
    expect([BITCOIN, 'eip155:1'].map((text) => [parseChain(text), familyOf(text)])).toEqual([
      [BITCOIN, 'utxo'],
      ['eip155:1', 'account'],
    ]);
  });

  test.each([
    ['bitcoin', /not a CAIP-2 chain id.*bip122:000000000019d6689c085ae165831e93 for Bitcoin/],
    [`bip122:${GENESIS}`, /whole block hash.*first 32 digits: bip122:000000000019d6689c085ae165831e93\./],
    ['bip122:000000000019D6689C085AE165831E93', /does not name a UTXO chain.*lower case/],
    ['bip122:1', /does not name a UTXO chain.*first 32 hex digits/],
    ['eip155:0x1', /no decimal EVM chain number/],
    ['solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp', /namespace solana cannot be traced yet/],
  ])('written %s is refused with what to write', (text, message) => {
    expect(faultOf(() => parseChain(text))).toMatch(message);
  });

  test('of UTXO outside the catalogue has eight decimals and waits for six blocks; its addresses are not supposed', () => {
    const { addresses, ...info } = chainInfo(`bip122:${'7'.repeat(32)}`);
    expect(info).toMatchObject({ slip44: 1, decimals: 8, blockTimeMs: 600_000, finality: 6, reorgWindow: 6 });
    expect(addresses).toBeUndefined();
  });
});

describe('an asset of a UTXO chain', () => {
  test('is the native one', () => {
    expect(parseAssetRef('native', BITCOIN)).toBe('native');
    expect(parseAssetRef(`${BITCOIN}/slip44:0`, BITCOIN)).toBe('native');
  });

  test.each([
    '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    `${BITCOIN}/slip44:60`,
    `${BITCOIN}/erc20:0x${'12'.repeat(20)}`,
    'eip155:1/slip44:60',
  ])('is never %s', (text) => {
    expect(faultOf(() => parseAssetRef(text, BITCOIN))).toMatch(
      /is no asset of Bitcoin On UTXO chains only the native/,
    );
  });
});
