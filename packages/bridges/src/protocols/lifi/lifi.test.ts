import type { BridgeLeg } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, recordedFacts } from '../../recorded.fixture.ts';
import { ACROSS } from '../across/adapter.ts';
import { AXELAR } from '../axelar/adapter.ts';
import { RELAY } from '../relay/adapter.ts';
import { SQUID } from '../squid/adapter.ts';
import { LIFI } from './adapter.ts';
import { COMPLETED, STARTED } from './events.ts';

const USER = '0xa29b0d2f3b4555359a1bf684d700753b1b06cbc4';

describe.skipIf(!HAS_RECORDS)('LI.FI in recorded transactions', async () => {
  const facts = await recordedFacts();
  const read = (hash: string, ...adapters: (typeof LIFI)[]): readonly BridgeLeg[] => {
    const found = facts.filter((fact) => fact.hash.startsWith(hash));
    return found.flatMap((fact) => createBridgeReader([], [LIFI, ...adapters]).read(fact));
  };

  it('puts its name and receiver to what it sends through Squid and Axelar', () => {
    expect(read('0x58a9e5fa', SQUID, AXELAR)).toMatchObject([
      {
        protocol: 'axelar',
        side: 'source',
        via: ['lifi', 'squid'],
        toChain: 'eip155:1',
        toAccount: '0xce16f69375520ab01377ce7b88f5ba8c48f8d666',
        asset: '0xeb466342c4d449bc9f53a865d5cb90586f405215',
        amount: 6_268_190n,
        custody: ['0xeb466342c4d449bc9f53a865d5cb90586f405215'],
        fault: undefined,
        notes: [
          expect.stringMatching(/^message 0x58a9e5fa[0-9a-f]+-23$/),
          expect.stringMatching(/acts on a message/),
          `the receiver is a contract of squid: lifi names ${USER} on eip155:1`,
        ],
      },
    ]);
  });

  it('is a leg of its own, by what its contract passed on, only where no bridge is recognised', () => {
    expect(read('0x647abf5d', RELAY).map(({ protocol, via }) => [protocol, via])).toEqual([['relay', ['lifi']]]);
    const alone = read('0x647abf5d');
    expect(alone).toMatchObject([
      {
        protocol: 'lifi',
        side: 'source',
        proof: 'A',
        key: expect.stringMatching(/^0x[0-9a-f]{64}$/),
        asset: '0xaf88d065e77c8cc2239327c5edb3a432268e5831',
        amount: 59_579_993n,
        custody: ['0x4cd00e387622c35bddb9b4c962c136462338bc31'],
        toAccount: '0x3ba6eb0e4327b96ade6d4f3b578724208a590cef',
        toChain: 'eip155:1',
        via: [],
        notes: [expect.stringMatching(/^the bridge it calls \(relay/)],
      },
    ]);
    expect(read('0x9f0a7244')).toMatchObject([
      {
        amount: 697_727_485n,
        asset: '0xfd086bc7cd5c481dcc9c85ebe478a1c0b69fcbb9',
        custody: ['0x023fa838682c115c2cfba96ef3791cb5bd931fc7'],
        toChain: 'hyperliquid:core',
        notes: ['the bridge it calls (glacis) is not recognised'],
      },
    ]);
  });

  it('reads what its receiver swapped and paid on the other side', () => {
    const [leg, ...more] = read('0xa49f2892');
    expect(more).toEqual([]);
    expect(leg).toMatchObject({ protocol: 'lifi', side: 'destination', proof: 'A', toChain: 'eip155:1' });
    expect(leg?.custody).toHaveLength(1);
  });

  it('sees nothing that leaves in a swap of one chain', () => {
    const seen = facts.flatMap((fact) =>
      createBridgeReader([], [LIFI])
        .read(fact)
        .map(({ tx }) => tx.slice(0, 10)),
    );
    expect(seen.sort()).toEqual(['0x58a9e5fa', '0x647abf5d', '0x9f0a7244', '0xa49f2892']);
  });
});

const reader = createBridgeReader([], [LIFI, ACROSS]);
const DIAMOND = '0x1231deb6f5749ef6ce6943a275a1d3e7486f4eae';
const [ALICE, TOKEN, BRIDGE] = ['a1', 'cc', 'b8'].map((digits) => madeAddress(digits)) as [string, string, string];
const ID = `0x${'12'.repeat(32)}`;
const NONE = madeAddress('0');
const [START = '', NON_EVM = ''] = STARTED.map(({ event }) => event);
const [COMPLETE = ''] = COMPLETED.map(({ event }) => event);

function started(receiver: string, chain: bigint): BridgeLeg | undefined {
  const data = [ID, 'thorswap', 'app', NONE, TOKEN, receiver, 70n, chain, false, false];
  return reader.read(
    madeTransaction({
      chain: 'eip155:1',
      logs: [
        {
          from: DIAMOND,
          event: NON_EVM,
          args: [ID, chain, `0x${Buffer.from('bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq').toString('hex')}`],
        },
        { from: DIAMOND, event: START, args: [data] },
      ],
      legs: [madeToken('log:1', TOKEN, ALICE, DIAMOND, 71n), madeToken('log:2', TOKEN, DIAMOND, BRIDGE, 70n)],
    }),
  )[0];
}

describe('LI.FI in made logs of its published ABI', () => {
  it('names receivers on chains that are no EVM chains', () => {
    expect(started('0x11f111f111f111f111f111f111f111f111f111f1', 20000000000001n)).toMatchObject({
      key: ID,
      toChain: 'bip122:000000000019d6689c085ae165831e93',
      toAccount: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
      amount: 70n,
      custody: [BRIDGE],
    });
  });

  it('joins its own two sides by its id where neither bridge is known', () => {
    const [arrival] = reader.read(
      madeTransaction({
        chain: 'eip155:10',
        logs: [{ from: DIAMOND, event: COMPLETE, args: [ID, TOKEN, ALICE, 69n, 1n] }],
        legs: [madeToken('log:2', TOKEN, DIAMOND, ALICE, 69n)],
      }),
    );
    expect(arrival).toMatchObject({ protocol: 'lifi', side: 'destination', key: ID, amount: 69n, custody: [DIAMOND] });
  });

  it('reads answers of its API', () => {
    const source = started(ALICE, 10n);
    if (source === undefined) throw new Error('no leg');
    expect(LIFI.api?.path(source)).toBe(`/status?txHash=${source.tx}&fromChain=1`);
    // Made, in the documented form: no answer is recorded.
    const done = {
      status: 'DONE',
      substatus: 'COMPLETED',
      toAddress: ALICE,
      receiving: { txHash: `0x${'AB'.repeat(32)}`, chainId: 10, amount: '69', token: { address: TOKEN } },
    };
    const found = { chain: 'eip155:10', tx: `0x${'ab'.repeat(32)}`, account: ALICE, asset: TOKEN, amount: 69n };
    expect(LIFI.api?.read(done, source).findings).toEqual([{ ...found, side: 'destination' }]);
    const back = { ...done, substatus: 'REFUNDED' };
    expect(LIFI.api?.read(back, source).findings).toEqual([{ ...found, side: 'refund' }]);
    expect(LIFI.api?.read({ status: 'PENDING' }, source).state).toBe('pending');
    expect(LIFI.api?.read({ status: 'NOT_FOUND' }, source)).toMatchObject({
      state: 'unknown',
      notes: ['status NOT_FOUND'],
    });
    expect(() => LIFI.api?.read({}, source)).toThrow(/no status/);
    expect(() => LIFI.api?.read({ ...done, receiving: {} }, source)).toThrow(/no receiving transaction/);
  });
});
