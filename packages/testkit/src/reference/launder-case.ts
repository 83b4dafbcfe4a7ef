import { join } from 'node:path';
import type { Label, TransactionFact } from '@fundtrail/core';
import { readLabels, readTransfers } from './transfers-csv.ts';
import type { ReferenceSeed } from './types.ts';
import { type LaunderTruth, readLaunderTruth } from './value-coverage.ts';

export type LaunderCase = {
  readonly transactions: readonly TransactionFact[];
  readonly labels: readonly Label[];
  /** The theft: the victim's one payment to the source. */
  readonly seeds: readonly ReferenceSeed[];
  readonly truth: LaunderTruth;
};

/** A made laundering case: a folder with `transfers.csv.gz`, `labels.csv` and `truth.json`. */
export function readLaunderCase(folder: string): LaunderCase {
  const transactions = readTransfers(join(folder, 'transfers.csv.gz'));
  const truth = readLaunderTruth(join(folder, 'truth.json'));
  const thefts = transactions.filter((tx) => tx.legs.some((leg) => leg.from === truth.victim));
  return {
    transactions,
    labels: readLabels(join(folder, 'labels.csv')),
    seeds: thefts.map(({ chain, hash }) => ({ kind: 'transaction', chain, hash })),
    truth,
  };
}
