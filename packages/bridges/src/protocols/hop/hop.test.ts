import type { BridgeLeg } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { joinLegs } from '../../link/join-legs.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { HOP } from './adapter.ts';
import { ARRIVALS } from './arrivals.ts';
import { ETHER, SENDS } from './sends.ts';

const BONDED = '0xf35871fe83fe4f160ae682ec23f6a6ad13f33600ddaab52a4f2101e31f000b80';

describe.skipIf(!HAS_RECORDS)('Hop in recorded transactions', async () => {
  const facts = await recordedFacts();
  const legs = legsByTransaction(HOP, facts);

  it('is in these and no others, without fault, each with a recipient', () => {
    expect([...legs].map(([hash, [leg, ...more]]) => [hash, leg?.chain, leg?.side, more.length]).sort()).toEqual([
      ['0x0687f3f9', 'eip155:1', 'destination', 0],
      ['0x15704d96', 'eip155:1', 'destination', 0],
      ['0x4f1e9550', 'eip155:10', 'destination', 0],
      ['0x4fb91812', 'eip155:42161', 'source', 0],
      ['0x8765cf65', 'eip155:100', 'destination', 0],
      ['0xa782a0a0', 'eip155:1', 'destination', 0],
      ['0xac42ca2d', 'eip155:1', 'source', 0],
      ['0xafaf61e1', 'eip155:137', 'source', 0],
      ['0xcb26a59c', 'eip155:137', 'destination', 0],
      ['0xd00e4cd1', 'eip155:100', 'destination', 0],
      ['0xd4664041', 'eip155:1', 'source', 0],
      ['0xd78eb0f7', 'eip155:8453', 'destination', 0],
      ['0xdb47eaba', 'eip155:100', 'destination', 0],
    ]);
    const all = [...legs.values()].flat();
    expect(
      all.filter(({ fault, toAccount, asset }) => fault ?? (toAccount === undefined || asset === undefined)),
    ).toEqual([]);
  });

  it('joins what left Arbitrum with what the bonder let the bridge pay on Ethereum', () => {
    const placed = facts
      .filter(({ hash }) => /^0x(4fb91812|15704d96)/.test(hash))
      .flatMap(({ hash, block, index, time }) =>
        (legs.get(hash.slice(0, 10)) ?? []).map((leg) => ({ leg, block, place: index, time })),
      );
    const link = joinLegs(HOP, placed);
    expect(link).toMatchObject({ key: BONDED, state: 'arrived', proof: 'K', refused: [], notes: [] });
    const user = '0x32c885ece06ebc8f6bef6c2052e400226c087e08';
    expect(link?.sources[0]?.leg).toMatchObject({
      asset: '0xda7c0de432a9346bb6e96ac74e3b61a36d8a77eb',
      amount: 198_912_701_910_981_889n,
      custody: ['0xda7c0de432a9346bb6e96ac74e3b61a36d8a77eb'],
      toAccount: user,
      fee: 4_034_870_881_159_123n,
    });
    expect(link?.arrivals[0]?.leg).toMatchObject({
      asset: 'native',
      amount: 198_912_701_910_981_889n - 4_034_870_881_159_123n,
      custody: [ETHER],
      toAccount: user,
    });
  });

  it('reads what recipients on rollups get after the swap', () => {
    expect(legs.get('0xd00e4cd1')?.[0]).toMatchObject({
      asset: '0xddafbb505ad214d7b80b1f830fccc89b60fb7a83',
      amount: 23_482_715n,
      custody: ['0x76b22b8c1079a44f1211d867d68b1eda76a635a7'],
      toAccount: '0x0b8b3648060b97447c023e9ee227bb92e35b30fe',
    });
    expect(legs.get('0xd78eb0f7')?.[0]).toMatchObject({
      asset: 'native',
      amount: 895_370_313_537_560_075n,
      toAccount: '0xc0b263b8315faabc27bc0479a5a547281c049c1c',
    });
  });

  it('reads what leaves Ethereum with all that the other side tells as its key', () => {
    expect(legs.get('0xac42ca2d')?.[0]).toMatchObject({
      key: 'l1:42161:0xd8245043a3f339400dcfffc7a9e6f22a264b933d:3700000000:3680749743:1711560337:0xa6a688f107851131f0e1dce493ebbebfaf99203e:0',
      asset: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
      amount: 3_700_000_000n,
      custody: ['0x3666f603cc164936c1b87e207f36beba4ac5f18a'],
      proof: 'D',
    });
    expect(legs.get('0xd4664041')?.[0]).toMatchObject({ asset: 'native', amount: 2n * 10n ** 17n, custody: [ETHER] });
  });
});

