import { createHash } from 'node:crypto';
import { type ChainId, type Hash, InputError, type InputPlace, type TransactionFact } from '@fundtrail/core';
import { BITCOIN } from '../bitcoin/raw/networks.ts';
import { type UtxoTransaction, utxoFact } from '../bitcoin/utxo-fact.ts';
import {
  BATCH_TRANSACTIONS,
  completeCoverage,
  type Dataset,
  type DatasetHead,
  datasetSourceId,
  reachOf,
  type Skipped,
} from './dataset.ts';
import { createFingerprints } from './fingerprints.ts';
import { isReplaced, REPLACED_REASON } from './replaced-coinbases.ts';

/** A transaction that a file tells, and where; or one that is left out, by what its kind is called in a report. */
export type UtxoRecord = { readonly place: InputPlace } & (
  | { readonly transaction: UtxoTransaction; readonly leftOut?: undefined }
  | { readonly leftOut: string }
);

export type UtxoReading = {
  /** In an order that is the same each time. */
  readonly batches: AsyncIterable<readonly UtxoRecord[]>;
  /** sha256 (hex) of what was read; there at the end. */
  digest(): string;
};

export type UtxoDatasetOptions = {
  readonly kind: Dataset['kind'];
  readonly name: string;
  readonly chain: ChainId;
  /** What the messages and the report call the data set. */
  readonly file: string;
  /** What was left out already. */
  readonly skipped?: readonly Skipped[];
  /** Begins a reading from the first transaction on. */
  read(): Promise<UtxoReading>;
};

/**
 * A data set of transactions of a UTXO chain, in whatever form its files tell them. All is read once to check it; facts are read again when
 * they are asked for. A transaction that comes twice alike counts once. Memory: 13 to 27 bytes a transaction, and of those that come more than
 * once a digest, in a reading of its own.
 * @throws InputError with file and place at the first fault, and where two tellings of a transaction differ
 */
export async function openUtxoDataset(options: UtxoDatasetOptions): Promise<Dataset> {
  const { kind, name, chain, file, read } = options;
  const scan = await scanRecords(options);
  const repeated = await compare(options, scan.repeated);
  const sha256 = spaceOf(scan.sha256, chain);
  const source = datasetSourceId(sha256);
  const heads = new Map([[chain, scan.head]]);
  return {
    kind,
    name,
    sha256,
    chains: [chain],
    accounts: null,
    report: {
      rows: scan.rows,
      accounts: null,
      transactions: scan.taken - repeated.extra,
      notWhole: scan.notWhole - repeated.extraNotWhole,
      ...reachOf(heads),
      skipped: [
        ...(options.skipped ?? []),
        ...[...scan.leftOut].map(([reason, count]) => ({ name, reason: `${reason} (${count})` })),
      ],
    },
    batches: () => factsOf(read, file, scan.sha256, new Set(repeated.hashes)),
    // The files are full history of every account and coin, and their facts are given out by `batches`.
    history: async (request) => ({ transactions: [], coverage: completeCoverage(request, source), contracts: [] }),
  };
}

/** Most of these files do not name their chain: read as of another, they are other facts, and have a space of their own. */
function spaceOf(sha256: string, chain: ChainId): string {
  if (chain === BITCOIN) return sha256;
  return createHash('sha256').update(`${sha256} ${chain}`).digest('hex');
}

async function scanRecords({ read, file }: UtxoDatasetOptions) {
  const seen = createFingerprints();
  const repeated = new Set<Hash>();
  const leftOut = new Map<string, number>();
  let head: DatasetHead | undefined;
  let [rows, taken, notWhole] = [0, 0, 0];
  const reading = await read();
  for await (const batch of reading.batches) {
    for (const record of batch) {
      rows += 1;
      const transaction = takenOf(record);
      if (typeof transaction === 'string') {
        leftOut.set(transaction, (leftOut.get(transaction) ?? 0) + 1);
        continue;
      }
      taken += 1;
      const { block, time, hash } = transaction;
      if (head === undefined || block >= head.block) head = { block, time };
      if (!isWhole(transaction)) notWhole += 1;
      if (seen.add(hash)) repeated.add(hash);
    }
  }
  if (head === undefined) {
    throw new InputError(
      rows === 0 ? 'holds no transaction' : 'holds no transaction that is mined',
      { file },
      { remedy: 'Give a data set with at least one transaction and its block.' },
    );
  }
  return { sha256: reading.digest(), head, rows, taken, notWhole, repeated, leftOut };
}

/** Holds all tellings of some transactions against each other. */
async function compare({ read }: UtxoDatasetOptions, hashes: ReadonlySet<Hash>) {
  const first = new Map<Hash, { readonly digest: string; readonly place: InputPlace }>();
  const hashesTwice = new Set<Hash>();
  let [extra, extraNotWhole] = [0, 0];
  if (hashes.size === 0) return { hashes: hashesTwice, extra, extraNotWhole };
  for await (const batch of (await read()).batches) {
    for (const record of batch) {
      const transaction = takenOf(record);
      if (typeof transaction === 'string' || !hashes.has(transaction.hash)) continue;
      const digest = digestOf(transaction);
      const known = first.get(transaction.hash);
      if (known === undefined) {
        first.set(transaction.hash, { digest, place: record.place });
        continue;
      }
      if (known.digest !== digest) throw contradiction(transaction.hash, known.place, record.place);
      hashesTwice.add(transaction.hash);
      extra += 1;
      if (!isWhole(transaction)) extraNotWhole += 1;
    }
  }
  return { hashes: hashesTwice, extra, extraNotWhole };
}

async function* factsOf(
  read: UtxoDatasetOptions['read'],
  file: string,
  sha256: string,
  repeated: ReadonlySet<Hash>,
): AsyncGenerator<readonly TransactionFact[]> {
  const given = new Set<Hash>();
  const reading = await read();
  let facts: TransactionFact[] = [];
  for await (const batch of reading.batches) {
    for (const record of batch) {
      const transaction = takenOf(record);
      if (typeof transaction === 'string' || given.has(transaction.hash)) continue;
      if (repeated.has(transaction.hash)) given.add(transaction.hash);
      facts.push(utxoFact(transaction));
      if (facts.length < BATCH_TRANSACTIONS) continue;
      yield facts;
      facts = [];
    }
  }
  if (reading.digest() !== sha256) {
    throw new InputError('the file has changed while it was read', { file }, { remedy: 'Start again.' });
  }
  if (facts.length > 0) yield facts;
}

/** The transaction, or why it is left out. */
function takenOf(record: UtxoRecord): UtxoTransaction | string {
  if (record.leftOut !== undefined) return record.leftOut;
  return isReplaced(record.transaction) ? REPLACED_REASON : record.transaction;
}

function isWhole({ inputs }: UtxoTransaction): boolean {
  return inputs.every(({ spent }) => spent !== undefined);
}

function digestOf(transaction: UtxoTransaction): string {
  const text = JSON.stringify(transaction, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return createHash('sha256').update(text).digest('base64');
}

function contradiction(hash: Hash, first: InputPlace, second: InputPlace): InputError {
  const where = first.line === undefined ? (first.file ?? 'before') : `line ${first.line}`;
  return new InputError(`transaction ${hash.slice(2)} is told differently here and in ${where}`, second, {
    remedy: 'Keep the right one of the two.',
  });
}
