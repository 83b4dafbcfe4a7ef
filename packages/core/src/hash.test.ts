import { describe, expect, test } from 'vitest';
import { InputError } from './errors.ts';
import { formatHash, parseHash } from './hash.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const TXID = '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b';

describe('a hash', () => {
  test('of a UTXO chain is read with and without 0x in any case, and shown without', () => {
    for (const text of [TXID, `0x${TXID}`, TXID.toUpperCase()]) expect(parseHash(text, BITCOIN)).toBe(`0x${TXID}`);
    expect(formatHash(`0x${TXID}`, BITCOIN)).toBe(TXID);
  });

  test('of an EVM chain has its 0x', () => {
    expect(parseHash(`0x${TXID.toUpperCase()}`, 'eip155:1')).toBe(`0x${TXID}`);
    expect(formatHash(`0x${TXID}`, 'eip155:1')).toBe(`0x${TXID}`);
  });

  test.each([
    [TXID.slice(1), BITCOIN, 'a transaction id', `${BITCOIN} has 64 hex digits; this has 63 characters.`],
    [`0x${TXID}0`, BITCOIN, 'a transaction id', 'this has 65 characters.'],
    [`z${TXID.slice(1)}`, BITCOIN, 'a transaction id', 'has only the digits 0-9 and a-f; this has "z".'],
    ['', BITCOIN, 'a transaction id', 'this has 0 characters.'],
    [TXID, 'eip155:1', 'a transaction hash', 'A hash of eip155:1 starts with 0x.'],
    [`0x${TXID.slice(1)}`, 'eip155:1', 'a transaction hash', 'has 64 hex digits after 0x; this has 63 characters.'],
    [`0x${TXID.slice(1)}-`, 'eip155:1', 'a transaction hash', 'a-f after 0x; this has "-".'],
  ])('%s on %s is refused with what is wrong', (text, chain, what, remedy) => {
    expect.assertions(3);
    try {
      parseHash(text, chain, 'tx');
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      expect(error.detail).toBe(`${JSON.stringify(text)} is not ${what}`);
      expect(error.place.field).toBe('tx');
      expect(error.remedy).toContain(remedy);
    }
  });
});
