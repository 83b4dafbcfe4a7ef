import { openDataset } from '@fundtrail/chains';
import type { Account, Coverage, Logger, Source } from '@fundtrail/core';
import { NotFoundError, SourceError } from '@fundtrail/core';
import type { FactStore } from '@fundtrail/store';
import { OPEN_END } from './coverage.ts';

/** What a data set turned out to hold, as stored with its facts. */
export type DatasetReport = {
  readonly kind: 'csv' | 'explorer-folder';
  readonly name: string;
  readonly rows: number;
  readonly transactions: number;
  readonly chains: readonly string[];
  readonly first_block: number | null;
  readonly last_block: number | null;
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
};

export type LoadedDataset = {
  readonly sha256: string;
  readonly name: string;
  readonly report: DatasetReport;
  readonly loaded: boolean;
};

/**
 * Reads a data set into its own fact space, once: the space is the sha256 of its content. All or nothing.
 * @throws InputError with file, line and field where it is malformed.
 */
export async function loadDataset(facts: FactStore, path: string, logger: Logger): Promise<LoadedDataset> {
  const dataset = await openDataset(path, { logger });
  const known = await facts.readDataset(dataset.sha256);
  if (known !== undefined) {
    return { sha256: dataset.sha256, name: dataset.name, report: known.report as DatasetReport, loaded: false };
  }
  await facts.copyTransactions(dataset.sha256, dataset.batches());
  const coverage = await dataset.coverage();
  await facts.writeCoverage(dataset.sha256, coverage);
  const report = await dataset.report();
  await facts.writeDataset(dataset.sha256, dataset.name, report);
  return { sha256: dataset.sha256, name: dataset.name, report, loaded: true };
}

/** A loaded data set as a source: every answer is already stored, or is not in it. */
export async function createDatasetSource(facts: FactStore, sha256: string): Promise<Source> {
  const dataset = await facts.readDataset(sha256);
  if (dataset === undefined)
    throw new NotFoundError(`data set ${sha256} is not loaded`, { remedy: 'Trace it once with --dataset <file>.' });
  const report = dataset.report as DatasetReport;
  const id = `dataset:${report.name}`;
  const whole = report.kind === 'csv';
  const covered = async (account: Account): Promise<readonly Coverage[]> =>
    whole
      ? (['native', 'internal', 'token'] as const).map((kind) => ({
          ...account,
          source: id,
          kind,
          fromBlock: 0,
          toBlock: OPEN_END,
          status: 'complete' as const,
        }))
      : facts.coverageOf(sha256, id, [account]);
  return {
    id,
    space: sha256,
    chains: report.chains,
    fullHistory: true,
    head: async () => ({ block: report.last_block ?? 0, time: 0 }),
    history: async ({ chain, address }) => {
      const coverage = await covered({ chain, address });
      if (coverage.length === 0) throw new SourceError('refused', id, `${address} is not in the data set`);
      return { transactions: [], coverage, contracts: [] };
    },
    transaction: async (_chain, hash) => {
      throw new SourceError('refused', id, `${hash} is not in the data set`);
    },
    isContract: async () => undefined,
    requests: () => 0,
    close: async () => {},
  };
}
