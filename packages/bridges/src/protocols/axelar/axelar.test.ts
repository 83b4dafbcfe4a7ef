import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { joinLegs } from '../../link/join-legs.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { AXELAR } from './adapter.ts';
import { commandId } from './command.ts';
import { DESTINATION, SOURCE } from './events.ts';

describe.skipIf(!HAS_RECORDS)('Axelar in recorded transactions', async () => {
  const legs = legsByTransaction(AXELAR, await recordedFacts());

  it('is in these and no others, without fault', () => {
    expect([...legs].map(([hash, [leg, ...more]]) => [hash, leg?.side, more.length]).sort()).toEqual([
      ['0x58a9e5fa', 'source', 0],
    ]);
  });

  it('reads what is burnt, and the command that follows from the place of its event', () => {
    const [leg] = legs.get('0x58a9e5fa') ?? [];
    expect(leg).toMatchObject({
      proof: 'D',
      key: commandId(leg?.tx ?? '', 23, 1),
      toChain: 'eip155:1',
      asset: '0xeb466342c4d449bc9f53a865d5cb90586f405215',
      amount: 6_268_190n,
      custody: ['0xeb466342c4d449bc9f53a865d5cb90586f405215'],
      toAsset: 'axlUSDC',
      fault: undefined,
    });
  });
});

const reader = createBridgeReader([], [AXELAR]);
const GATEWAY = '0x4f4495243837681061c4743b74b3eedf548d56a5';
const OTHER = '0xe432150cce91c13a887f7d836923d5597add8e31';
const NONE = madeAddress('0');
const [ALICE, TOKEN, EXECUTABLE] = ['a1', 'cc', 'ee'].map((digits) => madeAddress(digits)) as [string, string, string];
const [WITH_TOKEN = '', TOKEN_SENT = ''] = SOURCE.map(({ event }) => event);
const [EXECUTED = ''] = DESTINATION.map(({ event }) => event);
const HASH = `0x${'12'.repeat(32)}`;
const TX = `0x${'77'.repeat(32)}`;

const send = (chain: string, receiver: string, event = WITH_TOKEN) =>
  reader.read(
    madeTransaction({
      chain: 'eip155:1',
      logs: [
        {
          from: GATEWAY,
          event,
          args:
            event === WITH_TOKEN
              ? [ALICE, chain, receiver, HASH, '0x12', 'USDC', 70n]
              : [ALICE, chain, receiver, 'USDC', 70n],
        },
      ],
      legs: [madeToken('log:1', TOKEN, ALICE, GATEWAY, 70n)],
    }),
  )[0];

describe('Axelar in made logs of its published ABI', () => {
  it('joins a message with the transaction that executes its command', () => {
    const source = send('binance', EXECUTABLE);
    const key = commandId(TX, 0, 56);
    expect(source).toMatchObject({ key, toChain: 'eip155:56', asset: TOKEN, amount: 70n, custody: [GATEWAY] });
    const gateway = '0x304acf330bbe08d1e512eefaa92f6a57871fd895';
    const [arrival] = reader.read(
      madeTransaction({
        chain: 'eip155:56',
        logs: [{ from: gateway, event: EXECUTED, args: [key] }],
        legs: [madeToken('log:1', TOKEN, NONE, EXECUTABLE, 69n), madeToken('log:2', TOKEN, EXECUTABLE, ALICE, 69n)],
      }),
    );
    expect(arrival).toMatchObject({ key, asset: TOKEN, amount: 69n, custody: [TOKEN], toAccount: EXECUTABLE });
    if (source === undefined || arrival === undefined) throw new Error('no legs');
    const at = { block: 1, place: 0 };
    const other = { ...arrival, tx: HASH };
    expect(
      joinLegs(AXELAR, [
        { ...at, time: 1, leg: source },
        { ...at, time: 2, leg: other },
      ]),
    ).toMatchObject({
      state: 'arrived',
      proof: 'D',
    });
  });

  it('says where several movements could be the command, and nothing where none is', () => {
    const executed = (legs: ReturnType<typeof madeToken>[]) =>
      reader.read(
        madeTransaction({ chain: 'eip155:10', logs: [{ from: OTHER, event: EXECUTED, args: [HASH] }], legs }),
      );
    expect(executed([])).toEqual([]);
    const both = [madeToken('log:1', TOKEN, NONE, ALICE, 1n), madeToken('log:2', TOKEN, OTHER, ALICE, 2n)];
    expect(executed(both)).toMatchObject([{ amount: undefined, notes: [expect.stringMatching(/several movements/)] }]);
  });

  it('leaves to its API what has no message or goes to no EVM chain', () => {
    expect(send('osmosis', 'osmo1abc', TOKEN_SENT)).toMatchObject({
      proof: 'A',
      key: `${TX}:0`,
      toChain: 'axelar:osmosis',
      toAccount: 'osmo1abc',
    });
    expect(send('osmosis', 'osmo1abc')).toMatchObject({ proof: 'A', key: `${TX}:0` });
    expect(send('Polygon', 'nobody')).toMatchObject({
      fault: 'nobody is no account of eip155:137',
      toAccount: undefined,
    });
  });

  it('is looked for by its command and asked of Axelarscan', () => {
    const source = send('optimism', EXECUTABLE);
    const transfer = send('Polygon', ALICE, TOKEN_SENT);
    if (source === undefined || transfer === undefined) throw new Error('no legs');
    expect(AXELAR.search?.(source)).toEqual([
      {
        by: 'logs',
        chain: 'eip155:10',
        addresses: [OTHER],
        topics: ['0x91057b069763121972ce22b18b2f319b1520dd4c72f1f94a6395e81ceaf63f41', source.key],
      },
    ]);
    expect(AXELAR.search?.(transfer)).toEqual([{ by: 'account', chain: 'eip155:137', address: ALICE }]);
    expect(AXELAR.api?.path(source)).toBe(`/gmp/searchGMP?txHash=${TX}`);
    expect(AXELAR.api?.path(transfer)).toBe(`/token/searchTransfers?txHash=${TX}`);
    // Made: no answer is recorded.
    const answer = {
      data: [{ call: { transactionHash: TX }, executed: { transactionHash: HASH, chain: 'optimism' } }],
    };
    expect(AXELAR.api?.read(answer, source)).toMatchObject({
      state: 'found',
      findings: [{ side: 'destination', chain: 'eip155:10', tx: HASH }],
    });
    const express = { data: [{ ...answer.data[0], express_executed: { transactionHash: TX } }] };
    expect(AXELAR.api?.read(express, source).findings).toMatchObject([{ chain: 'eip155:10', tx: TX }]);
    expect(AXELAR.api?.read({ data: [{ call: {} }] }, source).state).toBe('pending');
    expect(AXELAR.api?.read({ data: [] }, source).state).toBe('unknown');
    expect(() => AXELAR.api?.read({}, source)).toThrow(/no data/);
  });
});
