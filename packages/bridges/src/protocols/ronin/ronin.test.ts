import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { eventOf, type MadeLog, madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { RONIN } from './adapter.ts';

const reader = createBridgeReader([], [RONIN]);
const GATEWAY = '0x64192819ac13ef72bf6b5ae239ac672b43a9af08';
const GATEWAY_2 = '0x0cf8ff40a508bdbc39fbe1bb679dcba64e65c7df';
const OLD = '0x1a2a1c938ce3ec39b6d47113c7955baa9dd454f2';
const [ALICE, BOB, TOKEN, TOKEN_2] = [madeAddress('a1'), madeAddress('b2'), madeAddress('70'), madeAddress('72')];
const WORD = `0x${'11'.repeat(32)}`;
const LATER = `0x${'0b'.repeat(32)}`;

function log(from: string, name: string, erc = 0): MadeLog {
  const receipt = [77, 0, [ALICE, TOKEN, 1], [BOB, TOKEN_2, 2020], [erc, 0, 9]];
  return { from, event: eventOf(RONIN, name), args: [WORD, receipt] };
}

describe('the Ronin bridge in made logs of its published ABI', () => {
  const deposit = madeTransaction({
    chain: 'eip155:1',
    logs: [log(GATEWAY, 'DepositRequested')],
    legs: [madeNative('value', ALICE, GATEWAY, 9n)],
  });

  it('joins deposits and withdrawals by the number of their receipt, each way by itself', () => {
    const arrival = madeTransaction({
      chain: 'eip155:2020',
      logs: [log(GATEWAY_2, 'Deposited')],
      legs: [madeToken('log:1', TOKEN_2, GATEWAY_2, BOB, 9n)],
    });
    expect(reader.read(deposit)[0]).toMatchObject({
      asset: 'native',
      custody: [GATEWAY],
      fromAccount: ALICE,
      toAccount: BOB,
    });
    expect(reader.read(arrival)[0]).toMatchObject({ asset: TOKEN_2, custody: [GATEWAY_2], toAccount: BOB });
    const out = madeTransaction({
      chain: 'eip155:2020',
      logs: [log(GATEWAY_2, 'WithdrawalRequested')],
      legs: [madeToken('log:1', TOKEN_2, BOB, GATEWAY_2, 9n)],
    });
    const back = madeTransaction({
      chain: 'eip155:1',
      logs: [log(GATEWAY, 'Withdrew')],
      legs: [madeToken('log:1', TOKEN, GATEWAY, ALICE, 9n)],
    });
    const facts = [
      deposit,
      { ...arrival, hash: LATER },
      { ...out, hash: `0x${'0c'.repeat(32)}` },
      { ...back, hash: `0x${'0d'.repeat(32)}` },
    ];
    expect(arrivedIn(linksOf(RONIN, facts))).toEqual([
      ['0x0c0c0c0c', '0x0d0d0d0d'],
      ['0x77777777', '0x0b0b0b0b'],
    ]);
  });

  it('leaves out what has no amount', () => {
    expect(reader.read(madeTransaction({ chain: 'eip155:1', logs: [log(GATEWAY, 'DepositRequested', 1)] }))).toEqual(
      [],
    );
  });

  it('reads what the old bridge paid in the theft, as ether where it was unwrapped', () => {
    const event = eventOf(RONIN, 'TokenWithdrew');
    const paid = madeTransaction({
      chain: 'eip155:1',
      logs: [{ from: OLD, event, args: [2000000, ALICE, TOKEN, 9] }],
      legs: [madeNative('trace:0', OLD, ALICE, 9n)],
    });
    expect(reader.read(paid)[0]).toMatchObject({
      key: 'old-withdrawal:2000000',
      asset: 'native',
      amount: 9n,
      custody: [OLD],
    });
  });
});
