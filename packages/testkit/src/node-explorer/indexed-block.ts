import { FundtrailError } from '@fundtrail/core';
import { ask } from '../anvil/json-rpc.ts';

/** All that a node tells of a block, as it tells it. */
export type IndexedBlock = {
  readonly number: number;
  readonly hash: string;
  readonly parentHash: string;
  /** Unix seconds. */
  readonly time: number;
  readonly transactions: readonly RawTransaction[];
  readonly receipts: readonly RawReceipt[];
  readonly frames: readonly RawFrame[];
};

export type RawTransaction = Readonly<Record<'hash' | 'from' | 'value' | 'gas' | 'nonce' | 'input', string>> & {
  readonly to: string | null;
};

export type RawReceipt = Readonly<
  Record<
    'transactionHash' | 'transactionIndex' | 'status' | 'gasUsed' | 'cumulativeGasUsed' | 'effectiveGasPrice',
    string
  >
> & { readonly contractAddress: string | null; readonly logs: readonly RawLog[] };

export type RawLog = {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly logIndex: string;
  readonly transactionHash: string;
};

/** A frame of `trace_block`: a call, creation or self-destruction. */
export type RawFrame = {
  readonly type: 'call' | 'create' | 'suicide';
  readonly action: Readonly<Record<string, string>>;
  readonly result: { readonly address?: string; readonly gasUsed?: string } | null;
  readonly error?: string;
  readonly traceAddress: readonly number[];
  readonly transactionHash: string;
  readonly blockHash: string;
};

/** @throws FundtrailError when the block is left for another one while it is read. */
export async function indexBlock(url: string, number: number): Promise<IndexedBlock> {
  const tag = `0x${number.toString(16)}`;
  const block = (await ask(url, 'eth_getBlockByNumber', [tag, true])) as {
    readonly hash: string;
    readonly parentHash: string;
    readonly timestamp: string;
    readonly transactions: readonly RawTransaction[];
  } | null;
  if (block === null) throw new FundtrailError('no_block', `the chain has no block ${number}`);
  const empty = block.transactions.length === 0;
  const receipts = empty ? [] : ((await ask(url, 'eth_getBlockReceipts', [tag])) as readonly RawReceipt[]);
  const frames = empty ? [] : ((await ask(url, 'trace_block', [tag])) as readonly RawFrame[]);
  const { hash, parentHash, timestamp, transactions } = block;
  const whole = receipts.length === transactions.length && frames.every((frame) => frame.blockHash === hash);
  if (!whole) throw new FundtrailError('block_left', `block ${number} became another one while it was read`);
  return { number, hash, parentHash, time: Number(timestamp), transactions, receipts, frames };
}
