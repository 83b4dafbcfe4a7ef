import { hash as digest } from 'node:crypto';
import { type BlockHeader, type ChainId, type Hash, InputError } from '@fundtrail/core';
import { countOf, eachOf, hashOf, recordOf } from '../fields.ts';
import { type CoreTransaction, readCoreTransaction } from './core-transaction.ts';

/** A block's head, and whether the node still holds it for part of its chain. */
export type ToldHeader = { readonly header: BlockHeader; readonly isOnChain: boolean };

export type CoreBlock = ToldHeader & {
  /** In the block's order, the coinbase first. */
  readonly transactions: readonly CoreTransaction[];
};

const LARGEST_INT32 = 2 ** 31 - 1;
const LARGEST_UINT32 = 2 ** 32 - 1;
const NO_PARENT: Hash = `0x${'0'.repeat(64)}`;

/** Reads `getblockheader`, and what a block has of it. @throws InputError */
export function readCoreHeader(chain: ChainId, json: unknown): ToldHeader {
  const { height, hash, previousblockhash, time, confirmations } = recordOf(json, 'block');
  const header = {
    chain,
    number: countOf(height, 'height', LARGEST_INT32),
    hash: hashOf(hash, 'hash'),
    parentHash: previousblockhash === undefined ? NO_PARENT : hashOf(previousblockhash, 'previousblockhash'),
    time: countOf(time, 'time', LARGEST_UINT32),
  };
  return { header, isOnChain: confirmations !== -1 };
}

/**
 * Reads `getblock` (verbosity 2 and 3). All transactions are there and none is another: their ids make the block's Merkle root.
 * @throws InputError
 */
export function readCoreBlock(chain: ChainId, json: unknown): CoreBlock {
  const fields = recordOf(json, 'block');
  const transactions = eachOf(fields.tx, 'tx', readCoreTransaction);
  const root = merkleRoot(transactions.map(({ hash }) => hash));
  if (root !== hashOf(fields.merkleroot, 'merkleroot')) {
    throw new InputError('are not those of the block: their ids do not make its merkleroot', { field: 'tx' });
  }
  return { ...readCoreHeader(chain, json), transactions };
}

function merkleRoot(ids: readonly Hash[]): Hash | undefined {
  let level: readonly Buffer[] = ids.map((id) => Buffer.from(id.slice(2), 'hex').reverse());
  while (level.length > 1) {
    const next: Buffer[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const one = level[at] ?? Buffer.alloc(0);
      next.push(sha256Twice(Buffer.concat([one, level[at + 1] ?? one])));
    }
    level = next;
  }
  const [root] = level;
  return root === undefined ? undefined : `0x${Buffer.from(root).reverse().toString('hex')}`;
}

function sha256Twice(bytes: Buffer): Buffer {
  return digest('sha256', digest('sha256', bytes, 'buffer'), 'buffer');
}
