import { type ChainId, type Leg, ZERO_ADDRESS } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { type ReceiptView, wholeTransaction } from './legs.ts';
import { type LogView, TRANSFER_TOPIC } from './logs.ts';

const ALICE = `0x${'a'.repeat(40)}`;
const BOB = `0x${'b'.repeat(40)}`;
const CODE = `0x${'d'.repeat(40)}`;
const TOKEN = `0x${'c'.repeat(40)}`;
const BASE_TOKEN = '0x000000000000000000000000000000000000800a';
const BOOTLOADER = '0x0000000000000000000000000000000000008001';
const MRC20 = '0x0000000000000000000000000000000000001010';
const MINT_TOPIC = '0x0f6798a560793a54c3bcfe86a93cde1e73087d944c0ea20544137d4121396885';
const NOTHING_WRAPPED: ReadonlySet<string> = new Set();

describe('on zkSync, whose logs tell native value', () => {
  it('fee and value count once, and what moves inside needs no traces', () => {
    const { legs, whole } = read('eip155:324', {
      value: 5n,
      to: CODE,
      logs: [
        transfer(0, BASE_TOKEN, ALICE, BOOTLOADER, 100n),
        transfer(1, BASE_TOKEN, ALICE, CODE, 5n),
        transfer(2, BASE_TOKEN, CODE, BOB, 3n),
        transfer(3, TOKEN, BOB, ALICE, 8n),
        transfer(4, BASE_TOKEN, BOOTLOADER, ALICE, 79n),
      ],
    });
    expect(legs.map(short)).toEqual([
      ['fee', 'fee', ALICE, ZERO_ADDRESS, 'native', 21n],
      ['value', 'native', ALICE, CODE, 'native', 5n],
      ['log:2', 'internal', CODE, BOB, 'native', 3n],
      ['log:3', 'token', BOB, ALICE, TOKEN, 8n],
    ]);
    expect(whole).toEqual(['native', 'internal', 'token']);
  });

  it('the fee is the paymaster’s where one pays', () => {
    const logs = [transfer(0, BASE_TOKEN, CODE, BOOTLOADER, 100n), transfer(1, BASE_TOKEN, BOOTLOADER, CODE, 79n)];
    expect(read('eip155:324', { logs }).legs.map(short)).toEqual([['fee', 'fee', CODE, ZERO_ADDRESS, 'native', 21n]]);
  });

  it('a deposit from L1 is new money, also where what it was for fails', () => {
    const mint: LogView = { address: BASE_TOKEN, topics: [MINT_TOPIC, word(ALICE)], data: word('9'), index: 0 };
    const { legs } = read('eip155:324', { value: 5n, success: false, logs: [mint] });
    expect(legs.slice(1).map(short)).toEqual([['log:0', 'mint', ZERO_ADDRESS, ALICE, 'native', 9n]]);
  });
});

it('Polygon’s log of a native payment is no token beside the call that paid it', () => {
  const logs = [transfer(0, MRC20, CODE, BOB, 3n), transfer(1, TOKEN, BOB, ALICE, 8n)];
  const inner: Leg = { id: 'trace:0', kind: 'internal', from: CODE, to: BOB, asset: 'native', amount: 3n };
  expect(read('eip155:137', { logs }, [inner]).legs.map(({ id }) => id)).toEqual(['fee', 'trace:0', 'log:1']);
});

it('what the chain made for a transaction comes after its fee, and stays when it fails', () => {
  const minted = { to: ALICE, amount: 7n };
  expect(read('eip155:10', { value: 7n, minted }).legs.map(short)).toEqual([
    ['fee', 'fee', ALICE, ZERO_ADDRESS, 'native', 21n],
    ['mint', 'mint', ZERO_ADDRESS, ALICE, 'native', 7n],
    ['value', 'native', ALICE, BOB, 'native', 7n],
  ]);
  expect(read('eip155:10', { value: 7n, minted, success: false }).legs.map(({ id }) => id)).toEqual(['fee', 'mint']);
});

function read(chain: ChainId, change: Partial<ReceiptView>, internal?: readonly Leg[]) {
  const view: ReceiptView = {
    chain,
    hash: word('1'),
    block: 10,
    index: 2,
    time: 1_700_000_000,
    blockHash: word('2'),
    sender: ALICE,
    to: BOB,
    value: 0n,
    success: true,
    fee: 21n,
    logs: [],
    ...change,
  };
  return wholeTransaction(view, internal, NOTHING_WRAPPED);
}

function transfer(index: number, address: string, from: string, to: string, amount: bigint): LogView {
  return { address, topics: [TRANSFER_TOPIC, word(from), word(to)], data: word(amount.toString(16)), index };
}

function word(hex: string): string {
  return `0x${hex.replace('0x', '').padStart(64, '0')}`;
}

function short({ id, kind, from, to, asset, amount }: Leg): unknown[] {
  return [id, kind, from, to, asset, amount];
}
