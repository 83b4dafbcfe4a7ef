import { InputError, type Leg, TRANSFER_KINDS, type TransactionFact, ZERO_ADDRESS } from '@fundtrail/core';
import type { CsvRow } from './csv-row.ts';

/** The rows of one transaction, gathered. */
export type CsvTransaction = {
  readonly first: CsvRow;
  readonly line: number;
  /** Lines by `leg_index`, where the file has it. */
  readonly legLines: Map<number, number>;
  readonly rows: {
    readonly row: CsvRow;
    readonly line: number /** Place among the rows of the file, from 0. */;
    readonly place: number;
  }[];
};

export function transactionKey(row: CsvRow): string {
  return `${row.chain} ${row.hash}`;
}

/** Adds a row. @throws InputError with line and field where it contradicts an earlier row of its transaction. */
export function addRow(transaction: CsvTransaction, row: CsvRow, line: number, place: number): void {
  const { first } = transaction;
  const differs =
    row.block !== first.block
      ? 'block'
      : row.time !== first.time
        ? 'timestamp'
        : row.success !== first.success
          ? 'success'
          : row.index !== first.index
            ? 'tx_index'
            : row.sender !== first.sender
              ? 'tx_from'
              : undefined;
  if (differs !== undefined) {
    throw new InputError(
      `this row and line ${transaction.line} are of one transaction and disagree`,
      { line, field: differs },
      { remedy: 'Rows of one transaction have the same block, timestamp, success, tx_index and tx_from.' },
    );
  }
  if (row.legIndex !== undefined) {
    const twin = transaction.legLines.get(row.legIndex);
    if (twin !== undefined) {
      throw new InputError(
        `leg ${row.legIndex} of this transaction is already in line ${twin}`,
        { line, field: 'leg_index' },
        { remedy: 'Number the legs of a transaction apart, or leave the column out.' },
      );
    }
    transaction.legLines.set(row.legIndex, line);
  }
  transaction.rows.push({ row, line, place });
}

/**
 * The fact of a gathered transaction. Legs stand in the order of `leg_index`, or of the file; a leg is named by its `leg_index`, or as `row:`
 * and its place in the file, so that equal rows are two legs. A failed transaction keeps only its fees.
 *
 * @param order place of the transaction in the file, where there is no `tx_index`.
 */
export function factOf(transaction: CsvTransaction, order: number): TransactionFact {
  const { first } = transaction;
  const rows = transaction.rows.filter(({ row }) => first.success || row.kind === 'fee');
  if (first.legIndex !== undefined) rows.sort((a, b) => (a.row.legIndex ?? 0) - (b.row.legIndex ?? 0));
  return {
    chain: first.chain,
    hash: first.hash,
    block: first.block,
    index: first.index ?? order,
    time: first.time,
    ...(first.sender === undefined ? {} : { sender: first.sender }),
    success: first.success,
    legs: rows.map(legOf),
    // A data set is full history: what it does not list did not happen.
    whole: TRANSFER_KINDS,
  };
}

function legOf({ row, place }: { readonly row: CsvRow; readonly place: number }): Leg {
  return {
    id: row.legIndex === undefined ? `row:${place}` : String(row.legIndex),
    kind: row.kind,
    from: row.from,
    to: row.kind === 'fee' ? ZERO_ADDRESS : row.to,
    asset: row.asset,
    amount: row.amount,
  };
}
