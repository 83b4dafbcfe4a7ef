import { expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { joinLegs } from '../../link/join-legs.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { SYMBIOSIS } from './adapter.ts';
import { RELEASED, SOURCE, SYNTHESIZED } from './rules.ts';

// Made logs of its published ABI: no transaction of it is recorded.
const reader = createBridgeReader([], [SYMBIOSIS]);
const PORTAL = '0xb8f275fbf7a959f4bce59999a2ef122a099e81a8';
const SYNTHESIS = '0x6b1bbd301782ff636601fc594cd7bfe74871bfaa';
const NONE = madeAddress('0');
const [ALICE, BOB, TOKEN, SYNTH] = ['a1', 'b2', 'cc', 'dd'].map((digits) => madeAddress(digits)) as [
  string,
  string,
  string,
  string,
];
const [REQUEST = '', BURN = ''] = SOURCE.map(({ event }) => event);
const ID = `0x${'12'.repeat(32)}`;
const INNER = `0x${'34'.repeat(32)}`;

function one(chain: number, from: string, event: string, args: unknown[], leg: ReturnType<typeof madeToken>) {
  const legs = reader.read(
    madeTransaction({ chain: `eip155:${chain}`, logs: [{ from, event, args }], legs: [leg], time: chain }),
  );
  if (legs[0] === undefined || legs.length > 1) throw new Error('not one leg');
  return { leg: legs[0], block: 1, place: 0, time: chain };
}

it('joins what a portal locks with what is minted for it', () => {
  const source = one(
    1,
    PORTAL,
    REQUEST,
    [ID, ALICE, 56n, ALICE, BOB, 70n, TOKEN],
    madeToken('log:1', TOKEN, ALICE, PORTAL, 70n),
  );
  const arrival = one(
    56,
    SYNTHESIS,
    SYNTHESIZED,
    [INNER, BOB, ID, 69n, 1n, TOKEN],
    madeToken('log:1', SYNTH, NONE, BOB, 69n),
  );
  expect(source.leg).toMatchObject({ toChain: 'eip155:56', toAccount: BOB, asset: TOKEN, custody: [PORTAL] });
  expect(arrival.leg).toMatchObject({ toAccount: BOB, asset: SYNTH, amount: 69n, custody: [SYNTH] });
  expect(joinLegs(SYMBIOSIS, [source, arrival])).toMatchObject({ state: 'arrived', proof: 'K' });
  expect(SYMBIOSIS.search?.(source.leg)).toEqual([
    {
      by: 'logs',
      chain: 'eip155:56',
      addresses: [SYNTHESIS],
      topics: ['0x1f3f0f3c7b2df480755c6486a132f215e7b2b89fcca0beecd95a9696c71789b6', null, null, ID],
    },
    { by: 'account', chain: 'eip155:56', address: BOB },
  ]);
});

it('joins what is burnt with what a portal releases', () => {
  const source = one(
    56,
    SYNTHESIS,
    BURN,
    [ID, ALICE, 1n, ALICE, BOB, 70n, SYNTH],
    madeToken('log:1', SYNTH, ALICE, NONE, 70n),
  );
  const arrival = one(
    1,
    PORTAL,
    RELEASED,
    [INNER, ID, BOB, 69n, 1n, TOKEN],
    madeToken('log:1', TOKEN, PORTAL, BOB, 69n),
  );
  expect(source.leg).toMatchObject({ key: `burn:${ID}`, custody: [SYNTH], amount: 70n });
  expect(arrival.leg).toMatchObject({ key: `burn:${ID}`, custody: [PORTAL], amount: 69n });
  expect(joinLegs(SYMBIOSIS, [source, { ...arrival, time: 100 }])?.state).toBe('arrived');
  expect(SYMBIOSIS.search?.(source.leg)).toMatchObject([
    {
      by: 'logs',
      chain: 'eip155:1',
      topics: ['0xaeef64b7687b985665b6620c7fa271b6f051a3fbe2bfc366fb9c964602eb6d26', null, ID],
    },
    { by: 'account' },
  ]);
});

it('names Tron as it is', () => {
  const args = [ID, ALICE, 728126428n, ALICE, BOB, 70n, TOKEN];
  const { leg } = one(1, PORTAL, REQUEST, args, madeToken('log:1', TOKEN, ALICE, PORTAL, 70n));
  expect(leg).toMatchObject({ toChain: 'tron:0x2b6653dc', toAccount: expect.stringMatching(/^T/) });
});
