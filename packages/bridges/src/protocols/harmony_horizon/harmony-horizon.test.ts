import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HARMONY_HORIZON } from './adapter.ts';

const reader = createBridgeReader([], [HARMONY_HORIZON]);
const MANAGER = '0xf9fb1c508ff49f78b60d3a96dea99fa5d7f3a8a6';
const [ALICE, BOB, TOKEN] = [madeAddress('a1'), madeAddress('b2'), madeAddress('70')];
const SOURCE = `0x${'0a'.repeat(32)}`;
const HARMONY = 'eip155:1666600000';

describe('Harmony Horizon in made logs of its published ABI', () => {
  it('keys what is locked by its transaction, in the asset that moved', () => {
    const event = 'event Locked(address indexed token, address indexed sender, uint256 amount, address recipient)';
    const locked = madeTransaction({
      chain: 'eip155:1',
      logs: [{ from: MANAGER, event, args: [TOKEN, ALICE, 9, BOB] }],
      legs: [madeNative('value', ALICE, MANAGER, 9n)],
    });
    expect(reader.read(locked)[0]).toMatchObject({
      key: `tx:${locked.hash}`,
      asset: 'native',
      custody: [MANAGER],
      toChain: HARMONY,
    });
  });

  it('keys what is unlocked by the transaction that it names, and searches it', () => {
    const event = 'event Unlocked(address ethToken, uint256 amount, address recipient, bytes32 receiptId)';
    const [leg] = reader.read(
      madeTransaction({
        chain: 'eip155:1',
        logs: [{ from: MANAGER, event, args: [TOKEN, 9, BOB, SOURCE] }],
        legs: [madeToken('log:1', TOKEN, MANAGER, BOB, 9n)],
      }),
    );
    expect(leg).toMatchObject({
      key: `tx:${SOURCE}`,
      asset: TOKEN,
      custody: [MANAGER],
      toAccount: BOB,
      fromChain: HARMONY,
    });
    expect(leg === undefined ? [] : HARMONY_HORIZON.search?.(leg)).toEqual([
      { by: 'transaction', chain: HARMONY, hash: SOURCE },
    ]);
  });
});
