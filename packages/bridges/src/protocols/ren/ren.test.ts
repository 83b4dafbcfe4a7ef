import { parseAddress } from '@fundtrail/core';
import { hexlify, toUtf8Bytes } from 'ethers';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { BITCOIN } from '../../decode/bitcoin.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { BURNT, MINTED, REN } from './adapter.ts';

const reader = createBridgeReader([], [REN]);
const GATEWAY = '0xe4b679400f0f267212d5d812b95f58c83243ee71';
const [ALICE, RENBTC, NOBODY] = [madeAddress('a1'), madeAddress('70'), madeAddress('0')];
const WORD = `0x${'11'.repeat(32)}`;
/** The address of Bitcoin's first block. */
const ADDRESS = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';

describe('Ren in made logs of its published ABI', () => {
  const burnt = (to: string) =>
    madeTransaction({
      chain: 'eip155:1',
      sender: ALICE,
      logs: [{ from: GATEWAY, event: BURNT, args: [hexlify(toUtf8Bytes(to)), 90, 7, '0x'] }],
      legs: [madeToken('log:1', RENBTC, ALICE, NOBODY, 100n)],
    });

  it('tells what is burnt, for which address of Bitcoin, and where to look', () => {
    const [leg] = reader.read(burnt(ADDRESS));
    const script = parseAddress(ADDRESS, BITCOIN);
    expect(leg).toMatchObject({
      side: 'source',
      proof: 'H',
      key: undefined,
      amount: 100n,
      minOut: 90n,
      custody: [RENBTC],
    });
    expect(leg).toMatchObject({ toChain: BITCOIN, toAccount: script, asset: RENBTC, fault: undefined });
    expect(leg === undefined ? [] : REN.search?.(leg)).toEqual([{ by: 'account', chain: BITCOIN, address: script }]);
  });

  it('faults an address that is none', () => {
    expect(reader.read(burnt('nowhere'))[0]?.fault).toBe('"nowhere" is no address of Bitcoin');
  });

  it('tells what is minted, under the number of its own', () => {
    const minted = madeTransaction({
      chain: 'eip155:1',
      logs: [{ from: GATEWAY, event: MINTED, args: [ALICE, 50, 3, WORD] }],
      legs: [madeToken('log:1', RENBTC, NOBODY, ALICE, 50n)],
    });
    expect(reader.read(minted)[0]).toMatchObject({
      key: `mint:${WORD}`,
      asset: RENBTC,
      custody: [RENBTC],
      fromChain: BITCOIN,
    });
    expect(reader.read({ ...minted, legs: [] })[0]?.fault).toBe('nothing of this amount is minted for the receiver');
  });
});
