import { parseAddress } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { BITCOIN } from '../../decode/bitcoin.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { BURN_CONFIRMED, BURNED, MINT_CONFIRMED, WBTC } from './adapter.ts';

const reader = createBridgeReader([], [WBTC]);
const FACTORY = '0xe5a5f138005e19a3e6d0fe68b039397eeef2322b';
const TOKEN = '0x2260fac5e5542a773aa44fbcfedf7c193bc2c599';
const [MERCHANT, NOBODY] = [madeAddress('a1'), madeAddress('0')];
const ADDRESS = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const TXID = 'AB'.repeat(32);
const REQUEST = `0x${'11'.repeat(32)}`;

describe('WBTC in made logs of its published ABI', () => {
  const minted = (txid: string) =>
    madeTransaction({
      chain: 'eip155:1',
      logs: [{ from: FACTORY, event: MINT_CONFIRMED, args: [4, MERCHANT, 9, ADDRESS, txid, 1, REQUEST] }],
      legs: [madeToken('log:1', TOKEN, NOBODY, MERCHANT, 9n)],
    });

  it('names the transaction on Bitcoin that it is minted for, and searches it', () => {
    const [leg] = reader.read(minted(TXID));
    const hash = `0x${'ab'.repeat(32)}`;
    expect(leg).toMatchObject({ key: `btc:${hash}`, asset: TOKEN, amount: 9n, custody: [TOKEN], fromChain: BITCOIN });
    expect(leg === undefined ? [] : WBTC.search?.(leg)).toEqual([{ by: 'transaction', chain: BITCOIN, hash }]);
    expect(reader.read(minted('pending'))[0]?.fault).toBe('"pending" is no transaction of Bitcoin');
  });

  it('gives a burn and its confirmation one key, and the confirmation no value of its own', () => {
    const [burn] = reader.read(
      madeTransaction({
        chain: 'eip155:1',
        logs: [{ from: FACTORY, event: BURNED, args: [5, MERCHANT, 9, ADDRESS, 1, REQUEST] }],
        legs: [madeToken('log:1', TOKEN, MERCHANT, NOBODY, 9n)],
      }),
    );
    const script = parseAddress(ADDRESS, BITCOIN);
    expect(burn).toMatchObject({ key: `burn:${REQUEST}`, custody: [TOKEN], toAccount: script, toChain: BITCOIN });
    const [search, account] = burn === undefined ? [] : (WBTC.search?.(burn) ?? []);
    expect(search).toMatchObject({ by: 'logs', chain: 'eip155:1', addresses: [FACTORY] });
    expect(account).toEqual({ by: 'account', chain: BITCOIN, address: script });
    const [confirmed] = reader.read(
      madeTransaction({
        chain: 'eip155:1',
        logs: [{ from: FACTORY, event: BURN_CONFIRMED, args: [5, MERCHANT, 9, ADDRESS, TXID, 1, REQUEST] }],
      }),
    );
    expect(confirmed).toMatchObject({
      key: burn?.key,
      amount: undefined,
      fault: `paid on Bitcoin, by ${'ab'.repeat(32)}`,
    });
  });
});
