import { type Hash, type Logger, SourceError } from '@fundtrail/core';
import { ForkedReadError } from '../../transport/forked-read.ts';
import type { AskOptions, RpcClient } from '../../transport/json-rpc/client.ts';
import type { Traits } from '../../transport/traits.ts';
import { isMissing, lacksBlock, quantity } from './answers.ts';
import { type BlockView, hashesOf } from './block-view.ts';
import { createWays } from './ways.ts';
import type { Wire } from './wire.ts';

/** Reads the receipts of a block: in one question, or one per transaction where the node has no eth_getBlockReceipts. */
export type BlockReceipts = {
  /** In the block's order, one per transaction; unchecked otherwise. @throws ForkedReadError where some are missing */
  of(block: BlockView, options: AskOptions): Promise<readonly unknown[]>;
  /** Whether they come in one answer; undefined until the first question. */
  atOnce(): boolean | undefined;
};

const WAYS = ['by_hash', 'by_number', 'one_by_one'] as const;

export function createBlockReceipts(deps: {
  readonly node: RpcClient;
  readonly wire: Wire;
  readonly traits: Traits;
  readonly logger: Logger;
}): BlockReceipts {
  const { node, wire, traits, logger } = deps;
  const ways = createWays({ source: node.id, traits, logger, trait: 'block_receipts', candidates: WAYS });

  const oneByOne = (hashes: readonly Hash[], options: AskOptions): Promise<readonly unknown[]> =>
    Promise.all(hashes.map((hash) => node.ask('eth_getTransactionReceipt', [hash], options)));

  /** Some nodes have the method but take no hash for it: they refuse the parameters. */
  const byHash = async (block: BlockView, options: AskOptions): Promise<unknown> => {
    try {
      return await node.ask('eth_getBlockReceipts', [block.hash], options);
    } catch (error) {
      if (isMissing(error) || lacksBlock(error) || !(error instanceof SourceError) || error.retryable) throw error;
      throw new SourceError('unsupported', node.id, 'eth_getBlockReceipts takes no hash', { cause: error });
    }
  };

  const ask = (way: (typeof WAYS)[number], block: BlockView, asked: AskOptions): Promise<unknown> => {
    if (way === 'one_by_one') return oneByOne(hashesOf(wire, block), asked);
    const options = {
      ...asked,
      keeps: (answer: unknown) => Array.isArray(answer) && answer.length === block.transactions.length,
    };
    if (way === 'by_hash') return byHash(block, options);
    return node.ask('eth_getBlockReceipts', [quantity(block.number)], options);
  };

  const gone = (block: BlockView, why: string): ForkedReadError =>
    new ForkedReadError(node.id, `block ${block.number} ${why}`);

  /** Some nodes leave out those of a chain's own transactions (Polygon's state syncs): each of them is asked for by itself. */
  const fill = async (block: BlockView, told: readonly unknown[], options: AskOptions): Promise<readonly unknown[]> => {
    const hashes = hashesOf(wire, block);
    const byHash = new Map(
      told.map((value) => [wire.hash(wire.record(value, 'receipt').transactionHash, 'receipt.transactionHash'), value]),
    );
    const missing = hashes.filter((hash) => !byHash.has(hash));
    if (
      told.length > hashes.length ||
      missing.length + told.length > hashes.length ||
      missing.length === hashes.length
    ) {
      throw gone(block, `has ${told.length} receipts for ${hashes.length} transactions`);
    }
    const asked = await oneByOne(missing, options);
    for (const [place, hash] of missing.entries()) byHash.set(hash, asked[place]);
    return hashes.map((hash) => byHash.get(hash));
  };

  return {
    atOnce: () => (ways.known() === undefined ? undefined : ways.known() !== 'one_by_one'),
    of: async (block, options) => {
      let answer: unknown;
      try {
        answer = await ways.ask((way) => ask(way, block, options));
      } catch (error) {
        throw lacksBlock(error) ? gone(block, 'is unknown when its receipts are asked for') : error;
      }
      if (answer === null) throw gone(block, 'is gone when its receipts are asked for');
      const told = wire.list(answer, 'receipts');
      const receipts = told.length === block.transactions.length ? told : await fill(block, told, options);
      if (receipts.includes(null)) throw gone(block, 'lacks a receipt of a transaction in it');
      return receipts;
    },
  };
}
