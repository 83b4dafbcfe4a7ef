import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { GARDEN, INITIATED, REDEEMED, REFUNDED } from './adapter.ts';

const reader = createBridgeReader([], [GARDEN]);
const HTLC = '0xd781a2abb3fcb9fc0d1dd85697c237d06b75fe95';
const HTLC_2 = '0xb5ae9785349186069c48794a763db39ec756b1cf';
const [ALICE, BOB, TOKEN] = [madeAddress('a1'), madeAddress('b2'), madeAddress('70')];
const [ORDER, SECRET] = [`0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`];
const hash = (digits: string): string => `0x${digits.repeat(32)}`;

describe('Garden in made logs of its ABI', () => {
  const locked = (chain: string, from: string) =>
    madeTransaction({
      chain,
      logs: [{ from, event: INITIATED, args: [ORDER, SECRET, 9] }],
      legs: [madeToken('log:1', TOKEN, ALICE, from, 9n)],
    });
  const released = (chain: string, from: string) =>
    madeTransaction({
      chain,
      logs: [{ from, event: REDEEMED, args: [ORDER, SECRET, '0x01'] }],
      legs: [madeToken('log:1', TOKEN, from, BOB, 9n)],
    });

  it('joins a locking with a release on another chain by the hash of the secret', () => {
    const facts = [locked('eip155:1', HTLC), { ...released('eip155:42161', HTLC_2), hash: hash('0b') }];
    expect(arrivedIn(linksOf(GARDEN, facts))).toEqual([['0x77777777', '0x0b0b0b0b']]);
    expect(reader.read(locked('eip155:1', HTLC))[0]).toMatchObject({
      key: SECRET,
      asset: TOKEN,
      custody: [HTLC],
      fromAccount: ALICE,
    });
  });

  it('does not take the release of a locking for its other side, nor tell two lockings apart', () => {
    const own = [locked('eip155:1', HTLC), { ...released('eip155:1', HTLC), hash: hash('0b') }];
    expect(linksOf(GARDEN, own)[0]).toMatchObject({ state: 'pending', arrivals: [] });
    const both = [locked('eip155:1', HTLC), { ...locked('eip155:42161', HTLC_2), hash: hash('0c') }];
    expect(linksOf(GARDEN, both)[0]?.state).toBe('refused');
  });

  it('faults what it cannot tell', () => {
    expect(reader.read({ ...locked('eip155:1', HTLC), legs: [] })[0]?.fault).toBe(
      'nothing of this amount is locked here',
    );
    expect(reader.read({ ...released('eip155:1', HTLC), legs: [] })[0]?.fault).toBe(
      'which of the payments is meant cannot be told',
    );
    const refund = madeTransaction({ chain: 'eip155:1', logs: [{ from: HTLC, event: REFUNDED, args: [ORDER] }] });
    expect(reader.read(refund)[0]).toMatchObject({ side: 'refund', fault: 'a refund names its order, and no secret' });
  });
});
