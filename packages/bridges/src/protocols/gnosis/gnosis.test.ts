import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { GNOSIS } from './adapter.ts';

describe.skipIf(!HAS_RECORDS)('Gnosis bridges in recorded transactions', async () => {
  const facts = await recordedFacts();
  const legs = legsByTransaction(GNOSIS, facts);

  it('are in these and no others, each one leg without fault', () => {
    const told = [...legs].map(([hash, found]) => [
      hash,
      ...found.map(({ side, key }) => `${side} ${key?.split(':')[0]}`),
    ]);
    expect(told.sort()).toEqual(RECORDED);
    expect([...legs.values()].flat().filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  it('joins DAI by the number of its request, and xDai by the hash of its transaction', () => {
    const links = linksOf(GNOSIS, facts);
    expect(arrivedIn(links)).toEqual([
      ['0x1a7014cb', '0xb151a929'],
      ['0xeb720d57', '0xa0a2a699'],
    ]);
    for (const { sources, arrivals } of links.filter(({ state }) => state === 'arrived')) {
      expect(arrivals[0]?.leg.amount).toBe(sources[0]?.leg.amount);
    }
  });

  it('finds every token amount where the transaction moves it', () => {
    for (const leg of [...legs.values()].flat()) {
      if (leg.asset === 'native') continue;
      const fact = facts.find(({ hash, chain }) => hash === leg.tx && chain === leg.chain);
      const moved = fact?.legs.filter((part) => part.asset === leg.asset && part.amount === leg.amount) ?? [];
      expect([leg.tx, moved.length > 0]).toEqual([leg.tx, true]);
    }
  });

  it('takes DAI that is simply sent to the bridge for a deposit of its sender', () => {
    const [plain] = legs.get('0x196e7d68') ?? [];
    expect(plain).toMatchObject({ side: 'source', fromAccount: plain?.toAccount, amount: 193961036565990280733n });
    expect(plain?.key).toBe(`in:${plain?.tx}`);
  });
});

const RECORDED: readonly (readonly string[])[] = [
  ['0x196e7d68', 'source in'],
  ['0x1a7014cb', 'source out'],
  ['0x36dfd776', 'source amb'],
  ['0x5892a695', 'destination in'],
  ['0x6d4006bc', 'destination amb'],
  ['0xa0a2a699', 'destination in'],
  ['0xa56d72db', 'destination amb'],
  ['0xb151a929', 'destination out'],
  ['0xeb720d57', 'source in'],
];

const reader = createBridgeReader([], [GNOSIS]);
const [ALICE, BOB, TOKEN] = [madeAddress('a1'), madeAddress('b2'), madeAddress('70')];
const BRIDGE = '0x7301cfa0e1756b71869e93d4e4dca5c7d0eb0aa6';
const OMNI = '0xf6a78083ca3e2a662d6dd1703c939c8ace2e268d';
const ID = `0x${'42'.repeat(32)}`;

describe('Gnosis bridges in made logs of their published ABI', () => {
  it('tells what arrives of xDai as made by the chain, and what leaves as sent to the bridge', () => {
    const event = 'event AffirmationCompleted(address recipient, uint256 value, bytes32 nonce, bytes32 dummy)';
    const [arrival] = reader.read(
      madeTransaction({ chain: 'eip155:100', logs: [{ from: BRIDGE, event, args: [BOB, 9, ID, ID] }] }),
    );
    expect(arrival).toMatchObject({ key: `in:${ID}`, asset: 'native', amount: 9n, custody: [], toAccount: BOB });
    const [out] = reader.read(
      madeTransaction({
        chain: 'eip155:100',
        logs: [
          {
            from: BRIDGE,
            event: 'event UserRequestForSignature(address recipient, uint256 value, bytes32 nonce)',
            args: [BOB, 9, ID],
          },
        ],
        legs: [madeNative('value', ALICE, BRIDGE, 9n)],
      }),
    );
    expect(out).toMatchObject({ key: `out:${ID}`, side: 'source', custody: [BRIDGE], toChain: 'eip155:1' });
    expect(out === undefined ? [] : GNOSIS.search?.(out)).toEqual([{ by: 'account', chain: 'eip155:1', address: BOB }]);
  });

  it('searches tokens by their message', () => {
    const [leg] = reader.read(
      madeTransaction({
        chain: 'eip155:100',
        logs: [
          {
            from: OMNI,
            event:
              'event TokensBridgingInitiated(address indexed token, address indexed sender, uint256 value, bytes32 indexed messageId)',
            args: [TOKEN, ALICE, 5, ID],
          },
        ],
        legs: [madeToken('log:0', TOKEN, ALICE, OMNI, 5n), madeToken('log:1', TOKEN, OMNI, madeAddress('0'), 5n)],
      }),
    );
    expect(leg).toMatchObject({ key: `amb:${ID}`, custody: [OMNI], amount: 5n });
    const [search] = leg === undefined ? [] : (GNOSIS.search?.(leg) ?? []);
    expect(search).toMatchObject({
      by: 'logs',
      chain: 'eip155:1',
      addresses: ['0x88ad09518695c6c3712ac10a214be5109a655671'],
    });
  });
});
