import { describe, expect, it } from 'vitest';
import { clusterInputs } from './cluster-inputs.ts';
import { made, pkh, sides, wpkh } from './made-transaction.fixture.ts';

const spend = (number: number, owners: readonly number[]) =>
  made({
    number,
    inputs: owners.map((owner) => [wpkh(owner), 1_000_000 + owner] as const),
    outputs: [[wpkh(900 + number), 900_000]],
  });

describe('clusterInputs', () => {
  it('joins owners over transactions, and cites what proves each union', () => {
    const facts = [spend(1, [1, 2]), spend(2, [5, 6]), spend(3, [2, 3]), spend(4, [1, 3]), spend(5, [7])];
    const { clusters, refused } = clusterInputs(facts);
    expect(clusters).toEqual([
      {
        owners: [wpkh(1), wpkh(2), wpkh(3)],
        confidence: 50,
        proofs: [
          { tx: facts[0]?.hash, owners: [wpkh(1), wpkh(2)] },
          { tx: facts[2]?.hash, owners: [wpkh(2), wpkh(3)] },
        ],
      },
      { owners: [wpkh(5), wpkh(6)], confidence: 50, proofs: [{ tx: facts[1]?.hash, owners: [wpkh(5), wpkh(6)] }] },
    ]);
    expect(refused).toEqual([]);
  });

  it('never makes two labelled services one, not even over others', () => {
    const know = {
      isExchange: () => false,
      serviceOf: (owner: string) => (owner === wpkh(1) ? 'Poloniex' : owner === wpkh(3) ? 'Kraken' : undefined),
    };
    const last = spend(2, [2, 3]);
    const { clusters, refused } = clusterInputs([spend(1, [1, 2]), last], know);
    expect(clusters.map(({ owners }) => owners)).toEqual([[wpkh(1), wpkh(2)]]);
    expect(refused).toEqual([{ tx: last.hash, services: ['Poloniex', 'Kraken'] }]);
  });

  it('leaves out CoinJoins, what looks like a PayJoin, and inputs that are not known', () => {
    const coinJoin = made({
      inputs: [...sides(3, 1_000_000, 1), ...sides(2, 1_004_000, 10)],
      outputs: sides(5, 1_000_000, 100),
    });
    const payJoin = made({
      inputs: [
        [wpkh(1), 500_000],
        [pkh(2), 700_000],
      ],
      outputs: [
        [wpkh(3), 400_000],
        [pkh(4), 790_000],
      ],
    });
    const blind = made({ inputs: sides(3, 1_000_000, 20), outputs: sides(1, 2_000_000, 40), blind: true });
    expect(clusterInputs([coinJoin, payJoin, blind])).toEqual({ clusters: [], refused: [] });
  });

  it('joins kinds of wallets that gather into one output', () => {
    const gathered = made({
      inputs: [
        [wpkh(1), 500_000],
        [pkh(2), 700_000],
      ],
      outputs: [[wpkh(3), 1_190_000]],
    });
    expect(clusterInputs([gathered]).clusters.map(({ owners }) => owners)).toEqual([[wpkh(1), pkh(2)]]);
  });
});
