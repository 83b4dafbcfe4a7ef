import { describe, expect, it } from 'vitest';
import {
  data,
  type MadeSide,
  type MadeTransaction,
  made,
  pkh,
  sh,
  sides,
  tr,
  wpkh,
} from '../made-transaction.fixture.ts';
import { findCoinJoin } from './find-coin-join.ts';

/** Six parties: equal outputs of 50,000,000 sat and a change for each. */
const JOINMARKET: MadeTransaction = {
  inputs: Array.from({ length: 6 }, (_, at): MadeSide => [wpkh(at), 80_000_000 + at * 7_000_000]),
  outputs: [
    ...sides(6, 50_000_000, 100),
    ...Array.from({ length: 6 }, (_, at): MadeSide => [wpkh(200 + at), 30_000_000 + at * 7_000_000 - 9_000]),
  ],
};
const WHIRLPOOL: MadeTransaction = {
  inputs: [...sides(3, 1_000_000, 1), ...sides(2, 1_004_000, 10)],
  outputs: sides(5, 1_000_000, 100),
};
/** Twelve parties of 0.1 BTC, five of them with change, and the coordinator. */
const WASABI1: MadeTransaction = {
  inputs: sides(12, 13_000_000, 1),
  outputs: [
    ...sides(12, 10_002_000, 100),
    ...Array.from({ length: 6 }, (_, at): MadeSide => [wpkh(200 + at), 2_000_000 + at * 11_111]),
  ],
};
/** Twenty-two outputs of four tiers of standard amounts, and one that is none. */
const WASABI2: MadeTransaction = {
  inputs: sides(25, 2_000_000, 1, tr),
  outputs: [
    ...sides(8, 1_062_882, 100, tr),
    ...sides(6, 2_097_152, 120),
    ...sides(5, 500_000, 140, tr),
    ...sides(3, 262_144, 160),
    [wpkh(180), 123_457],
  ],
};

const called = (transaction: MadeTransaction): string | undefined => findCoinJoin(made(transaction))?.scheme;

describe('a CoinJoin is recognised with its scheme', () => {
  it.each([
    ['joinmarket', JOINMARKET, 6],
    ['whirlpool', WHIRLPOOL, 5],
    ['wasabi1', WASABI1, 12],
    ['wasabi2', WASABI2, 3],
  ] as const)('%s', (scheme, transaction, participants) => {
    expect(findCoinJoin(made(transaction))).toMatchObject({ scheme, participants });
  });

  it('of mixing levels, as Wasabi 1.1', () => {
    const { inputs, outputs } = WASABI1;
    expect(
      called({ inputs: [...inputs, ...sides(4, 25_000_000, 50)], outputs: [...outputs, ...sides(3, 20_004_000, 300)] }),
    ).toBe('wasabi1.1');
  });

  it('of three parties, where the inputs divide among them', () => {
    const parties: readonly MadeSide[] = [
      [wpkh(1), 9_000_000],
      [wpkh(2), 4_000_000],
      [wpkh(3), 3_000_000],
      [wpkh(4), 6_000_000],
    ];
    const equal = sides(3, 5_000_000, 10);
    const fair = made({
      inputs: parties,
      outputs: [...equal, [wpkh(20), 4_000_400], [wpkh(21), 2_000_300], [wpkh(22), 990_000]],
    });
    expect(findCoinJoin(fair)).toMatchObject({ scheme: 'joinmarket', confidence: 60, participants: 3 });
    const unfair = made({
      inputs: parties,
      outputs: [...equal, [wpkh(20), 6_500_000], [wpkh(21), 400_300], [wpkh(22), 90_000]],
    });
    expect(findCoinJoin(unfair)).toBeUndefined();
  });

  it('and says which outputs hide among how many, and which are change', () => {
    const found = findCoinJoin(made(WASABI2));
    expect(found?.denomination).toBe(1_062_882n);
    expect(found?.candidates).toHaveLength(22);
    expect(found?.candidates[0]).toEqual({ place: 0, oneOf: 8 });
    expect(found?.candidates.at(-1)).toEqual({ place: 21, oneOf: 3 });
    expect(found?.unmixed).toEqual([22]);
  });
});

describe('where inputs are not known', () => {
  it.each([
    ['whirlpool', WHIRLPOOL],
    ['wasabi1', WASABI1],
    ['wasabi2', WASABI2],
  ] as const)('%s is recognised by its outputs', (scheme, transaction) => {
    expect(findCoinJoin(made({ ...transaction, blind: true }))).toMatchObject({ scheme });
  });

  it('JoinMarket does not stop a trail', () => {
    expect(findCoinJoin(made({ ...JOINMARKET, blind: true }))?.confidence).toBeLessThan(50);
  });
});

