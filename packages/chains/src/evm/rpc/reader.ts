import {
  type Address,
  type ChainId,
  type Hash,
  type Leg,
  SourceError,
  TRANSFER_KINDS,
  type TransactionFact,
  ZERO_ADDRESS,
} from '@fundtrail/core';
import { ForkedReadError, unforked } from '../../transport/forked-read.ts';
import type { AskOptions, RpcClient } from '../../transport/json-rpc/client.ts';
import { wholeTransaction } from '../legs.ts';
import type { LogView } from '../logs.ts';
import { logsTellNative } from '../native-logs.ts';
import { withReceipt } from '../receipt-fact.ts';
import type { BlockReceipts } from './block-receipts.ts';
import { type BlockView, checkPlace, hashesOf } from './block-view.ts';
import { createBlocks } from './blocks.ts';
import type { ChainState } from './chain-state.ts';
import { codeToldBy, readReceiptView } from './receipts.ts';
import type { Tracer } from './tracer.ts';
import type { TraceView } from './traces.ts';
import type { Wire } from './wire.ts';

/** A whole transaction and what it tells of accounts being code. */
export type WholeRead = {
  readonly fact: TransactionFact;
  /** Certainly code. */
  readonly shown: readonly Address[];
  /** Probably code: to be asked for. */
  readonly likely: readonly Address[];
  /** The receiver, or what was created. */
  readonly to: Address;
  /** Call data. */
  readonly input: string;
  /** All logs of its receipt. */
  readonly logs: readonly LogView[];
};

/** A block and what its traces tell, before its receipts are read. */
export type TracedBlock = {
  readonly view: BlockView;
  readonly hashes: readonly Hash[];
  /** By transaction; what is absent the node could not tell. */
  readonly traces: ReadonlyMap<Hash, TraceView>;
  /** False on a chain whose receipts tell what others tell by traces. */
  readonly isTraced: boolean;
};

export type BlockRead = { readonly view: BlockView; readonly reads: readonly WholeRead[] };

/** Reads whole transactions, one by one or by the block, all parts of one checked to be of one block. */
export type Reader = {
  /**
   * Three requests, and one per new block. `found`: the node has told of it before, so that it cannot be unknown.
   * @throws SourceError `refused` when the node does not know it, or not in a block yet.
   */
  transaction(hash: Hash, signal?: AbortSignal, found?: boolean): Promise<WholeRead>;
  /**
   * Three requests, whatever the block holds, one when it is empty. One more where the node traces blocks by their number only, and one per
   * transaction where it has no eth_getBlockReceipts.
   */
  block(number: number, signal?: AbortSignal): Promise<BlockRead>;
  /** A block and its traces, two requests; and its receipts as well where `wanted` says so. */
  blockWhere(
    number: number,
    wanted: (block: TracedBlock) => boolean,
    signal?: AbortSignal,
  ): Promise<TracedBlock & { readonly reads: readonly WholeRead[] }>;
  /** The head of a block: one request. @throws SourceError `refused` when there is no such block */
  header(number: number, signal?: AbortSignal): Promise<BlockView>;
};

export type ReaderDeps = {
  readonly node: RpcClient;
  readonly wire: Wire;
  readonly tracer: Tracer;
  readonly receipts: BlockReceipts;
  readonly state: ChainState;
  readonly chain: ChainId;
  readonly wrapped: ReadonlySet<Address>;
};

