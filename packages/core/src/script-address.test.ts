import { address as codec, type Network, networks } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';
import { CATALOGUE } from './chains/catalogue.ts';
import { addressOf, formatScript, ownerOf, type ScriptType, scriptType } from './script-address.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const TESTNET = 'bip122:000000000933ea01ad0ee984209779ba';
const REGTEST = 'bip122:0f9188f13cb7b2c71f2a335e3a4fc328';
const LITECOIN = 'bip122:12a765e31ffd4059bada1e25190f6e98';
const DOGECOIN = 'bip122:1a91e3dace36e2be3bf030a65679fe82';
const UTXO_IDS = [...CATALOGUE.keys()].filter((id) => id.startsWith('bip122:'));

const GENESIS_KEY =
  '04678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5f';
const G = `0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798`;

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((made) => Buffer.from(made).toString('hex'));
const keyHashScript = hex(20).map((hash) => `0x76a914${hash}88ac`);
const scriptHashScript = hex(20).map((hash) => `0xa914${hash}87`);
const witnessScript = fc.oneof(
  fc.constantFrom(20, 32).chain((size) => hex(size).map((program) => `0x00${size.toString(16)}${program}`)),
  fc
    .tuple(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 2, max: 40 }))
    .chain(([version, size]) =>
      hex(size).map((program) => `0x${(0x50 + version).toString(16)}${size.toString(16).padStart(2, '0')}${program}`),
    ),
);

describe('a script', () => {
  test.each<[ScriptType, string]>([
    ['p2pk', `0x41${GENESIS_KEY}ac`],
    ['p2pk', `0x21${G}ac`],
    ['p2pk', `0x4106${GENESIS_KEY.slice(2)}ac`],
    ['p2pkh', `0x76a914${'62'.repeat(20)}88ac`],
    ['p2sh', `0xa914${'62'.repeat(20)}87`],
    ['p2wpkh', `0x0014${'62'.repeat(20)}`],
    ['p2wsh', `0x0020${'62'.repeat(32)}`],
    ['p2tr', `0x5120${'62'.repeat(32)}`],
    ['witness', '0x51024e73'],
    ['witness', `0x6028${'62'.repeat(40)}`],
    ['multisig', `0x5121${G}21${G}52ae`],
    ['multisig', `0x5141${GENESIS_KEY}21${G}52ae`],
    ['data', '0x6a'],
    ['data', '0x6a0b68656c6c6f20776f726c64'],
    ['other', '0x'],
    // A program of version 0 has 20 or 32 bytes, one of any version 2 to 40.
    ['other', `0x0015${'62'.repeat(21)}`],
    ['other', `0x5129${'62'.repeat(41)}`],
    ['other', '0x510162'],
    ['other', `0x5220${'62'.repeat(31)}`],
    // Not the keys that it says, and more signatures than keys.
    ['other', `0x5121${G}21${G}53ae`],
    ['other', `0x5321${G}21${G}52ae`],
    ['other', `0x21${'05'}${G.slice(2)}ac`],
  ])('is %s: %s', (type, script) => {
    expect(scriptType(script)).toBe(type);
  });

  test('with a key in the open belongs to the hash of the key, any other to itself', () => {
    expect(formatAddress(ownerOf(`0x41${GENESIS_KEY}ac`), BITCOIN)).toBe('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa');
    expect(formatAddress(ownerOf(`0x21${G}ac`), BITCOIN)).toBe('1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH');
    expect(ownerOf('0x51024e73')).toBe('0x51024e73');
  });

  test('that no address stands for is named by its digest', () => {
    const multisig = `0x5121${G}21${G}52ae`;
    expect(addressOf(multisig, BITCOIN)).toBeUndefined();
    expect(addressOf(`0x0014${'62'.repeat(20)}`, DOGECOIN)).toBeUndefined();
    expect(formatScript(multisig, BITCOIN)).toMatch(/^script-[0-9a-f]{40}$/);
    expect(formatScript(multisig, BITCOIN)).not.toBe(formatScript('0x6a', BITCOIN));
  });

  test('is still shown on a chain of which it is not known how addresses are written', () => {
    expect(formatScript('0x51024e73', `bip122:${'7'.repeat(32)}`)).toMatch(/^script-/);
  });
});

