import { type Address, type ChainId, type Hash, SourceError, type TransactionFact } from '@fundtrail/core';
import { type ReceiptView, wholeTransaction } from '../legs.ts';
import { type BlockView, codeToldBy, readBlockView, readReceiptView } from './receipts.ts';
import type { RpcClient } from './rpc-client.ts';
import { quantity, type Tracer } from './tracer.ts';
import type { TraceView } from './traces.ts';
import type { Wire } from './wire.ts';

const KEPT_BLOCKS = 128;

/** A whole transaction and what it tells of accounts being code. */
export type WholeRead = {
  readonly fact: TransactionFact;
  /** Certainly code. */
  readonly shown: readonly Address[];
  /** Probably code: to be asked for. */
  readonly likely: readonly Address[];
};

/** Reads whole transactions, one by one or by the block. */
export type Reader = {
  /** Three requests, and one per new block. @throws SourceError `refused` when the node does not know it, or not in a block yet. */
  transaction(hash: Hash, signal?: AbortSignal): Promise<WholeRead>;
  /** Three requests, whatever the block holds (one more per transaction where the node has no eth_getBlockReceipts). */
  block(
    number: number,
    signal?: AbortSignal,
  ): Promise<{ readonly view: BlockView; readonly reads: readonly WholeRead[] }>;
  /** The head of a block: one request. */
  header(number: number, signal?: AbortSignal): Promise<BlockView>;
};

export type ReaderDeps = {
  readonly client: RpcClient;
  readonly wire: Wire;
  readonly tracer: Tracer;
  readonly chain: ChainId;
  readonly wrapped: ReadonlySet<Address>;
};

export function createReader(deps: ReaderDeps): Reader {
  const { client, wire, tracer, wrapped } = deps;
  const join = { wire, source: client.id, chain: deps.chain };
  // By hash: what a hash names never changes, so that a reorg cannot make this stale.
  const blocks = new Map<Hash, Promise<BlockView>>();
  let hasBlockReceipts = true;

  const blockByHash = (hash: Hash, signal?: AbortSignal): Promise<BlockView> => {
    const known = blocks.get(hash);
    if (known !== undefined) return known;
    const asked = client.ask('eth_getBlockByHash', [hash, false], signal).then((value) => {
      if (value === null) throw new SourceError('malformed', client.id, `block ${hash} of a receipt is gone`);
      return readBlockView(wire, value);
    });
    blocks.set(hash, asked);
    asked.catch(() => blocks.delete(hash));
    const oldest = blocks.keys().next().value;
    if (blocks.size > KEPT_BLOCKS && oldest !== undefined) blocks.delete(oldest);
    return asked;
  };

  const blockView = async (number: number, full: boolean, signal?: AbortSignal): Promise<BlockView> => {
    const value = await client.ask('eth_getBlockByNumber', [quantity(number), full], signal);
    if (value === null) throw new SourceError('refused', client.id, `it has no block ${number}`);
    return readBlockView(wire, value);
  };

  const receiptsOf = async (view: BlockView, signal?: AbortSignal): Promise<readonly unknown[]> => {
    if (hasBlockReceipts) {
      try {
        return wire.list(await client.ask('eth_getBlockReceipts', [quantity(view.number)], signal), 'receipts');
      } catch (error) {
        if (!(error instanceof SourceError) || error.failure !== 'unsupported') throw error;
        hasBlockReceipts = false;
      }
    }
    return Promise.all(
      view.transactions.map((value) =>
        client.ask('eth_getTransactionReceipt', [wire.record(value, 'transaction').hash], signal),
      ),
    );
  };

  const assemble = (
    transaction: unknown,
    receipt: unknown,
    block: BlockView,
    trace: TraceView | undefined,
  ): WholeRead => {
    const view: ReceiptView = readReceiptView(join, { transaction, receipt, block, trace });
    return {
      fact: wholeTransaction(view, trace?.legs, wrapped),
      ...codeToldBy(wire, view, transaction, trace),
    };
  };

  return {
    header: (number, signal) => blockView(number, false, signal),
    transaction: async (hash, signal) => {
      const [transaction, receipt] = await Promise.all([
        client.ask('eth_getTransactionByHash', [hash], signal),
        client.ask('eth_getTransactionReceipt', [hash], signal),
      ]);
      if (transaction === null) throw new SourceError('refused', client.id, `it does not know transaction ${hash}`);
      if (receipt === null) throw new SourceError('refused', client.id, `transaction ${hash} is in no block yet`);
      const blockHash = wire.hex(wire.record(receipt, 'receipt').blockHash, 'receipt.blockHash');
      const [block, trace] = await Promise.all([blockByHash(blockHash, signal), tracer.transaction(hash, signal)]);
      const read = assemble(transaction, receipt, block, trace);
      if (block.transactions[read.fact.index] !== hash) {
        throw new SourceError(
          'malformed',
          client.id,
          `block ${block.number} does not hold ${hash} at ${read.fact.index}`,
        );
      }
      return read;
    },
    block: async (number, signal) => {
      const view = await blockView(number, true, signal);
      if (view.transactions.length === 0) return { view, reads: [] };
      const [receipts, traces] = await Promise.all([receiptsOf(view, signal), tracer.block(number, signal)]);
      if (receipts.length !== view.transactions.length) {
        const counts = `${receipts.length} receipts for ${view.transactions.length} transactions`;
        throw new SourceError('malformed', client.id, `block ${number} has ${counts}`);
      }
      const reads = view.transactions.map((transaction, place) => {
        const hash = wire.hex(wire.record(transaction, 'transaction').hash, 'transaction.hash');
        return assemble(transaction, receipts[place], view, traces?.get(hash));
      });
      return { view, reads };
    },
  };
}
