import type { BlockHeader, Coin, Hash } from '@fundtrail/core';
import type { CoreBlock } from './core-block.ts';
import { coinSpent } from './core-transaction.ts';

/** What a block spends, without amounts and scripts: enough to know whether it is of interest. */
export type BlockIndex = {
  readonly header: BlockHeader;
  /** Transactions in order, and their places. */
  readonly ids: readonly Hash[];
  readonly places: ReadonlyMap<Hash, number>;
  /** Coins that are spent, and the place of the transaction that does. */
  readonly spenders: ReadonlyMap<Coin, number>;
};

/** The blocks that were read last, as far as so many bytes go. */
export type BlockMemory = {
  get(hash: Hash): BlockIndex | undefined;
  keep(block: CoreBlock): BlockIndex;
  /** The block in which a transaction was seen last, if it is one of those that are kept. */
  blockOf(transaction: Hash): BlockIndex | undefined;
};

/** Some sixty full blocks of Bitcoin, hundreds of usual ones of its kin. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Of an entry with its text, as measured with Node.js 24. */
const COIN_BYTES = 130;
const ID_BYTES = 120;
const BLOCK_BYTES = 1_000;

export function createBlockMemory(mostBytes = MOST_BYTES): BlockMemory {
  const kept = new Map<Hash, BlockIndex>();
  let bytes = 0;
  return {
    get(hash) {
      const index = kept.get(hash);
      if (index === undefined) return undefined;
      // Last used, last forgotten.
      kept.delete(hash);
      kept.set(hash, index);
      return index;
    },
    keep(block) {
      const index = indexOf(block);
      const { hash: added } = block.header;
      const before = kept.get(added);
      if (before !== undefined) bytes -= sizeOf(before);
      kept.delete(added);
      kept.set(added, index);
      bytes += sizeOf(index);
      for (const [hash, oldest] of kept) {
        if (bytes <= mostBytes) break;
        kept.delete(hash);
        bytes -= sizeOf(oldest);
      }
      return index;
    },
    blockOf: (transaction) => [...kept.values()].findLast(({ places }) => places.has(transaction)),
  };
}

function indexOf({ header, transactions }: CoreBlock): BlockIndex {
  const places = new Map<Hash, number>();
  const spenders = new Map<Coin, number>();
  for (const [place, { hash, inputs }] of transactions.entries()) {
    places.set(hash, place);
    for (const input of inputs) spenders.set(coinSpent(input), place);
  }
  return { header, ids: [...places.keys()], places, spenders };
}

function sizeOf({ places, spenders }: BlockIndex): number {
  return BLOCK_BYTES + places.size * ID_BYTES + spenders.size * COIN_BYTES;
}
