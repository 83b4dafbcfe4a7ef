import { type Address, type ChainId, chainInfo, feePaid, type Hash } from '@fundtrail/core';
import { getCreateAddress } from 'ethers';
import { ForkedReadError } from '../../transport/forked-read.ts';
import type { ReceiptView } from '../legs.ts';
import type { LogView } from '../logs.ts';
import type { BlockView } from './block-view.ts';
import { readFeeFields } from './fee.ts';
import { readMinted } from './minted.ts';
import type { TraceView } from './traces.ts';
import type { Fields, Wire } from './wire.ts';

/** `0x` and a function's four bytes. */
const SELECTOR_CHARS = 10;

/**
 * Joins a transaction, its receipt and its block.
 * @throws ForkedReadError where they do not belong together, as while a node changes to another branch: the receipt, the
 * transaction and every log name this block, and each log this transaction.
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
  const hash = wire.hash(transaction.hash, 'transaction.hash');
  const index = wire.count(receipt.transactionIndex, 'receipt.transactionIndex');
  const check = createCheck(source, hash);
  check('the receipt', 'transaction', wire.hash(receipt.transactionHash, 'receipt.transactionHash'), hash);
  check('the receipt', 'block', wire.hash(receipt.blockHash, 'receipt.blockHash'), block.hash);
  if (isTold(transaction.blockHash))
    check('the transaction', 'block', wire.hash(transaction.blockHash, 'transaction.blockHash'), block.hash);
  if (isTold(transaction.transactionIndex))
    check('the transaction', 'place', wire.count(transaction.transactionIndex, 'transaction.transactionIndex'), index);
  for (const value of wire.list(receipt.logs, 'receipt.logs')) {
    const log = wire.record(value, 'log');
    if (isTold(log.blockHash)) check('a log', 'block', wire.hash(log.blockHash, 'log.blockHash'), block.hash);
    if (isTold(log.transactionHash))
      check('a log', 'transaction', wire.hash(log.transactionHash, 'log.transactionHash'), hash);
  }
  const sender = wire.address(transaction.from, 'transaction.from');
  const minted = readMinted(wire, transaction, sender);
  return {
    chain,
    hash,
    block: block.number,
    index,
    time: block.time,
    blockHash: block.hash,
    sender,
    to: readReceiver(wire, transaction, receipt, sender),
    value: wire.quantity(transaction.value, 'transaction.value'),
    success: readSuccess(wire, transaction, receipt, trace),
    fee: feePaid(chainInfo(chain).fee, readFeeFields(wire, transaction, receipt), block.time),
    ...(minted === undefined ? {} : { minted }),
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
    ...(trace?.ended ?? []),
  ];
  return { shown, likely: [...called, ...(trace?.legs.map((leg) => leg.from) ?? [])] };
}

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

function createCheck(source: string, hash: Hash) {
  return (who: string, what: string, told: string | number, wanted: string | number): void => {
    if (told !== wanted) throw new ForkedReadError(source, `${who} of ${hash} names ${what} ${told}, not ${wanted}`);
  };
}

function isTold(value: unknown): boolean {
  return value !== undefined && value !== null;
}
