import { describe, expect, it } from 'vitest';
import { describeUtxoTransaction } from './describe-utxo-transaction.ts';
import { data, made, sh, sides, wpkh } from './made-transaction.fixture.ts';

describe('describeUtxoTransaction', () => {
  it('tells a peel with its change', () => {
    const fact = made({
      inputs: [[wpkh(1), 90_000_000]],
      outputs: [
        [sh(2), 5_000_000],
        [wpkh(3), 84_987_654],
      ],
    });
    expect(describeUtxoTransaction(fact)).toMatchObject({
      kind: 'peel',
      coinjoin: null,
      tx0: null,
      change: { vout: 1 },
    });
  });

  it('tells a CoinJoin without change', () => {
    const fact = made({
      inputs: [...sides(3, 1_000_000, 1), ...sides(2, 1_004_000, 10)],
      outputs: sides(5, 1_000_000, 100),
    });
    const told = describeUtxoTransaction(fact);
    expect(told).toMatchObject({ kind: 'coinjoin', coinjoin: { scheme: 'whirlpool' }, change: null });
    expect(told.reason).toBe(told.coinjoin?.reason);
  });

  it('tells a Tx0 as the payment that it is', () => {
    const outputs = [[data(64), 0], [wpkh(50), 50_000], [wpkh(51), 720_123], ...sides(2, 1_005_747, 100)] as const;
    expect(describeUtxoTransaction(made({ inputs: [[wpkh(1), 2_800_000]], outputs }))).toMatchObject({
      kind: 'payment',
      coinjoin: null,
      tx0: { denomination: 1_000_000n },
    });
  });

  it('makes use of what is known beside the transaction', () => {
    const fact = made({
      inputs: [[wpkh(1), 90_000_000]],
      outputs: [
        [wpkh(2), 5_000_000],
        [wpkh(3), 84_987_654],
      ],
    });
    expect(describeUtxoTransaction(fact).kind).toBe('payment');
    expect(describeUtxoTransaction(fact, { seenBefore: (owner) => owner === wpkh(2) }).kind).toBe('peel');
  });
});