const reader = createBridgeReader([], [HOP]);
const [ALICE, BOB, HTOKEN, TOKEN] = ['a1', 'b2', 'cd', 'cc'].map((digits) => madeAddress(digits)) as [
  string,
  string,
  string,
  string,
];
const L2 = '0x83f6244bd87662118d96d9a6d44f09dfff14b30e';
const [, TO_L2 = ''] = SENDS.map(({ event }) => event);
const [BONDED_EVENT = '', WITHDREW = '', FROM_L1 = ''] = ARRIVALS.map(({ event }) => event);

function placed(leg: BridgeLeg | undefined, time: number) {
  if (leg === undefined) throw new Error('no leg');
  return { leg, block: time, place: 0, time };
}

describe('Hop in made transactions', () => {
  it('joins both sides of a movement from Ethereum', () => {
    const [source] = reader.read(
      madeTransaction({
        chain: 'eip155:1',
        logs: [{ from: ETHER, event: TO_L2, args: [10, ALICE, 500n, 490n, 9n, BOB, 3n] }],
        legs: [madeNative('value', ALICE, ETHER, 500n)],
      }),
    );
    const [arrival] = reader.read(
      madeTransaction({
        chain: 'eip155:10',
        logs: [{ from: L2, event: FROM_L1, args: [ALICE, 500n, 490n, 9n, BOB, 3n] }],
        legs: [madeNative('call:1', HTOKEN, ALICE, 495n)],
      }),
    );
    expect(joinLegs(HOP, [placed(source, 1), placed(arrival, 2)])).toMatchObject({ state: 'arrived', proof: 'D' });
    expect(arrival).toMatchObject({ asset: 'native', amount: 495n, custody: [HTOKEN], toAccount: ALICE });
  });

  it('reads a withdrawal that its recipient takes without a bonder', () => {
    const id = `0x${'12'.repeat(32)}`;
    const legs = reader.read(
      madeTransaction({
        chain: 'eip155:1',
        logs: [{ from: ETHER, event: WITHDREW, args: [id, ALICE, 500n, id] }],
      }),
    );
    expect(legs).toMatchObject([{ key: id, asset: 'native', amount: 500n, custody: [ETHER], toAccount: ALICE }]);
  });

  it('does not take a recipient from a call that the id is no digest of', () => {
    const id = `0x${'12'.repeat(32)}`;
    const input = `0x23c452cd${[ALICE, '0x1f4', id, '0x0'].map((word) => word.slice(2).padStart(64, '0')).join('')}`;
    const [leg] = reader.read(
      madeTransaction({
        chain: 'eip155:10',
        to: L2,
        input,
        logs: [{ from: L2, event: BONDED_EVENT, args: [id, 500n] }],
        legs: [madeToken('log:1', TOKEN, HTOKEN, BOB, 490n)],
      }),
    );
    expect(leg).toMatchObject({ key: id, toAccount: undefined, notes: [expect.stringMatching(/another contract/)] });
  });

  it('takes no recipient from a call whose word for it is no address', () => {
    const id = `0x${'12'.repeat(32)}`;
    const words = ['0x1f4', id, '0x0'].map((word) => word.slice(2).padStart(64, '0'));
    const input = `0x23c452cd${'ff'.repeat(12)}${ALICE.slice(2)}${words.join('')}`;
    const logs = [{ from: L2, event: BONDED_EVENT, args: [id, 500n] }];
    const [leg, ...more] = reader.read(madeTransaction({ chain: 'eip155:10', to: L2, input, logs }));
    expect(leg).toMatchObject({ key: id, toAccount: undefined, notes: [expect.stringMatching(/another contract/)] });
    expect(more).toEqual([]);
  });

  it('is looked for by its id, or by its recipient where it has none', () => {
    const [source] = reader.read(
      madeTransaction({
        chain: 'eip155:1',
        logs: [{ from: ETHER, event: TO_L2, args: [10, ALICE, 500n, 490n, 9n, BOB, 3n] }],
      }),
    );
    if (source === undefined) throw new Error('no leg');
    expect(HOP.search?.(source)).toEqual([
      {
        by: 'logs',
        chain: 'eip155:10',
        addresses: expect.arrayContaining([L2]),
        topics: [null, `0x${'0'.repeat(24)}${ALICE.slice(2)}`],
      },
      { by: 'account', chain: 'eip155:10', address: ALICE },
    ]);
    const id = `0x${'12'.repeat(32)}`;
    expect(HOP.search?.({ ...source, key: id })).toMatchObject([{ by: 'logs', topics: [null, id] }]);
    expect(HOP.search?.({ ...source, key: id, side: 'destination', fromChain: undefined })).toEqual([]);
  });
});
