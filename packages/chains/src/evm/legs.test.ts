import { type Leg, ZERO_ADDRESS } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import {
  DEPOSIT_TOPIC,
  isContractCode,
  type ReceiptView,
  tokenLegs,
  WITHDRAWAL_TOPIC,
  wholeTransaction,
  wrappedContracts,
} from './legs.ts';
import { type LogView, TRANSFER_TOPIC } from './logs.ts';

const WETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
const ALICE = `0x${'a'.repeat(40)}`;
const BOB = `0x${'b'.repeat(40)}`;
const TOKEN = `0x${'c'.repeat(40)}`;
const MAINNET_WRAPPED = wrappedContracts('eip155:1');

describe('tokenLegs', () => {
  it('reads an ERC-20 Transfer and names it by its log', () => {
    expect(tokenLegs([transfer(7, TOKEN, ALICE, BOB, 5n)], MAINNET_WRAPPED)).toEqual([
      { id: 'log:7', kind: 'token', from: ALICE, to: BOB, asset: TOKEN, amount: 5n },
    ]);
  });

  it('says when units are made or destroyed', () => {
    const legs = tokenLegs(
      [transfer(0, TOKEN, ZERO_ADDRESS, BOB, 5n), transfer(1, TOKEN, BOB, ZERO_ADDRESS, 2n)],
      MAINNET_WRAPPED,
    );
    expect(legs.map((leg) => leg.kind)).toEqual(['mint', 'burn']);
  });

  it('takes an ERC-721 Transfer, a zero Transfer and a log of another shape for no amount', () => {
    const nft: LogView = {
      ...transfer(0, TOKEN, ALICE, BOB, 5n),
      topics: [TRANSFER_TOPIC, word(1n), word(2n), word(3n)],
    };
    const short: LogView = { ...transfer(1, TOKEN, ALICE, BOB, 5n), data: '0x05' };
    const junk: LogView = {
      ...transfer(2, TOKEN, ALICE, BOB, 5n),
      topics: [TRANSFER_TOPIC, `0x${'f'.repeat(64)}`, addressWord(BOB)],
    };
    expect(tokenLegs([nft, short, junk, transfer(3, TOKEN, ALICE, BOB, 0n)], MAINNET_WRAPPED)).toEqual([]);
  });

  it('makes wrapped units out of a Deposit and destroys them with a Withdrawal', () => {
    expect(tokenLegs([wrap(0, DEPOSIT_TOPIC, ALICE, 9n), wrap(1, WITHDRAWAL_TOPIC, BOB, 4n)], MAINNET_WRAPPED)).toEqual(
      [
        { id: 'log:0', kind: 'mint', from: WETH, to: ALICE, asset: WETH, amount: 9n },
        { id: 'log:1', kind: 'burn', from: BOB, to: WETH, asset: WETH, amount: 4n },
      ] satisfies Leg[],
    );
  });

  it('counts a wrapper that emits Transfer and Deposit once, and two equal Deposits with one Transfer twice', () => {
    const both = [transfer(0, WETH, ZERO_ADDRESS, ALICE, 9n), wrap(1, DEPOSIT_TOPIC, ALICE, 9n)];
    expect(tokenLegs(both, MAINNET_WRAPPED).map((leg) => leg.id)).toEqual(['log:0']);
    expect(tokenLegs([...both].reverse(), MAINNET_WRAPPED).map((leg) => leg.id)).toEqual(['log:0']);
    const again = [...both, wrap(2, DEPOSIT_TOPIC, ALICE, 9n)];
    expect(tokenLegs(again, MAINNET_WRAPPED).map((leg) => leg.id)).toEqual(['log:0', 'log:2']);
  });

  it('does not take the Deposit of an unknown contract for wrapping', () => {
    expect(tokenLegs([{ ...wrap(0, DEPOSIT_TOPIC, ALICE, 9n), address: TOKEN }], MAINNET_WRAPPED)).toEqual([]);
  });
});

describe('wholeTransaction', () => {
  it('keeps of a failed transaction its fee only, and knows that it is whole', () => {
    const fact = wholeTransaction(receipt({ success: false }), undefined, MAINNET_WRAPPED);
    expect(fact.legs.map((leg) => leg.id)).toEqual(['fee']);
    expect(fact.whole).toEqual(['native', 'internal', 'token']);
  });

  it('does not claim internal value that the source could not tell', () => {
    expect(wholeTransaction(receipt({}), undefined, MAINNET_WRAPPED).whole).toEqual(['native', 'token']);
    expect(wholeTransaction(receipt({}), [], MAINNET_WRAPPED).whole).toEqual(['native', 'internal', 'token']);
  });

  it('lists fee, value and tokens in this order', () => {
    expect(wholeTransaction(receipt({}), [], MAINNET_WRAPPED).legs.map((leg) => leg.id)).toEqual([
      'fee',
      'value',
      'log:0',
    ]);
  });
});

it('takes a delegated wallet for a wallet', () => {
  expect(isContractCode('0x')).toBe(false);
  expect(isContractCode(`0xef0100${'1'.repeat(40)}`)).toBe(false);
  expect(isContractCode('0x6080')).toBe(true);
});

function receipt(change: Partial<ReceiptView>): ReceiptView {
  return {
    chain: 'eip155:1',
    hash: word(1n),
    block: 10,
    index: 2,
    time: 1_600_000_000,
    blockHash: word(2n),
    sender: ALICE,
    to: BOB,
    value: 3n,
    success: true,
    fee: 21_000n,
    logs: [transfer(0, TOKEN, ALICE, BOB, 5n)],
    ...change,
  };
}

function transfer(index: number, token: string, from: string, to: string, amount: bigint): LogView {
  return { address: token, topics: [TRANSFER_TOPIC, addressWord(from), addressWord(to)], data: word(amount), index };
}

function wrap(index: number, topic: string, account: string, amount: bigint): LogView {
  return { address: WETH, topics: [topic, addressWord(account)], data: word(amount), index };
}

function word(value: bigint): string {
  return `0x${value.toString(16).padStart(64, '0')}`;
}

function addressWord(address: string): string {
  return `0x${address.slice(2).padStart(64, '0')}`;
}
