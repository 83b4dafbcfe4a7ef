import type { BridgeLeg } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { joinLegs } from '../../link/join-legs.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { CELER } from './adapter.ts';
import { DESTINATION, SOURCE } from './rules.ts';

// Made logs of its published ABI: no transaction of it is recorded.
const reader = createBridgeReader([], [CELER]);
const POOL = '0x5427fefa711eff984124bfbb1ab6fbf5e3da1820';
const POOL_THERE = '0xdd90e5e87a2081dcf0391920868ebc2ffb81a1af';
const VAULT_1 = '0xb37d31b2a74029b5951a2778f959282e2d518595';
const VAULT_2 = '0x7510792a3b1969f9307f3845ce88e39578f2bae1';
const PEGGED_1 = '0xd443fe6bf23a4c9b78312391a30ff881a097580e';
const PEGGED_2 = '0x26c76f7fef00e02a5dd4b5cc8a0f717eb61e1e4b';
const NONE = madeAddress('0');
const [ALICE, BOB, TOKEN] = ['a1', 'b2', 'cc'].map((digits) => madeAddress(digits)) as [string, string, string];
const [SEND = '', DEPOSITED_1 = '', DEPOSITED_2 = '', BURN_1 = '', BURN_2 = ''] = SOURCE.map(({ event }) => event);
const [RELAY = '', DONE = '', MINT = '', WITHDRAWN = ''] = DESTINATION.map(({ event }) => event);
const ID = `0x${'12'.repeat(32)}`;
const OTHER = `0x${'34'.repeat(32)}`;

function on(chain: number, from: string, event: string, args: unknown[], legs: ReturnType<typeof madeToken>[]) {
  return reader.read(madeTransaction({ chain: `eip155:${chain}`, logs: [{ from, event, args }], legs }))[0];
}

function state(source: BridgeLeg | undefined, arrival: BridgeLeg | undefined): string | undefined {
  if (source === undefined || arrival === undefined) throw new Error('no legs');
  const at = { block: 1, place: 0 };
  return joinLegs(CELER, [
    { ...at, time: 1, leg: source },
    { ...at, time: 2, leg: arrival },
  ])?.state;
}

const sent = () =>
  on(
    1,
    POOL,
    SEND,
    [ID, ALICE, BOB, TOKEN, 70n, 56, 1, 1],
    [madeNative('value', ALICE, POOL, 70n), madeToken('log:1', TOKEN, NONE, POOL, 70n)],
  );

describe('Celer', () => {
  it('joins what a pool takes, wrapped, with what another pays', () => {
    const relayed = on(
      56,
      POOL_THERE,
      RELAY,
      [OTHER, ALICE, BOB, TOKEN, 69n, 1, ID],
      [madeToken('log:1', TOKEN, POOL_THERE, BOB, 69n)],
    );
    expect(sent()).toMatchObject({ key: ID, toChain: 'eip155:56', asset: TOKEN, amount: 70n, custody: [POOL] });
    expect(relayed).toMatchObject({ key: ID, fromChain: 'eip155:1', asset: TOKEN, amount: 69n, custody: [POOL_THERE] });
    expect(state(sent(), relayed)).toBe('arrived');
  });

  it('takes what a pool gives back for a transfer as its refund, and nothing of a provider', () => {
    const back = (ref: string) =>
      on(1, POOL, DONE, [OTHER, 1, ALICE, TOKEN, 70n, ref], [madeToken('log:1', TOKEN, POOL, ALICE, 70n)]);
    expect(back(ID)).toMatchObject({ side: 'refund', key: ID, toAccount: ALICE, amount: 70n });
    expect(state(sent(), back(ID))).toBe('refunded');
    expect(back(`0x${'0'.repeat(64)}`)).toBeUndefined();
  });

  it.each([
    ['v1', VAULT_1, DEPOSITED_1, PEGGED_1, []],
    ['v2', VAULT_2, DEPOSITED_2, PEGGED_2, [1]],
  ])('joins what a vault of %s locks with what is minted for it', (_name, vault, event, pegged, more) => {
    const locked = on(
      1,
      vault,
      event,
      [ID, ALICE, TOKEN, 70n, 56, BOB, ...more],
      [madeToken('log:1', TOKEN, ALICE, vault, 70n)],
    );
    const minted = on(
      56,
      pegged,
      MINT,
      [OTHER, TOKEN, BOB, 70n, 1, ID, ALICE],
      [madeToken('log:1', TOKEN, NONE, BOB, 70n)],
    );
    expect(locked).toMatchObject({ custody: [vault], toChain: 'eip155:56', toAccount: BOB });
    expect(minted).toMatchObject({ custody: [TOKEN], fromChain: 'eip155:1', toAccount: BOB });
    expect(state(locked, minted)).toBe('arrived');
  });

  it.each([
    ['v1', PEGGED_1, BURN_1, VAULT_1, [BOB], undefined],
    ['v2', PEGGED_2, BURN_2, VAULT_2, [1, BOB, 7], 'eip155:1'],
  ])('joins what is burnt in %s with what its vault releases', (_name, pegged, event, vault, more, toChain) => {
    const burnt = on(
      56,
      pegged,
      event,
      [ID, TOKEN, ALICE, 70n, ...more],
      [madeToken('log:1', TOKEN, ALICE, NONE, 70n)],
    );
    const released = on(
      1,
      vault,
      WITHDRAWN,
      [OTHER, BOB, TOKEN, 70n, 56, ID, ALICE],
      [madeToken('log:1', TOKEN, vault, BOB, 70n)],
    );
    expect(burnt).toMatchObject({ custody: [TOKEN], toChain, toAccount: BOB });
    expect(state(burnt, released)).toBe('arrived');
  });

  it('takes what comes back on the chain that it left as a refund', () => {
    const back = on(1, VAULT_2, WITHDRAWN, [OTHER, ALICE, TOKEN, 70n, 1, ID, ALICE], []);
    expect(back).toMatchObject({ side: 'refund', key: ID, custody: [VAULT_2], asset: TOKEN });
  });

  it('is looked for at its receiver', () => {
    const source = sent();
    expect(source && CELER.search?.(source)).toEqual([{ by: 'account', chain: 'eip155:56', address: BOB }]);
  });
});
