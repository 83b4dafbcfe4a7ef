import { describe, expect, it } from 'vitest';
import { accountId, formatAccount } from './address.ts';
import { coinOf, potOf } from './coin.ts';
import { InputError } from './errors.ts';
import { namesChain, parseHolder } from './holder.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const TXID = 'ab'.repeat(32);
const ADDRESS = '1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH';
const EVM = `0x${'12'.repeat(20)}`;

describe('whoever may hold taint', () => {
  it.each([
    ['an output', `${TXID}:3`, coinOf(`0x${TXID}`, 3)],
    ['an output of a transaction in capitals and with 0x', `0x${TXID.toUpperCase()}:0`, coinOf(`0x${TXID}`, 0)],
    ['a transaction', TXID, potOf(`0x${TXID}`)],
    ['an address', ADDRESS, '0x76a914751e76e8199196d454941c45d1b3a323f1433bd688ac'],
  ])('is read on a UTXO chain as %s, with and without the chain', (_what, text, address) => {
    expect(parseHolder(text, BITCOIN)).toEqual({ chain: BITCOIN, address });
    expect(parseHolder(`${BITCOIN}:${text}`)).toEqual({ chain: BITCOIN, address });
    expect(parseHolder(`${BITCOIN}:${text}`, 'eip155:1')).toEqual({ chain: BITCOIN, address });
    expect([namesChain(text), namesChain(`${BITCOIN}:${text}`)]).toEqual([false, true]);
  });

  it('is read again as it is shown', () => {
    for (const address of [
      coinOf(`0x${TXID}`, 7),
      potOf(`0x${TXID}`),
      '0x0014751e76e8199196d454941c45d1b3a323f1433bd6',
    ]) {
      expect(parseHolder(formatAccount(accountId(BITCOIN, address)))).toEqual({ chain: BITCOIN, address });
    }
  });

  it('is an account on account chains', () => {
    expect(parseHolder(`eip155:1:${EVM}`)).toEqual({ chain: 'eip155:1', address: EVM });
    expect(parseHolder(EVM, 'eip155:56')).toEqual({ chain: 'eip155:56', address: EVM });
  });

  it.each([
    [
      'no chain',
      `${TXID}:1`,
      undefined,
      `"${TXID}:1" does not say its chain`,
      /Write bip122:000000000019d6689c085ae165831e93:ab/,
    ],
    ['half a chain', `eip155:${EVM}`, undefined, /"eip155" is not a CAIP-2 chain id/, /eip155:1/],
    ['an output on an account chain', `eip155:1:0x${TXID}:1`, undefined, /have no numbered outputs/, /Name an account/],
    ['a transaction on an account chain', `0x${TXID}`, 'eip155:1', /not an address of eip155:1/, /has 64/],
    ['a short transaction id', `${TXID.slice(1)}:1`, BITCOIN, /not a transaction id/, /64 hex digits/],
    ['a short transaction', TXID.slice(1), BITCOIN, /not a transaction id/, /64 hex digits/],
    ['no number behind it', `${TXID}:`, BITCOIN, '"" is not the number of an output', /counted from 0/],
    ['a number that is none', `${TXID}:01`, BITCOIN, /"01" is not the number/, /counted from 0/],
    ['two numbers', `${TXID}:1:2`, BITCOIN, /not a CAIP-2 chain id/, /Write it like/],
    ['a number beyond all outputs', `${TXID}:4294967295`, BITCOIN, /no transaction has an output/, /counted from 0/],
    ['a digest', `${BITCOIN}:script-00ff`, undefined, /digest of a script/, /Name the output/],
    ['a wrong address', `${ADDRESS}x`, BITCOIN, /not an address of Bitcoin/, /./],
  ])('is refused with %s, saying what to do', (_what, text, chain, detail, remedy) => {
    let caught: unknown;
    try {
      parseHolder(text, chain, '--account');
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(InputError);
    expect(caught).toMatchObject({ detail: expect.stringMatching(detail), place: { field: '--account' } });
    expect((caught as InputError).remedy).toMatch(remedy);
  });
});
