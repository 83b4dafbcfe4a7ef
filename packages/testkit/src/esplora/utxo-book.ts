import { createHash } from 'node:crypto';
import { type ChainId, chainInfo, InputError } from '@fundtrail/core';
import type { EsploraBackend } from './backend.ts';
import { createChainIndex, type ListedBlock } from './chain-index.ts';
import { makeRawBlock } from './raw-block.ts';
import { type ListedTransaction, makeCoinbase } from './utxo-transaction.ts';

/** A transaction as Esplora answered it once. */
export type RecordedTransaction = ListedTransaction & {
  readonly status: {
    readonly confirmed: boolean;
    readonly block_height?: number;
    readonly block_hash?: string;
    readonly block_time?: number;
  };
};

export type UtxoBookOptions = {
  /** Bitcoin when left out. */
  readonly chain?: ChainId;
  /** Height of the newest block; that of the newest recorded transaction when left out. */
  readonly tip?: number;
  readonly transactions?: readonly RecordedTransaction[];
  /** Unix seconds of block 0. */
  readonly start?: number;
};

/**
 * A UTXO chain held in memory, of made and recorded transactions. Blocks between those that hold some are there, and empty; only blocks
 * that were mined here can be told as they go over the wire.
 */
export type UtxoBook = EsploraBackend & {
  /** Mines a block of these transactions behind a coinbase, at the next height. @returns its height */
  mine(transactions?: readonly ListedTransaction[]): number;
  /** Mines so many blocks without transactions but their coinbases. */
  mineEmpty(blocks: number): void;
  /** Lets the chain grow to this height, by blocks of which only heads are known. */
  growTo(height: number): void;
  /** Lets a transaction wait; those that wait and spend the same coins are dropped. */
  wait(transaction: ListedTransaction): void;
  drop(txid: string): void;
  /** Takes the block at this height and all after it off the chain, as a reorganisation does. @returns their transactions, coinbases left out; they do not wait */
  takeBack(height: number): readonly ListedTransaction[];
};

const BITCOIN: ChainId = 'bip122:000000000019d6689c085ae165831e93';
const HASH_DIGITS = 64;
const START = 1_231_006_505;

export function createUtxoBook(options: UtxoBookOptions = {}): UtxoBook {
  const { chain = BITCOIN, transactions = [], start = START } = options;
  const index = createChainIndex();
  const raw = new Map<number, Uint8Array>();
  const unlisted = new Map<string, number>();
  /** Heights from which blocks are others than they were, the newest change last. */
  const changes: { readonly from: number; readonly branch: number }[] = [];
  let tip = 0;

  const timeAt = (height: number): number => start + Math.floor((height * chainInfo(chain).blockTimeMs) / 1_000);
  const branchAt = (height: number): number => changes.findLast(({ from }) => from <= height)?.branch ?? 0;

  function hashAt(height: number): string {
    const listed = index.blockAt(height);
    if (listed !== undefined) return listed.hash;
    const made = createHash('sha256')
      .update(`${chain} ${height} ${branchAt(height)}`)
      .digest('hex');
    const hash = height === 0 ? chain.slice(chain.indexOf(':') + 1).padEnd(HASH_DIGITS, '0') : made;
    unlisted.set(hash, height);
    return hash;
  }

  function blockAt(height: number): ListedBlock {
    const listed = index.blockAt(height);
    if (listed !== undefined) return listed;
    const previous = height === 0 ? undefined : hashAt(height - 1);
    return { hash: hashAt(height), previous, time: timeAt(height), txids: [] };
  }

  function mine(mined: readonly ListedTransaction[] = []): number {
    const height = tip + 1;
    const inside = [makeCoinbase(height, `${branchAt(height)}`), ...mined];
    const head = { previous: hashAt(tip), time: timeAt(height) };
    const { hash, bytes } = makeRawBlock({ ...head, transactions: inside });
    index.mine(height, { hash, ...head }, inside);
    raw.set(height, bytes);
    tip = height;
    return height;
  }

  function growTo(height: number): void {
    if (height < tip)
      throw new InputError(`the chain is ${tip} blocks long`, { field: 'tip' }, { remedy: 'Use takeBack.' });
    tip = height;
  }

  function record(): void {
    const byHeight = new Map<number, RecordedTransaction[]>();
    for (const transaction of transactions) {
      const { confirmed, block_height } = transaction.status;
      if (!confirmed || block_height === undefined) index.wait(transaction);
      else byHeight.set(block_height, [...(byHeight.get(block_height) ?? []), transaction]);
    }
    for (const [height, inside] of [...byHeight].sort(([one], [other]) => one - other)) {
      const { block_hash: hash = hashAt(height), block_time: time = timeAt(height) } = inside[0]?.status ?? {};
      index.mine(height, { hash, time, previous: hashAt(height - 1) }, inside);
      tip = Math.max(tip, height);
    }
  }

  record();
  if (options.tip !== undefined) growTo(options.tip);
  return {
    chain,
    index,
    refresh: async () => undefined,
    tip: () => tip,
    blockAt,
    heightOf(hash) {
      const height = index.heightOf(hash) ?? unlisted.get(hash);
      return height !== undefined && hashAt(height) === hash ? height : undefined;
    },
    rawBlock: async (height) => raw.get(height),
    mine,
    mineEmpty(blocks) {
      for (let mined = 0; mined < blocks; mined += 1) mine();
    },
    growTo,
    wait: index.wait,
    drop: index.drop,
    takeBack(height) {
      const taken: ListedTransaction[] = [];
      for (let at = tip; at >= height; at -= 1) {
        taken.unshift(...index.unmine(at).filter(({ vin }) => vin[0]?.is_coinbase !== true));
        raw.delete(at);
      }
      changes.push({ from: height, branch: changes.length + 1 });
      tip = height - 1;
      return taken;
    },
  };
}
