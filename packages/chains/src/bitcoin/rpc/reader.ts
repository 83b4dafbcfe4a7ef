import {
  type BlockFacts,
  type BlockHeader,
  type Hash,
  PLACE_UNKNOWN,
  SourceError,
  type TransactionFact,
} from '@fundtrail/core';
import { ForkedReadError, unforked } from '../../transport/forked-read.ts';
import type { BlockMemory } from './block-memory.ts';
import type { Blocks } from './blocks.ts';
import type { ChainState } from './chain-state.ts';
import type { CoreClient } from './core-client.ts';
import { factOf } from './fact-of.ts';
import type { KnownTransactions } from './known-transactions.ts';
import { createPreviousOutputs } from './previous-outputs.ts';
import type { Transactions } from './transactions.ts';

/** Reads facts by what they are named by: transactions by id, blocks by number. */
export type Reader = {
  /**
   * Two requests (the transaction, its block's head), one for a block that was read lately; on nodes older than Core 25 one more per
   * transaction that it spends of.
   * @throws SourceError `refused` when the node does not know it, or it waits in the mempool
   */
  transaction(hash: Hash, signal?: AbortSignal): Promise<TransactionFact>;
  /**
   * Two requests. Without previous outputs (older than Core 23) only what was made in the block itself has amounts as an input.
   * @throws SourceError `refused` when there is no such block
   */
  block(number: number, signal?: AbortSignal): Promise<BlockFacts>;
};

export type ReaderDeps = {
  readonly node: CoreClient;
  readonly state: ChainState;
  readonly memory: BlockMemory;
  readonly blocks: Blocks;
  readonly transactions: Transactions;
  readonly known: KnownTransactions;
};

export function createReader(deps: ReaderDeps): Reader {
  const { node, state, memory, blocks, transactions } = deps;
  async function headerOf(block: Hash, signal: AbortSignal | undefined): Promise<BlockHeader> {
    const { header, isOnChain } = await state.headerOf(block, signal);
    if (isOnChain) return header;
    throw new ForkedReadError(node.id, `block ${header.number} ${block.slice(2)} was just replaced`);
  }

  async function readTransaction(hash: Hash, signal: AbortSignal | undefined): Promise<TransactionFact> {
    const told = await transactions.ask(hash, { signal });
    const id = hash.slice(2);
    if (told.place === 'mempool')
      throw new SourceError('refused', node.id, `transaction ${id} waits in the mempool: it is in no block yet`);
    if (told.place === 'stale') {
      throw new SourceError('refused', node.id, `transaction ${id} is in no block: the one that held it was replaced`);
    }
    const known = memory.get(told.place);
    const header = known?.header ?? (await headerOf(told.place, signal));
    const whole = await createPreviousOutputs(deps).whole(told, signal);
    return factOf(node.id, whole, header, known?.places.get(hash) ?? PLACE_UNKNOWN);
  }

  return {
    transaction: (hash, signal) => unforked(() => readTransaction(hash, signal)),
    block: (number, signal) =>
      unforked(async () => {
        const { header, transactions: all } = await blocks.read(number, signal);
        const previous = createPreviousOutputs(deps);
        const facts = all.map((transaction, place) => {
          previous.note(transaction);
          return factOf(node.id, previous.known(transaction), header, place);
        });
        return { ...header, transactions: facts, contracts: [] };
      }),
  };
}
