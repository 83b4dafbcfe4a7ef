import type { Address, Hash } from '@fundtrail/core';
import { getCreateAddress, zeroPadValue } from 'ethers';
import type { Blooms } from './bloom.ts';
import type { SearchRange } from './found.ts';
import type { Reader, TracedBlock, WholeRead } from './reader.ts';
import { touches } from './touches.ts';
import type { Wire } from './wire.ts';

/** Blocks that are read at the same time while scanning. */
const SCAN_WIDTH = 4;

export type Scan = {
  readonly reads: readonly WholeRead[];
  readonly reached: number;
  readonly reason?: string;
  /** Whether it ended because there were too many rows: then nothing more is wanted. */
  readonly full: boolean;
  /** A transaction in the scanned blocks of which the node told no value inside contracts, if there is one. */
  readonly untraced?: Hash;
};

/**
 * Finds an account's transactions, tokens included, by reading every block, at most `maxBlocks` of them. Two requests a block, one for an
 * empty one: receipts are read only where the block or its traces name the account, or its bloom allows a log that does.
 */
export async function scanBlocks(
  deps: { readonly reader: Reader; readonly wire: Wire; readonly blooms: Blooms },
  range: SearchRange,
  maxBlocks: number,
): Promise<Scan> {
  const { reader, wire, blooms } = deps;
  const { address } = range;
  const topic = zeroPadValue(address, 32);
  const last = Math.min(range.toBlock, range.fromBlock + maxBlocks - 1);
  const reads: WholeRead[] = [];
  let untraced: Hash | undefined;
  const wanted = (block: TracedBlock): boolean =>
    blooms.mayHold(block.view.logsBloom, topic) || names(wire, block, address);
  const ended = (reached: number, full: boolean, reason?: string): Scan => ({
    reads,
    reached,
    full,
    ...(reason === undefined ? {} : { reason }),
    ...(untraced === undefined ? {} : { untraced }),
  });
  for (let first = range.fromBlock; first <= last; first += SCAN_WIDTH) {
    const width = Math.min(SCAN_WIDTH, last - first + 1);
    const blocks = await Promise.all(
      Array.from({ length: width }, (_, offset) => reader.blockWhere(first + offset, wanted, range.signal)),
    );
    for (const block of blocks) {
      untraced ??= untracedIn(block);
      await blooms.learn(
        block.view.logsBloom,
        block.reads.flatMap((read) => read.logs),
      );
      reads.push(...block.reads.filter((read) => touches(read.fact, address)));
    }
    if (reads.length > range.maxRows) return ended(first + width - 1, true, `more than ${range.maxRows} rows`);
  }
  return last === range.toBlock
    ? ended(last, false)
    : ended(last, false, `the node has no trace_filter, and at most ${maxBlocks} blocks are read one by one`);
}

/** Whether the block or its traces name the account as a party of a call or a payment. */
function names(wire: Wire, { view, hashes, traces }: TracedBlock, address: Address): boolean {
  const called = view.transactions.some((value) => {
    const { from, to, nonce } = wire.record(value, 'transaction');
    const sender = wire.address(from, 'transaction.from');
    if (sender === address) return true;
    if (to !== null && to !== undefined) return wire.address(to, 'transaction.to') === address;
    return getCreateAddress({ from: sender, nonce: wire.count(nonce, 'transaction.nonce') }).toLowerCase() === address;
  });
  if (called || (view.withdrawals ?? []).some((leg) => leg.to === address)) return true;
  return hashes.some((hash) =>
    (traces.get(hash)?.legs ?? []).some((leg) => leg.from === address || leg.to === address),
  );
}

/** Where receipts were read, they also show that a failed transaction moved nothing. */
function untracedIn(block: TracedBlock & { readonly reads: readonly WholeRead[] }): Hash | undefined {
  if (block.reads.length > 0) return block.reads.find(({ fact }) => !fact.whole.includes('internal'))?.fact.hash;
  return block.isTraced ? block.hashes.find((hash) => !block.traces.has(hash)) : undefined;
}
