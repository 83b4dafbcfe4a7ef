import { type BridgeLeg, SourceError } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { joinLegs } from '../../link/join-legs.ts';
import { type MadeLog, madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { ACROSS } from './adapter.ts';
import { DEPOSITS, SCHEMA_2_0 } from './deposits.ts';
import { FILLS, UPDATED } from './fills.ts';

describe.skipIf(!HAS_RECORDS)('Across in recorded transactions', async () => {
  const legs = legsByTransaction(ACROSS, await recordedFacts());
  const one = (hash: string): BridgeLeg => {
    const [leg, ...more] = legs.get(hash) ?? [];
    if (leg === undefined || more.length > 0) throw new Error(`${hash} has not one leg`);
    return leg;
  };

  it('is in these and no others, without fault', () => {
    expect([...legs].map(([hash, [leg]]) => [hash, leg?.side, leg?.key]).sort()).toEqual(EXPECTED);
    expect([...legs.values()].flat().filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  it('joins a deposit through a gateway with its fill, unwrapped for the recipient', () => {
    const source = one('0xb1e29beb');
    const destination = one('0xcc6297f8');
    const placed = [source, destination].map((leg, time) => ({ leg, block: 1, place: 0, time }));
    expect(joinLegs(ACROSS, placed)).toMatchObject({ state: 'arrived', proof: 'K', refused: [], key: '42161:1142258' });
    expect(source).toMatchObject({
      toChain: 'eip155:8453',
      toAccount: '0xc37b40abdb939635068d3c5f13e7faf686f03b65',
      amount: 10_000_000_000_000_000n,
      custody: ['0xe35e9842fceaca96570b734083f4a58e8f7c5f2a'],
    });
    expect(destination).toMatchObject({
      asset: 'native',
      amount: 9_804_674_568_982_550n,
      toAccount: '0xc37b40abdb939635068d3c5f13e7faf686f03b65',
      custody: ['0x09aea4b2242abc8bb4bb78d537a67a245a7bec64'],
    });
  });

  it('reads a fill that the relayer pays in tokens', () => {
    const fill = one('0x0fe6509d');
    expect(fill).toMatchObject({
      key: '534352:1295289',
      fromChain: 'eip155:534352',
      asset: '0xaf88d065e77c8cc2239327c5edb3a432268e5831',
      amount: 0x15cbade8n,
      custody: ['0xcad97616f91872c02ba3553db315db4015cbe850'],
      toAccount: '0x3ba6eb0e4327b96ade6d4f3b578724208a590cef',
    });
  });

  it('finds every amount among the movements of its own transaction', async () => {
    const facts = await recordedFacts();
    for (const leg of [...legs.values()].flat()) {
      const fact = facts.find(({ hash, chain }) => hash === leg.tx && chain === leg.chain);
      const moved = fact?.legs.filter(({ asset, amount }) => asset === leg.asset && amount === leg.amount) ?? [];
      const kept = moved.filter((part) => leg.custody.includes(leg.side === 'source' ? part.to : part.from));
      expect([leg.tx, kept.length]).toEqual([leg.tx, 1]);
    }
  });
});

const EXPECTED = [
  ['0x0fe6509d', 'destination', '534352:1295289'],
  ['0x742fbbe4', 'destination', '42161:4207290'],
  ['0xb1e29beb', 'source', '42161:1142258'],
  ['0xcc6297f8', 'destination', '42161:1142258'],
];

const reader = createBridgeReader([], [ACROSS]);
const ETHEREUM = 'eip155:1';
const POOL = '0x5c7bcd6e7de5423a257d81b442095a1a6ced35c5';
const ALICE = madeAddress('a1');
const BOB = madeAddress('b2');
const RELAYER = madeAddress('d4');
const USDC = madeAddress('cc');
const [DEPOSIT = '', DEPOSIT_V3 = '', DEPOSIT_2_5 = '', DEPOSIT_2_0 = ''] = DEPOSITS.map(({ event }) => event);
const [FILL = '', FILL_V3 = '', FILL_2_5 = '', FILL_2_0 = ''] = FILLS.map(({ event }) => event);
const NOBODY = madeAddress('0');

const word = (address: string): string => `0x${address.slice(2).padStart(64, '0')}`;

function read(log: MadeLog, chain = ETHEREUM): BridgeLeg | undefined {
  const legs = [madeToken('log:9', USDC, ALICE, POOL, 500n), madeToken('log:8', USDC, RELAYER, BOB, 490n)];
  return reader.read(madeTransaction({ chain, logs: [log], legs }))[0];
}

function deposit(chain: bigint, recipient: string, message = '0x'): MadeLog {
  const args = [word(USDC), word(NOBODY), 500n, 490n, chain, 7n, 1, 1_800_000_000, 0, word(ALICE), recipient];
  return { from: POOL, event: DEPOSIT, args: [...args, word(NOBODY), message] };
}

const v3 = [USDC, USDC, 500n, 490n, 10n, 7n, 1, 9, 0, ALICE, BOB, NOBODY, '0x'];

describe('Across in made logs of its published ABI', () => {
  it('reads deposits and fills of all four schemas to the same key', () => {
    const fillV3 = [USDC, USDC, 500n, 490n, 1n, 10n, 7n, 9, 0, NOBODY, RELAYER, ALICE, BOB, '0x', [BOB, '0x', 490n, 0]];
    const percent = 10n ** 16n;
    const v25 = [500n, 500n, 500n, 1n, 10n, 1n, percent, percent, 7n, USDC, RELAYER, ALICE, BOB, '0x'];
    const v20 = [500n, 500n, 500n, 1n, 10n, 1n, percent, percent, percent, 7n, USDC, RELAYER, ALICE, BOB, false];
    const fills = [
      { event: FILL_V3, args: fillV3 },
      { event: FILL_2_5, args: [...v25, [BOB, '0x', percent, false, 0n]] },
      { event: FILL_2_0, args: v20 },
    ].map(({ event, args }) => read({ from: POOL, event, args }));
    for (const leg of fills) {
      expect(leg).toMatchObject({ side: 'destination', key: '10:7', asset: USDC, amount: 490n, custody: [RELAYER] });
      expect(leg).toMatchObject({ fromAccount: ALICE, toAccount: BOB, fault: undefined });
    }
    const deposits = [
      { event: DEPOSIT_V3, args: v3 },
      { event: DEPOSIT_2_5, args: [500n, 1n, 10n, 1n, 7n, 1, USDC, BOB, ALICE, '0x'] },
      { event: DEPOSIT_2_0, args: [500n, 1n, 10n, 1n, 7n, 1, USDC, BOB, ALICE] },
    ].map(({ event, args }) => read({ from: POOL, event, args }));
    for (const leg of [...deposits, read(deposit(10n, word(BOB)))]) {
      expect(leg).toMatchObject({ side: 'source', key: '1:7', toChain: 'eip155:10', asset: USDC, custody: [POOL] });
      expect(leg).toMatchObject({ fromAccount: ALICE, toAccount: BOB, amount: 500n, fault: undefined });
    }
  });

  it('writes recipients as their chains do, and says which cannot be one', () => {
    const solana = read(deposit(34268394551451n, `0x${'11'.repeat(32)}`));
    expect([solana?.toChain, solana?.toAccount]).toEqual([
      'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
      '29d2S7vB453rNYFdR5Ycwt7y9haRT5fwVwL9zTmBhfV2',
    ]);
    const tron = read(deposit(728126428n, word('0xa614f803b6fd780986a42c78ec9c7f77e6ded13c')));
    expect([tron?.toChain, tron?.toAccount]).toEqual(['tron:0x2b6653dc', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t']);
    const wrong = read(deposit(10n, `0x${'11'.repeat(32)}`));
    expect([wrong?.toAccount, wrong?.fault]).toEqual([undefined, expect.stringMatching(/is no account of eip155:10/)]);
    expect(read(deposit(10n, word(NOBODY)))?.fault).toBe('the recipient is the zero address');
  });

  it('notes a message, an update, a part, and a deposit that names another origin', () => {
    expect(read(deposit(10n, word(BOB), '0x1234'))?.notes).toEqual([expect.stringMatching(/comes with a message/)]);
    const updated = [word(BOB), word(NOBODY), 490n, 0];
    const args = [word(USDC), word(USDC), 500n, 495n, 1n, 10n, 7n, 9, 0, word(NOBODY), word(RELAYER), word(ALICE)];
    const fill = read({ from: POOL, event: FILL, args: [...args, word(ALICE), word(NOBODY), updated] });
    expect([fill?.toAccount, fill?.amount, fill?.minOut, fill?.notes]).toEqual([BOB, 490n, 495n, [UPDATED]]);
    const part = [
      1000n,
      500n,
      500n,
      1n,
      10n,
      1n,
      10n ** 16n,
      10n ** 16n,
      10n ** 16n,
      7n,
      USDC,
      RELAYER,
      ALICE,
      BOB,
      false,
    ];
    expect(read({ from: POOL, event: FILL_2_0, args: part })?.notes).toEqual([SCHEMA_2_0, 'fills 500 of 1000']);
    const other = read({ from: POOL, event: DEPOSIT_2_5, args: [500n, 5n, 10n, 1n, 7n, 1, USDC, BOB, ALICE, '0x'] });
    expect(other?.notes).toEqual(['the deposit names chain 5 as its origin']);
  });

  it('reads nothing of a contract that is none of its pools', () => {
    expect(read({ ...deposit(10n, word(BOB)), from: madeAddress('ee') })).toBeUndefined();
  });

  it('is no movement where a fill does not keep to its deposit', () => {
    const source = { ...(read(deposit(10n, word(BOB))) as BridgeLeg), minOut: 490n };
    const destination: BridgeLeg = { ...source, side: 'destination', chain: 'eip155:10' };
    const says = (other: Partial<BridgeLeg>) => ACROSS.match?.(source, { ...destination, ...other });
    expect(says({})).toBeUndefined();
    expect(says({ chain: 'eip155:137' })).toBe('the deposit is meant for eip155:10');
    expect(says({ toAccount: RELAYER })).toBe('the fill pays another recipient');
    expect(says({ toAccount: RELAYER, notes: [UPDATED] })).toBeUndefined();
    expect(says({ fromAccount: RELAYER })).toBe('the fill names another depositor');
    expect(says({ minOut: 1n })).toBe('the fill names another amount than the deposit');
  });

  it('is looked for by chain and deposit, in v2.0 by its recipient, and asked of the API', () => {
    const source = read(deposit(10n, word(BOB))) as BridgeLeg;
    expect(ACROSS.search?.(source)).toEqual([
      {
        by: 'logs',
        chain: 'eip155:10',
        addresses: expect.arrayContaining(['0x6f26bf09b1c792e3228e5467807a900a503c0281']),
        topics: [null, word('0x1'), word('0x7')],
      },
      { by: 'account', chain: 'eip155:10', address: BOB },
    ]);
    expect(ACROSS.search?.({ ...source, notes: [SCHEMA_2_0] })).toHaveLength(1);
    expect(ACROSS.api?.path(source)).toBe('/deposit/status?originChainId=1&depositId=7');
    const tx = `0x${'AB'.repeat(32)}`;
    const told = ACROSS.api?.read({ status: 'filled', fillTxnRef: tx, destinationChainId: 10 }, source);
    expect(told?.findings).toMatchObject([{ side: 'destination', chain: 'eip155:10', tx: tx.toLowerCase() }]);
    const filledOn = (destinationChainId: unknown) => () =>
      ACROSS.api?.read({ status: 'filled', fillTxnRef: tx, destinationChainId }, source);
    expect(filledOn('10')()?.findings).toMatchObject([{ chain: 'eip155:10' }]);
    for (const bad of [1.5, -1, 1e30, 'ten']) {
      expect(filledOn(bad)).toThrow(SourceError);
      expect(filledOn(bad)).toThrow(/no number of a chain/);
    }
    expect(ACROSS.api?.read({ status: 'pending' }, source).state).toBe('pending');
    expect(ACROSS.api?.read({ status: 'refunded' }, source)).toMatchObject({ state: 'unknown', findings: [] });
    expect(() => ACROSS.api?.read({}, source)).toThrow(/no status/);
  });
});
