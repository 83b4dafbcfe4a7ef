import { expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { joinLegs } from '../../link/join-legs.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { SQUID } from './adapter.ts';

// Made logs of its published ABI: no order of Coral is recorded. How it wraps Axelar is tested with LI.FI's real transaction.
const reader = createBridgeReader([], [SQUID]);
const SPOKE = '0xdf4ffda22270c12d0b5b3788f1669d709476111e';
const NATIVE = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee';
const [ALICE, BOB, FILLER, TOKEN] = ['a1', 'b2', 'f1', 'cc'].map((digits) => madeAddress(digits)) as [
  string,
  string,
  string,
  string,
];
const HASH = `0x${'12'.repeat(32)}`;
const events = [...SQUID.source, ...SQUID.destination].flatMap((rule) => (rule.on === 'log' ? [rule.event] : []));
const [, CREATED = '', FILLED = ''] = events;
const ORDER = [ALICE, BOB, FILLER, TOKEN, NATIVE, 1_800_000_000n, 70n, 69n, 0n, 1n, 10n, `0x${'0'.repeat(64)}`];

it('joins an order of Coral with what a filler paid for it', () => {
  const [source] = reader.read(
    madeTransaction({
      chain: 'eip155:1',
      logs: [{ from: SPOKE, event: CREATED, args: [HASH, ORDER] }],
      legs: [madeToken('log:1', TOKEN, ALICE, SPOKE, 70n)],
      time: 100,
    }),
  );
  const [arrival] = reader.read(
    madeTransaction({
      chain: 'eip155:10',
      logs: [{ from: SPOKE, event: FILLED, args: [HASH, ORDER] }],
      legs: [madeNative('value', FILLER, SPOKE, 69n), madeNative('call:1', SPOKE, BOB, 69n)],
    }),
  );
  expect(source).toMatchObject({
    key: HASH,
    proof: 'K',
    toChain: 'eip155:10',
    toAccount: BOB,
    asset: TOKEN,
    amount: 70n,
    custody: [SPOKE],
    minOut: 69n,
    expires: 1_800_000_000,
  });
  expect(arrival).toMatchObject({ key: HASH, asset: 'native', amount: 69n, custody: [SPOKE], fromChain: 'eip155:1' });
  if (source === undefined || arrival === undefined) throw new Error('no legs');
  const at = { block: 1, place: 0 };
  expect(
    joinLegs(SQUID, [
      { ...at, time: 1, leg: source },
      { ...at, time: 2, leg: arrival },
    ])?.state,
  ).toBe('arrived');
  expect(SQUID.search?.(source)).toMatchObject([
    { by: 'logs', chain: 'eip155:10', topics: [expect.any(String), HASH] },
  ]);
});

it('only puts its name where its router is called', () => {
  const router = '0xce16f69375520ab01377ce7b88f5ba8c48f8d666';
  expect(reader.read(madeTransaction({ chain: 'eip155:1', to: router, input: '0x58181a80' }))).toEqual([]);
});
