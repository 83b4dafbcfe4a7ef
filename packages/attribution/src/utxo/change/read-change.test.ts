import { coinOf } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { made, pkh, sh, sides, wpkh } from '../made-transaction.fixture.ts';
import { readChange } from './read-change.ts';

describe('readChange', () => {
  it('is sure of an output to an owner of inputs', () => {
    const fact = made({
      inputs: [[pkh(1), 9_000_000]],
      outputs: [
        [sh(2), 4_000_000],
        [pkh(1), 4_990_000],
      ],
    });
    expect(readChange(fact)).toEqual({ vout: 1, confidence: 100, signs: ['paid to an owner of its inputs'] });
  });

  it('wants two signs: the type of the inputs and a payment that is round', () => {
    const fact = made({
      inputs: [[wpkh(1), 9_000_000]],
      outputs: [
        [wpkh(3), 4_987_654],
        [sh(2), 4_000_000],
      ],
    });
    expect(readChange(fact)).toMatchObject({
      vout: 0,
      signs: [expect.stringContaining('type'), expect.stringContaining('round')],
    });
  });

  it.each([
    [
      'one sign',
      made({
        inputs: [[wpkh(1), 9_000_000]],
        outputs: [
          [wpkh(3), 4_987_654],
          [wpkh(2), 4_000_000],
        ],
      }),
    ],
    [
      'signs that disagree',
      made({
        inputs: [[wpkh(1), 9_000_000]],
        outputs: [
          [wpkh(3), 4_000_000],
          [sh(2), 4_987_654],
        ],
      }),
    ],
    [
      'two outputs that come back',
      made({
        inputs: [[wpkh(1), 9_000_000]],
        outputs: [
          [wpkh(1), 4_987_654],
          [wpkh(1), 4_000_000],
        ],
      }),
    ],
    [
      'a payment of dust',
      made({
        inputs: [[wpkh(1), 9_000_000]],
        outputs: [
          [wpkh(1), 8_987_654],
          [sh(2), 546],
        ],
      }),
    ],
    [
      'change of dust',
      made({
        inputs: [[wpkh(1), 9_000_000]],
        outputs: [
          [wpkh(1), 600],
          [sh(2), 8_990_000],
        ],
      }),
    ],
    ['one output', made({ inputs: [[wpkh(1), 9_000_000]], outputs: [[wpkh(1), 8_990_000]] })],
    [
      'a coinbase',
      made({
        inputs: [],
        outputs: [
          [wpkh(1), 8_990_001],
          [sh(2), 4_000_000],
        ],
      }),
    ],
    [
      'more outputs than a payment has',
      made({ inputs: [[wpkh(1), 9_000_000]], outputs: [[wpkh(1), 600_000], ...sides(10, 500_000, 10, sh)] }),
    ],
  ])('says nothing of %s', (_, fact) => {
    expect(readChange(fact)).toBeNull();
  });

  it('says nothing of a CoinJoin, though an owner of inputs is paid', () => {
    const inputs = [...sides(3, 1_000_000, 1), ...sides(2, 1_004_000, 10)];
    expect(readChange(made({ inputs, outputs: [...sides(4, 1_000_000, 100), [wpkh(1), 1_000_000]] }))).toBeNull();
  });

  it('knows optimal change: less than the smallest of several inputs', () => {
    const fact = made({
      inputs: [
        [pkh(1), 6_000_000],
        [pkh(2), 5_000_000],
      ],
      outputs: [
        [pkh(3), 9_500_000],
        [pkh(4), 1_487_654],
      ],
    });
    expect(readChange(fact)).toMatchObject({
      vout: 1,
      signs: [expect.stringContaining('smallest'), expect.stringContaining('round')],
    });
  });

  it('knows a fresh owner, where it is told who had coins before', () => {
    const fact = made({
      inputs: [[pkh(1), 9_000_000]],
      outputs: [
        [pkh(3), 4_987_654],
        [pkh(2), 4_000_000],
      ],
    });
    expect(readChange(fact, { seenBefore: (owner) => owner === pkh(2) })?.vout).toBe(0);
    expect(readChange(fact, { seenBefore: () => undefined })).toBeNull();
    expect(readChange(fact, { seenBefore: () => false })).toBeNull();
  });

  it('knows the next step of a peeling chain, where it is told what spends it', () => {
    const fact = made({
      number: 7,
      inputs: [[pkh(1), 9_000_000]],
      outputs: [
        [pkh(3), 4_987_654],
        [pkh(2), 4_000_000],
      ],
    });
    const next = made({
      number: 8,
      inputs: [[pkh(3), 4_987_654, coinOf(fact.hash, 0)]],
      outputs: [
        [pkh(4), 1_000_000],
        [pkh(5), 3_900_000],
      ],
    });
    const swept = made({
      number: 9,
      inputs: [[pkh(3), 4_987_654, coinOf(fact.hash, 0)]],
      outputs: [[pkh(4), 4_900_000]],
    });
    expect(readChange(fact, { after: [next] })).toMatchObject({
      vout: 0,
      signs: [expect.any(String), expect.stringContaining('peeling')],
    });
    expect(readChange(fact, { after: [swept] })).toBeNull();
  });
});
