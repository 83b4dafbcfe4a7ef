import { parseAddress } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { BITCOIN } from '../../decode/bitcoin.ts';
import { TRON } from '../../decode/foreign-account.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { BRIDGERS, SWAP, SWAP_ETH } from './adapter.ts';

const reader = createBridgeReader([], [BRIDGERS]);
const ROUTER = '0xb685760ebd368a891f27ae547391f4e2a289895b';
const [ALICE, VAULT, TOKEN] = [madeAddress('a1'), madeAddress('b2'), madeAddress('70')];
const TRON_ACCOUNT = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';

describe('Bridgers in made logs of the ABI that adapters tell', () => {
  const swap = (toToken: string, to: string) =>
    madeTransaction({
      chain: 'eip155:1',
      logs: [{ from: ROUTER, event: SWAP, args: [TOKEN, toToken, ALICE, to, 9, 8] }],
      legs: [madeToken('log:1', TOKEN, ALICE, VAULT, 9n)],
    });

  it('tells the route to Tron, and who took the tokens in', () => {
    const [leg] = reader.read(swap('USDT(TRON)', TRON_ACCOUNT));
    expect(leg).toMatchObject({
      side: 'source',
      proof: 'A',
      toChain: TRON,
      toAccount: TRON_ACCOUNT,
      toAsset: 'USDT(TRON)',
    });
    expect(leg).toMatchObject({ asset: TOKEN, amount: 9n, minOut: 8n, custody: [VAULT], fault: undefined });
  });

  it('searches payouts on Bitcoin by the receiver', () => {
    const address = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
    const [leg] = reader.read(
      madeTransaction({
        chain: 'eip155:1',
        logs: [{ from: ROUTER, event: SWAP_ETH, args: ['BTC', ALICE, address, 9, 8] }],
        legs: [madeNative('value', ALICE, ROUTER, 9n)],
      }),
    );
    expect(leg).toMatchObject({ asset: 'native', custody: [ROUTER], toChain: BITCOIN });
    expect(leg === undefined ? [] : BRIDGERS.search?.(leg)).toEqual([
      { by: 'account', chain: BITCOIN, address: parseAddress(address, BITCOIN) },
    ]);
  });

  it('faults what it cannot read', () => {
    expect(reader.read(swap('XYZ(MOON)', 'x'))[0]?.fault).toBe('the chain of "XYZ(MOON)" is not known');
    expect(reader.read(swap('USDT(BSC)', 'x'))[0]?.fault).toBe('"x" is no account of eip155:56');
  });
});
