import { describe, expect, it } from 'vitest';
import { kindOfTransaction } from './kind-of-transaction.ts';
import { made, sh, sides, wpkh } from './made-transaction.fixture.ts';

describe('kindOfTransaction', () => {
  it.each([
    [
      'peel',
      made({
        inputs: [[wpkh(1), 90_000_000]],
        outputs: [
          [sh(2), 5_000_000],
          [wpkh(3), 84_987_654],
        ],
      }),
    ],
    [
      'peel',
      made({
        inputs: [
          [wpkh(1), 90_000_000],
          [wpkh(1), 50_000],
        ],
        outputs: [
          [sh(2), 5_000_000],
          [wpkh(1), 85_037_654],
        ],
      }),
    ],
    [
      'payment',
      made({
        inputs: [[wpkh(1), 90_000_000]],
        outputs: [
          [sh(2), 45_000_000],
          [wpkh(3), 44_987_654],
        ],
      }),
    ],
    [
      'payment',
      made({
        inputs: [[wpkh(1), 90_000_000]],
        outputs: [
          [wpkh(2), 5_012_345],
          [wpkh(3), 84_987_654],
        ],
      }),
    ],
    ['payment', made({ inputs: [], outputs: [[wpkh(1), 625_000_000]] })],
    ['consolidation', made({ inputs: sides(5, 1_000_000, 1), outputs: [[wpkh(50), 4_990_000]] })],
    [
      'consolidation',
      made({
        inputs: sides(10, 1_000_000, 1),
        outputs: [
          [wpkh(50), 9_000_000],
          [wpkh(51), 990_000],
        ],
      }),
    ],
    ['payment', made({ inputs: sides(4, 1_000_000, 1), outputs: [[wpkh(50), 3_990_000]] })],
    [
      'batch',
      made({ inputs: [[wpkh(1), 90_000_000]], outputs: [...sides(5, 1_000_000, 10, sh), [wpkh(1), 84_000_000]] }),
    ],
    [
      'payment',
      made({ inputs: [[wpkh(1), 90_000_000]], outputs: [...sides(4, 1_000_000, 10, sh), [wpkh(1), 84_000_000]] }),
    ],
    ['payment', made({ inputs: sides(3, 90_000_000, 1), outputs: sides(6, 40_000_000, 10, sh) })],
    [
      'coinjoin',
      made({ inputs: [...sides(3, 1_000_000, 1), ...sides(2, 1_004_000, 10)], outputs: sides(5, 1_000_000, 100) }),
    ],
  ] as const)('%s', (kind, fact) => {
    expect(kindOfTransaction(fact).kind).toBe(kind);
    expect(kindOfTransaction(fact).reason).not.toBe('');
  });
});