describe('an address', () => {
  test.each([
    [BITCOIN, '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '0x76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac'],
    [BITCOIN, '1111111111111111111114oLvT2', `0x76a914${'0'.repeat(40)}88ac`],
    [BITCOIN, '3P14159f73E4gFr7JterCCQh9QjiTjiZrG', '0xa914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87'],
    [BITCOIN, 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', '0x0014e8df018c7e326cc253faac7e46cdc51e68542c42'],
    [
      BITCOIN,
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
      '0x512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
    ],
    [BITCOIN, 'bc1pfeessrawgf', '0x51024e73'],
    [TESTNET, 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn', '0x76a914243f1394f44554f4ce3fd68649c19adc483ce92488ac'],
    [TESTNET, '2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc', '0xa9144e9f39ca4688ff102128ea4ccda34105324305b087'],
    [TESTNET, 'tb1pfees9rn5nz', '0x51024e73'],
    [REGTEST, 'bcrt1pfeesnyr2tx', '0x51024e73'],
    [LITECOIN, 'LNf2JDiuunBz7GMDKFYHN4rq5meXWxiwfb', undefined],
    [LITECOIN, 'M8yFL6SFC6TreATegTyuSYkDfDRbisdpT3', '0xa9140bbe0b81745aeda83069804e75cef6e2f7263e3987'],
    [DOGECOIN, 'DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L', undefined],
    [DOGECOIN, '9rXbkMyi1S6thykRoXAZcY8fwUKYsy6cXE', undefined],
    [DOGECOIN, 'ADkJjvDZB76xadDaj2KGSL34qz7kbr8Soz', '0xa914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87'],
    [LITECOIN, 'ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9', '0x0014751e76e8199196d454941c45d1b3a323f1433bd6'],
    // BIP-173 and BIP-350.
    [
      TESTNET,
      'tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7',
      '0x00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262',
    ],
    [
      BITCOIN,
      'bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y',
      '0x5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd6',
    ],
    [BITCOIN, 'bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs', '0x5210751e76e8199196d454941c45d1b3a323'],
    [
      TESTNET,
      'tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy',
      '0x0020000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433',
    ],
    [
      TESTNET,
      'tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c',
      '0x5120000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433',
    ],
  ])('of %s, %s, stands for its script', (chain, text, script) => {
    const parsed = parseAddress(text, chain);
    if (script !== undefined) expect(parsed).toBe(script);
    expect(formatAddress(parsed, chain)).toBe(text);
  });

  test.each([
    ['BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4', '0x0014751e76e8199196d454941c45d1b3a323f1433bd6'],
    ['BC1SW50QGDZ25J', '0x6002751e'],
  ])('in upper-case Bech32, %s, is the same script as in lower case', (text, script) => {
    expect(parseAddress(text, BITCOIN)).toBe(script);
    expect(formatAddress(script, BITCOIN)).toBe(text.toLowerCase());
  });

  test('of Litecoin in the old form of script hashes is read, and written in the new one', () => {
    const script = parseAddress('3P14159f73E4gFr7JterCCQh9QjiTjiZrG', LITECOIN);
    expect(formatAddress(script, LITECOIN)).toBe('MVDCJxZd4A5VUm81QmeC1qf6U7LASsr7LT');
    expect(parseAddress('MVDCJxZd4A5VUm81QmeC1qf6U7LASsr7LT', LITECOIN)).toBe(script);
  });

  test.each(UTXO_IDS)('of %s comes back from every script that has one', (chain) => {
    const forms = CATALOGUE.get(chain)?.addresses;
    const scripts = fc.oneof(keyHashScript, scriptHashScript, ...(forms?.bech32 === null ? [] : [witnessScript]));
    fc.assert(
      fc.property(scripts, (script) => {
        expect(parseAddress(formatAddress(script, chain), chain)).toBe(script);
      }),
    );
  });

  test.each<[string, Network]>([
    [BITCOIN, networks.bitcoin],
    [TESTNET, networks.testnet],
    [REGTEST, networks.regtest],
  ])('of %s is the one that bitcoinjs-lib writes', (chain, network) => {
    const scripts = fc.oneof(
      keyHashScript,
      scriptHashScript,
      witnessScript.filter((script) => scriptType(script) !== 'witness' && scriptType(script) !== 'p2tr'),
    );
    fc.assert(
      fc.property(scripts, (script) => {
        expect(addressOf(script, chain)).toBe(codec.fromOutputScript(Buffer.from(script.slice(2), 'hex'), network));
      }),
    );
  });

  test('with one character changed is refused, never read as another', () => {
    const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
    fc.assert(
      fc.property(
        fc.oneof(keyHashScript, scriptHashScript, witnessScript),
        fc.nat(),
        fc.constantFrom(...alphabet),
        (script, at, character) => {
          const text = formatAddress(script, BITCOIN);
          const place = at % text.length;
          fc.pre(text[place] !== character);
          const changed = `${text.slice(0, place)}${character}${text.slice(place + 1)}`;
          expect(() => parseAddress(changed, BITCOIN)).toThrow('is not an address of');
        },
      ),
    );
  });
});
