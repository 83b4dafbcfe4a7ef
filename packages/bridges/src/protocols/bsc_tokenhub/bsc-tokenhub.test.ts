import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { linksOf } from '../../joined.fixture.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { BSC_TOKENHUB } from './adapter.ts';

const reader = createBridgeReader([], [BSC_TOKENHUB]);
const HUB = '0x0000000000000000000000000000000000001004';
const [ALICE, BOB, TOKEN, NOBODY] = [madeAddress('a1'), madeAddress('b2'), madeAddress('70'), madeAddress('0')];

describe('the BSC Token Hub in made logs of its published ABI', () => {
  const event = (name: string, last: string) => `event ${name}(address bep20Addr, address ${last})`;
  const out = madeTransaction({
    chain: 'eip155:56',
    logs: [
      {
        from: HUB,
        event: event('transferOutSuccess', 'senderAddr, uint256 amount, uint256 relayFee'),
        args: [TOKEN, ALICE, 9, 1],
      },
    ],
    legs: [madeToken('log:1', TOKEN, ALICE, HUB, 9n)],
  });
  const back = madeTransaction({
    chain: 'eip155:56',
    logs: [{ from: HUB, event: event('transferInSuccess', 'refundAddr, uint256 amount'), args: [NOBODY, ALICE, 7] }],
    legs: [madeNative('trace:0', HUB, BOB, 7n)],
  });

  it('tells what leaves and arrives, to whom it was paid, and joins nothing', () => {
    expect(reader.read(out)[0]).toMatchObject({
      side: 'source',
      proof: 'H',
      key: undefined,
      asset: TOKEN,
      custody: [HUB],
    });
    expect(reader.read(back)[0]).toMatchObject({ side: 'destination', asset: 'native', amount: 7n, toAccount: BOB });
    expect(linksOf(BSC_TOKENHUB, [out, back])).toEqual([]);
  });

  it('tells what comes back', () => {
    const refund = event('refundSuccess', 'refundAddr, uint256 amount, uint32 status');
    const [leg] = reader.read(
      madeTransaction({
        chain: 'eip155:56',
        logs: [{ from: HUB, event: refund, args: [TOKEN, ALICE, 9, 2] }],
        legs: [madeToken('log:1', TOKEN, HUB, ALICE, 9n)],
      }),
    );
    expect(leg).toMatchObject({ side: 'refund', toAccount: ALICE, custody: [HUB], notes: ['status 2'] });
  });
});
