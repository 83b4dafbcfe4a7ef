import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { madeAddress, madeNative, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { SCROLL } from './adapter.ts';
import { messageHash, readPayout } from './message.ts';

describe.skipIf(!HAS_RECORDS)('the Scroll bridge in recorded transactions', async () => {
  const facts = await recordedFacts();
  const legs = legsByTransaction(SCROLL, facts);

  it('is in these and no others, each one leg without fault', () => {
    const told = [...legs].map(([hash, found]) => [
      hash,
      ...found.map(({ side, chain, amount }) => `${side} ${chain} ${amount}`),
    ]);
    expect(told.sort()).toEqual([
      ['0x0ff9e74d', 'source eip155:534352 1000001993'],
      ['0x1d924e2f', 'source eip155:1 117900000000000000'],
      ['0x7ae1e3ef', 'source eip155:1 34000000000000000'],
      ['0x87c44e16', 'source eip155:534352 600000000000000000'],
      ['0xbe6e98db', 'destination eip155:1 1647000000'],
      ['0xd80e6894', 'source eip155:1 100000000'],
      ['0xed4d0ddc', 'destination eip155:1 600000000000000000'],
    ]);
    expect([...legs.values()].flat().filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  it('joins ether that left Scroll with its relay on Ethereum by the hash of the message', () => {
    expect(arrivedIn(linksOf(SCROLL, facts))).toEqual([['0x87c44e16', '0xed4d0ddc']]);
  });

  it('derives the same hash that Scroll appends to its tree', () => {
    const appended = facts.flatMap(({ receipt }) => receipt?.logs ?? []).filter(({ topics }) => topics[0] === APPENDED);
    const hashes = appended.map(({ data }) => `0x${data.slice(-64)}`);
    const sources = [...legs.values()]
      .flat()
      .filter(({ chain, side }) => side === 'source' && chain === 'eip155:534352');
    expect(sources.map(({ key }) => key).sort()).toEqual(hashes.sort());
  });
});

const APPENDED = '0xfaa617c2d8ce12c62637dbce76efcc18dae60574aa95709bdcedce7e76071693';
const reader = createBridgeReader([], [SCROLL]);
const [ALICE, BOB] = [madeAddress('a1'), madeAddress('b2')];
const MESSENGER = '0x6774bcbd5cecef1336b5300fb5186a12ddd8b367';

describe('the Scroll bridge in made logs of its published ABI', () => {
  const sent = madeTransaction({
    chain: 'eip155:1',
    to: MESSENGER,
    logs: [
      {
        from: MESSENGER,
        event:
          'event SentMessage(address indexed sender, address indexed target, uint256 value, uint256 messageNonce, uint256 gasLimit, bytes message)',
        args: [ALICE, BOB, 9, 4, 100, '0x'],
      },
    ],
    legs: [madeNative('value', ALICE, MESSENGER, 10n)],
  });

  it('tells ether that only a message carries, and searches its relay by the hash', () => {
    const [leg] = reader.read(sent);
    const key = messageHash({ sender: ALICE, target: BOB, value: 9n, nonce: 4n, message: '0x' });
    expect(leg).toMatchObject({ key, asset: 'native', amount: 9n, toAccount: BOB, toChain: 'eip155:534352' });
    expect(leg?.custody).toContain(MESSENGER);
    expect(leg === undefined ? [] : SCROLL.search?.(leg)).toMatchObject([
      { by: 'logs', chain: 'eip155:534352', topics: [expect.any(String), key] },
      { by: 'account', address: BOB },
    ]);
  });

  it('reads nothing into other messages', () => {
    expect(readPayout('0x12345678')).toBeUndefined();
    expect(readPayout('0x232e8748')).toBeUndefined();
  });
});
