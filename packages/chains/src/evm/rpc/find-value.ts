import type { Address, Hash, TransactionFact } from '@fundtrail/core';
import type { Found, SearchRange } from './find-tokens.ts';
import { type SpanMemory, walkRange } from './ranges.ts';
import type { Reader, WholeRead } from './reader.ts';
import type { RpcClient } from './rpc-client.ts';
import { quantity } from './tracer.ts';
import type { Wire } from './wire.ts';

/** Blocks that are read at the same time while scanning. */
const SCAN_WIDTH = 4;

/**
 * Finds the transactions in which an account sends or receives calls, by `trace_filter`. Sender and receiver are two
 * questions, because nodes disagree on whether both in one mean "and" or "or".
 * @throws SourceError `unsupported` where the node has no trace_filter.
 */
export async function findTracedTransactions(
  deps: { readonly client: RpcClient; readonly wire: Wire; readonly spans: SpanMemory },
  range: SearchRange,
): Promise<Found> {
  const { client, wire, spans } = deps;
  const hashes = new Set<Hash>();
  let reached = range.toBlock;
  let reason: string | undefined;
  for (const side of ['fromAddress', 'toAddress'] as const) {
    const walk = await walkRange(spans, { ...range, toBlock: reached }, async (fromBlock, toBlock) => {
      const filter = { fromBlock: quantity(fromBlock), toBlock: quantity(toBlock), [side]: [range.address] };
      const frames = wire.list(await client.ask('trace_filter', [filter], range.signal), 'trace_filter');
      // Block rewards have no transaction.
      return frames.flatMap((frame) => {
        const hash = wire.record(frame, 'trace').transactionHash;
        return hash === undefined || hash === null ? [] : [wire.hex(hash, 'trace.transactionHash')];
      });
    });
    for (const hash of walk.rows) hashes.add(hash);
    reached = walk.reached;
    reason = walk.reason ?? reason;
  }
  return { hashes: [...hashes], reached, ...(reason === undefined ? {} : { reason }) };
}

export type Scan = {
  readonly reads: readonly WholeRead[];
  readonly reached: number;
  readonly reason?: string;
  /** A transaction in the scanned blocks of which the node told no value inside contracts, if there is one. */
  readonly untraced?: Hash;
};

/** Finds an account's transactions by reading every block, at most `maxBlocks` of them. */
export async function scanBlocks(reader: Reader, range: SearchRange, maxBlocks: number): Promise<Scan> {
  const last = Math.min(range.toBlock, range.fromBlock + maxBlocks - 1);
  const reads: WholeRead[] = [];
  let untraced: Hash | undefined;
  const ended = (reached: number, reason?: string): Scan => ({
    reads,
    reached,
    ...(reason === undefined ? {} : { reason }),
    ...(untraced === undefined ? {} : { untraced }),
  });
  for (let first = range.fromBlock; first <= last; first += SCAN_WIDTH) {
    const width = Math.min(SCAN_WIDTH, last - first + 1);
    const blocks = await Promise.all(
      Array.from({ length: width }, (_, offset) => reader.block(first + offset, range.signal)),
    );
    for (const read of blocks.flatMap((block) => block.reads)) {
      if (!read.fact.whole.includes('internal')) untraced ??= read.fact.hash;
      if (touches(read.fact, range.address)) reads.push(read);
    }
    if (reads.length > range.maxRows) return ended(first + width - 1, `more than ${range.maxRows} rows`);
  }
  return last === range.toBlock
    ? ended(last)
    : ended(last, `the node has no trace_filter, and at most ${maxBlocks} blocks are read one by one`);
}

/** Whether the account paid for the transaction or any leg of it is its own. */
export function touches(fact: TransactionFact, address: Address): boolean {
  return fact.sender === address || fact.legs.some((leg) => leg.from === address || leg.to === address);
}
