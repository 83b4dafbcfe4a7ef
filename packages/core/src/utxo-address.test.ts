import { describe, expect, test } from 'vitest';
import { parseAccount, parseAddress } from './address.ts';
import { InputError } from './errors.ts';
import { utxoChainsOf } from './utxo-address.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const LITECOIN = 'bip122:12a765e31ffd4059bada1e25190f6e98';
const DOGECOIN = 'bip122:1a91e3dace36e2be3bf030a65679fe82';
const EVM_ADDRESS = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';

function faultOf(read: () => unknown): InputError {
  try {
    read();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('what is no address of Bitcoin is refused, and it is said why', () => {
  test.each([
    ['nothing', '', /it is empty/],
    [
      'a Base58 character that is none',
      '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN0',
      /"0" at place 34 .* Base58.*0, O, I and l/,
    ],
    ['a blank behind it', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa ', /" " at place 35 /],
    ['a typing error in Base58', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb', /fails its checksum.*typing error/],
    [
      'Base58 in lower case',
      '14whiplwqhe8lyqkhui5eg1vnp4sjbzt1'.replaceAll('l', 'm'),
      /checksum.*tells upper from lower/,
    ],
    ['half an address', '1A1zP1eP5QGefi2D', /too short/],
    ['a Zcash address', 't1MMXtBrSp1XG38Lx9cePcNUCJj5vdWfUWL', /holds 22 bytes, where 21 are right/],
    ['a Dash address', 'XnPFsRWTaSgiVauosEwQ6dEitGYXgwznz2', /a network that is not known \(version byte 76\)/],
    [
      'an address of testnet',
      'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn',
      /one of Bitcoin testnet or .*bip122:000000000933ea/,
    ],
    ['a Bech32 address of testnet', 'tb1pfees9rn5nz', /written as one of Bitcoin testnet or Bitcoin signet/],
    ['an address of Litecoin', 'LNf2JDiuunBz7GMDKFYHN4rq5meXWxiwfb', /it is one of Litecoin.*bip122:12a765e31ffd/],
    ['an address of Dogecoin', 'DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L', /it is one of Dogecoin.*bip122:1a91e3dace36/],
    ['an EVM address', EVM_ADDRESS, /of an EVM chain.*eip155:1:0x098b/],
    ['a Tron address', 'TBHTJqAy4DhHhmT3dNceJYNRz4SdLofLre', /of Tron.*cannot be traced yet/],
    ['a transaction id', '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b', /it is a transaction id/],
    [
      'an extended public key',
      'xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8',
      /extended public key/,
    ],
    // BIP-173 and BIP-350.
    [
      'an unknown prefix',
      'tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut',
      /a network that is not known \(prefix tc\)/,
    ],
    ['a typing error in Bech32', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mda', /fails its checksum/],
    [
      'Bech32 where Bech32m is due',
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd',
      /written in Bech32, where witness version 1 needs Bech32m/,
    ],
    [
      'Bech32 in a later version',
      'BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL',
      /witness version 16 needs Bech32m/,
    ],
    ['Bech32m where Bech32 is due', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh', /version 0 needs Bech32/],
    [
      'a wrong character',
      'bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4',
      /"o" at place 60 .* Bech32.*without 1, b, i and o/,
    ],
    [
      'a version too high',
      'BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R',
      /witness version is 17, where 16 is the highest/,
    ],
    ['a program of one byte', 'bc1pw5dgrnzv', /program has 1 bytes, where 2 to 40/],
    [
      'a program too long',
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav',
      /program has 41 bytes/,
    ],
    ['a program of version 0 of 16 bytes', 'BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P', /version 0 has 20 or 32/],
    [
      'padding of five bits',
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf',
      /last digit has bits that belong to no byte/,
    ],
    ['no program', 'bc1gmk9yu', /cut short/],
    ['mixed case', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdQ', /mixes upper and lower case/],
    ['a prefix in the other case', 'BC1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', /mixes upper and lower case/],
    ['more than Bech32 may have', `bc1q${'q'.repeat(100)}`, /104 characters, where 90/],
  ])('%s', (_, text, message) => {
    const fault = faultOf(() => parseAddress(text, BITCOIN, 'seed'));
    expect(`${fault.message} ${fault.remedy}`).toMatch(message);
    expect(fault.detail).toContain(JSON.stringify(text));
    expect(fault.place.field).toBe('seed');
  });

  test.each([
    '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ',
    'KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn',
    'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
  ])('a private key is not even repeated: %#', (text) => {
    const fault = faultOf(() => parseAddress(text, BITCOIN));
    expect(fault.message).toContain('private key');
    expect(`${fault.message}${fault.remedy}`).not.toContain(text);
  });
});

describe('an address of the wrong chain', () => {
  test('is no Bech32 address where a chain has none', () => {
    const fault = faultOf(() => parseAddress('bc1pfeessrawgf', DOGECOIN));
    expect(fault.message).toMatch(/written as one of Bitcoin$/);
  });

  test.each([
    [
      '1BoatSLRHtKNngkdXEeobR76b53LETtpyT',
      /address of Bitcoin \(bip122:000000000019d6689c085ae165831e93\): name that chain/,
    ],
    ['bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', /Bitcoin \(bip122:000000000019d6689c085ae165831e93\)/],
    ['LNf2JDiuunBz7GMDKFYHN4rq5meXWxiwfb', /Litecoin \(bip122:12a765e31ffd4059bada1e25190f6e98\)/],
    ['bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mda', /looks like an address of Bitcoin, which is bip122:000000000019d6/],
    ['TBHTJqAy4DhHhmT3dNceJYNRz4SdLofLre', /Tron cannot be traced yet/],
  ])('given for an EVM chain, %s is told with the chain id to use', (text, remedy) => {
    expect(faultOf(() => parseAddress(text, 'eip155:1')).remedy).toMatch(remedy);
  });

  test('is recognised by its form and checksum', () => {
    const names = (text: string): readonly string[] => utxoChainsOf(text).map(({ name }) => name);
    expect(names('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa')).toEqual(['Bitcoin']);
    expect(names('3P14159f73E4gFr7JterCCQh9QjiTjiZrG')).toEqual(['Bitcoin', 'Litecoin']);
    expect(names('tb1pfees9rn5nz')).toEqual(['Bitcoin testnet', 'Bitcoin signet']);
    expect(names('tb1pfees9rn5nq')).toEqual([]);
    expect(names(EVM_ADDRESS)).toEqual([]);
  });
});

describe('an account', () => {
  test('without its chain is told with the chain that it most likely is of', () => {
    const remedyOf = (text: string): string | undefined => faultOf(() => parseAccount(text)).remedy;
    expect(remedyOf('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa')).toMatch(`Write ${BITCOIN}:1A1z`);
    expect(remedyOf('LNf2JDiuunBz7GMDKFYHN4rq5meXWxiwfb')).toMatch(`Write ${LITECOIN}:LNf2`);
    expect(remedyOf(EVM_ADDRESS)).toMatch('Write eip155:1:0x098b');
  });

  test('of a chain of which it is not known how addresses are written is told how to say so', () => {
    const fault = faultOf(() => parseAccount(`bip122:${'7'.repeat(32)}:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa`));
    expect(fault.message).toMatch(/it is not known how addresses of bip122:7+ are written/);
    expect(fault.remedy).toMatch(/configuration file: .*key_hash, script_hash, bech32/);
  });
});