export function createReader(deps: ReaderDeps): Reader {
  const { node, wire, tracer, receipts, state, chain, wrapped } = deps;
  const join = { wire, source: node.id, chain };
  const isTraced = !logsTellNative(chain);
  const blocks = createBlocks(deps);

  /** How to ask about a block: what is final is the same for ever. */
  const about = (block: number, signal: AbortSignal | undefined, again: boolean): AskOptions => ({
    signal,
    immutable: state.isFinal(block),
    renew: again,
  });

  /** A transaction is asked for by its hash alone: its answer is kept where it turns out to be of a final block. */
  const byHash = (signal: AbortSignal | undefined, again: boolean): AskOptions => ({
    signal,
    immutable: true,
    renew: again,
    keeps: (result) => state.isFinal(placeOf(result)),
  });

  const whole = <T>(read: (again: boolean) => Promise<T>): Promise<T> => unforked(read, node.hits);

  const assemble = (
    transaction: unknown,
    receipt: unknown,
    block: BlockView,
    trace: TraceView | undefined,
  ): WholeRead => {
    const view = readReceiptView(join, { transaction, receipt, block, trace });
    const { to, logs } = view;
    const input = wire.hex(wire.record(transaction, 'transaction').input, 'transaction.input');
    const fact = withReceipt(wholeTransaction(view, trace?.legs, wrapped), { to, input, logs });
    return { fact, ...codeToldBy(wire, view, transaction, trace), to, input, logs };
  };

  const traced = async (view: BlockView, options: AskOptions): Promise<TracedBlock> => {
    const needsTraces = isTraced && view.transactions.length > 0;
    const traces = needsTraces ? await tracer.block(view, options) : new Map<Hash, TraceView>();
    return { view, hashes: hashesOf(wire, view), traces, isTraced };
  };

  const readsOf = async (block: TracedBlock, told: Promise<readonly unknown[]>): Promise<readonly WholeRead[]> => {
    const { view, hashes, traces } = block;
    const answers = await told;
    const reads = view.transactions.map((transaction, place) => {
      const hash = hashes[place] ?? '';
      const read = assemble(transaction, answers[place], view, traces.get(hash));
      checkPlace(join, view, read.fact.hash, read.fact.index);
      return read;
    });
    const paid = withdrawalsOf(chain, view);
    return paid === undefined
      ? reads
      : [...reads, { fact: paid, shown: [], likely: [], to: ZERO_ADDRESS, input: '0x', logs: [] }];
  };

  const readTransaction = async (
    hash: Hash,
    found: boolean,
    again: boolean,
    signal?: AbortSignal,
  ): Promise<WholeRead> => {
    const [transaction, receipt] = await Promise.all([
      node.ask('eth_getTransactionByHash', [hash], byHash(signal, again)),
      node.ask('eth_getTransactionReceipt', [hash], byHash(signal, again)),
    ]);
    if (transaction === null && receipt === null && found)
      throw new ForkedReadError(node.id, `transaction ${hash} is unknown after it was found`);
    if (transaction === null && receipt === null)
      throw new SourceError('refused', node.id, `it does not know transaction ${hash}`);
    if (receipt === null) {
      const block = wire.record(transaction, 'transaction').blockHash;
      if (block === undefined || block === null)
        throw new SourceError('refused', node.id, `transaction ${hash} is in no block yet`);
      throw new ForkedReadError(node.id, `transaction ${hash} is in a block and has no receipt`);
    }
    if (transaction === null) throw new ForkedReadError(node.id, `transaction ${hash} has a receipt and is unknown`);
    const { blockHash, blockNumber } = wire.record(receipt, 'receipt');
    const options = about(wire.count(blockNumber, 'receipt.blockNumber'), signal, again);
    const block = await blocks.byHash(wire.hash(blockHash, 'receipt.blockHash'), options);
    const trace = isTraced ? await tracer.transaction(hash, block, options) : undefined;
    const read = assemble(transaction, receipt, block, trace);
    if (read.fact.hash !== hash)
      throw new SourceError('malformed', node.id, `told transaction ${read.fact.hash} for ${hash}`);
    checkPlace(join, block, hash, read.fact.index);
    return read;
  };

  return {
    header: (number, signal) => whole((again) => blocks.byNumber(number, false, about(number, signal, again))),
    transaction: (hash, signal, found = false) => whole((again) => readTransaction(hash, found, again, signal)),
    block: (number, signal) =>
      whole(async (again) => {
        const options = about(number, signal, again);
        const view = await blocks.byNumber(number, true, options);
        const told = view.transactions.length === 0 ? Promise.resolve([]) : receipts.of(view, options);
        // Both are asked for at once; whichever fails first is thrown, the other's failure is nobody's.
        told.catch(() => undefined);
        return { view, reads: await readsOf(await traced(view, options), told) };
      }),
    blockWhere: (number, wanted, signal) =>
      whole(async (again) => {
        const options = about(number, signal, again);
        const block = await traced(await blocks.byNumber(number, true, options), options);
        const hasTransactions = block.view.transactions.length > 0;
        if (hasTransactions && !wanted(block)) return { ...block, reads: [] };
        const told = hasTransactions ? receipts.of(block.view, options) : Promise.resolve([]);
        return { ...block, reads: await readsOf(block, told) };
      }),
  };
}

/** Number of the block that a transaction or receipt names; beyond all blocks where it names none. */
function placeOf(result: unknown): number {
  const { blockNumber } = result as { readonly blockNumber?: unknown };
  return typeof blockNumber === 'string' ? Number(blockNumber) : Number.POSITIVE_INFINITY;
}

/** What the chain itself paid out in a block, as a transaction of its own behind all others. */
function withdrawalsOf(chain: ChainId, view: BlockView): TransactionFact | undefined {
  const legs: readonly Leg[] = view.withdrawals ?? [];
  if (legs.length === 0) return undefined;
  const { number: block, hash, time, transactions } = view;
  const place = { chain, hash, block, index: transactions.length, time, blockHash: hash };
  return { ...place, success: true, legs, whole: TRANSFER_KINDS };
}
