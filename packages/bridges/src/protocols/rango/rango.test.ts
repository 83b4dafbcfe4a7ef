import { expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { RANGO } from './adapter.ts';

// Made logs of its published ABI: no transaction of it is recorded.
const reader = createBridgeReader([], [RANGO]);
const DIAMOND = '0x69460570c93f9de5e2edbc3052bf10125f0ca22d';
const [ALICE, TOKEN, BRIDGE, ID] = ['a1', 'cc', 'b8', '1d'].map((digits) => madeAddress(digits)) as [
  string,
  string,
  string,
  string,
];
const [FIRST = '', WITH_NAME = ''] = RANGO.source.map((rule) => (rule.on === 'log' ? rule.event : ''));
const [COMPLETED = ''] = RANGO.destination.map((rule) => (rule.on === 'log' ? rule.event : ''));
const legs = [madeToken('log:1', TOKEN, ALICE, DIAMOND, 70n), madeToken('log:2', TOKEN, DIAMOND, BRIDGE, 70n)];

it.each([
  ['with the name of the application', FIRST, []],
  ['without it', WITH_NAME, ['app']],
])('names bridge, receiver and chain, %s', (_name, event, more) => {
  const args = [ID, TOKEN, 70n, ALICE, 10n, false, false, 5, 1, ...more];
  const fact = madeTransaction({ chain: 'eip155:1', logs: [{ from: DIAMOND, event, args }], legs });
  expect(reader.read(fact)).toMatchObject([
    {
      protocol: 'rango',
      proof: 'A',
      key: ID,
      toChain: 'eip155:10',
      toAccount: ALICE,
      amount: 70n,
      custody: [BRIDGE],
      notes: ['the bridge it calls (number 5) is not recognised'],
    },
  ]);
});

it('names no chain where that is no EVM chain', () => {
  const args = [ID, madeAddress('0'), 70n, madeAddress('0'), 0n, false, false, 5, 1];
  const fact = madeTransaction({ chain: 'eip155:1', logs: [{ from: DIAMOND, event: FIRST, args }] });
  expect(reader.read(fact)).toMatchObject([{ toChain: undefined, toAccount: undefined, asset: 'native', amount: 70n }]);
});

it('completes on the other side by the same id', () => {
  const args = [ID, TOKEN, ALICE, ALICE, 69n, 1, 1];
  const fact = madeTransaction({
    chain: 'eip155:10',
    logs: [{ from: DIAMOND, event: COMPLETED, args }],
    legs: [madeToken('log:1', TOKEN, DIAMOND, ALICE, 69n)],
  });
  expect(reader.read(fact)).toMatchObject([{ side: 'destination', key: ID, amount: 69n, custody: [DIAMOND] }]);
});
