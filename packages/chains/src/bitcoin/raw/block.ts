import { Cursor, RawFault } from './cursor.ts';
import { decodeHeader, type RawHeader } from './header.ts';
import { merkleRoot } from './merkle-root.ts';
import { decodeTransaction, type RawTransaction } from './transaction.ts';

/** A block as its bytes tell it. */
export type RawBlock = RawHeader & {
  readonly transactions: readonly RawTransaction[];
  /** Where its bytes begin and end (exclusive); a Litecoin extension block lies behind. */
  readonly begin: number;
  readonly end: number;
};

const HASH_BYTES = 32;
const ROOT_OFFSET = 36;
/** No transaction is shorter, so that a count of more than fit is known to be wrong before anything is set aside for it. */
const SHORTEST_TRANSACTION = 60;
/** Above all block sizes of the chains that are read. */
export const LARGEST_BLOCK = 32 * 1024 * 1024;

/**
 * Decodes the block that begins at an offset and checks that its header speaks of its transactions. Slices of `bytes` are given out.
 * @throws RawFault, a short one where the bytes end within the block
 */
export function decodeBlock(bytes: Buffer, begin = 0): RawBlock {
  const cursor = new Cursor(bytes, begin);
  const header = decodeHeader(cursor);
  const counted = cursor.offset;
  const count = cursor.count();
  if (count === 0 || count > LARGEST_BLOCK / SHORTEST_TRANSACTION) {
    throw new RawFault(counted, `a block of ${count} transactions`, 'These are not the bytes of a block.');
  }
  const ids = Buffer.allocUnsafe(count * HASH_BYTES);
  const transactions: RawTransaction[] = [];
  for (let at = 0; at < count; at += 1) {
    const from = cursor.offset;
    const transaction = decodeTransaction(cursor, ids.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
    if ((transaction.coinbase !== undefined) !== (at === 0)) {
      throw new RawFault(
        from,
        at === 0 ? 'the first transaction of a block is no coinbase' : `transaction ${at} is a second coinbase`,
        'These are not the bytes of a block.',
      );
    }
    transactions.push(transaction);
  }
  const root = merkleRoot(ids);
  if (root === undefined || !root.equals(header.merkleRoot)) {
    throw new RawFault(
      begin + ROOT_OFFSET,
      `the Merkle root of block ${header.hash.slice(2)} is not that of its ${count} transactions`,
      'The block was changed or mixed up: fetch or copy it again.',
    );
  }
  return { ...header, transactions, begin, end: cursor.offset };
}
