import { Block, type Transaction } from 'bitcoinjs-lib';
import { type ListedTransaction, serialised } from './utxo-transaction.ts';

export type BlockParts = {
  readonly previous: string;
  /** Unix seconds. */
  readonly time: number;
  readonly transactions: readonly ListedTransaction[];
};

const VERSION = 4;
/** The easiest target there is; nobody looks for a nonce. */
const BITS = 0x207fffff;

/** A block as it goes over the wire, with the hash of its head and the Merkle root of its transactions, and without proof of work. */
export function makeRawBlock({ previous, time, transactions }: BlockParts): {
  readonly hash: string;
  readonly bytes: Uint8Array;
} {
  const block = new Block();
  const inside: Transaction[] = transactions.map(serialised);
  block.version = VERSION;
  block.prevHash = Uint8Array.from(Buffer.from(previous, 'hex').reverse());
  block.merkleRoot = Block.calculateMerkleRoot(inside);
  block.timestamp = time;
  block.bits = BITS;
  block.nonce = 0;
  block.transactions = inside;
  return { hash: block.getId(), bytes: block.toBuffer() };
}
