import {
  type ChainId,
  chainInfo,
  feePaid,
  type Hash,
  type Leg,
  SourceError,
  type TransactionFact,
  type TransactionReading,
} from '@fundtrail/core';
import { wholeTransaction } from '../legs.ts';
import { PLAIN_GAS, readingOf } from '../reading.ts';
import { withReceipt } from '../receipt-fact.ts';
import type { Placement } from './assemble.ts';
import type { ExplorerClient, NodeQuestion } from './client.ts';
import { readTransactionInternals } from './internal.ts';
import type { HistoryMemory } from './memory.ts';
import { type NodeReceipt, readNodeBlock, readNodeReceipt, readNodeTransaction } from './node-answer.ts';

/** Whole transactions through an explorer. */
export type Transactions = {
  /** Receipt and internal transfers; value, call data and time from a history read before, else two requests more. */
  whole(hash: Hash, signal?: AbortSignal): Promise<TransactionFact>;
  /** The same with its logs, for as many requests. */
  reading(hash: Hash, signal?: AbortSignal): Promise<TransactionReading>;
  /** Where a transaction stands in its block; undefined where the explorer does not answer questions of a node. */
  place(hash: Hash, signal?: AbortSignal): Promise<Placement | undefined>;
};

/** Placements kept: about 200 bytes each. */
const MOST_PLACED = 50_000;

export function createTransactions(deps: {
  readonly client: ExplorerClient;
  readonly memory: HistoryMemory;
  readonly chain: ChainId;
  readonly wrapped: ReadonlySet<string>;
  /** Whether a block is known to be final: what a node tells of its transactions is then kept for good. */
  readonly isFinal: (block: number) => boolean;
}): Transactions {
  const { client, memory, chain, wrapped, isFinal } = deps;
  const { source } = client;
  const placements = new Map<Hash, Placement>();

  function about(method: string, hash: Hash, blockOf: (answer: unknown) => number): NodeQuestion {
    const keeps = (answer: unknown): boolean => isFinal(blockOf(answer));
    return { method, parameters: { txhash: hash }, list: [hash], immutable: true, keeps };
  }

  async function byHash(hash: Hash, signal?: AbortSignal) {
    const read = (answer: unknown) => readNodeTransaction(answer, hash, source);
    return read(
      await client.node(
        about('eth_getTransactionByHash', hash, (answer) => read(answer).block),
        signal,
      ),
    );
  }

  /** What the receipt does not tell. */
  async function rest(receipt: NodeReceipt, signal?: AbortSignal) {
    const known = memory.rowOf(receipt.hash);
    if (known !== undefined) return known;
    const tag = `0x${receipt.block.toString(16)}`;
    const [transaction, header] = await Promise.all([
      byHash(receipt.hash, signal),
      client.node(
        {
          method: 'eth_getBlockByNumber',
          parameters: { tag, boolean: 'false' },
          list: [tag, false],
          immutable: isFinal(receipt.block),
          keeps: (block) => readNodeBlock(block, source).number === receipt.block,
        },
        signal,
      ),
    ]);
    // Before Byzantium receipts had no status. A failure then used up all the gas.
    const success = receipt.paid.gasUsed < transaction.gas;
    const { value, input } = transaction;
    return { value, input, time: readNodeBlock(header, source).time, success };
  }

  async function internals(hash: Hash, signal?: AbortSignal): Promise<readonly Leg[] | undefined> {
    try {
      const question = { action: 'txlistinternal', parameters: { txhash: hash } };
      const answer = await client.list(question, (row) => row, signal);
      if (answer.kind === 'window' || answer.incomplete !== undefined) return undefined;
      return readTransactionInternals(answer.rows, hash, source);
    } catch (error) {
      if (error instanceof SourceError && error.failure === 'unsupported') return undefined;
      throw error;
    }
  }

  async function read(hash: Hash, signal?: AbortSignal) {
    const readReceipt = (answer: unknown) => readNodeReceipt(answer, chain, hash, source);
    const question = about('eth_getTransactionReceipt', hash, (answer) => readReceipt(answer).block);
    const receipt = readReceipt(await client.node(question, signal));
    const [{ value, input, time, success }, inner] = await Promise.all([
      rest(receipt, signal),
      receipt.success === false ? [] : internals(hash, signal),
    ]);
    const fee = feePaid(chainInfo(chain).fee, receipt.paid, time);
    const view = { ...receipt, fee, value, time, success: receipt.success ?? success };
    const fact = withReceipt(wholeTransaction(view, inner, wrapped), { to: view.to, input, logs: view.logs });
    return { view, inner, input, fact };
  }

  return {
    async whole(hash, signal) {
      return (await read(hash, signal)).fact;
    },
    async reading(hash, signal) {
      const { view, inner, input, fact } = await read(hash, signal);
      const { to, logs, paid } = view;
      const called = paid.gasUsed > PLAIN_GAS ? [to] : [];
      const likely = [...called, ...(inner ?? []).map((leg) => leg.from)];
      return readingOf({ fact, to, input, logs, shown: logs.map((log) => log.address), likely });
    },
    async place(hash, signal) {
      const known = placements.get(hash);
      if (known !== undefined) return known;
      try {
        const { index, sender, blockHash } = await byHash(hash, signal);
        forget(placements);
        placements.set(hash, { index, sender, blockHash });
        return { index, sender, blockHash };
      } catch (error) {
        if (error instanceof SourceError && error.failure === 'unsupported') return undefined;
        throw error;
      }
    },
  };
}

/** Makes room by dropping the oldest. */
function forget(kept: Map<Hash, unknown>): void {
  if (kept.size < MOST_PLACED) return;
  const oldest = kept.keys().next();
  if (oldest.done !== true) kept.delete(oldest.value);
}