describe('what looks like a CoinJoin and is none', () => {
  const { inputs, outputs } = JOINMARKET;

  it.each([
    ['one input', { inputs: [[wpkh(1), 900_000_000]], outputs }],
    ['inputs of one owner', { inputs: inputs.map(([, sats]): MadeSide => [wpkh(1), sats]), outputs }],
    ['fewer owners than parties', { inputs: inputs.map(([, sats], at): MadeSide => [wpkh(at % 3), sats]), outputs }],
    ['an output back to an owner of inputs', { inputs, outputs: [...outputs.slice(0, -1), [wpkh(2), 31_234_567]] }],
    ['two outputs of one owner', { inputs, outputs: [...outputs.slice(0, -1), [wpkh(200), 31_234_567]] }],
    ['an output of data', { inputs, outputs: [...outputs, [data(20), 0]] }],
    ['an inscription', { inputs, outputs: [...outputs.slice(0, -1), [wpkh(300), 546]] }],
    [
      'equal outputs of dust',
      { inputs, outputs: outputs.map(([owner, sats]): MadeSide => [owner, sats === 50_000_000 ? 330 : sats]) },
    ],
    ['an airdrop with one change', { inputs, outputs: outputs.slice(0, 7) }],
    ['payouts of which some are equal', { inputs, outputs: [...outputs, ...sides(1, 1_234_567, 300)] }],
    [
      'wallets of many kinds',
      { inputs: inputs.map(([, sats], at): MadeSide => [at % 2 === 0 ? pkh(at) : sh(at), sats]), outputs },
    ],
    ['a consolidation', { inputs: sides(60, 1_000_000, 1), outputs: sides(1, 59_990_000, 100) }],
    [
      'Stonewall',
      {
        inputs: sides(4, 9_000_000, 1),
        outputs: [...sides(2, 5_000_000, 10), [wpkh(20), 12_000_000], [wpkh(21), 13_990_000]],
      },
    ],
  ] satisfies readonly (readonly [string, MadeTransaction])[])('JoinMarket: %s', (_, transaction) => {
    expect(called(transaction)).toBeUndefined();
  });

  it.each([
    ['equal outputs that are no pool', { ...WHIRLPOOL, outputs: sides(5, 900_000, 100) }],
    ['inputs of nobody new', { inputs: sides(5, 1_000_000, 1), outputs: sides(5, 1_000_000, 100) }],
    ['an input that is too small', { ...WHIRLPOOL, inputs: [...sides(4, 1_004_000, 1), [wpkh(9), 984_000]] }],
    [
      'outputs of one owner',
      { ...WHIRLPOOL, outputs: sides(5, 1_000_000, 100).map(([, sats]): MadeSide => [wpkh(100), sats]) },
    ],
  ] satisfies readonly (readonly [string, MadeTransaction])[])('Whirlpool: %s', (_, transaction) => {
    expect(called(transaction)).toBeUndefined();
  });

  it.each([
    ['wallets of another kind', { ...WASABI1, inputs: sides(12, 13_000_000, 1, pkh) }],
    ['more outputs than parties can have', { ...WASABI1, outputs: [...WASABI1.outputs, ...sides(9, 1_000_000, 300)] }],
    [
      'payouts to payers',
      { ...WASABI1, outputs: [...WASABI1.outputs.slice(0, -2), [wpkh(1), 2_222_222], [wpkh(2), 2_333_333]] },
    ],
  ] satisfies readonly (readonly [string, MadeTransaction])[])('Wasabi 1: %s', (_, transaction) => {
    expect(called(transaction)).toBeUndefined();
  });

  it.each([
    [
      'few standard amounts',
      {
        ...WASABI2,
        outputs: WASABI2.outputs.map(([owner, sats], at): MadeSide => [owner, at % 2 === 0 ? sats + 1 : sats]),
      },
    ],
    ['one standard amount', { ...WASABI2, outputs: sides(30, 500_000, 100) }],
    [
      'inputs of one owner, to itself',
      {
        inputs: WASABI2.inputs.map(([, sats]): MadeSide => [tr(1), sats]),
        outputs: WASABI2.outputs.map(([, sats]): MadeSide => [tr(1), sats]),
      },
    ],
    ['small outputs', { ...WASABI2, outputs: [...WASABI2.outputs, [wpkh(300), 546]] }],
  ] satisfies readonly (readonly [string, MadeTransaction])[])('Wasabi 2: %s', (_, transaction) => {
    expect(called(transaction)).toBeUndefined();
  });

  it('is what an exchange pays', () => {
    const know = { isExchange: (owner: string) => owner === wpkh(3) };
    expect(findCoinJoin(made(JOINMARKET), know)).toBeUndefined();
    expect(findCoinJoin(made(WASABI1), know)).toBeUndefined();
    expect(findCoinJoin(made(WHIRLPOOL), know)?.scheme).toBe('whirlpool');
  });

  it('is a transaction of an account chain', () => {
    expect(findCoinJoin({ ...made(WHIRLPOOL), chain: 'eip155:1', legs: [] })).toBeUndefined();
  });
});
