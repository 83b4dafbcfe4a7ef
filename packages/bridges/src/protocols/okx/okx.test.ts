import { Interface } from 'ethers';
import { expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { OKX } from './adapter.ts';

// Made logs of the published contract: no transaction of it is recorded.
const reader = createBridgeReader([], [OKX]);
const XBRIDGE = '0xfc99f58a8974a4bc36e60e2d490bb8d72899ee9f';
const [ALICE, TOKEN, ADAPTOR] = ['a1', 'cc', 'ad'].map((digits) => madeAddress(digits)) as [string, string, string];
const NOBODY = `0x${'0'.repeat(39)}3`;
const EMPTY = `0x${'0'.repeat(64)}`;
const events = [...OKX.source, ...OKX.destination].map((rule) => (rule.on === 'log' ? rule.event : ''));
const [BRIDGE_TO = '', SWAP_TO = '', CLAIMED = ''] = events;
const TX = `0x${'77'.repeat(32)}`;

const word = (number: bigint): string => `0x${number.toString(16).padStart(64, '0')}`;
const legs = [madeToken('log:1', TOKEN, ALICE, XBRIDGE, 70n), madeToken('log:2', TOKEN, XBRIDGE, ADAPTOR, 70n)];

it('has topics as they were observed', () => {
  const topics = events.map(
    (event) => new Interface([event]).getEvent(event.slice(6).split('(', 1)[0] ?? '')?.topicHash,
  );
  expect(topics[0]).toMatch(/^0xf64.*03b7a$/);
  expect(topics[1]).toMatch(/^0xb9d.*714ea$/);
});

it('names the receiver on Tron that SWFT is told', () => {
  const receiver = 'TJJkwYS4EMYL5T34eDRqyGzbs18bwbdEHC';
  const rest = `0x${Buffer.from(receiver.slice(32)).toString('hex').padEnd(64, '0')}`;
  const first = `0x${Buffer.from(receiver.slice(0, 32)).toString('hex')}`;
  const args = [3n, ALICE, NOBODY, ALICE, 1n, TOKEN, 70n, 0n, [word(9n), word(195n), first, rest, EMPTY, EMPTY]];
  const fact = madeTransaction({ chain: 'eip155:1', logs: [{ from: XBRIDGE, event: SWAP_TO, args }], legs });
  expect(reader.read(fact)).toMatchObject([
    {
      protocol: 'okx',
      side: 'source',
      proof: 'A',
      key: TX,
      toChain: 'tron:0x2b6653dc',
      toAccount: receiver,
      asset: TOKEN,
      amount: 70n,
      custody: [ADAPTOR],
      notes: ['the bridge it calls (swft) is not recognised'],
    },
  ]);
});

it('names an EVM receiver, and joins what it claims on the other side by the transaction that it left in', () => {
  const args = [2n, ALICE, ALICE, TOKEN, 70n, 0n, [word(9n), word(10n), EMPTY, EMPTY, EMPTY, EMPTY]];
  const [source] = reader.read(
    madeTransaction({ chain: 'eip155:1', logs: [{ from: XBRIDGE, event: BRIDGE_TO, args }], legs }),
  );
  expect(source).toMatchObject({ key: TX, toChain: 'eip155:10', toAccount: ALICE, amount: 70n });
  const there = '0xf956d9fa19656d8e5219fd6fa8ba6cb198094138';
  const [arrival] = reader.read(
    madeTransaction({
      chain: 'eip155:10',
      logs: [{ from: there, event: CLAIMED, args: [ALICE, TOKEN, TOKEN, 0n, 69n, 0n, 1n, '', [TX]] }],
      legs: [madeToken('log:1', TOKEN, there, ALICE, 69n)],
    }),
  );
  expect(arrival).toMatchObject({ side: 'destination', key: TX, asset: TOKEN, amount: 69n, custody: [there] });
});
