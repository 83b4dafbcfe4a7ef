import type { AccountHistory, Address, ChainId, Coverage, HistoryRequest, TransactionFact } from '@fundtrail/core';

/** A part of a data set that was not taken, and why. */
export type Skipped = { readonly name: string; readonly reason: string };

export type DatasetHead = { readonly block: number; readonly time: number };

export type DatasetReport = {
  readonly rows: number;
  /** Accounts with a history of their own; null where every account is covered. */
  readonly accounts: number | null;
  readonly transactions: number;
  /** Those whose inputs do not all have an amount; only of UTXO chains. */
  readonly notWhole?: number;
  /** The highest block of all chains; `lastTime` is its time in Unix seconds. */
  readonly lastBlock: number;
  readonly lastTime: number;
  /** The same for each chain. */
  readonly heads: Readonly<Record<ChainId, DatasetHead>>;
  readonly skipped: readonly Skipped[];
};

/** Facts from files, checked as a whole before anything of them is given out. */
export type Dataset = {
  readonly kind: 'csv' | 'explorer-folder' | 'esplora' | 'bitcoin-etl' | 'blocks';
  readonly name: string;
  /** sha256 (hex) of the content, and of the chain where that is given and not as usual: the name of the data set's fact space. */
  readonly sha256: string;
  readonly chains: readonly ChainId[];
  /** The accounts whose history it holds; null where it is the full history of every account. */
  readonly accounts: readonly Address[] | null;
  readonly report: DatasetReport;
  /** All facts; no transaction comes twice. Can be read more than once. @throws InputError when the files have changed since. */
  batches(): AsyncIterable<readonly TransactionFact[]>;
  /** What the data set tells of an account. @throws SourceError `refused` for an account that it does not cover. */
  history(request: HistoryRequest): Promise<AccountHistory>;
};

/** Facts a batch; large enough for bulk writes, small beside the rest. */
export const BATCH_TRANSACTIONS = 2_000;

/** The coverage of an account of which a source tells everything. */
export function completeCoverage(request: HistoryRequest, source: string): readonly Coverage[] {
  const { chain, address, fromBlock, toBlock } = request;
  return request.kinds.map((kind) => ({ chain, address, source, kind, fromBlock, toBlock, status: 'complete' }));
}

/** The id under which a data set's coverage is kept. */
export function datasetSourceId(sha256: string): string {
  return `dataset:${sha256.slice(0, 16)}`;
}

/** The part of a report that tells how far the facts reach. */
export function reachOf(
  heads: ReadonlyMap<ChainId, DatasetHead>,
): Pick<DatasetReport, 'heads' | 'lastBlock' | 'lastTime'> {
  const last = [...heads.values()].reduce((a, b) => (b.block > a.block ? b : a), { block: 0, time: 0 });
  return { heads: Object.fromEntries(heads), lastBlock: last.block, lastTime: last.time };
}
