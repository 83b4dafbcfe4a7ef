import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { BITCOIN } from '../../decode/bitcoin.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { depositKey, FINALIZED, MINTED, REDEMPTION, REVEALED, TBTC } from './adapter.ts';

const reader = createBridgeReader([], [TBTC]);
const BRIDGE = '0x5e4861a80b55f035d899f66772117f00fa0e8e7b';
const VAULT = '0x9c070027cdc9dc8f82416b2e5314e11dfb4fe3cd';
const TOKEN = '0x18084fba666a33d37592fa2633fd49a74dd93a88';
const [ALICE, BOB, MINTER, NOBODY] = [madeAddress('a1'), madeAddress('b2'), madeAddress('c3'), madeAddress('0')];
const FUNDING = `0x01${'00'.repeat(30)}ff`;
const WALLET = `0x${'22'.repeat(20)}`;

describe('tBTC in made logs of its published ABI', () => {
  it('tells the outpoint of a deposit as Bitcoin writes it, and searches its transaction', () => {
    const args = [FUNDING, 3, ALICE, 1000, '0x0102030405060708', WALLET, WALLET, '0x00000001', VAULT];
    const [leg] = reader.read(madeTransaction({ chain: 'eip155:1', logs: [{ from: BRIDGE, event: REVEALED, args }] }));
    const hash = `0xff${'00'.repeat(30)}01`;
    expect(leg).toMatchObject({ key: `deposit:${depositKey(FUNDING, 3)}`, amount: undefined, toAccount: ALICE });
    expect(leg?.notes[0]).toBe(`outpoint ${hash}:3`);
    expect(leg === undefined ? [] : TBTC.search?.(leg)).toEqual([{ by: 'transaction', chain: BITCOIN, hash }]);
  });

  it('gives what is minted the key of its deposit', () => {
    const minted = (receivers: readonly string[]) =>
      madeTransaction({
        chain: 'eip155:1',
        logs: [
          ...receivers.map((to) => ({ from: VAULT, event: MINTED, args: [to, 9] })),
          { from: VAULT, event: FINALIZED, args: [MINTER, depositKey(FUNDING, 3), ALICE, 0] },
        ],
        legs: receivers.map((to, at) => madeToken(`log:${at}`, TOKEN, NOBODY, to, 9n)),
      });
    expect(reader.read(minted([ALICE, BOB]))[0]).toMatchObject({
      key: `deposit:${depositKey(FUNDING, 3)}`,
      toAccount: ALICE,
      amount: 9n,
      custody: [TOKEN],
      fault: undefined,
    });
    expect(reader.read(minted([BOB, MINTER]))[0]?.fault).toBe('what is minted for it cannot be told');
  });

  it('guesses redemptions by the script that they name', () => {
    const requested = (script: string) =>
      madeTransaction({
        chain: 'eip155:1',
        logs: [{ from: BRIDGE, event: REDEMPTION, args: [WALLET, script, ALICE, 100, 1, 2] }],
        legs: [madeToken('log:1', TOKEN, ALICE, NOBODY, 100n * 10n ** 10n)],
      });
    const script = `0x0014${'33'.repeat(20)}`;
    const [leg] = reader.read(requested(`0x16${script.slice(2)}`));
    expect(leg).toMatchObject({
      proof: 'H',
      toAccount: script,
      minOut: 97n,
      amount: 100n * 10n ** 10n,
      custody: [TOKEN],
    });
    expect(leg === undefined ? [] : TBTC.search?.(leg)).toEqual([{ by: 'account', chain: BITCOIN, address: script }]);
    expect(reader.read(requested('0x99'))[0]?.fault).toBe('the output script cannot be read');
  });
});
