import type { Leg } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { DEFAULT_RULES, findCandidates } from '../../heuristic/find-candidates.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { ORBITER } from './adapter.ts';

describe.skipIf(!HAS_RECORDS)('Orbiter in recorded transactions', async () => {
  it('is in none', async () => {
    expect([...legsByTransaction(ORBITER, await recordedFacts()).keys()]).toEqual([]);
  });
});

// Made payments: none is recorded.
const reader = createBridgeReader([], [ORBITER]);
const MAKER = '0x80c67432656d59144ceff962e8faf8926599bcf8';
const OTHER_MAKER = '0xe4edb277e41dc89ab076a1f049f4a3efa700bce8';
const OPOOL = '0xd725bc299a232201984fecb4ff106d84e894193f';
const [ALICE, TOKEN] = ['a1', 'cc'].map((digits) => madeAddress(digits)) as [string, string];
const AMOUNT = 10n ** 17n + 9021n;

function read(legs: readonly Leg[], sender: string, to: string, input = '0x') {
  return reader.read(madeTransaction({ chain: 'eip155:42161', sender, to, input, legs }));
}

describe('Orbiter', () => {
  it('takes a payment to a maker whose amount names a chain for what may leave, without a key', () => {
    const source = {
      side: 'source',
      proof: 'H',
      key: undefined,
      toChain: 'eip155:8453',
      toAccount: ALICE,
      custody: [MAKER],
    };
    expect(read([madeNative('value', ALICE, MAKER, AMOUNT)], ALICE, MAKER)).toMatchObject([
      { ...source, asset: 'native', amount: AMOUNT, legs: ['value'] },
    ]);
    expect(read([madeToken('log:1', TOKEN, ALICE, MAKER, 1_009_021n)], ALICE, TOKEN, '0xa9059cbb')).toMatchObject([
      { ...source, asset: TOKEN, amount: 1_009_021n, legs: ['log:1'] },
    ]);
  });

  it.each([
    ['its amount names no chain', madeNative('value', ALICE, MAKER, 10n ** 17n), ALICE, MAKER, '0x'],
    ['its amount names the same chain', madeNative('value', ALICE, MAKER, 10n ** 17n + 9002n), ALICE, MAKER, '0x'],
    ['it is a call', madeNative('value', ALICE, MAKER, AMOUNT), ALICE, MAKER, '0x12345678'],
    ['a contract paid it on', madeNative('call:1', TOKEN, MAKER, AMOUNT), ALICE, TOKEN, '0x12345678'],
    ['makers pay each other', madeNative('value', OTHER_MAKER, MAKER, AMOUNT), OTHER_MAKER, MAKER, '0x'],
  ])('is nothing where %s', (_name, leg, sender, to, input) => {
    expect(read([leg], sender, to, input)).toEqual([]);
  });

  it('says that it cannot tell more of what comes through its contract', () => {
    const legs = [madeNative('value', ALICE, OPOOL, 5n), madeNative('call:1', OPOOL, MAKER, 5n)];
    expect(read(legs, ALICE, OPOOL, '0x12345678')).toMatchObject([
      { side: 'source', fromAccount: ALICE, toChain: undefined, notes: [expect.stringMatching(/cannot be told/)] },
    ]);
  });

  it('takes what a maker pays for what may arrive', () => {
    expect(read([madeNative('value', MAKER, ALICE, 99n)], MAKER, ALICE)).toMatchObject([
      { side: 'destination', proof: 'H', key: undefined, toAccount: ALICE, amount: 99n, custody: [MAKER] },
    ]);
  });

  it('has candidates by account, amount and time only', () => {
    const [source] = read([madeNative('value', ALICE, MAKER, AMOUNT)], ALICE, MAKER);
    const paid = madeTransaction({
      chain: 'eip155:8453',
      sender: MAKER,
      to: ALICE,
      legs: [madeNative('value', MAKER, ALICE, 10n ** 17n - 10n ** 14n)],
    });
    const [arrival] = reader.read(paid);
    if (source === undefined || arrival === undefined) throw new Error('no legs');
    expect(ORBITER.search?.(source)).toEqual([{ by: 'account', chain: 'eip155:8453', address: ALICE }]);
    const rules = { ...DEFAULT_RULES, delays: ORBITER.delays };
    const found = (time: number) => findCandidates({ leg: source, time: 100 }, [{ leg: arrival, time }], rules);
    expect(found(130)).toMatchObject([{ destination: { leg: { toAccount: ALICE } }, score: expect.closeTo(0.99, 2) }]);
    expect(found(100 + 16 * 60)).toEqual([]);
  });
});
