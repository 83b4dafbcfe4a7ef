import { type Dataset, openDataset } from '@fundtrail/chains';
import {
  type Account,
  type AccountId,
  accountId,
  type ChainId,
  type Coverage,
  type KindCoverage,
  type Logger,
  NotFoundError,
  type Source,
  SourceError,
  TRANSFER_KINDS,
  transferKindsOn,
} from '@fundtrail/core';
import type { FactStore } from '@fundtrail/store';
import { OPEN_END } from './acquire/coverage.ts';

/** What a data set turned out to hold, as stored with its facts. */
export type DatasetReport = Dataset['report'] & {
  readonly source: string;
  readonly kind: Dataset['kind'];
  readonly chains: readonly ChainId[];
};

export type LoadedDataset = {
  readonly sha256: string;
  readonly name: string;
  readonly report: DatasetReport;
  /** Whether it was read now; false when its facts were stored already. */
  readonly loaded: boolean;
};

/**
 * Reads a data set into its own fact space, once: the space is the sha256 of its content. All or nothing.
 * @throws InputError with file, line and field where it is malformed.
 */
export async function loadDataset(
  facts: FactStore,
  path: string,
  logger: Logger,
  options: { readonly chain?: ChainId } = {},
): Promise<LoadedDataset> {
  const dataset = await openDataset(path, { logger, ...options });
  const { sha256, name } = dataset;
  const report: DatasetReport = {
    ...dataset.report,
    source: `dataset:${sha256.slice(0, 16)}`,
    kind: dataset.kind,
    chains: dataset.chains,
  };
  if ((await facts.readDataset(sha256))?.loadedAt !== undefined) return { sha256, name, report, loaded: false };
  await facts.copyTransactions(sha256, dataset.batches());
  await storeAccounts(facts, dataset, report.source);
  await facts.writeDataset({ sha256, name, report, loadedAt: new Date() });
  return { sha256, name, report, loaded: true };
}

/** A folder says which accounts it covers, and what their histories show to be code; a transfers file covers every account. */
async function storeAccounts(facts: FactStore, dataset: Dataset, source: string): Promise<void> {
  const [chain = ''] = dataset.chains;
  for (const address of dataset.accounts ?? []) {
    const request = { chain, address, kinds: TRANSFER_KINDS, fromBlock: 0, toBlock: OPEN_END, maxRows: OPEN_END };
    const { coverage, contracts } = await dataset.history(request);
    await facts.writeCoverage(dataset.sha256, coverage);
    await facts.writeContracts(
      dataset.sha256,
      source,
      contracts.map((contract) => ({ chain, address: contract, isContract: true, seenIn: address })),
    );
  }
}

/** Joined coverage as the answers it could have come from. */
function answersOf({ complete, lacks, provisionalFrom: _final, ...about }: KindCoverage): readonly Coverage[] {
  return [
    ...complete.map(({ from, to }): Coverage => ({ ...about, fromBlock: from, toBlock: to, status: 'complete' })),
    ...(lacks === undefined ? [] : [{ ...about, ...lacks }]),
  ];
}

/**
 * A loaded data set as a source: what it tells is already stored, anything else is refused.
 * @throws NotFoundError when it was never loaded
 */
export async function createDatasetSource(facts: FactStore, sha256: string): Promise<Source> {
  const record = await facts.readDataset(sha256);
  if (record?.loadedAt === undefined) {
    throw new NotFoundError(`data set ${sha256} is not loaded`, {
      remedy: 'Load it with `fundtrail trace --dataset <file>`.',
    });
  }
  const report = record.report as DatasetReport;
  const id = report.source;
  const stored = async (accounts: readonly Account[]): Promise<ReadonlyMap<AccountId, readonly Coverage[]>> => {
    if (report.accounts !== null) {
      const known = await facts.coverageOf(sha256, [id], accounts);
      return new Map([...known].map(([account, entries]) => [account, entries.flatMap(answersOf)]));
    }
    return new Map(
      accounts.map((account) => [
        accountId(account.chain, account.address),
        transferKindsOn(account.chain).map(
          (kind): Coverage => ({ ...account, source: id, kind, fromBlock: 0, toBlock: OPEN_END, status: 'complete' }),
        ),
      ]),
    );
  };
  return {
    id,
    coverageIds: [id],
    space: sha256,
    chains: report.chains,
    fullHistory: true,
    stored,
    head: async (chain) => {
      const head = report.heads[chain];
      if (head === undefined) throw new SourceError('refused', id, `holds nothing of ${chain}`);
      return head;
    },
    history: async ({ chain, address, kinds }) => {
      const coverage = (await stored([{ chain, address }])).get(accountId(chain, address)) ?? [];
      if (coverage.length === 0) throw new SourceError('refused', id, 'the account is not in the data set');
      return { transactions: [], coverage: coverage.filter((entry) => kinds.includes(entry.kind)), contracts: [] };
    },
    transaction: async (_chain, hash) => {
      throw new SourceError('unsupported', id, `${hash} cannot be read from a node by a data set`);
    },
    isContract: async () => undefined,
    requests: () => 0,
    close: async () => undefined,
  };
}
