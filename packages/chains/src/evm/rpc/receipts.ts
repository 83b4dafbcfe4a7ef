import { type Address, type ChainId, SourceError } from '@fundtrail/core';
import { getCreateAddress } from 'ethers';
import type { LogView, ReceiptView } from '../legs.ts';
import type { TraceView } from './traces.ts';
import type { Wire } from './wire.ts';

/** `0x` and a function's four bytes. */
const SELECTOR_CHARS = 10;

/** The head of a block: what its transactions are checked against. */
export type BlockView = {
  readonly number: number;
  readonly hash: string;
  readonly parentHash: string;
  /** Unix seconds. */
  readonly time: number;
  /** Hashes, or whole transactions where they were asked for. */
  readonly transactions: readonly unknown[];
};

export function readBlockView(wire: Wire, value: unknown): BlockView {
  const block = wire.record(value, 'block');
  return {
    number: wire.count(block.number, 'block.number'),
    hash: wire.hex(block.hash, 'block.hash'),
    parentHash: wire.hex(block.parentHash, 'block.parentHash'),
    time: wire.count(block.timestamp, 'block.timestamp'),
    transactions: wire.list(block.transactions, 'block.transactions'),
  };
}

/**
 * Joins a transaction, its receipt and its block.
 * @throws SourceError `malformed` where they do not belong together, as while a node changes to another branch.
 */
export function readReceiptView(
  deps: { readonly wire: Wire; readonly source: string; readonly chain: ChainId },
  sources: {
    readonly transaction: unknown;
    readonly receipt: unknown;
    readonly block: BlockView;
    readonly trace: TraceView | undefined;
  },
): ReceiptView {
  const { wire, source, chain } = deps;
  const { block, trace } = sources;
  const transaction = wire.record(sources.transaction, 'transaction');
  const receipt = wire.record(sources.receipt, 'receipt');
  const hash = wire.hex(transaction.hash, 'transaction.hash');
  const told = wire.hex(receipt.blockHash, 'receipt.blockHash');
  if (wire.hex(receipt.transactionHash, 'receipt.transactionHash') !== hash || told !== block.hash) {
    throw new SourceError('malformed', source, `the receipt of ${hash} names block ${told}, not ${block.hash}`);
  }
  const sender = wire.address(transaction.from, 'transaction.from');
  return {
    chain,
    hash,
    block: block.number,
    index: wire.count(receipt.transactionIndex, 'receipt.transactionIndex'),
    time: block.time,
    blockHash: block.hash,
    sender,
    to: readReceiver(wire, transaction, receipt, sender),
    value: wire.quantity(transaction.value, 'transaction.value'),
    success: readSuccess(wire, transaction, receipt, trace),
    fee: readFee(wire, transaction, receipt),
    logs: readLogs(wire, receipt),
  };
}

/**
 * What a whole transaction tells of accounts being code. `shown`: they emitted a log or were created. `likely`: they were
 * called with data, or sent value from inside; a wallet can be both (EIP-7702), so these must be asked for.
 */
export function codeToldBy(
  wire: Wire,
  receipt: ReceiptView,
  transaction: unknown,
  trace: TraceView | undefined,
): { readonly shown: readonly Address[]; readonly likely: readonly Address[] } {
  if (!receipt.success) return { shown: [], likely: [] };
  const { to, input } = wire.record(transaction, 'transaction');
  const creates = to === null || to === undefined;
  const called = !creates && wire.hex(input, 'transaction.input').length >= SELECTOR_CHARS ? [receipt.to] : [];
  const shown = [
    ...(creates ? [receipt.to] : []),
    ...receipt.logs.map((log) => log.address),
    ...(trace?.created ?? []),
  ];
  return { shown, likely: [...called, ...(trace?.legs.map((leg) => leg.from) ?? [])] };
}

export type Fields = Readonly<Record<string, unknown>>;

/** The receiver, or what was created; nodes may leave out what a failed creation would have made. */
function readReceiver(wire: Wire, transaction: Fields, receipt: Fields, sender: Address): Address {
  const to = transaction.to ?? receipt.contractAddress;
  if (to !== undefined && to !== null) return wire.address(to, 'transaction.to');
  const nonce = wire.count(transaction.nonce, 'transaction.nonce');
  return getCreateAddress({ from: sender, nonce }).toLowerCase();
}

function readSuccess(wire: Wire, transaction: Fields, receipt: Fields, trace: TraceView | undefined): boolean {
  const status = receipt.status;
  if (status !== undefined && status !== null) return wire.count(status, 'receipt.status') === 1;
  // Before Byzantium receipts had no status. A failure then used up all the gas.
  if (trace !== undefined) return !trace.failed;
  return wire.quantity(receipt.gasUsed, 'receipt.gasUsed') < wire.quantity(transaction.gas, 'transaction.gas');
}

/** The logs of a receipt. */
export function readLogs(wire: Wire, receipt: Fields): readonly LogView[] {
  return wire.list(receipt.logs, 'receipt.logs').map((value) => {
    const log = wire.record(value, 'log');
    return {
      address: wire.address(log.address, 'log.address'),
      topics: wire.list(log.topics, 'log.topics').map((topic) => wire.hex(topic, 'log.topic')),
      data: wire.hex(log.data, 'log.data'),
      index: wire.count(log.logIndex, 'log.logIndex'),
    };
  });
}

/** All that the sender paid: execution, blobs (EIP-4844), and on OP-stack rollups the data written to L1. */
export function readFee(wire: Wire, transaction: Fields, receipt: Fields): bigint {
  const price = receipt.effectiveGasPrice ?? transaction.gasPrice;
  const gas = wire.quantity(receipt.gasUsed, 'receipt.gasUsed');
  const part = (name: string): bigint =>
    receipt[name] === undefined || receipt[name] === null ? 0n : wire.quantity(receipt[name], `receipt.${name}`);
  return (
    gas * wire.quantity(price, 'receipt.effectiveGasPrice') + part('blobGasUsed') * part('blobGasPrice') + part('l1Fee')
  );
}
